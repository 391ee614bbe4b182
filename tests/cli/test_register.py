"""`outreach migrate`, `serve` and `demo`: a register set up and served."""

import socket
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select

from app.access.models import Role
from app.cli import demo, home, register
from app.kit.db import Database
from app.organizations.models import Organization
from app.settings import Settings
from tests.cli.conftest import Outreach
from tests.cli.servers import ask, free_port, running
from tests.conftest import NOW


def test_migrate_makes_the_home_and_the_database_and_does_it_once(command: Outreach, home: Path) -> None:
    first, second = command("migrate"), command("migrate")

    assert (first.code, first.out) == (0, "The database is up to date.\n")
    assert second == first
    assert (home / "outreach.db").stat().st_size > 0


def test_a_prepared_register_knows_the_organizations_once(command: Outreach, home: Path) -> None:
    command("migrate")
    command("migrate")

    database = Database(f"sqlite:///{home / 'outreach.db'}")
    with database.session() as session:
        keys = [key for key in session.exec(select(Organization.key)) if key == "osce"]
    database.close()

    assert keys == ["osce"]


@pytest.mark.parametrize("call", [["serve"], ["load", "."], ["token", "list"], ["person", "list"], ["render", "x"]])
def test_without_a_database_a_command_says_what_to_run_first(command: Outreach, home: Path, call: list[str]) -> None:
    said = command(*call)

    assert (said.code, said.out) == (1, "")
    assert said.err == "outreach: There is no database yet: run `outreach migrate` first.\n"
    assert not home.exists()


def test_serve_refuses_a_database_that_is_behind(command: Outreach, home: Path) -> None:
    home.mkdir()
    (home / "outreach.db").touch()

    said = command("serve")

    assert (said.code, said.out) == (1, "")
    assert said.err == "outreach: The database is not up to date: run `outreach migrate` first.\n"


def test_a_port_that_is_taken_is_said_in_one_line(command: Outreach) -> None:
    command("migrate")
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = command("serve", "--port", port)

    assert said.code == 1
    assert said.err == f"outreach: Port {port} of 127.0.0.1 is not free: choose another with --port or PORT.\n"


def test_serve_answers_and_stops_when_it_is_told_to(command: Outreach, tmp_path: Path) -> None:
    command("migrate")
    port = free_port()

    with running(tmp_path, "serve", port=port) as server:
        answer = ask(port, "/readyz")

    assert answer == {"status": "ok"}
    assert server.returncode == 0


@pytest.mark.I1
def test_demo_serves_the_sample_and_prints_a_token_for_each_role(tmp_path: Path) -> None:
    port = free_port()

    with running(tmp_path, "demo", port=port):
        lines = (tmp_path / "said").read_text().splitlines()
        tokens = dict(line.split() for line in lines if " outreach_" in line)
        seen = {role: ask(port, "/api/v1/states/TKM/timeline", token)["total"] for role, token in tokens.items()}
        first = httpx2.post(
            f"http://127.0.0.1:{port}/api/v1/events", headers={"Authorization": f"Bearer {tokens['expert']}"},
            json={"title": "First event", "type": "workshop", "starts_on": "2026-11-23", "states": []},
        )  # fmt: skip

    assert lines[0] == f"Outreach is at http://127.0.0.1:{port}"
    assert first.status_code == 201
    assert seen == dict.fromkeys(("reader", "organizer", "expert", "administrator", "auditor"), 9)


def test_a_demo_keeps_its_people_and_what_was_entered(url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=url)
    database = Database(settings.url)
    demo.fill(database, now=NOW)
    once = demo.admit(database, settings, now=NOW)
    people = home.demo_of(settings).people

    demo.fill(database, now=NOW)
    again = demo.admit(database, settings, now=NOW)
    database.close()

    assert list(once) == list(again) == [role for role in Role if role is not Role.public]
    assert set(once.values()).isdisjoint(again.values())
    assert home.demo_of(settings).people == people


def test_a_demo_without_its_database_finds_new_people(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    home.keep(settings, home.Demo(organization="gone", people={Role.expert: "gone"}))
    database = Database(settings.url)
    register.prepare(database, now=NOW)

    demo.admit(database, settings, now=NOW)
    database.close()

    kept = home.demo_of(settings)
    assert "gone" not in {kept.organization, *kept.people.values()}
