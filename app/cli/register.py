"""The register itself: its place, its tables and its reference data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import ValidationError
from sqlalchemy import make_url

from app.access.service import SYSTEM
from app.cli.failures import Refused, placed_doubt
from app.events import types
from app.kit import migrations
from app.kit.db import Database
from app.organizations import service as organizations
from app.outlets import consequences
from app.settings import Settings, get_settings
from app.states import service as states

NONE_YET = "There is no database yet: run `outreach migrate` first."


def prepare(database: Database, *, now: datetime) -> None:
    """Bring tables and reference data (States, types of events, the starting list of organizations) up to date."""
    migrations.upgrade(database.engine)
    with database.session(writes=True) as session:
        states.synchronize(session)
        session.flush()  # rows of States come before what points at them
        types.synchronize(session, now=now, by=SYSTEM)
        organizations.synchronize(session, now=now, by=SYSTEM)


def configured() -> Settings:
    """The settings of this process. Raises Refused where one of them is wrong."""
    try:
        return get_settings()
    except ValidationError as error:
        name, sentence = placed_doubt(error)
        raise Refused(f"Correct the setting OUTREACH_{name.upper()}: {sentence}", code=2) from error


def present(zone: tzinfo = UTC) -> datetime:
    """The present instant in a time zone: a command, like a request, reads the clock at the edge of the house."""
    return datetime.now(zone)


@contextmanager
def made(settings: Settings) -> Iterator[Database]:
    """The database of this home, both made where they do not exist; its tables may not be up to date."""
    settings.home.mkdir(parents=True, exist_ok=True)
    database = consequences.opened(settings.url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database of this home. Raises Refused where it is not up to date."""
    place = next(place for place in migrations.PLACES if place.is_dir())
    with found(settings) as database:
        if revision(database) != ScriptDirectory(str(place)).get_current_head():
            raise Refused("The database is not up to date: run `outreach migrate` first.")
        yield database


@contextmanager
def found(settings: Settings) -> Iterator[Database]:
    """The database of this home as it is, up to date or not. Raises Refused where there is none."""
    file = make_url(settings.url).database
    if settings.url.startswith("sqlite") and not Path(file or "").exists():
        raise Refused(NONE_YET)
    database = consequences.opened(settings.url)
    try:
        yield database
    finally:
        database.close()


def revision(database: Database) -> str | None:
    """The migration that gave the tables their shape; None where there are none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
