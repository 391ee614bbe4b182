"""What others would do with the same events: Datasette over a table of them, and Django REST framework.

Both are of the extra `bench`; without it they are left out. Each event is a row, its lists are columns of JSON, and an
index suits the order that is asked for: neither has to join anything.
"""

import os
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import select
from sqlmodel import col

from app.events.models import Event
from app.kit.db import Database
from tests.bench import report
from tests.bench.contenders import FOLDER
from tests.bench.servers import Server, uvicorn

FILE, LAST = "events.db", "ORDER BY starts_on DESC, id DESC LIMIT 50"
LEAN = f"/events.json?sql={quote(f'SELECT * FROM event {LAST}')}&_shape=array"
THERE = find_spec("datasette") is not None and find_spec("rest_framework") is not None


def lay_out(database: Database, folder: Path) -> None:
    """The events of a register as one plain table."""
    with database.session() as session:
        bodies = [orjson.loads(body) for body in session.scalars(select(col(Event.body)))]
    names = sorted(bodies[0])
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute(f"CREATE TABLE event ({', '.join(names)}, PRIMARY KEY (id))")
        connection.execute("CREATE INDEX event_in_order ON event (starts_on, id)")
        values = ([_plain(body[name]) for name in names] for body in bodies)
        connection.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(names))})", values)


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def asked(folder: Path) -> list[tuple[str, Server, str]]:
    """Their servers, and the address that each is asked for: Datasette counts nothing, Django REST does."""
    if not THERE:
        return []
    datasette = [sys.executable, "-m", "datasette", "serve", str(folder / FILE), "--port", "{port}"]
    django = uvicorn("tests.bench.peers:rest", **{FOLDER: str(folder)})
    return [(report.LEAN, Server(datasette), LEAN), (report.REST, django, "/events")]


def rest() -> Any:
    """An application of Django: a model, its serializer, and a list of it."""
    from django.conf import settings  # noqa: PLC0415 - of the extra `bench`

    name = str(Path(os.environ[FOLDER]) / FILE)
    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.bench.rest", INSTALLED_APPS=["rest_framework"], USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "CONN_MAX_AGE": None}},
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [], "DEFAULT_PERMISSION_CLASSES": [], "UNAUTHENTICATED_USER": None,
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination", "PAGE_SIZE": 50,
        },
    )  # fmt: skip
    from django.core.asgi import get_asgi_application  # noqa: PLC0415 - once it is set up

    return get_asgi_application()
