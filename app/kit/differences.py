"""What is different between two states of a record."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.kit.errors import pointer

Json = dict[str, Any]
Path = tuple[str | int, ...]


class Difference(BaseModel):
    """A value that a change made another: its place in the record (RFC 6901), and what it was and became.

    A member that is not there is null.
    """

    pointer: str
    before: Any
    after: Any


def between(before: Json, after: Json) -> list[Json]:
    """Each value that is another: its place (RFC 6901), what it was and what it is; null where it is not there."""
    return list(_differences((), before, after))


def _differences(path: Path, before: Any, after: Any) -> Iterator[Json]:
    """Objects are taken apart, and lists of the same length; everything else is compared as a whole."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            yield from _differences((*path, name), before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences((*path, number), old, new)
    else:
        yield {"pointer": pointer(path), "before": before, "after": after}
