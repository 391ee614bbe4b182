"""`make bench`: the product beside bare and plain contenders, interleaved in one run; ratios come last."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import orjson
from sqlalchemy import Engine, insert, select
from sqlmodel import Session, SQLModel, col

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database, open_engine
from app.timeline.models import Entry
from tests import postgres
from tests.bench import growth, notes, peers, plain, registers, report
from tests.bench.contenders import FOLDER, NOT_MODIFIED, TABLES, Plain, keep
from tests.bench.load import Contender, measure
from tests.bench.questions import TIMELINE, again, anew, events
from tests.bench.servers import Server, memory, pin, served, uvicorn

ENTRIES, CLIENTS, SECONDS, ROUNDS = 20_000, 16, 2.0, 3
EVERY = "/api/v1/states/{}/timeline"


@dataclass(frozen=True)
class Place:
    """Where the register is, where the plain tables are, and what is kept beside them."""

    folder: Path
    register: str
    tables: str


@contextmanager
def placed(folder: Path, *, postgresql: bool) -> Iterator[Place]:
    """Two databases for a run; those of SQLite are kept in the folder."""
    if not postgresql:
        yield Place(folder, *(f"sqlite:///{folder / name}" for name in ("outreach.db", "plain.db")))
        return
    with postgres.server() as admin, TemporaryDirectory() as passing:
        yield Place(Path(passing), *(postgres.create_database(admin, name) for name in ("register", "tables")))


def prepare(place: Place) -> str:
    """The register, and the plain tables with the same entries, unless they are there; answers an expert's token."""
    new = not (place.folder / peers.FILE).exists()
    database, tables = Database(place.register), open_engine(place.tables)
    if new:
        registers.fill(database, ENTRIES)
        registers.fill_events(database, ENTRIES)
        _copy(database, tables)
        peers.lay_out(database, place.folder)
    with database.session(writes=True) as session:
        now = datetime.now(UTC)
        token = access.issue(session, role=Role.expert, lifetime=timedelta(days=1), now=now)
    with Session(tables.execution_options(writes=True)) as session, session.begin():
        plain.admit(session, token)
    database.close()
    tables.dispose()
    return token


def _copy(database: Database, into: Engine) -> None:
    with database.session() as session:
        bodies = [orjson.loads(body) for body in session.execute(select(col(Entry.body))).scalars()]
    SQLModel.metadata.create_all(into, plain.TABLES)
    names = Plain.model_fields.keys() - {"state"}
    rows = [{name: body[name] for name in names} | {"state": body["states"][0]} for body in bodies]
    with Session(into.execution_options(writes=True)) as session, session.begin():
        session.execute(insert(Plain), rows)


def learn(product: Server, folder: Path) -> str:
    """Keep the product's answer for the bare contender; answers its entity tag."""
    with urlopen(f"http://127.0.0.1:{product.port}{TIMELINE}") as answer:
        headers = [(name.lower(), value) for name, value in answer.headers.items()]
        keep(folder, [one for one in headers if one[0] not in {"connection", "date"}], answer.read())
        return str(answer.headers["etag"])


def contenders(product: Server, bare: Server, plain: Server, tag: str, token: str) -> list[Contender]:
    """Everything that is measured; reads before writes, since each write empties the memory."""
    then = (datetime.now(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [
        Contender(report.BARE, bare, again("/")),
        Contender(report.REPEATED, product, again(TIMELINE)),
        Contender(report.BARE_304, bare, again(NOT_MODIFIED), 304),
        Contender(report.KNOWN, product, again(TIMELINE, If_None_Match=tag), 304),
        Contender(report.ANEW, product, anew(EVERY)),
        Contender(report.THEN, product, anew(EVERY, f"?known_at={then}")),
        Contender(report.ROUTED, product, anew(EVERY, "?overlap=may")),
        Contender(report.ORM, plain, anew("/states/{}/timeline")),
        Contender(report.LISTED, product, again("/api/v1/events")),
        Contender(report.LISTED_ANEW, product, anew("/api/v1/events")),
        Contender(report.WRITTEN, product, events("/api/v1/events?allow_duplicate=true", token), 201),
        Contender(report.ORM_WRITTEN, plain, events("/events", token), 201),
    ]


def run(place: Place, only: Callable[[str], bool]) -> None:
    with ExitStack() as running:
        token, folder = prepare(place), place.folder
        home = {FOLDER: str(folder), TABLES: place.tables, "OUTREACH_HOME": str(folder)}
        home["OUTREACH_DATABASE_URL"] = place.register
        product, bare, plain = (
            running.enter_context(served(uvicorn(app, **home), folder))
            for app in ("app.main:create_app", "tests.bench.contenders:bare", "tests.bench.plain:tutorial")
        )
        others = [
            Contender(name, running.enter_context(served(server, folder)), again(path))
            for name, server, path in peers.asked(folder)
        ]
        known = contenders(product, bare, plain, learn(product, folder), token)
        measured = [one for one in [*others, *known] if only(one.name)]
        pin(0, first=False)
        held = 0.0
        for _ in range(ROUNDS):
            for contender in measured:
                measure(contender, clients=CLIENTS, seconds=SECONDS)
                held = held or memory(product.pid) * (contender.name == report.KNOWN)
        report.show(measured, started_in=product.started_in, memory=held)
    notes.show(only)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--large", action="store_true", help="how a page grows from 10,000 to 1,000,000 entries")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, which serves for this run alone")
    parser.add_argument("--only", default="", help="part of the names of contenders")
    parser.add_argument("--folder", type=Path, help="where the registers are kept, and found again; none: not kept")
    asked = parser.parse_args()
    with TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        if asked.large:
            growth.run(folder)
            return
        with placed(folder, postgresql=asked.postgresql) as place:
            run(place, lambda name: asked.only.lower() in name.lower())


if __name__ == "__main__":
    main()
