"""The one way to write JSON down, byte for byte (RFC 8785, the JSON Canonicalization Scheme)."""

from collections.abc import Iterable
from typing import Any

import orjson
import rfc8785

ALWAYS = frozenset({str, bool, type(None)})  # written alike by all
LARGEST = 2**53 - 1  # of the whole numbers that every reader of JSON reads exactly


def dumps(value: Any) -> bytes:
    """The canonical JSON of a value. Raises ValueError or TypeError for what JSON does not hold."""
    # In the common case orjson writes the same bytes, twenty times as fast.
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS) if _common(value) else rfc8785.dumps(value)


def _common(value: Any) -> bool:
    """Whether every key is plain ASCII, so that all orders are one, and no number can be written in several ways."""
    if isinstance(value, dict):
        return "".join(value).isascii() and _all_common(value.values())
    if isinstance(value, list):
        return _all_common(value)
    return type(value) in ALWAYS or isinstance(value, str) or (isinstance(value, int) and -LARGEST <= value <= LARGEST)


def _all_common(values: Iterable[Any]) -> bool:
    return all(type(one) in ALWAYS or _common(one) for one in values)
