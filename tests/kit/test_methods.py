"""HEAD, OPTIONS and Allow at every address."""

import pytest
from fastapi.testclient import TestClient

from app.kit.methods import Methods
from app.main import create_app
from app.settings import Settings
from tests.callers import Caller

# Every answer has its own.
OWN = {"x-request-id", "date"}


@pytest.mark.parametrize(
    "path", ["/api/v1/states/TKM", "/api/v1/openapi.json", "/api/v1/states/ZZZ", "/", "/events", "/static/style.css"]
)
def test_head_answers_as_get_without_the_body(http: TestClient, path: str) -> None:
    whole, head = http.get(path), http.head(path)

    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert {name: value for name, value in head.headers.items() if name not in OWN} == {
        name: value for name, value in whole.headers.items() if name not in OWN
    }
    assert int(head.headers["content-length"]) == len(whole.content)


def test_head_is_answered_304_where_get_is(http: TestClient) -> None:
    tag = http.head("/api/v1/states/TKM").headers["etag"]

    assert http.head("/api/v1/states/TKM", headers={"If-None-Match": tag}).status_code == 304


def test_a_head_is_counted_as_one_with_its_operation(http: TestClient) -> None:
    http.head("/api/v1/event-types")

    assert 'requests_total{method="HEAD",route="list_event_types",status="200"}' in http.get("/metrics").text


ALLOWED = [
    ("/api/v1/states", "GET, HEAD, OPTIONS"),
    ("/api/v1/organizations", "GET, POST, HEAD, OPTIONS"),
    ("/api/v1/entries", "GET, POST, HEAD, OPTIONS"),
    ("/api/v1/entries/01900000-0000-7000-8000-000000000000", "GET, PUT, PATCH, HEAD, OPTIONS"),
    ("/api/v1/openapi.json", "GET, HEAD, OPTIONS"),
    ("/sign-in", "GET, POST, HEAD, OPTIONS"),
    ("/static/style.css", "GET, HEAD, OPTIONS"),
]


@pytest.mark.parametrize(("path", "allow"), ALLOWED)
def test_options_and_a_refusal_list_the_methods_of_all_routes(http: TestClient, path: str, allow: str) -> None:
    told, refused = http.options(path), http.request("DELETE", path)

    assert (told.status_code, told.headers["allow"], told.content) == (204, allow, b"")
    assert {"content-length", "content-type"} & set(told.headers) == set()
    assert (refused.status_code, refused.headers["allow"]) == (405, allow)
    assert refused.headers["content-type"] == "application/problem+json"


def test_options_of_nothing_is_not_found(client: Caller) -> None:
    assert client.request("OPTIONS", "/nowhere").status_code == 404


def test_a_preflight_is_answered_to_the_browser(client: Caller) -> None:
    origin = {"Origin": "https://dashboard.example"}
    asked = client.request("OPTIONS", "/states", headers=origin | {"Access-Control-Request-Method": "GET"})
    plain = client.request("OPTIONS", "/states", headers=origin)

    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (200, "GET, HEAD")
    assert (plain.status_code, plain.headers["access-control-allow-origin"]) == (204, "*")


def test_routes_are_found_below_a_root_path(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = create_app(Settings(home=tmp_path_factory.mktemp("home"), log_level="CRITICAL"))

    assert Methods(app, app.routes).allowed("/below/api/v1/entries", "/below") == "GET, POST, HEAD, OPTIONS"
