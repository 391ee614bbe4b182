"""The register itself: its tables and its reference data."""

from datetime import datetime

from app.access.service import SYSTEM
from app.kit import migrations
from app.kit.db import Database
from app.organizations import service as organizations
from app.states import service as states


def prepare(database: Database, *, now: datetime) -> None:
    """Bring tables and reference data (States, the starting list of organizations) up to date."""
    migrations.upgrade(database.engine)
    with database.session(writes=True) as session:
        states.synchronize(session)
        session.flush()  # rows of States come before what points at them
        organizations.synchronize(session, now=now, by=SYSTEM)
