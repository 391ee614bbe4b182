"""The read that dashboards ask for most, a State's timeline as everybody sees it, answered before routing.

What it does not know (other parameters, a token, a misprint) it leaves to the route, whose answers it gives byte for
byte: page, link and entity tag are made by the same functions, and the statements from the same expressions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Dialect, Integer, LargeBinary, Select, String, and_, bindparam, cast
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import TypeEngine
from sqlmodel import col
from starlette.datastructures import QueryParams
from starlette.types import Scope

from app.access.service import PUBLIC
from app.kit import clock, etags, paging
from app.kit.errors import Invalid
from app.kit.front import Kept
from app.kit.paging import Slice, Window
from app.kit.raw import FileReader, Gone, Reader, Rows
from app.ledger import intervals
from app.ledger import service as ledger
from app.states import registry
from app.timeline import history
from app.timeline.history import Order, Question
from app.timeline.models import Placing
from app.timeline.shelves import Shelved, Tally

ADDRESS = re.compile(r"/api/v1/states/([A-Z]{3})/timeline")
LIMIT = re.compile(r"[1-9][0-9]?|1[0-9]{2}|200")
PARAMETERS = frozenset({"limit", "cursor", "total", "order", "known_at"})
# With one of these, a request is somebody's own, more than a question, or from a page that must be told more.
APART = frozenset({b"authorization", b"content-length", b"transfer-encoding", b"origin"})
DIALECTS: Mapping[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="named"),
    "postgresql": PGDialect_psycopg(),  # type: ignore[no-untyped-call]  # SQLAlchemy's own omission
}
AFTER = ("sort_on", "latest_on", "entry_id")
LONGEST = 1000  # bytes of parameters: a cursor has at most half as many


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be answered here; `said` is its parameters as they were sent."""

    state: str
    order: str
    known_at: str | None
    window: Window
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A SELECT as the driver takes it, and those of its parameters that never change."""

    text: str
    constants: Mapping[str, Any]


class Hot:
    """Answers what it knows to answer, in the name of `route`, and leaves the rest to the application."""

    def __init__(self, *, reader: Reader, route: object) -> None:
        self.reader = reader
        self.route = route
        self.database = "sqlite" if isinstance(reader, FileReader) else "postgresql"

    async def answer(self, scope: Scope) -> Kept | None:
        """The whole answer to a request, as the application would give it; None for what the application must say."""
        asked = _asked(scope)
        try:
            part = await self.read(asked) if asked else None
        except Gone:
            part = None
        if asked is None or part is None:
            return None
        body, link = paging.page_at(scope["path"], asked.said, part)
        return Kept(*etags.described(body, link), body, self.route)

    async def read(self, asked: Asked) -> Slice:
        """A page of the timeline. Raises Gone."""
        fixed: dict[str, Any] = {"state": asked.state}
        if asked.known_at is not None:
            found = await self._rows(_last(self.database), {"at": asked.known_at})
            fixed["seq"] = found[0][0] if found else 0
        window, total = asked.window, asked.window.total
        if window.count:
            total = (await self._rows(_total(self.database, "seq" in fixed), fixed))[0][0]
        rows = await self._page(asked, fixed)
        shown = rows[: window.limit]
        after = [str(shown[-1][1]), str(shown[-1][2]), shown[-1][3]] if len(rows) > window.limit else None
        return Slice([row[0] for row in shown], after, total)

    async def _page(self, asked: Asked, fixed: Mapping[str, Any]) -> Rows:
        """The rows of a page, and one more where there are more; newest first in two parts, as by the route."""

        async def fetch(undated: bool | None, part: Window) -> Rows:
            statement = _statement(self.database, asked.order, undated, "seq" in fixed, part.after is not None)
            after = zip(AFTER, part.after or (), strict=False)
            return await self._rows(statement, {**fixed, **dict(after), "most": part.limit + 1})

        window = asked.window
        if asked.order == "asc":
            return await fetch(None, window)
        late = window.after is not None and window.after[0] == paging.UNDATED
        rows = [] if late else list(await fetch(False, window))
        if len(rows) <= window.limit:
            left = replace(window, limit=window.limit - len(rows), after=window.after if late else None)
            rows += await fetch(True, left)
        return rows

    async def _rows(self, statement: Statement, values: Mapping[str, Any]) -> Rows:
        return await self.reader.rows(statement.text, {**statement.constants, **values})


def _asked(scope: Scope) -> Asked | None:
    """The question, if it is one for here; whatever is wrong with it, the route says."""
    address = ADDRESS.fullmatch(scope["path"]) if scope["method"] == "GET" and not scope.get("root_path") else None
    query: bytes = scope["query_string"]
    if address is None or len(query) > LONGEST or any(name in APART for name, _ in scope["headers"]):
        return None
    return _question(address[1], query)


@lru_cache(maxsize=1024)  # dashboards ask the same again and again
def _question(state: str, query: bytes) -> Asked | None:
    said = tuple(QueryParams(query).multi_items())
    given = dict(said)
    if len(given) < len(said) or not given.keys() <= PARAMETERS:
        return None
    try:
        return _understood(registry.get(state).iso3, given)
    except (Invalid, ValueError, registry.UnknownState):
        return None


def _understood(state: str, given: Mapping[str, str]) -> Asked | None:
    """Raises ValueError, Invalid."""
    limit, total, order = given.get("limit", "50"), given.get("total", "true"), given.get("order", "asc")
    if not LIMIT.fullmatch(limit) or total not in {"true", "false"} or order not in {"asc", "desc"}:
        return None
    known_at = clock.checked_instant(given["known_at"]) if "known_at" in given else None
    after, counted = None, None
    if "cursor" in given:
        after, counted = paging.decode(given["cursor"])
        after = [str(value) for value in history.values(after)]
    window = Window(limit=int(limit), after=after, total=counted, count=total == "true" and counted is None)
    return Asked(state, order, known_at, window, tuple(given.items()))


@lru_cache
def _statement(database: str, order: str, undated: bool | None, then: bool, onward: bool) -> Statement:
    kinds: tuple[type[TypeEngine[Any]], ...] = (Date, Date, String)
    after = [bindparam(name, type_=kind) for name, kind in zip(AFTER, kinds, strict=True)]
    most = bindparam("most", type_=Integer)
    rows = Order(Placing, order == "asc")
    page = rows.page(_wanted(then), undated=undated, limit=most, after=after if onward else None)
    if database == "sqlite":  # which tells stored bytes as they are where a text would be decoded, and encoded again
        page = page.with_only_columns(cast(Shelved.body, LargeBinary), *rows.key)
    return _compiled(database, page)


@lru_cache
def _total(database: str, then: bool) -> Statement:
    if then:
        return _compiled(database, Order(Placing, ascending=True).count(_wanted(then)))
    return _compiled(database, history.tally(col(Tally.state) == bindparam("state"), [], PUBLIC))


@lru_cache
def _last(database: str) -> Statement:
    return _compiled(database, ledger.last_at(bindparam("at", type_=String)))


def _wanted(then: bool) -> ColumnElement[bool]:
    versions = intervals.held_at(Placing, bindparam("seq")) if then else intervals.held_now(Placing)
    about = col(Placing.state) == bindparam("state")
    return and_(about, *history.narrowed(Question(), Placing, versions, seen_by=PUBLIC))


def _compiled(database: str, query: Select[Any]) -> Statement:
    made = query.compile(dialect=DIALECTS[database])
    known = {name: value for name, value in made.params.items() if value is not None}
    # Both drivers take days and words as text; enumerations they do not know.
    return Statement(str(made), {name: value if type(value) is int else str(value) for name, value in known.items()})
