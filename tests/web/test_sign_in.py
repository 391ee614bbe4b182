"""Signing in and out on pages."""

import stat
from pathlib import Path

import pytest

from app.settings import Settings
from app.web.session import secret
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

    made = secret(settings)

    assert (len(made), secret(settings)) == (64, made)
    assert stat.S_IMODE((tmp_path / "home" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret"]
