"""Who may do what, through the door."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access import policy, service
from app.access.models import Role
from app.access.policy import POLICY
from app.kit.db import Database
from tests import make
from tests.callers import Caller

NOW = datetime.now(UTC)
ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}


@pytest.mark.parametrize(
    ("role", "status"),
    [("public", 401), ("reader", 403), ("organizer", 403), ("expert", 201), ("administrator", 403), ("auditor", 403)],
)
def test_only_an_expert_puts_facts_on_record(client: Caller, tokens: dict[str, str], role: str, status: int) -> None:
    caller = client if role == "public" else Caller(client.http, tokens[role])

    answer = caller.post("/entries", json=ENTRY)

    assert answer.status_code == status
    assert client.read("/states/TKM/timeline")["total"] == (status == 201)


def test_a_refusal_says_what_is_needed(client: Caller, reader: Caller) -> None:
    anonymous, wrong_role = client.post("/entries", json=ENTRY), reader.post("/entries", json=ENTRY)

    assert anonymous.headers["www-authenticate"] == "Bearer"
    assert anonymous.json()["detail"] == "Send a token as `Authorization: Bearer TOKEN`."
    assert wrong_role.json()["detail"] == "This is for the roles expert."


def issue(database: Database, **rest: object) -> str:
    with database.session(writes=True) as session:
        given = {"role": Role.expert, "lifetime": timedelta(days=1), "now": NOW} | rest
        return service.issue(session, **given)  # type: ignore[arg-type]  # names are checked by the call itself


@pytest.mark.parametrize(("scopes", "status"), [(["events:write"], 403), (["entries:write"], 201), ([], 201)])
def test_explicit_scopes_narrow_a_role(client: Caller, database: Database, scopes: list[str], status: int) -> None:
    caller = Caller(client.http, issue(database, scopes=frozenset(scopes)))

    answer = caller.post("/entries", json=ENTRY)

    assert answer.status_code == status
    assert status == 201 or answer.json()["detail"] == "The token lacks the scope entries:write."


@pytest.mark.parametrize("credentials", ["Bearer outreach_x", "Basic dTpw", "Bearer", "nonsense"])
def test_what_is_no_token_opens_nothing_not_even_public_reading(client: Caller, credentials: str) -> None:
    answer = client.get("/states", headers={"Authorization": credentials})

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorized")


def test_a_token_ends_with_its_day(client: Caller, database: Database) -> None:
    ended = issue(database, now=NOW - timedelta(days=2))

    assert Caller(client.http, ended).get("/states").status_code == 401


def test_a_revoked_token_ends_at_once(client: Caller, database: Database) -> None:
    caller = Caller(client.http, issue(database))
    make.entry(caller)
    with database.session(writes=True) as session:
        service.revoke(session, service.list_tokens(session)[0].id, now=NOW)

    assert caller.get("/states").status_code == 401


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_lives_from_a_moment_to_a_year(database: Database, days: int) -> None:
    with pytest.raises(service.LifetimeTooLong):
        issue(database, lifetime=timedelta(days=days))


def test_a_token_is_never_kept_itself(database: Database) -> None:
    secret = issue(database)

    with database.session() as session:
        kept = [token.model_dump_json() for token in service.list_tokens(session)]

    assert secret.startswith("outreach_")
    assert [secret in one for one in kept] == [False] * len(kept)
    assert len(kept) == 8


def test_a_route_without_a_row_stops_the_start() -> None:
    with pytest.raises(policy.UnguardedRoute, match=r"Add to POLICY in app/access/policy\.py: burn_everything"):
        policy.check([*POLICY, "burn_everything"])


def test_a_row_without_a_route_stops_the_start() -> None:
    with pytest.raises(policy.UnguardedRoute, match="No route has these rows of POLICY: healthz"):
        policy.check(POLICY.keys() - {"healthz"})


def test_signing_out_of_no_session_ends_none(database: Database, tokens: dict[str, str]) -> None:
    with database.session(writes=True) as session:
        secret = service.sign_in(session, tokens["expert"], now=NOW)
        service.sign_out(session, "somebody else's", now=NOW)

    with database.session() as session:
        assert service.resume(session, secret, now=NOW).role is Role.expert
