"""What is due without a request is done at its time, once, by whichever process is there, by a clock of the test's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.access.models import Role
from app.access.service import Principal
from app.chores import Chore, Chores
from app.kit.db import Database
from app.main import create_app
from app.notes import life, service
from app.outlets import consequences
from app.settings import Settings
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, approved, edited, stepped
from tests.notes.test_routes import compose, published

Json = dict[str, Any]
DUE = datetime(2999, 1, 1, 0, 30, tzinfo=UTC)
EARLY, LATE = DUE - timedelta(microseconds=1), DUE
VIENNA, UTC_ZONE = ZoneInfo("Europe/Vienna"), ZoneInfo("UTC")


@pytest.fixture
def waiting(expert: Caller, reviewer: Caller) -> Json:
    """An approved note that is to be published when it is due."""
    note = compose(expert, make.event(expert))
    approved(expert, reviewer, note)
    return stepped(expert, note, "publication", {"publish_at": DUE.isoformat()})


def chores(database: Database, *moments: datetime, zone: ZoneInfo = UTC_ZONE, **more: Any) -> Chores:
    """The chores of a register, by a clock that shows these moments, and the last of them for ever."""
    left = list(moments)
    clock: Callable[[], datetime] = lambda: left.pop(0) if len(left) > 1 else left[0]  # noqa: E731 (a clock)
    return Chores(database, zone, clock=clock, **more)


def run(one: Chores) -> None:
    asyncio.run(one.round())


@pytest.mark.C11
def test_a_note_is_published_at_its_time_and_not_before_also_after_a_restart(
    client: Caller, reviewer: Caller, settings: Settings, database: Database, waiting: Json
) -> None:
    place = address(waiting)
    run(chores(database, EARLY))
    before = (client.get(place).status_code, reviewer.get(place).status_code)

    after_restart = consequences.opened(settings.url)
    run(chores(after_restart, LATE))
    after_restart.close()

    note = client.read(place)
    assert before == (404, 200)
    assert (note["status"], note["publish_at"], note["recorded_by"]) == ("published", None, "system")
    assert (note["published_at"], note["published_on"]) == ("2999-01-01T00:30:00.000000Z", "2999-01-01")
    assert [one["date"] for one in client.read("/states/TKM/timeline")["items"] if one["kind"] == "note"] == [
        "2999-01-01"
    ]


@pytest.mark.C11
def test_what_became_due_while_nothing_ran_is_published_before_the_first_answer(
    expert: Caller, reviewer: Caller, settings: Settings, database: Database
) -> None:
    note = compose(expert, make.event(expert))
    approved(expert, reviewer, note)
    then = datetime(2026, 11, 1, tzinfo=UTC)
    with database.session(writes=True) as session:
        row = service.current(session, note["id"])
        by = Principal(Role.expert, "somebody")
        life.publish(session, row, at="2026-11-02T00:00:00.000000Z", by=by, now=then, today=then.date())

    idle, busy = (create_app(settings.model_copy(update={"chores": one})) for one in (False, True))

    for app, status in ((idle, 404), (busy, 200)):
        with TestClient(app) as http:
            assert Caller(http).get(address(note)).status_code == status


def test_the_loop_does_what_becomes_due_while_it_runs(client: Caller, database: Database, waiting: Json) -> None:
    async def until_published() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def publish(session: Session, name: str, /, *, now: datetime, today: date) -> None:
            life.publish_due(session, name, now=now, today=today)
            loop.call_soon_threadsafe(done.set)

        kinds = [Chore(life.due, publish)]
        async with chores(database, EARLY, EARLY, LATE, chores=kinds, pause=0).kept():
            await done.wait()

    asyncio.run(asyncio.wait_for(until_published(), 60))

    assert client.read(address(waiting))["status"] == "published"


def test_the_day_of_publication_is_that_of_the_time_zone(client: Caller, database: Database, waiting: Json) -> None:
    late_in_the_evening = DUE.replace(hour=23, minute=30)

    run(chores(database, late_in_the_evening, zone=VIENNA))

    assert client.read(address(waiting))["published_on"] == "2999-01-02"


def test_of_two_processes_one_publishes(
    reviewer: Caller, settings: Settings, database: Database, waiting: Json
) -> None:
    second = consequences.opened(settings.url)
    both = [chores(one, LATE) for one in (database, second)]
    found = [one.waiting() for one in both]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: [pair[0].do(*piece) for piece in pair[1]], zip(both, found, strict=True)))
    second.close()

    assert [len(one) for one in found] == [1, 1]
    assert reviewer.read(address(waiting))["version"] == waiting["version"] + 1


def test_the_next_revision_of_a_published_note_appears_at_its_time(
    client: Caller, organizer: Caller, expert: Caller, reviewer: Caller, database: Database
) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")
    approved(expert, reviewer, beside)
    stepped(expert, beside, "publication", {"publish_at": DUE.isoformat()})

    run(chores(database, EARLY))
    before = client.read(address(note))["revision"]
    run(chores(database, LATE))

    assert (before, client.read(address(note))["revision"]) == (1, 2)


def test_work_that_fails_holds_up_no_other(client: Caller, database: Database, waiting: Json) -> None:
    def broken(_session: Session, name: str, /, *, now: datetime, today: date) -> None:
        raise RuntimeError(name, now, today)

    kinds = (Chore(life.due, broken), Chore(life.due, life.publish_due))
    run(chores(database, LATE, chores=kinds))

    assert client.read(address(waiting))["status"] == "published"


def test_a_database_that_is_gone_ends_no_loop(database: Database) -> None:
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")

    with pytest.raises(OperationalError):
        chores(gone, LATE).waiting()
    run(chores(gone, LATE))

    gone.close()
