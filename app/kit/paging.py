"""Keyset paging: a cursor holds the sort key of the last item, so that inserts neither skip nor repeat."""

import base64
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Query, Request

from app.kit.errors import Invalid, field
from app.kit.shapes import UNPRINTABLE

Key = list[Any]
Parameters = Iterable[tuple[str, str]]
Row = TypeVar("Row")
MOST = 200  # items of a page
LARGEST = 2**63  # no database holds such a number
UNDATED = date.max.isoformat()  # the day that what has no known year is sorted by


@dataclass(frozen=True, slots=True)
class Window:
    """What part of a list is asked for: `after` is the sort key of the last item already seen."""

    limit: int
    after: Key | None
    total: int | None
    count: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """One page as stored JSON texts; `after` is the key of its last item where more items follow."""

    bodies: Sequence[str | bytes]
    after: Key | None
    total: int | None


def newest_first(window: Window, fetch: Callable[[bool, Window], Sequence[Row]]) -> list[Row]:
    """Rows of dated things, newest first: what has no known year comes last here too, though it sorts after all days.

    `fetch(undated, window)` gives the rows of one of the two parts, one more than the limit where there are more.
    """
    late = window.after is not None and window.after[:1] == [UNDATED]
    rows = [] if late else list(fetch(False, window))
    if len(rows) <= window.limit:
        rows += fetch(True, replace(window, limit=window.limit - len(rows), after=window.after if late else None))
    return rows


def encode(after: Key, total: int | None) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(orjson.dumps([after, total])).decode().rstrip("=")


def decode(cursor: str) -> tuple[Key, int | None]:
    """The key and the total in a cursor. Raises Invalid for anything that this server did not make."""
    try:
        after, total = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        after, total = None, None
    plain = isinstance(after, list) and all(_is_plain(part) for part in after)
    if not plain or not (total is None or _is_number(total)):
        raise bad_cursor()
    return after, total


def _is_plain(part: object) -> bool:
    return _is_number(part) or (isinstance(part, str) and not UNPRINTABLE.search(part))


def _is_number(part: object) -> bool:
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < LARGEST


def bad_cursor() -> Invalid:
    """The refusal of a cursor that does not belong to the list."""
    return Invalid(
        "The cursor does not belong to this list.",
        errors=[field("/query/cursor", "bad_cursor", "Follow `next` of a page as it is, or leave the cursor out.")],
    )


def windows(usual: int) -> Callable[..., Awaitable[Window]]:
    """A dependency that reads the window a request asks for: of `usual` items unless it asks for another number."""

    async def read_window(
        limit: Annotated[int, Query(ge=1, le=MOST, description="Items on a page.")] = usual,
        cursor: Annotated[
            str | None, Query(max_length=500, description="Opaque; from `next` of the page before.")
        ] = None,
        total: Annotated[bool, Query(description="Whether to count all items.")] = True,
    ) -> Window:
        after, counted = decode(cursor) if cursor else (None, None)
        return Window(limit=limit, after=after, total=counted, count=total and counted is None)

    return read_window


Paging = Annotated[Window, Depends(windows(50))]
# Of registries that are short enough to be had at once, and mostly are.
ShortPaging = Annotated[Window, Depends(windows(MOST))]


def part(items: Mapping[str, str | bytes], window: Window) -> Slice:
    """The window of a list that is at hand whole: its texts, by the key that they are sorted by. Raises Invalid."""
    after = only_text(window.after) if window.after is not None else ""
    keys = [key for key in items if key > after][: window.limit + 1]
    shown = keys[: window.limit]
    return Slice(
        [items[key] for key in shown],
        shown[-1:] if len(keys) > window.limit else None,
        len(items) if window.count else window.total,
    )


def only_text(after: Key) -> str:
    """The one text that the key of a list sorted by it is made of. Raises Invalid for a cursor of another list."""
    if len(after) != 1 or not isinstance(after[0], str):
        raise bad_cursor()
    return after[0]


def dated_key(sort_on: date, latest_on: date, record: str) -> Key:
    """The sort key of a dated record, for a cursor."""
    return [sort_on.isoformat(), latest_on.isoformat(), record]


def dated_values(after: Key) -> tuple[date, date, str]:
    """What `dated_key` was made of. Raises Invalid for a cursor of another list."""
    try:
        first, second, record = after
        return date.fromisoformat(first), date.fromisoformat(second), str(record)
    except (TypeError, ValueError) as error:
        raise bad_cursor() from error


def next_url(request: Request, part: Slice) -> str | None:
    """The address of the following page, or None at the end."""
    return _following(request.scope["path"], request.query_params.multi_items(), part)


def _following(path: str, parameters: Parameters, part: Slice) -> str | None:
    if part.after is None:
        return None
    kept = [pair for pair in parameters if pair[0] != "cursor"]
    return f"{path}?{urlencode([*kept, ('cursor', encode(part.after, part.total))])}"


def page(request: Request, part: Slice) -> tuple[bytes, dict[str, str]]:
    """The page as JSON, made of the stored texts of its items, and its Link header (RFC 8288)."""
    return page_at(request.scope["path"], request.query_params.multi_items(), part)


def page_at(path: str, parameters: Parameters, part: Slice) -> tuple[bytes, dict[str, str]]:
    """As `page`, for who has no more of a request than its path and its parameters."""
    address = _following(path, parameters, part)
    items = b",".join([body if isinstance(body, bytes) else body.encode() for body in part.bodies])
    counted = b"" if part.total is None else b',"total":%d' % part.total
    body = b'{"items":[%b],"next":%b%b}' % (items, orjson.dumps(address), counted)
    return body, {"Link": f'<{address}>; rel="next"'} if address else {}
