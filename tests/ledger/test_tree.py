"""The Merkle tree, against the definitions of RFC 9162, section 2.1, written down as they are printed there."""

from collections.abc import Sequence
from hashlib import sha256

import pytest

from app.ledger import tree
from app.ledger.tree import Nodes, Place

SIZES = range(1, 41)


def leaves(size: int) -> list[bytes]:
    return [f"row {number}".encode() for number in range(size)]


def naive_root(data: Sequence[bytes]) -> bytes:
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    split = largest_power_below(len(data))
    return sha256(b"\x01" + naive_root(data[:split]) + naive_root(data[split:])).digest()


def naive_inclusion(index: int, data: Sequence[bytes]) -> list[bytes]:
    if len(data) == 1:
        return []
    split = largest_power_below(len(data))
    if index < split:
        return [*naive_inclusion(index, data[:split]), naive_root(data[split:])]
    return [*naive_inclusion(index - split, data[split:]), naive_root(data[:split])]


def naive_consistency(old: int, data: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    if old == len(data):
        return [] if whole else [naive_root(data)]
    split = largest_power_below(len(data))
    if old <= split:
        return [*naive_consistency(old, data[:split], whole=whole), naive_root(data[split:])]
    return [*naive_consistency(old - split, data[split:], whole=False), naive_root(data[:split])]


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def grown(data: Sequence[bytes]) -> tuple[bytes, Nodes]:
    frontier, nodes = b"", dict[Place, bytes]()
    for size, one in enumerate(data):
        frontier, made = tree.grow(frontier, size, tree.leaf(one))
        nodes |= made
    return frontier, nodes


@pytest.mark.N7
@pytest.mark.parametrize("size", [0, *SIZES])
def test_a_tree_that_grew_leaf_by_leaf_has_the_root_that_the_rfc_defines(size: int) -> None:
    data = leaves(size)

    assert tree.root(grown(data)[0]) == naive_root(data)


@pytest.mark.N7
@pytest.mark.parametrize("size", SIZES)
def test_every_proof_is_the_one_that_the_rfc_defines(size: int) -> None:
    data = leaves(size)
    nodes = grown(data)[1]

    for index in range(size):
        assert tree.hashes(tree.inclusion(index, size), lambda _places: nodes) == naive_inclusion(index, data)
        assert tree.hashes(tree.consistency(index + 1, size), lambda _: nodes) == naive_consistency(index + 1, data)


def test_a_proof_in_a_tree_of_a_million_leaves_is_at_most_640_bytes_long() -> None:
    longest = max(len(tree.inclusion(index, 1_000_000)) for index in range(0, 1_000_000, 997))

    assert longest * tree.SIZE == 640
