"""What HTTP and the contract owe at every address, whatever room it belongs to."""

import re
from typing import Any

import pytest

from app.kit.etags import etag
from tests import make
from tests.callers import API, Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}
ORIGIN = {"Origin": "https://dashboard.example"}
STREAM = f"{API}/changes/stream"


def described(caller: Caller) -> dict[str, dict[str, Any]]:
    """Every address of the API, with its operations by method."""
    paths: dict[str, dict[str, Any]] = caller.read("/openapi.json")["paths"]
    return {path: methods for path, methods in paths.items() if path.startswith(API) and path != STREAM}


def parameters(operation: dict[str, Any]) -> set[str]:
    return {one["name"] for one in operation.get("parameters", [])}


def pattern(path: str) -> str:
    """What an address looks like that the path of an operation describes."""
    return "[^/]+".join(re.escape(part) for part in re.split(r"{\w+}", path))


@pytest.mark.F9
def test_every_write_can_be_tried_first_and_every_post_be_retried(client: Caller) -> None:
    writes = {
        one["operationId"]: (method, parameters(one))
        for methods in described(client).values()
        for method, one in methods.items()
        if method != "get"
    }

    assert [name for name, (_, known) in writes.items() if "dry_run" not in known] == []
    assert {
        name for name, (method, known) in writes.items() if ("Idempotency-Key" in known) != (method == "post")
    } == set()


@pytest.mark.F19
def test_every_read_of_records_lets_one_choose(client: Caller) -> None:
    reads = {one["get"]["operationId"]: one["get"] for one in described(client).values() if "get" in one}
    of_records = {
        name
        for name, one in reads.items()
        if "$ref" in one["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    }

    assert {name for name in of_records if not parameters(reads[name]) >= {"fields", "expand"}} == set()


def test_every_address_says_what_it_knows(client: Caller) -> None:
    wrong = {}
    paths = described(client)
    for path in paths:
        address = re.sub(r"{\w+}", "0", path)
        also = [methods for one, methods in paths.items() if re.fullmatch(pattern(one), address)]
        known = {"OPTIONS", *(method.upper() for methods in also for method in methods)}
        known |= {"HEAD"} if "GET" in known else set()
        told = client.http.options(address)
        refused = client.http.request("DELETE" if "DELETE" not in known else "PROPFIND", address)
        allowed = [set(answer.headers.get("allow", "").split(", ")) for answer in (told, refused)]
        found = (told.status_code, told.content, refused.status_code, refused.headers["content-type"], allowed)
        if found != (204, b"", 405, "application/problem+json", [known, known]):
            wrong[path] = found

    assert wrong == {}


@pytest.mark.F7
def test_every_read_has_a_tag_that_makes_the_next_one_free(expert: Caller) -> None:
    make.entry(expert)
    wrong = []
    for path, methods in described(expert).items():
        first = expert.http.get(path, headers=expert.headers) if "get" in methods and "{" not in path else None
        if first and first.status_code == 200:
            sent = expert.headers | {"If-None-Match": first.headers.get("etag", "")}
            again, head = expert.http.get(path, headers=sent), expert.http.head(path, headers=expert.headers)
            found = (again.status_code, again.content, head.status_code, head.content, head.headers.get("etag"))
            wrong += [] if found == (304, b"", 200, b"", first.headers["etag"]) else [path]

    assert wrong == []


@pytest.mark.F6
def test_a_change_names_the_state_that_it_is_based_on(expert: Caller) -> None:
    entry = make.entry(expert)
    path = f"/entries/{entry['id']}?reason=r"
    tag = expert.get(f"/entries/{entry['id']}").headers["etag"]

    missing = expert.put(path, json=entry)
    changed = expert.put(path, json=entry | {"title": "B"}, headers={"If-Match": tag})
    stale = expert.put(path, json=entry | {"title": "C"}, headers={"If-Match": tag})

    assert [answer.status_code for answer in (missing, changed, stale)] == [428, 200, 412]
    assert stale.json()["current"] == changed.json() == expert.read(f"/entries/{entry['id']}")
    assert stale.json()["current"]["title"] == "B"


def test_what_is_read_can_be_put_back_as_it_is(expert: Caller) -> None:
    paths = [
        f"/entries/{make.entry(expert)['id']}", f"/events/{make.event(expert)['id']}",
        f"/organizations/{make.organization(expert)['id']}",
    ]  # fmt: skip
    for path in paths:
        read = expert.get(path)
        put = expert.put(f"{path}?reason=r&dry_run=true", json=read.json(), headers={"If-Match": read.headers["etag"]})
        spoilt = expert.put(
            f"{path}?reason=r", json=read.json() | {"version": 7}, headers={"If-Match": read.headers["etag"]}
        )
        assert (put.status_code, put.json()["id"]) == (200, read.json()["id"]), put.text
        assert [(one["pointer"], one["code"]) for one in spoilt.json()["errors"]] == [("/version", "read_only")]


@pytest.mark.F10
def test_an_error_points_at_each_member_with_a_stable_code(expert: Caller) -> None:
    body = {"kind": "x", "states": ["TKM"], "sources": [{"url": "no address"}], "colour": "red"}

    answer = expert.post("/entries", json=body)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert {(one["pointer"], one["code"]) for one in answer.json()["errors"]} == {
        ("/kind", "unknown_value"), ("/date", "required"), ("/title", "required"), ("/sources/0/url", "url_parsing"),
        ("/colour", "unknown_field"),
    }  # fmt: skip


@pytest.mark.F11
def test_pages_are_whole_while_others_write(client: Caller, expert: Caller) -> None:
    made = [make.entry(expert, date=f"20{year:02}", title=f"Fact {year}")["id"] for year in range(9)]

    page = client.read("/states/TKM/timeline", limit=2)
    walked, totals = [], set()
    while True:
        walked += [item["id"] for item in page["items"]]
        totals.add(page["total"])
        if page["next"] is None:
            break
        make.entry(expert, date="1999", title="Before all")
        make.entry(expert, date=f"20{len(walked) - 1:02}", title="Beside the last")
        page = client.read(page["next"])

    assert [one for one in walked if one in made] == made
    assert len(set(walked)) == len(walked)
    assert totals == {9}


def test_any_page_of_the_web_may_read_what_everybody_may(client: Caller, expert: Caller) -> None:
    path = f"/entries/{make.entry(expert)['id']}"
    preflight = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    forbidden = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}

    asked = client.request("OPTIONS", path, headers=ORIGIN | preflight)
    refused = client.request("OPTIONS", path, headers=ORIGIN | forbidden)
    read = client.get(path, headers=ORIGIN)

    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, "*")
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert (read.headers["access-control-allow-origin"], "access-control-allow-credentials" in read.headers) == (
        "*", False,
    )  # fmt: skip
    assert set(read.headers["access-control-expose-headers"].split(", ")) == {"Content-Disposition", "ETag", "Link"}


def test_answers_name_what_they_depend_on(client: Caller, expert: Caller) -> None:
    path = f"/entries/{make.entry(expert)['id']}"
    public, own = client.get(path), expert.get(path)

    assert (public.headers["cache-control"], own.headers["cache-control"]) == ("no-cache", "private, no-store")
    assert "Authorization" in public.headers["vary"]
    assert public.headers["etag"] == etag(public.content)


def test_nothing_is_put_where_something_is_when_the_caller_insists(expert: Caller) -> None:
    event = make.event(expert)
    free = f"{event['id'][:-4]}{'0000' if event['id'][-4:] != '0000' else '1111'}"
    body = {name: event[name] for name in ("title", "type", "starts_on", "ends_on", "states")}
    insist = {"If-None-Match": "*"}

    taken = expert.put(f"/events/{event['id']}", json=body, headers=insist)
    made = expert.put(f"/events/{free}?allow_duplicate=true", json=body, headers=insist)

    assert (taken.status_code, taken.json()["current"]["id"]) == (412, event["id"])
    assert (made.status_code, made.json()["id"]) == (201, free)


@pytest.mark.F5
def test_a_deed_that_is_done_is_answered_again_and_not_refused(expert: Caller, organizer: Caller) -> None:
    entry, event = make.entry(expert), make.event(expert)
    sent = make.submission(organizer)
    first, second = make.organization(expert), make.organization(expert, name="Institute for Other Studies")
    deeds: list[tuple[str, Any]] = [
        (f"/entries/{entry['id']}/withdrawal?reason=r", None),
        (f"/events/{event['id']}/notes", {"language": "en"}),
        (f"/submissions/{sent['id']}/acceptance", {}),
        (f"/organizations/{first['id']}/merge?reason=r", {"into": second["id"]}),
    ]
    for path, body in deeds:
        headers = {"Idempotency-Key": "one", "If-Match": expert.get(path.rsplit("/", 1)[0]).headers["etag"]}
        done, again = (expert.post(path, json=body, headers=headers) for _ in range(2))
        assert (done.status_code in {200, 201}, again.status_code, again.content) == (
            True, done.status_code, done.content,
        ), done.text  # fmt: skip
        assert again.headers["idempotency-replayed"] == "true"


def test_a_patch_names_what_changes(expert: Caller) -> None:
    entry = make.entry(expert, identifiers=[{"scheme": "un", "value": "S/AC.44/2004/(02)/1"}])
    path = f"/entries/{entry['id']}?reason=r"
    headers = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}

    amended = expert.request("PATCH", path, content=b'{"title":"B","identifiers":null}', headers=headers).json()
    refused = [
        expert.request("PATCH", path, content=body, headers=headers | {"Content-Type": kind})
        for body, kind in [
            (b"{}", "text/plain"), (b"{", "application/json"), (b"[]", "application/json"), (b'{"id":null}',
            "application/json"),
        ]
    ]  # fmt: skip

    assert (amended["title"], amended["identifiers"], amended["date"]) == ("B", [], entry["date"])
    assert [answer.status_code for answer in refused] == [415, 400, 422, 422]
    assert refused[0].headers["accept-patch"] == "application/merge-patch+json, application/json"
    assert [answer.json()["errors"][0]["code"] for answer in refused[2:]] == ["invalid_value", "read_only"]
