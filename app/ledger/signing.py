"""Signed checkpoints of the ledger: C2SP signed notes and tlog-checkpoint, with Ed25519 (RFC 8032).

The keys are kept in a file that belongs to the server alone, one a line, as signed notes write a secret key. Every key
of the file signs, so that a new one can be told before an old one is retired. Of a key that is retired the public half
stays in the file, since what it signed is still to be checked.
"""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.kit.errors import Conflict, NotFound, Problem
from app.ledger import tree
from app.ledger.verifier import ED25519, key_hint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET = "PRIVATE+KEY"  # noqa: S105 (how a line of the file begins)


class DamagedKeys(Problem):
    """The file of signing keys cannot be read. The administrator has to put it back from a copy."""

    slug, title = "damaged-keys", "The signing keys are damaged"


class UnknownKey(NotFound):
    """No key that signs has this hash."""


class LastKey(Conflict):
    """Without this key nothing could be signed."""


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
        return self._private.public_key().public_bytes_raw()

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
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - 7 MB, for who signs only
            Ed25519PrivateKey,
        )

        return Ed25519PrivateKey.from_private_bytes(self.secret)


def checkpoint(keys: Sequence[Key], size: int, frontier: bytes) -> str:
    """The state of a tree of `size` leaves, signed by every key."""
    text = f"{keys[0].name}\n{size}\n{base64.b64encode(tree.root(frontier)).decode()}\n"
    return f"{text}\n{''.join(key.sign(text) for key in keys)}"


def keys_of(path: Path, name: str) -> list[Key]:
    """The keys of a file that sign; the file is made with a first one where there is none. Raises DamagedKeys."""
    return [Key.parse(line) for line in _lines(path, name) if line.startswith(SECRET)]


def verifiers_of(path: Path, name: str) -> list[str]:
    """The public halves of all keys of a file, those that are retired too. Raises DamagedKeys."""
    return [Key.parse(line).verifier if line.startswith(SECRET) else line for line in _lines(path, name)]


def add(path: Path, name: str) -> str:
    """Let a new key sign beside those of a file; answers its public half. Raises DamagedKeys."""
    key, lines = Key.new(name), _lines(path, name)
    _write(path, [key.line, *lines])
    return key.verifier


def retire(path: Path, name: str, hint: str) -> str:
    """Let a key sign no more; answers its public half. Raises UnknownKey, LastKey, DamagedKeys."""
    signing = {key.hint.hex(): key for key in keys_of(path, name)}
    if hint not in signing:
        raise UnknownKey(f"No key that signs has the hash {hint}: use one of {', '.join(signing)}.")
    if len(signing) == 1:
        raise LastKey("No other key would sign: add one first.")
    old = signing[hint]
    _write(path, [old.verifier if line == old.line else line for line in _lines(path, name)])
    return old.verifier


def _lines(path: Path, name: str) -> list[str]:
    if not path.exists():
        _make(path, Key.new(name))
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip()]
    if not any(line.startswith(SECRET) for line in lines):
        raise DamagedKeys("The file of signing keys holds no key that signs: put it back from a copy.")
    return lines


def _make(path: Path, key: Key) -> None:
    """Write a first file; where another process was first, its file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    _write(partial, [key.line])
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _write(path: Path, lines: Sequence[str]) -> None:
    """Write keys to a file that only its owner can read, whole or not at all."""
    partial = path.with_name(f"{path.name}.new")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 (no other way makes a file that was never open to others)
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
