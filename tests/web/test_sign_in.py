"""Signing in and out on pages."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.access import service
from app.access.models import PageSession, Role
from app.kit.errors import Unauthorized
from app.settings import Settings
from app.web import session as cookies
from tests.conftest import NOW
from tests.web.visitor import Visitor, tree, words


def test_a_token_opens_the_pages_of_its_role(expert_visitor: Visitor) -> None:
    assert words(expert_visitor.page("/"), ".top nav a")[-1] == "Queue"
    assert words(expert_visitor.page("/queue"), "h1") == ["Queue"]


def test_a_page_that_needs_a_token_asks_for_one_and_comes_back(visitor: Visitor, tokens: dict[str, str]) -> None:
    asked = visitor.get("/queue?status=accepted")
    form = visitor.page(asked.headers["location"]).cssselect("form[action='/sign-in'] input[name=next]")[0]
    answer = visitor.post("/sign-in", data={"token": tokens["expert"], "next": form.get("value")})

    assert asked.status_code == 303
    assert answer.headers["location"] == "/queue?status=accepted"


def test_a_page_for_another_role_is_forbidden(organizer_visitor: Visitor) -> None:
    assert words(organizer_visitor.page("/queue", status=403), "h1") == ["Not allowed"]


def test_an_unknown_token_is_refused_without_a_session(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", data={"token": "outreach_invented"})

    assert answer.status_code == 401
    assert words(tree(answer), "[role=alert]") == [
        "The token is unknown, expired or revoked. Ask the administrator for a new one."
    ]
    assert visitor.get("/queue").status_code == 303


def test_signing_out_ends_the_session(expert_visitor: Visitor) -> None:
    assert expert_visitor.post("/sign-out").status_code == 303

    assert expert_visitor.get("/queue").status_code == 303


def test_a_cookie_that_was_kept_is_worth_nothing_after_signing_out(expert_visitor: Visitor) -> None:
    kept = dict(expert_visitor.cookies)
    expert_visitor.post("/sign-out")

    expert_visitor.cookies = kept

    assert expert_visitor.get("/queue").status_code == 303
    assert words(expert_visitor.page("/"), ".top nav a")[-1] != "Queue"


def test_signing_out_ends_one_session_alone(http: TestClient, tokens: dict[str, str]) -> None:
    here, there = Visitor(http, tokens["expert"]), Visitor(http, tokens["expert"])

    here.post("/sign-out")

    assert there.get("/queue").status_code == 200


def test_signing_in_again_ends_the_session_before(visitor: Visitor, tokens: dict[str, str]) -> None:
    visitor.post("/sign-in", data={"token": tokens["expert"]})
    before = dict(visitor.cookies)
    visitor.post("/sign-in", data={"token": tokens["organizer"]})
    assert visitor.get("/send").status_code == 200

    visitor.cookies = before

    assert visitor.get("/queue").status_code == 303


def test_a_session_lasts_eight_hours_and_no_longer_than_its_token(session: Session, tokens: dict[str, str]) -> None:
    secret = service.sign_in(session, tokens["expert"], now=NOW)
    eve = NOW + service.SESSION_LASTS - timedelta(microseconds=1)
    expert = service.resume(session, secret, now=eve)

    assert (expert.role, service.resume(session, secret, now=NOW).token) == (Role.expert, expert.token)
    with pytest.raises(Unauthorized, match="over"):
        service.resume(session, secret, now=NOW + service.SESSION_LASTS)
    service.revoke(session, str(expert.token), now=NOW)
    with pytest.raises(Unauthorized, match="revoked"):
        service.resume(session, secret, now=NOW)


def test_the_secret_of_a_session_is_kept_nowhere(session: Session, tokens: dict[str, str]) -> None:
    secret = service.sign_in(session, tokens["expert"], now=NOW)

    (row,) = session.exec(select(PageSession)).all()

    assert len(secret) == 43
    assert row.id == service.digest(secret)
    assert secret not in row.model_dump().values()


@pytest.mark.parametrize(
    "address", ["//example.org/", "https://example.org/", "/\\example.org", "javascript:alert(1)", ""]
)
def test_signing_in_leads_nowhere_else(visitor: Visitor, tokens: dict[str, str], address: str) -> None:
    answer = visitor.post("/sign-in", data={"token": tokens["expert"], "next": address})

    assert answer.headers["location"] == "/"


def test_a_form_sent_from_another_site_is_refused(expert_visitor: Visitor) -> None:
    answer = expert_visitor.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert expert_visitor.get("/queue").status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    visitor: Visitor, tokens: dict[str, str]
) -> None:
    answer = visitor.post("/sign-in", data={"token": tokens["expert"]})

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("outreach_session=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert tokens["expert"].lower() not in cookie


def test_a_cookie_of_another_signature_is_nobody(visitor: Visitor) -> None:
    visitor.cookies["outreach_session"] = "eyJ0b2tlbiI6ICJ4In0=.aaaa.bbbb"

    assert visitor.get("/queue").status_code == 303


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")

    made = cookies.secret(settings)

    assert (len(made), cookies.secret(settings)) == (64, made)
    assert stat.S_IMODE((tmp_path / "home" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret"]
