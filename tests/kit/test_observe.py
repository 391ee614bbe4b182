"""Health, metrics, logs, and what stands in every answer."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.kit import observe
from app.main import create_app
from app.settings import Settings
from tests.callers import Caller


@pytest.mark.I5
def test_health_is_told(http: TestClient) -> None:
    assert [http.get(path).json() for path in ("/healthz", "/readyz")] == [{"status": "ok"}] * 2


@pytest.mark.I5
def test_requests_are_counted_by_operation(client: Caller, http: TestClient) -> None:
    client.read("/states/TKM/timeline")

    metrics = http.get("/metrics").text

    assert 'outreach_requests_total{method="GET",route="read_state_timeline",status="200"}' in metrics


def test_every_answer_has_its_own_request_id_and_safe_headers(client: Caller) -> None:
    first, second = client.get("/states/TKM"), client.get("/nowhere")

    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert {first.headers["x-content-type-options"], second.headers["x-content-type-options"]} == {"nosniff"}


def test_any_page_may_read_what_everybody_may_see(client: Caller) -> None:
    answer = client.get("/states/TKM", headers={"Origin": "https://dashboard.example"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_each_request_is_one_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.db'}", log_level="INFO"))
    with TestClient(app) as http:
        answer = http.get("/healthz")

    line = json.loads(capsys.readouterr().err.splitlines()[-1])

    assert (line["event"], line["route"], line["status"], line["request_id"]) == (
        "request", "healthz", 200, answer.headers["x-request-id"],
    )  # fmt: skip
    observe.log_as_json("CRITICAL")


def test_a_line_within_a_request_bears_its_name() -> None:
    outside = observe._name_request(None, "info", {"event": "x"})
    token = observe.REQUEST_ID.set("id")
    inside = observe._name_request(None, "info", {"event": "x"})
    observe.REQUEST_ID.reset(token)

    assert (outside, inside) == ({"event": "x"}, {"event": "x", "request_id": "id"})
