"""The reference of the API as a page."""

from tests.web.visitor import Visitor, words


def test_the_reference_has_every_operation_of_the_api(visitor: Visitor) -> None:
    description = visitor.get("/api/v1/openapi.json").json()
    operations = {one["operationId"] for path in description["paths"].values() for one in path.values()}

    page = visitor.page("/docs")

    shown = {
        one.get("id") for one in page.cssselect("details.operation") if not (one.get("id") or "").startswith("shape-")
    }
    assert shown == operations


def test_the_description_of_the_api_is_asked_again_at_no_cost(visitor: Visitor) -> None:
    first = visitor.get("/api/v1/openapi.json")
    again = visitor.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, first.headers["content-type"]) == (200, "application/json")
    assert (again.status_code, again.content) == (304, b"")


def test_the_reference_tells_who_may_do_what_and_with_which_parameters(visitor: Visitor) -> None:
    page = visitor.page("/docs")

    assert words(page, "#read_state_timeline tbody th")[:4] == ["iso3", "from", "to", "as_of"]
    assert words(page, "#create_entry p")[0] == (
        "For the roles expert; a token with scopes needs entries:write. Operation id create_entry."
    )
    assert words(page, "#create_entry p")[1:] == ["Sends application/json: EntryCreate", "Answers 201: EntryPublic"]
    assert words(page, "#create_submission tbody th")[:4] == ["dry_run", "Idempotency-Key", "file", "sha256"]


def test_every_shape_that_is_named_is_described(visitor: Visitor) -> None:
    page = visitor.page("/docs")

    named = {link.get("href") for link in page.cssselect("a[href^='#shape-']")}
    described = {f"#{one.get('id')}" for one in page.cssselect("details[id^=shape-]")}
    assert named - described == set()


def test_the_reference_needs_no_script(visitor: Visitor) -> None:
    assert visitor.page("/docs").cssselect("script") == []
