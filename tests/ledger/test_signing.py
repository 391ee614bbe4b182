"""Keys, signatures and signed checkpoints, made here and checked by the verifier that needs no library."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger import signing, tree, verifier
from app.ledger.signing import DamagedKeys, Key

# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_verifier_accepts_the_signatures_of_rfc_8032_and_none_with_a_bit_turned(
    public: str, message: str, signature: str
) -> None:
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)

    assert verifier.verify(key, text, signed)
    assert not verifier.verify(key, text + b"x", signed)
    for byte in (0, 31, 32, 63):
        turned = signed[:byte] + bytes([signed[byte] ^ 1]) + signed[byte + 1 :]
        assert not verifier.verify(key, text, turned)


@given(secret=st.binary(min_size=32, max_size=32), text=st.text(max_size=50))
def test_what_a_key_signs_the_verifier_accepts_under_that_key_alone(secret: bytes, text: str) -> None:
    key, other = Key("register.example", secret), Key("register.example", bytes(32))
    blob = base64.b64decode(key.sign(text).split()[-1])

    assert verifier.verify(key.public, text.encode(), blob[4:])
    assert verifier.verify(other.public, text.encode(), blob[4:]) == (secret == bytes(32))


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        (bytes(31), bytes(64)),
        (bytes(32), bytes(63)),
        (b"\xff" * 32, bytes(64)),  # no point: y is not below 2**255 - 19
        (b"\x02" + bytes(31), bytes(64)),  # no point: no x has this y
        ((1).to_bytes(31, "little") + b"\x80", bytes(64)),  # no point: x = 0 has no sign
        (bytes.fromhex(VECTORS[0][0]), bytes(32) + b"\xff" * 32),  # the factor is not below the order
        (bytes.fromhex(VECTORS[0][0]), b"\x02" + bytes(63)),
    ],
)
def test_what_is_no_key_or_no_signature_is_refused(public: bytes, signature: bytes) -> None:
    assert not verifier.verify(public, b"text", signature)


@pytest.mark.N7
def test_a_checkpoint_is_a_signed_note_that_every_key_signs() -> None:
    old, new = Key.new("register.example"), Key.new("register.example")
    frontier, _ = tree.grow(b"", 0, tree.leaf(b"row"))
    note = signing.checkpoint([new, old], 1, frontier)

    root = base64.b64encode(tree.leaf(b"row")).decode()
    assert note.startswith(f"register.example\n1\n{root}\n\n\u2014 register.example ")
    assert note.count("\n\u2014 ") == 2
    for key in (old, new):
        assert verifier.check_checkpoint(note, [key.verifier]) == (1, tree.leaf(b"row"))
    with pytest.raises(verifier.Unproven, match="No key that you trust"):
        verifier.check_checkpoint(note, [Key.new("register.example").verifier])


def test_a_checkpoint_of_another_register_is_not_taken_for_this_ones() -> None:
    key = Key("register.example", bytes(32))
    note = signing.checkpoint([key], 0, b"").replace("register.example\n0", "other.example\n0", 1)

    with pytest.raises(verifier.Unproven, match="No key that you trust"):
        verifier.check_checkpoint(note, [key.verifier])


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AQ==", "a+00000000+!", "a"])
def test_what_is_no_verifier_key_is_told(text: str) -> None:
    with pytest.raises(verifier.Unproven, match="not a verifier key"):
        verifier.check_checkpoint("a\n0\n\n\n", [text])


def test_keys_are_made_once_for_their_owner_only_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "home" / "signing.keys"
    (made,) = signing.keys_of(path, "register.example")

    assert signing.keys_of(path, "register.example") == [made]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["signing.keys"]


def test_of_two_processes_that_make_the_file_at_once_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "signing.keys"
    (first,) = signing.keys_of(path, "register.example")
    signing._make(path, Key.new("register.example"))

    assert signing.keys_of(path, "register.example") == [first]


@pytest.mark.parametrize("text", ["", "\n", "nonsense", "PRIVATE+KEY+a+00000000+AQ==", "PRIVATE+KEY+a+00000000+!"])
def test_a_damaged_file_of_keys_is_never_replaced_by_a_new_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signing.keys"
    path.write_text(text)

    with pytest.raises(DamagedKeys, match="put it back from a copy"):
        signing.keys_of(path, "register.example")
    assert path.read_text() == text


@pytest.mark.N7
def test_a_new_key_signs_beside_the_old_one_until_that_is_retired(tmp_path: Path) -> None:
    path, name = tmp_path / "signing.keys", "register.example"
    (old,) = signing.keys_of(path, name)
    before = signing.checkpoint([old], 0, b"")
    new = signing.add(path, name)
    both = signing.checkpoint(signing.keys_of(path, name), 0, b"")
    signing.retire(path, name, old.hint.hex())
    after = signing.checkpoint(signing.keys_of(path, name), 0, b"")

    assert signing.verifiers_of(path, name) == [new, old.verifier]
    for note, keys in ((before, [old.verifier]), (both, [old.verifier]), (both, [new]), (after, [new])):
        assert verifier.check_checkpoint(note, keys) == (0, tree.EMPTY)
    with pytest.raises(verifier.Unproven):
        verifier.check_checkpoint(after, [old.verifier])


def test_the_only_key_and_an_unknown_one_cannot_be_retired(tmp_path: Path) -> None:
    path, name = tmp_path / "signing.keys", "register.example"
    (only,) = signing.keys_of(path, name)

    with pytest.raises(signing.LastKey, match="add one first"):
        signing.retire(path, name, only.hint.hex())
    with pytest.raises(signing.UnknownKey, match=f"use one of {only.hint.hex()}"):
        signing.retire(path, name, "00000000")
