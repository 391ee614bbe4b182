"""`outreach token` and `outreach person`."""

import re
from pathlib import Path

import pytest

from app.access import service as access
from app.access.models import Role
from app.access.service import Principal
from app.cli import home as homes
from app.kit.db import Database
from app.kit.errors import Unauthorized
from app.organizations import service as organizations
from app.settings import Settings
from tests.cli.conftest import Outreach
from tests.conftest import NOW


def holder(database: Database, token: str) -> Principal:
    with database.session() as session:
        return access.recognize(session, token.strip(), now=NOW)


def organization(database: Database, name: str) -> str:
    with database.session() as session:
        found = organizations.find(session, name)
        assert found
        return found.id


def test_a_token_is_printed_alone_and_is_what_was_asked_for(outreach: Outreach, database: Database) -> None:
    said = outreach("token", "create", "--role", "expert", "--scope", "entries:write", "--days", "2")

    assert (said.code, said.err, len(said.lines)) == (0, "", 1)
    principal = holder(database, said.out)
    assert (principal.role, principal.organization) == (Role.expert, None)
    assert principal.scopes == frozenset({"entries:write"})


def test_an_organizer_acts_for_an_organization_found_under_any_of_its_names(
    outreach: Outreach, database: Database
) -> None:
    unrec = organization(database, "UNREC")
    calls = [outreach("token", "create", "--role", "organizer", "--organization", name) for name in ("UNREC", unrec)]

    assert [holder(database, said.out).organization for said in calls] == [unrec, unrec]


def test_each_token_makes_a_person_of_its_own_unless_one_is_given(outreach: Outreach, database: Database) -> None:
    person = outreach("person", "create", "--name", "Duty officer").out.strip()
    tokens = [outreach("token", "create", "--role", "reader", *more) for more in ([], [], ["--person", person])]

    people = [holder(database, said.out).person for said in tokens]

    assert len(set(people)) == 3
    assert people[2] == person
    (line,) = [line.split("\t") for line in outreach("person", "list").lines if line.startswith(person)]
    assert line[1] == "Duty officer"


def test_an_organizer_of_a_demo_home_acts_for_its_organization(
    outreach: Outreach, database: Database, home: Path
) -> None:
    home.mkdir()
    osce = organization(database, "OSCE")
    homes.keep(Settings(home=home), homes.Demo(organization=osce))

    organizer = outreach("token", "create", "--role", "organizer")
    expert = outreach("token", "create", "--role", "expert")

    assert holder(database, organizer.out).organization == osce
    assert holder(database, expert.out).organization is None


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--role", "organizer"], "An organizer acts for an organization: add --organization, for example UNREC."),
        (
            ["--role", "public"],
            "Everybody is public without a token: choose one of reader, organizer, expert, administrator, auditor.",
        ),
        (["--role", "expert", "--days", "0"], "Give --days above 0 and at most 365."),
        (["--role", "expert", "--days", "366"], "Give --days above 0 and at most 365."),
        (["--role", "expert", "--organization", "Nix"], "No organization is registered as Nix."),
        (
            ["--role", "expert", "--organization", "World Custom Organisation"],
            "No organization is registered as World Custom Organisation. Did you mean World Customs Organization?",
        ),
        (["--role", "expert", "--person", "nobody"], "No person has this id: see `outreach person list`."),
    ],
)
def test_a_token_that_cannot_be_made_is_one_line_and_code_2(outreach: Outreach, options: list[str], line: str) -> None:
    before = outreach("token", "list").out

    said = outreach("token", "create", *options)

    assert (said.code, said.out) == (2, "")
    assert said.err == f"outreach: {line}\n"
    assert outreach("token", "list").out == before


def test_an_unknown_scope_is_refused_with_those_that_exist(outreach: Outreach) -> None:
    said = outreach("token", "create", "--role", "expert", "--scope", "everything")

    assert said.code == 2
    assert said.err.startswith("outreach: There is no scope everything: choose of audit:read, committee:read, ")


def test_a_revoked_token_is_useless_and_listed_so(outreach: Outreach, database: Database) -> None:
    secret = outreach("token", "create", "--role", "reader", "--days", "3").out
    newest = outreach("token", "list").lines[1].split("\t")
    assert holder(database, secret).token == newest[0]

    said = outreach("token", "revoke", newest[0])

    assert said.out == "The token is revoked.\n"
    assert outreach("token", "list").lines[1].split("\t")[6] != ""
    with pytest.raises(Unauthorized):
        holder(database, secret)


def test_revoking_what_does_not_exist_is_an_error(outreach: Outreach) -> None:
    said = outreach("token", "revoke", "nothing")

    assert (said.code, said.err) == (1, "outreach: No token has this id: see `outreach token list`.\n")


def test_a_person_at_a_terminal_gets_a_table_in_which_no_id_is_cut_short(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = outreach("person", "create", "--name", "[Duty] officer").out.strip()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    wide = outreach("person", "list")
    monkeypatch.setenv("COLUMNS", "40")
    narrow = outreach("person", "list")

    lines = [re.sub(r"\x1b\[\d+m", "", line).split() for line in wide.lines]
    assert lines[0] == ["id", "name", "created"]
    assert [line[:3] for line in lines if person in line] == [[person, "[Duty]", "officer"]]
    assert "…" not in narrow.out
