"""Signed checkpoints of the ledger: C2SP signed notes and tlog-checkpoint, with Ed25519 (RFC 8032).

The keys are kept in a file that belongs to the server alone, one a line, as signed notes write a secret key. Every key
of the file signs, so that a new one can be told before an old one is retired.
"""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.ledger import tree
from app.ledger.verifier import ED25519, key_hint

SECRET = "PRIVATE+KEY"  # noqa: S105 (how a line of the file begins)


class DamagedKeys(Exception):
    """The file of keys cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs, under the name of the register that it signs for."""

    name: str
    secret: bytes

    @classmethod
    def new(cls, name: str) -> "Key":
        """A key that nobody has had before."""
        return cls(name, os.urandom(32))

    @classmethod
    def parse(cls, line: str) -> "Key":
        """The key in a line of the file. Raises DamagedKeys."""
        name, hint, encoded = [*line.strip().removeprefix(f"{SECRET}+").split("+", 2), "", ""][:3]
        try:
            blob = base64.b64decode(encoded, validate=True)
        except ValueError:
            blob = b""
        key = cls(name, blob[1:])
        if blob[:1] != ED25519 or len(blob) != 33 or key.hint.hex() != hint:
            raise DamagedKeys("The file of signing keys is damaged: put it back from a copy.")
        return key

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def hint(self) -> bytes:
        """The four bytes by which a signature names this key."""
        return key_hint(self.name, self.public)

    @property
    def verifier(self) -> str:
        """What others need to check a signature: name, hint and public key."""
        return f"{self.name}+{self.hint.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @property
    def line(self) -> str:
        """The line of the file: secret."""
        return f"{SECRET}+{self.name}+{self.hint.hex()}+{base64.b64encode(ED25519 + self.secret).decode()}"

    def sign(self, text: str) -> str:
        """The signature line under a text."""
        blob = base64.b64encode(self.hint + self._private.sign(text.encode())).decode()
        return f"\u2014 {self.name} {blob}\n"

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


def checkpoint(keys: Sequence[Key], size: int, frontier: bytes) -> str:
    """The state of a tree of `size` leaves, signed by every key."""
    text = f"{keys[0].name}\n{size}\n{base64.b64encode(tree.root(frontier)).decode()}\n"
    return f"{text}\n{''.join(key.sign(text) for key in keys)}"


def keys_of(path: Path, name: str) -> list[Key]:
    """The keys of a file, which is made with a first one where there is none. Raises DamagedKeys."""
    if not path.exists():
        _make(path, [Key.new(name)])
    keys = [Key.parse(line) for line in path.read_text().splitlines() if line.strip()]
    if not keys:
        raise DamagedKeys("The file of signing keys is empty: put it back from a copy, or remove it for a new key.")
    return keys


def _make(path: Path, keys: Sequence[Key]) -> None:
    """Write a file that only its owner can read; where another process was first, its file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    write(partial, keys)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def write(path: Path, keys: Sequence[Key]) -> None:
    """Write keys to a file that only its owner can read, whole or not at all."""
    partial = path.with_name(f"{path.name}.new")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("".join(f"{key.line}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
