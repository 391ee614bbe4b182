"""`make bench`: the product beside bare and plain contenders, interleaved in one run; ratios come last."""

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import orjson
from sqlalchemy import Engine, insert, select
from sqlmodel import Session, SQLModel, col

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database, open_engine
from app.timeline.models import Entry
from tests.bench import growth, plain, registers, report
from tests.bench.contenders import FOLDER, NOT_MODIFIED, Plain, keep
from tests.bench.load import Contender, measure
from tests.bench.questions import TIMELINE, again, anew, events
from tests.bench.servers import Server, memory, pin, served, uvicorn

ENTRIES, CLIENTS, SECONDS, ROUNDS = 20_000, 16, 2.0, 3
EVERY = "/api/v1/states/{}/timeline"


def prepare(folder: Path) -> str:
    """The register, and the plain tables with the same entries, unless they are there; answers an expert's token."""
    new = not (folder / "plain.db").exists()
    database, tables = Database(f"sqlite:///{folder / 'outreach.db'}"), open_engine(f"sqlite:///{folder / 'plain.db'}")
    if new:
        registers.fill(database, ENTRIES)
        _copy(database, tables)
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
        Contender(report.WRITTEN, product, events("/api/v1/events?allow_duplicate=true", token), 201),
        Contender(report.ORM_WRITTEN, plain, events("/events", token), 201),
    ]


def run(folder: Path, only: Callable[[str], bool]) -> None:
    with ExitStack() as running:
        token = prepare(folder)
        home = {FOLDER: str(folder), "OUTREACH_HOME": str(folder)}
        product, bare, plain = (
            running.enter_context(served(uvicorn(app, **home), folder))
            for app in ("app.main:create_app", "tests.bench.contenders:bare", "tests.bench.plain:tutorial")
        )
        measured = [one for one in contenders(product, bare, plain, learn(product, folder), token) if only(one.name)]
        pin(0, first=False)
        held = 0.0
        for _ in range(ROUNDS):
            for contender in measured:
                measure(contender, clients=CLIENTS, seconds=SECONDS)
                held = held or memory(product.pid) * (contender.name == report.KNOWN)
        report.show(measured, started_in=product.started_in, memory=held)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--large", action="store_true", help="how a page grows from 10,000 to 1,000,000 entries")
    parser.add_argument("--only", default="", help="part of the names of contenders")
    parser.add_argument("--folder", type=Path, help="where the registers are kept, and found again; none: not kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        if asked.large:
            growth.run(folder)
        else:
            run(folder, lambda name: asked.only.lower() in name.lower())


if __name__ == "__main__":
    main()
