"""Identifiers of records."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import uuid_utils

# A set that threads of the same request share: each has a copy of the context, and all copies hold this one set.
_MADE: ContextVar[set[str] | None] = ContextVar("made", default=None)


def new_id() -> str:
    """A UUIDv7 as text (RFC 9562, section 5.7): unique, and sorted by the time it was made."""
    made = str(uuid_utils.uuid7())
    collection = _MADE.get()
    if collection is not None:
        collection.add(made)
    return made


@contextmanager
def collected() -> Iterator[set[str]]:
    """The ids that are made inside: a dry run takes them back."""
    made: set[str] = set()
    token = _MADE.set(made)
    try:
        yield made
    finally:
        _MADE.reset(token)
