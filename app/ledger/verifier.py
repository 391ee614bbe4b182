"""Check a receipt or a proof of the register with no server, and nothing but Python's standard library.

    python3 verifier.py receipt.json note.docx --key "outreach+1f2e3d4c+AR..."

The file stands alone: it may be copied to any machine. What it checks, in this order: the file is the one that was
sent (SHA-256), the sealed record names that digest (HMAC), the ledger row holds the seal, the row is a leaf of the
Merkle tree (RFC 9162, section 2.1.3.2), and the tree's root was signed by a key that you trust (C2SP signed note and
tlog-checkpoint; Ed25519, RFC 8032). Get the key from somebody whom you trust, not from who sent you the receipt.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ED25519 = b"\x01"  # the algorithm byte of a signed note's key
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # extended homogeneous coordinates (X, Y, Z, T), as in RFC 8032, section 5.1.4
Json = dict[str, Any]


class Unproven(Exception):
    """Something does not hold; the sentence says what."""


def check_receipt(given: Json, content: bytes | None, keys: Sequence[str]) -> Json:
    """Check a receipt, or a submission's JSON that holds one; answers the receipt. Raises Unproven."""
    receipt: Json = given.get("receipt") or given
    if content is not None and hashlib.sha256(content).hexdigest() != receipt["sha256"]:
        raise Unproven("The file is not the one that was sent: its SHA-256 differs from the receipt's.")
    evidence = receipt["evidence"]
    _check_record(evidence)
    record = json.loads(evidence["body"])
    said = {"submission": record["id"], "sha256": record["file"]["sha256"], "received_at": evidence["row"]["at"]}
    if said != {name: receipt[name] for name in said} or evidence["row"]["seq"] != receipt["seq"]:
        raise Unproven("The receipt does not say what the sealed record says.")
    check_leaf(receipt | {"row": evidence["row"]}, keys)
    return receipt


def check_proof(given: Json, keys: Sequence[str]) -> Json:
    """Check an answer of `/proofs/{seq}`; answers it. Raises Unproven."""
    if "body" in given:
        _check_record(given)
    check_leaf(given, keys)
    return given


def _check_record(evidence: Json) -> None:
    """The seal: SHA-256 over the HMAC of the record and that of what the record does not show."""
    sealed = hmac.new(bytes.fromhex(evidence["salt"]), evidence["body"].encode(), hashlib.sha256).digest()
    if hashlib.sha256(sealed + bytes.fromhex(evidence["beside"])).hexdigest() != evidence["row"]["digest"]:
        raise Unproven("The record is not the one that the ledger row seals.")


def check_leaf(given: Json, keys: Sequence[str]) -> None:
    """Check that a ledger row is in the tree of a signed checkpoint. Raises Unproven."""
    row = json.dumps(given["row"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    leaf = hashlib.sha256(b"\x00" + row).digest()
    if leaf.hex() != given["leaf"]:
        raise Unproven("The leaf is not the hash of the ledger row.")
    size, root = check_checkpoint(given["checkpoint"], keys)
    if included(leaf, given["row"]["seq"] - 1, size, [bytes.fromhex(one) for one in given["proof"]]) != root:
        raise Unproven("The row is not in the tree that the checkpoint signs.")


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2); None for a proof of the wrong length."""
    first, last, root = index, size - 1, leaf
    if not 0 <= index < size:
        return None
    for one in proof:
        if last == 0:
            return None
        if first & 1 or first == last:
            root = _node(one, root)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            root = _node(root, one)
        first, last = first >> 1, last >> 1
    return root if last == 0 else None


def check_consistency(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> None:
    """Check that a tree begins with an older one (RFC 9162, section 2.1.4.2). Raises Unproven."""
    (old_size, old_root), (size, root) = old, new
    if old_size == size:
        holds = old_root == root and not proof
    elif old_size == 0:
        holds = not proof
    else:
        holds = _consistent(old_size, old_root, size, proof) == (old_root, root)
    if not holds or old_size > size:
        raise Unproven("The newer tree does not begin with the older one: the history was rewritten.")


def _consistent(old: int, old_root: bytes, size: int, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to; None for a proof of the wrong length."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    first, last = old - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    if not path:
        return None
    older = newer = path[0]
    for one in path[1:]:
        if last == 0:
            return None
        if first & 1 or first == last:
            older, newer = _node(one, older), _node(one, newer)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            newer = _node(newer, one)
        first, last = first >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_checkpoint(note: str, keys: Sequence[str]) -> tuple[int, bytes]:
    """The size and the root of a signed checkpoint. Raises Unproven unless one of the keys has signed it."""
    text, _, signatures = note.partition("\n\n")
    origin, size, root = [*text.split("\n"), "", ""][:3]
    trusted = [_key(one) for one in keys]
    for line in signatures.splitlines():
        _dash, name, blob = [*line.split(" "), "", ""][:3]
        signed = base64.b64decode(blob)
        for known, hint, public in trusted:
            meant = (known, known, hint) == (name, origin, signed[:4])
            if meant and verify(public, f"{text}\n".encode(), signed[4:]):
                return int(size), base64.b64decode(root)
    raise Unproven("No key that you trust has signed the checkpoint.")


def _key(text: str) -> tuple[str, bytes, bytes]:
    """Name, hint and public key of a verifier key of a signed note: name+hint+base64."""
    name, hint, encoded = [*text.strip().split("+", 2), "", ""][:3]
    try:
        blob = base64.b64decode(encoded, validate=True)
    except ValueError:
        blob = b""
    if blob[:1] != ED25519 or len(blob) != 33 or key_hint(name, blob[1:]).hex() != hint:
        raise Unproven("The key is not a verifier key: name+hash+base64, as the register publishes it.")
    return name, bytes.fromhex(hint), blob[1:]


def key_hint(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature names its key (C2SP signed note)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds (RFC 8032, section 5.1.7; the equation without the cofactor)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, start, factor = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or start is None or factor >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    return _same(_times(factor, BASE), _add(start, _times(challenge, key)))


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _add(total, point)
        point, factor = _add(point, point), factor >> 1
    return total


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def _point(encoded: bytes) -> Point | None:
    """The point that 32 bytes encode (RFC 8032, section 5.1.3), None where they encode none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE: Point = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; answers 0 where it holds, 1 where it does not."""
    parser = argparse.ArgumentParser(description="Check a receipt or a proof of the register, offline.")
    parser.add_argument("receipt", type=Path, help="the receipt, the submission's JSON, or an answer of /proofs")
    parser.add_argument("file", type=Path, nargs="?", help="the file that was sent")
    parser.add_argument("--key", action="append", required=True, help="a verifier key that you trust")
    given = parser.parse_args(arguments)
    try:
        sentence = run(given.receipt.read_bytes(), given.file.read_bytes() if given.file else None, given.key)
    except (Unproven, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 (a program of its own)
        return 1
    print(sentence)  # noqa: T201 (a program of its own)
    return 0


def run(text: bytes, content: bytes | None, keys: Sequence[str]) -> str:
    """Check a receipt with its file, or a proof; answers a sentence. Raises Unproven."""
    try:
        given = json.loads(text)
        if "row" in given:
            return "Proven: entry {seq} is in the signed ledger.".format(**check_proof(given, keys))
        receipt = check_receipt(given, content, keys)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unproven("This is no receipt and no proof of the register, or a damaged one.") from error
    what = "this file was received" if content is not None else "a file with this SHA-256 was received"
    return f"Proven: {what} on {receipt['received_at']} as submission {receipt['submission']}."


if __name__ == "__main__":
    sys.exit(main())
