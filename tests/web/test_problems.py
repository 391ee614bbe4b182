"""Errors as pages, the pages that explain them, and the headers of every page."""

import pytest

from app.web import problems
from tests.web.visitor import Visitor, words


def test_an_error_is_a_page_for_a_browser_and_json_for_a_program(visitor: Visitor) -> None:
    program = visitor.get("/nowhere", headers={"Accept": "application/json"})

    assert words(visitor.page("/nowhere", status=404), "h1") == ["Not found"]
    assert program.headers["content-type"] == "application/problem+json"
    assert visitor.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"


def test_an_error_page_leads_to_its_explanation(visitor: Visitor) -> None:
    (link,) = visitor.page("/nowhere", status=404).cssselect("main a[href^='/problems/']")

    page = visitor.page(link.get("href") or "")

    assert words(page, "h1") == ["Not found"]
    assert words(page, ".facts dd") == ["404", "/problems/not-found"]


@pytest.mark.parametrize("slug", sorted(problems.kinds()))
def test_every_kind_of_problem_is_explained(visitor: Visitor, slug: str) -> None:
    page = visitor.page(f"/problems/{slug}")

    assert words(page, "h1") == [problems.kinds()[slug].title]
    assert words(page, "main > p:last-child") != [""]


def test_an_unknown_kind_of_problem_is_not_explained(visitor: Visitor) -> None:
    assert words(visitor.page("/problems/invented", status=404), "h1") == ["There is no such kind of problem"]


def test_a_wrong_method_names_those_that_are_known(visitor: Visitor) -> None:
    answer = visitor.request("DELETE", "/states")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_pages_load_nothing_but_our_own_style_and_pictures(visitor: Visitor) -> None:
    answer = visitor.get("/")

    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert (answer.headers["content-language"], answer.headers["cache-control"]) == ("en", "no-cache")


def test_a_page_that_did_not_change_is_not_sent_again(visitor: Visitor) -> None:
    tag = visitor.get("/states/TUV").headers["etag"]

    again = visitor.get("/states/TUV", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(expert_visitor: Visitor) -> None:
    assert expert_visitor.get("/").headers["cache-control"] == "private, no-store"


def test_static_files_are_kept_for_as_long_as_their_content(visitor: Visitor) -> None:
    (sheet,) = visitor.page("/").cssselect("link[rel=stylesheet]")

    kept = visitor.get(sheet.get("href") or "").headers
    bare = visitor.get("/static/style.css").headers

    assert (kept["content-type"], kept["cache-control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert bare["cache-control"] == "no-cache"
