"""The inbox over HTTP: what is sent comes back with a receipt, is seen by whom it concerns, and is decided once."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database
from app.ledger import service as ledger
from app.ledger import verifier
from app.ledger.models import Ledger
from app.main import create_app
from app.settings import Settings
from tests import documents, make
from tests.callers import Caller

Json = dict[str, Any]
MISSING = "/submissions/01900000-0000-7000-8000-000000000000"


def send(sender: Caller, content: bytes = make.NOTE.encode(), name: str = "note.txt", **fields: str) -> Any:
    return sender.post("/submissions", files={"file": (name, content, "application/x-whatever")}, data=fields)


def of(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(one["pointer"], one["code"]) for one in answer.json().get("errors", [])]


def test_a_note_that_is_sent_is_read_and_answered_with_a_receipt(organizer: Caller, database: Database) -> None:
    answer = send(organizer, comment="For the meeting of May.")

    sent, digest = answer.json(), hashlib.sha256(make.NOTE.encode()).hexdigest()
    with database.session() as session:
        row = session.get_one(Ledger, sent["receipt"]["seq"])
        session.expunge(row)
    assert (answer.status_code, answer.headers["location"]) == (201, f"/api/v1/submissions/{sent['id']}")
    assert (sent["status"], sent["comment"], sent["remarks"], sent["event"]) == (
        "received", "For the meeting of May.", [], None,
    )  # fmt: skip
    assert sent["file"] == {
        "name": "note.txt", "media_type": "text/plain", "sha256": digest, "bytes": len(make.NOTE.encode()),
    }  # fmt: skip
    assert sent["reading"]["file"]["sha256"] == digest
    assert (sent["reading"]["event"]["starts_on"], sent["reading"]["event"]["states"]) == ("2019-05-14", ["URY"])
    receipt = sent["receipt"]
    assert {name: receipt[name] for name in ("submission", "sha256", "received_at", "seq", "leaf")} == {
        "submission": sent["id"], "sha256": digest, "received_at": row.at, "seq": row.seq,
        "leaf": ledger.leaf(row.model_dump()).hex(),
    }  # fmt: skip
    assert receipt["evidence"]["row"] == row.model_dump()
    assert (row.action, row.thing) == ("received", f"submission/{sent['id']}")
    assert organizer.read(f"/submissions/{sent['id']}") == sent


@pytest.mark.N8
def test_a_receipt_proves_with_no_server_which_file_was_received(organizer: Caller, expert: Caller) -> None:
    sent = send(organizer).json()
    make.acceptance(expert, sent)
    keys = organizer.http.get("/.well-known/outreach-keys").text.splitlines()
    content, receipt = make.NOTE.encode(), sent["receipt"]

    for kept in (sent, receipt, organizer.read(f"/submissions/{sent['id']}")):
        assert verifier.run(json.dumps(kept).encode(), content, keys) == (
            f"Proven: this file was received on {receipt['received_at']} as submission {sent['id']}."
        )
    for damaged, file in (
        (receipt, content[:-1] + b"?"),
        (receipt | {"sha256": "0" * 64}, None),
        (receipt | {"received_at": "2020-01-01T00:00:00.000000Z"}, None),
        (receipt | {"seq": 1}, None),
        (receipt | {"submission": "another"}, None),
        (receipt | {"proof": receipt["proof"][1:]}, None),
        (receipt | {"evidence": receipt["evidence"] | {"body": "{}"}}, None),
        (receipt | {"checkpoint": receipt["checkpoint"].replace("outreach", "outback")}, None),
    ):
        with pytest.raises(verifier.Unproven):
            verifier.run(json.dumps(damaged).encode(), file, keys)


def test_a_reading_that_is_sent_as_json_is_kept_as_it_came(organizer: Caller) -> None:
    body = b'{ "reading": ' + json.dumps(make.reading()).encode() + b' , "comment": "By program." }'
    answer = organizer.post("/submissions", content=body, headers={"Content-Type": "application/json"})

    sent = answer.json()
    file = organizer.get(f"/submissions/{sent['id']}/file")
    assert (answer.status_code, sent["reading"], sent["comment"]) == (201, make.reading(), "By program.")
    assert sent["receipt"]["sha256"] == hashlib.sha256(body).hexdigest()
    assert (file.content, file.headers["content-type"]) == (body, "application/json")


@pytest.mark.parametrize(
    ("suffix", "made", "media_type"),
    [
        ("odt", documents.as_odt, "application/vnd.oasis.opendocument.text"),
        ("rtf", documents.as_rtf, "application/rtf"),
        ("html", documents.as_html, "text/html"),
        ("eml", documents.as_eml, "message/rfc822"),
    ],
)
def test_a_note_of_each_format_is_understood_and_comes_back_as_an_attachment(
    organizer: Caller, suffix: str, made: Callable[[str], bytes], media_type: str
) -> None:
    content = made(make.NOTE)
    sent = send(organizer, content, name=f"note.{suffix}").json()

    file = organizer.get(f"/submissions/{sent['id']}/file")

    assert sent["reading"]["event"] == make.reading()["event"]
    assert (sent["file"]["media_type"], file.headers["content-type"], file.content) == (media_type, media_type, content)
    assert file.headers["content-disposition"] == f'attachment; filename="submission-{sent["id"]}.{suffix}"'


def test_the_file_comes_back_byte_for_byte_as_an_attachment_under_our_own_name(organizer: Caller) -> None:
    content = b"\xef\xbb\xbf" + make.NOTE.replace("\n", "\r\n").encode()
    sent = send(organizer, content, name="../../etc/\u202enote<script>.txt").json()

    file = organizer.get(f"/submissions/{sent['id']}/file")

    assert file.content == content
    assert sent["file"]["name"] == "note<script>.txt"
    assert file.headers["content-disposition"] == f'attachment; filename="submission-{sent["id"]}.txt"'
    assert file.headers["content-type"] == "text/plain"
    assert file.headers.get_list("x-content-type-options") == ["nosniff"]
    assert file.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert file.headers["cache-control"] == "private, no-store"


def test_the_same_file_sent_again_is_the_same_submission(organizer: Caller, rival: Caller, expert: Caller) -> None:
    first, again = send(organizer), send(organizer, name="other-name.txt")
    others = [send(rival), send(expert), send(expert)]

    assert (again.status_code, again.json()) == (200, first.json())
    assert [answer.status_code for answer in others] == [201, 201, 200]
    assert len({first.json()["id"], *(answer.json()["id"] for answer in others)}) == 3
    assert expert.read("/submissions")["total"] == 3


def test_a_rejected_file_may_be_sent_again(organizer: Caller, expert: Caller) -> None:
    first = make.submission(organizer)
    expert.post(f"/submissions/{first['id']}/rejection", json={"reason": "Not about outreach."})

    again = make.submission(organizer)

    assert again["id"] != first["id"]


def test_one_file_sent_many_times_at_once_to_two_servers_is_one_submission(
    organizer: Caller, settings: Settings, tokens: dict[str, str]
) -> None:
    body = {"reading": make.reading()}
    with TestClient(create_app(settings)) as second, ThreadPoolExecutor(6) as pool:
        organizers = [organizer, Caller(second, tokens["organizer"])] * 3
        # Two servers that make their routes at once in one process disturb each other: each has answered before.
        assert [one.post("/submissions", json={}).status_code for one in organizers] == [422] * 6
        answers = list(pool.map(lambda one: one.post("/submissions", json=body), organizers))

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.C16
def test_a_damaged_upload_is_refused(organizer: Caller) -> None:
    digest = hashlib.sha256(make.NOTE.encode()).hexdigest()

    assert of(send(organizer, sha256="0" * 64)) == (422, [("/sha256", "digest_mismatch")])
    assert of(send(organizer, sha256="abc")) == (422, [("/sha256", "string_pattern_mismatch")])
    assert send(organizer, sha256=digest.upper()).status_code == 201


def test_what_cannot_be_understood_is_refused_and_nothing_is_kept(organizer: Caller) -> None:
    many = {"file": ("a.txt", b"a"), "more": ("b.txt", b"b")}
    nul, bell = make.reading(language="e\x00n"), make.reading(spans={"\x07": []})
    half = json.dumps(make.reading(language="@")).encode().replace(b"@", b"\\ud800")
    refused = [
        of(organizer.post("/submissions", data={"comment": "No file."}, files={"x": ("x", b"x")})),
        of(organizer.post("/submissions", files=many)),
        of(organizer.post("/submissions", content=b"<note/>", headers={"Content-Type": "text/xml"})),
        of(organizer.post("/submissions", json={"reading": {"note": 1}, "extra": 2}))[:1],
        of(organizer.post("/submissions", content=b"{", headers={"Content-Type": "application/json"})),
        of(organizer.post("/submissions", json={"reading": nul})),
        of(organizer.post("/submissions", json={"reading": bell})),
        of(organizer.post("/submissions", content=half, headers={"Content-Type": "application/json"})),
        of(organizer.post("/submissions", json={"reading": make.reading(language="x" * 1024 * 1024)})),
        of(send(organizer, extra="1")),
        of(send(organizer, event="01900000-0000-7000-8000-000000000000")),
    ]

    assert refused == [
        (422, [("/file", "required")]),
        (400, []),
        (415, []),
        (422,),
        (400, []),
        (422, [("/reading", "invalid_value")]),
        (422, [("/reading", "invalid_value")]),
        (400, []),
        (413, []),
        (422, [("/extra", "unknown_field")]),
        (422, [("/event", "unknown_event")]),
    ]
    assert organizer.read("/submissions")["total"] == 0


@pytest.mark.parametrize(
    ("content", "name", "kind", "code"),
    [
        (b"", "note.txt", "/problems/file-empty", "empty"),
        (b"%PDF-1.7 nothing", "note.pdf", "/problems/file-not-a-document", "not_a_document"),
        (b"GIF89a A note.", "note.gif", "/problems/file-unsupported-format", "unsupported_format"),
        (b"x" * (20 * 1024 * 1024 + 1), "note.txt", "/problems/file-too-large", "too_large"),
    ],
    ids=["empty", "damaged", "unsupported", "large"],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    organizer: Caller, content: bytes, name: str, kind: str, code: str
) -> None:
    answer = send(organizer, content, name=name)

    assert (answer.json()["type"], of(answer)) == (kind, (422, [("/file", code)]))
    assert organizer.read("/submissions")["total"] == 0


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(organizer: Caller) -> None:
    answer = send(organizer, b"x" * 21 * 1024 * 1024)

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_the_register_adds_what_only_it_can_know(organizer: Caller, expert: Caller) -> None:
    about = {"states": ["URY"], "starts_on": "2019-05-14", "ends_on": "2019-05-15"}
    known = make.event(expert, title="Review of the plan", **about)
    make.event(expert, title="Secret review", visibility="committee", **about)

    sent = make.submission(organizer)

    assert [(one["code"], one["at"], one["suggestion"]) for one in sent["findings"]] == [
        ("letter_date_far", "note.background[2]", "2019-02-07"),
        ("unknown_organization", "organizers[1]", None),
        ("duplicate_event", "event", known["id"]),
    ]
    assert [one["code"] for one in sent["reading"]["findings"]] == ["letter_date_far"]
    assert "Secret" not in str(sent)


def test_a_reading_without_an_event_can_be_sent_all_the_same(organizer: Caller) -> None:
    event = make.reading()["event"] | {"title": None, "starts_on": None}

    sent = make.submission(organizer, event=event, organizers=[])

    assert [(one["code"], one["at"]) for one in sent["findings"]] == [
        ("letter_date_far", "note.background[2]"), ("missing_field", "event.title"),
        ("missing_field", "event.starts_on"), ("missing_field", "organizers"),
    ]  # fmt: skip


def test_submissions_are_seen_by_their_organization_and_by_reviewers_alone(
    organizer: Caller, rival: Caller, expert: Caller, auditor: Caller, reader: Caller, client: Caller
) -> None:
    sent = make.submission(organizer)
    places = [f"/submissions/{sent['id']}", f"/submissions/{sent['id']}/file"]

    seen = {who: [who.get(place).status_code for place in places] for who in (organizer, rival, expert, auditor)}
    listed = [who.read("/submissions")["total"] for who in (organizer, rival, expert, auditor)]

    assert list(seen.values()) == [[200, 200], [404, 404], [200, 200], [200, 200]]
    assert listed == [1, 0, 1, 1]
    hidden, missing = rival.get(places[0]).json(), rival.get(MISSING).json()
    assert hidden | {"instance": ""} == missing | {"instance": ""}
    assert [who.get("/submissions").status_code for who in (reader, client)] == [403, 401]
    assert [who.post("/submissions", json={}).status_code for who in (reader, auditor)] == [422, 422]


def test_who_may_not_send_leaves_nothing(reader: Caller, auditor: Caller, client: Caller, expert: Caller) -> None:
    body = {"reading": make.reading()}

    assert [who.post("/submissions", json=body).status_code for who in (reader, auditor, client)] == [403, 403, 401]
    assert expert.read("/submissions")["total"] == 0


def test_submissions_are_listed_newest_first_page_by_page_and_by_status(organizer: Caller, expert: Caller) -> None:
    ids = [make.submission(organizer, language=language)["id"] for language in ("en", "fr", "es")]
    expert.post(f"/submissions/{ids[0]}/return", json={"reason": "The venue is missing."})

    first = expert.read("/submissions", limit=2)
    second = expert.read(first["next"])

    assert [one["id"] for one in (*first["items"], *second["items"])] == ids[::-1]
    assert (first["total"], second["total"], second["next"]) == (3, 3, None)
    assert [one["id"] for one in expert.read("/submissions", status="returned")["items"]] == ids[:1]
    assert first["items"][0] == expert.read(f"/submissions/{ids[2]}")
    assert of(expert.get("/submissions?cursor=WzEsMl0")) == (422, [("/query/cursor", "bad_cursor")])
    assert of(expert.get("/submissions?cursor=W1sxXSwyXQ")) == (422, [("/query/cursor", "bad_cursor")])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_the_same_number_of_questions(
    organizer: Caller, statements: list[str], rows: int
) -> None:
    for language in ("en", "fr", "es")[:rows]:
        make.submission(organizer, language=language)
    statements.clear()

    assert len(organizer.read("/submissions")["items"]) == rows
    assert len(statements) == 4


@pytest.mark.parametrize(("verb", "status"), [("return", "returned"), ("rejection", "rejected")])
def test_an_expert_sends_back_with_a_remark_that_the_sender_reads(
    organizer: Caller, expert: Caller, database: Database, verb: str, status: str
) -> None:
    sent = make.submission(organizer)

    answer = expert.post(f"/submissions/{sent['id']}/{verb}", json={"reason": "The venue is missing."})

    seen = organizer.read(f"/submissions/{sent['id']}")
    remark = {"action": status, "text": "The venue is missing.", "at": seen["remarks"][0]["at"]}
    assert (answer.status_code, answer.json()) == (200, seen)
    assert (seen["status"], seen["version"], seen["remarks"]) == (status, 2, [remark])
    assert seen["receipt"] == sent["receipt"]
    with database.session() as session:
        found = select(Ledger.action).where(Ledger.thing == f"submission/{sent['id']}").order_by(col(Ledger.seq))
        assert session.exec(found).all() == ["received", status]


@pytest.mark.parametrize("verb", ["return", "rejection"])
def test_to_send_back_needs_a_reason_an_expert_and_the_submission_of_another(
    organizer: Caller, expert: Caller, auditor: Caller, verb: str
) -> None:
    theirs, own = make.submission(organizer), make.submission(expert)
    body = {"reason": "The venue is missing."}

    answers = [
        expert.post(f"/submissions/{theirs['id']}/{verb}", json={}),
        organizer.post(f"/submissions/{theirs['id']}/{verb}", json=body),
        auditor.post(f"/submissions/{theirs['id']}/{verb}", json=body),
        expert.post(f"/submissions/{own['id']}/{verb}", json=body),
        expert.post(f"{MISSING}/{verb}", json=body),
    ]

    assert of(answers[0]) == (422, [("/reason", "required")])
    assert [answer.status_code for answer in answers[1:]] == [403, 403, 403, 404]
    assert answers[3].json()["type"] == "/problems/own-submission"
    assert {one["status"] for one in expert.read("/submissions")["items"]} == {"received"}


def test_what_is_decided_is_not_decided_again(organizer: Caller, expert: Caller) -> None:
    sent = make.submission(organizer)
    expert.post(f"/submissions/{sent['id']}/rejection", json={"reason": "Not about outreach."})

    answers = [
        expert.post(f"/submissions/{sent['id']}/{verb}", json=body)
        for verb, body in (("rejection", {"reason": "Again."}), ("return", {"reason": "Again."}), ("acceptance", {}))
    ]

    assert {(answer.status_code, answer.json()["type"]) for answer in answers} == {(409, "/problems/already-decided")}


def test_a_decision_on_a_state_that_is_past_is_refused(organizer: Caller, expert: Caller) -> None:
    sent = make.submission(organizer)
    place = f"/submissions/{sent['id']}"
    seen = {"If-Match": expert.get(place).headers["etag"]}
    expert.post(f"{place}/return", json={"reason": "The venue is missing."}, headers=seen)

    late = expert.post(f"{place}/rejection", json={"reason": "No."}, headers=seen)

    assert (late.status_code, late.json()["current"]["status"]) == (412, "returned")


def test_an_expert_of_the_sending_organization_does_not_decide(organizer: Caller, database: Database) -> None:
    sent = make.submission(organizer)
    with database.session(writes=True) as session:
        given = {"role": Role.expert, "lifetime": timedelta(days=1), "organization": sent["organization"]}
        colleague = Caller(organizer.http, access.issue(session, now=datetime.now(UTC), **given))

    answer = colleague.post(f"/submissions/{sent['id']}/acceptance", json={})

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/own-submission")
