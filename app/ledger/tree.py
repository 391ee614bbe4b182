"""The Merkle tree over the ledger (RFC 9162, section 2.1): its root, and proofs that anybody can check.

A tree of n leaves is kept as the hashes of its whole subtrees: aligned runs of 2 ** level leaves. Every hash that a
root or a proof needs is put together from at most two of them for each level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"  # leaves and nodes are hashed apart, so that none passes for the other
SIZE = 32
EMPTY = sha256(b"").digest()
Place = tuple[int, int]  # (level, place): the whole subtree over leaves place * 2 ** level and the following
Span = tuple[int, int]  # leaves from the first to before the last
Nodes = Mapping[Place, bytes]


def leaf(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(LEAF + data).digest()


def join(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two subtrees."""
    return sha256(NODE + left + right).digest()


def grow(frontier: bytes, size: int, digest: bytes) -> tuple[bytes, dict[Place, bytes]]:
    """Add a leaf to a tree of `size` leaves: its new frontier, and the whole subtrees that the leaf completes.

    The frontier is the hashes of the whole subtrees of a tree, the largest first: one for each bit of its size.
    """
    level, place, made = 0, size, {(0, size): digest}
    while place & 1:
        frontier, left = frontier[:-SIZE], frontier[-SIZE:]
        level, place, digest = level + 1, place >> 1, join(left, digest)
        made[level, place] = digest
    return frontier + digest, made


def root(frontier: bytes) -> bytes:
    """The root of the tree with this frontier."""
    if not frontier:
        return EMPTY
    hashes = [frontier[at : at + SIZE] for at in range(0, len(frontier), SIZE)]
    return _fold(hashes)


def inclusion(leaf_index: int, size: int) -> list[Span]:
    """The subtrees whose hashes prove a leaf, the lowest first (RFC 9162, section 2.1.3.1)."""
    spans: list[Span] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if leaf_index < middle:
            spans.append((middle, last))
            last = middle
        else:
            spans.append((first, middle))
            first = middle
    return spans[::-1]


def consistency(old: int, size: int) -> list[Span]:
    """The subtrees whose hashes prove that a tree begins with an older one (RFC 9162, section 2.1.4.1)."""
    if old in {0, size}:
        return []
    spans: list[Span] = []
    first, last, whole = 0, size, True
    while (end := old) != last:
        middle = first + _split(last - first)
        if end <= middle:
            spans.append((middle, last))
            last = middle
        else:
            spans.append((first, middle))
            first, whole = middle, False
    return ([] if whole else [(first, last)]) + spans[::-1]


def parts(span: Span) -> list[Place]:
    """The whole subtrees that a subtree is made of, from left to right."""
    first, last = span
    found: list[Place] = []
    for level in range((last - first).bit_length() - 1, -1, -1):
        if (last - first) >> level & 1:
            found.append((level, first >> level))
            first += 1 << level
    return found


def hashes(spans: Iterable[Span], fetch: Callable[[Sequence[Place]], Nodes]) -> list[bytes]:
    """The hash of each subtree, made of whole ones that `fetch` gives in one call."""
    wanted = [parts(span) for span in spans]
    nodes = fetch([place for places in wanted for place in places])
    return [_fold([nodes[place] for place in places]) for places in wanted]


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over whole subtrees that grow smaller from left to right."""
    *rest, digest = hashes
    for left in reversed(rest):
        digest = join(left, digest)
    return digest


def _split(size: int) -> int:
    """The largest power of two that is smaller than a size (RFC 9162: k < n <= 2k)."""
    return 1 << (size - 1).bit_length() - 1
