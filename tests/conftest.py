"""A new world for every test: a copy of a prepared database on each engine, real commits, no mocks."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session

from app.access import service as access
from app.access.models import Role
from app.cli.register import prepare
from app.kit.db import Database
from app.kit.rows import Statement
from app.main import Outreach, create_app
from app.organizations import service as organizations
from app.outlets import consequences
from app.settings import Settings
from tests import postgres
from tests.callers import Caller
from tests.capabilities import CAPABILITIES
from tests.proofs import figures

# No test is timed: a busy machine makes no property false.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")
STACK = ExitStack()
FOUND = pytest.StashKey[dict[str, dict[str, str]]]()
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for all workers: the controller starts it, and they find it in the environment."""
    for capability in CAPABILITIES:
        config.addinivalue_line("markers", f"{capability}: shows this capability (docs/capabilities.md)")
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        os.environ["OUTREACH_TEST_PG"] = STACK.enter_context(postgres.server())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """`make prove` writes down what it found."""
    if found := session.config.stash.get(FOUND, None):
        figures.keep(found, on=datetime.now(UTC).date())


def pytest_unconfigure() -> None:
    STACK.close()


@pytest.fixture
def proven(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tells what a long proof found on an engine, for the table of docs/trust.md; the proof is named as its test is."""
    proof = request.function.__name__.removeprefix("test_").replace("_", " ")
    found = request.config.stash.setdefault(FOUND, {})

    def tell(figure: str) -> None:
        found.setdefault(proof, {})[request.getfixturevalue("engine")] = figure

    return tell


@dataclass(frozen=True)
class World:
    """A prepared database to copy on each engine, and its tokens: one a role, and a second organizer's."""

    sqlite: Path
    postgres: str
    tokens: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[World]:
    admin, name = os.environ["OUTREACH_TEST_PG"], f"template_{worker_id}"
    path = tmp_path_factory.mktemp("template") / "outreach.db"
    url = postgres.create_database(admin, name)
    tokens = {"sqlite": _furnish(f"sqlite:///{path}"), "postgresql": _furnish(url)}
    yield World(path, name, tokens)
    postgres.drop_database(admin, name)


def _furnish(url: str) -> dict[str, str]:
    """Prepare a database; answers a token for every role."""
    database = Database(url)
    prepare(database, now=NOW)
    with database.session(writes=True) as session:
        tokens = {role: _admit(session, role) for role in (*Role, "rival")}
    database.close()
    return tokens


def _admit(session: Session, name: str) -> str:
    home = organizations.find(session, {"organizer": "UNRCPD", "rival": "OSCE"}.get(name, ""))
    role = Role.organizer if name == "rival" else Role(name)
    organization = home.id if home else None
    return access.issue(session, role=role, lifetime=timedelta(days=300), now=NOW, organization=organization)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, world: World, tmp_path: Path, worker_id: str) -> Iterator[str]:
    """The address of a fresh copy of the prepared database, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(world.sqlite, tmp_path / 'outreach.db')}"
        return
    admin, name = os.environ["OUTREACH_TEST_PG"], f"test_{worker_id}"
    yield postgres.create_database(admin, name, template=world.postgres)
    postgres.drop_database(admin, name)


@pytest.fixture
def engine(url: str) -> str:
    """The engine of this test: sqlite or postgresql."""
    return url.split(":", maxsplit=1)[0].split("+", maxsplit=1)[0]


@pytest.fixture
def tokens(engine: str, world: World) -> dict[str, str]:
    """The token of each role in the database of this test."""
    return world.tokens[engine]


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=url, log_level="CRITICAL", chores=False)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The same database, past the application."""
    database = consequences.opened(url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(writes=True) as session:
        yield session


@pytest.fixture(scope="session")
def built() -> Outreach:
    """The application, put together once: its routes take a quarter of a second."""
    return create_app(Settings(log_level="CRITICAL"))


@pytest.fixture
def http(built: Outreach, settings: Settings) -> Iterator[TestClient]:
    """The whole application over the database of this test, spoken to over HTTP."""
    built.equip(settings)
    with TestClient(built, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(http: TestClient) -> Caller:
    """Somebody without a token."""
    return Caller(http)


@pytest.fixture
def reader(http: TestClient, tokens: dict[str, str]) -> Caller:
    return Caller(http, tokens["reader"])


@pytest.fixture
def organizer(http: TestClient, tokens: dict[str, str]) -> Caller:
    """An organizer of the regional centre UNRCPD."""
    return Caller(http, tokens["organizer"])


@pytest.fixture
def rival(http: TestClient, tokens: dict[str, str]) -> Caller:
    """An organizer of the OSCE."""
    return Caller(http, tokens["rival"])


@pytest.fixture
def expert(http: TestClient, tokens: dict[str, str]) -> Caller:
    return Caller(http, tokens["expert"])


@pytest.fixture
def reviewer(http: TestClient, database: Database) -> Caller:
    """A second expert, who reviews what the first one writes."""
    with database.session(writes=True) as session:
        token = access.issue(session, role=Role.expert, lifetime=timedelta(days=300), now=NOW)
    return Caller(http, token)


@pytest.fixture
def auditor(http: TestClient, tokens: dict[str, str]) -> Caller:
    return Caller(http, tokens["auditor"])


@pytest.fixture
def statements(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every SELECT that the application sends, in order."""
    seen, straight = list[str](), Statement._run

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    def listen_past_the_engine(self: Statement, session: Session, rows: Any) -> Any:
        listen(None, None, str(self.statement))
        return straight(self, session, rows)

    monkeypatch.setattr(Statement, "_run", listen_past_the_engine)
    event.listen(http.app.state.database.engine, "before_cursor_execute", listen)  # type: ignore[attr-defined]  # an ASGI app as such has no state
    return seen
