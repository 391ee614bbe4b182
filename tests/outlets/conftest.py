"""A register with a little of everything, and a server that really serves it."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from app.kit.db import Database
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller
from tests.cli.servers import free_port


@pytest.fixture
def full(expert: Caller, organizer: Caller, database: Database) -> Database:
    """A register in which things of every kind were recorded, corrected, hidden and withdrawn."""
    sent = {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
    entry, hidden, gone = (make.entry(expert, title=title) for title in ("Report", "Ещё один, العربية", "Third"))
    expert.put(f"/entries/{entry['id']}", json=entry | {"date": "2014?"}, **sent).raise_for_status()
    expert.put(f"/entries/{hidden['id']}", json=hidden | {"visibility": "committee"}, **sent).raise_for_status()
    expert.post(f"/entries/{gone['id']}/withdrawal", **sent).raise_for_status()
    event, called_off = make.event(expert), make.event(expert, starts_on="2019-01-01", ends_on="2019-01-02")
    expert.request("DELETE", f"/events/{called_off['id']}", **sent).raise_for_status()
    files = {"file": ("programme.txt", b"10:00 Opening")}
    expert.post(f"/events/{event['id']}/attachments", files=files, data={"kind": "programme"}).raise_for_status()
    step = make.step(expert)
    expert.post(f"/steps/{step['id']}/closure", json={"entry": entry["id"]}, **sent)
    one, other = make.organization(expert), make.organization(expert, name="The Same Under Another Name")
    expert.post(f"/organizations/{other['id']}/merge", json={"into": one["id"]}, **sent).raise_for_status()
    # The first points at the second, which comes later in a copy.
    first, second = (expert.make("/people", {"name": name}) for name in ("A. Person", "B. Person"))
    expert.post(f"/people/{first['id']}/merge", json={"into": second["id"]}, headers=sent["headers"]).raise_for_status()
    submission = make.submission(organizer)
    files = {"file": ("note.txt", make.NOTE.replace("Uruguay", "Paraguay").encode())}
    organizer.post("/submissions", files=files).raise_for_status()
    make.acceptance(expert, submission)
    return database


@pytest.fixture
def port(settings: Settings) -> Iterator[int]:
    """A server in a thread of its own, over the database of this test."""
    number = free_port()
    config = uvicorn.Config(create_app(settings), port=number, access_log=False, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield number
    server.should_exit = True
    thread.join()
