"""Files of events: kept as they came, seen by whom they may be seen by, sent so that nothing of them runs."""

import io
import zipfile
from hashlib import sha256

import pytest
from httpx2 import Response

from tests import make
from tests.callers import Caller
from tests.events.edits import amended, tag, withdrawn

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def office(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


def send(caller: Caller, event: make.Json, name: str, content: bytes, **said: str) -> Response:
    form = {"kind": "programme"} | said
    return caller.post(f"/events/{event['id']}/attachments", data=form, files={"file": (name, content)})


def attached(caller: Caller, event: make.Json, name: str = "a.pdf", content: bytes = PDF, **said: str) -> make.Json:
    answer = send(caller, event, name, content, **said)
    assert answer.status_code == 201, answer.text
    made: make.Json = answer.json()
    return made


def test_a_file_is_kept_byte_for_byte_and_sent_so_that_nothing_runs(client: Caller, expert: Caller) -> None:
    event = make.event(expert)

    made = attached(expert, event, "C:\\docs\\Programme – final.PDF", title="Programme", language="en")

    path = f"/events/{event['id']}/attachments/{made['id']}"
    sent = client.get(f"{path}/file")
    assert made["file"] == {
        "name": "Programme – final.PDF", "media_type": "application/pdf", "bytes": len(PDF),
        "sha256": sha256(PDF).hexdigest(),
    }  # fmt: skip
    assert (client.read(path), client.read(f"/events/{event['id']}/attachments")["items"]) == (made, [made])
    assert sent.content == PDF
    assert {name: sent.headers[name] for name in ("content-type", "content-disposition")} == {
        "content-type": "application/pdf",
        "content-disposition": f'attachment; filename="attachment-{made["id"]}.pdf"',
    }
    assert (sent.headers["x-content-type-options"], sent.headers["content-security-policy"]) == (
        "nosniff", "sandbox; default-src 'none'",
    )  # fmt: skip
    assert client.get(f"{path}/file", headers={"If-None-Match": sent.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.txt", "Tagesordnung – ä".encode(), "text/plain; charset=utf-8"),
        ("a.csv", b"a,b\n", "text/csv; charset=utf-8"),
        ("a.docx", office("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        ("a.xlsx", office("xl/workbook.xml"), "spreadsheetml.sheet"),
        ("a.pptx", office("ppt/presentation.xml"), "presentationml.presentation"),
    ],
)
def test_known_kinds_of_files_are_kept(
    client: Caller, expert: Caller, name: str, content: bytes, media_type: str
) -> None:
    event = make.event(expert)

    made = attached(expert, event, name, content)

    assert made["file"]["media_type"].endswith(media_type)
    sent = client.get(f"/events/{event['id']}/attachments/{made['id']}/file")
    assert (sent.content, sent.headers["content-type"]) == (content, made["file"]["media_type"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.html", b"<script>", "unknown_format"),
        ("a", PDF, "unknown_format"),
        ("a.svg", b"<svg/>", "unknown_format"),
        ("a.pdf", b"", "wrong_content"),
        ("a.pdf", b"MZ\x90\0", "wrong_content"),
        ("a.pdf", PDF + b"/JavaScript (app.alert(1))", "wrong_content"),
        ("a.pdf", PDF + b"/J#61vaScript (app.alert(1))", "wrong_content"),
        ("a.png", PDF, "wrong_content"),
        ("a.txt", b"a\0b", "wrong_content"),
        ("a.csv", b"\xff\xfe", "wrong_content"),
        ("a.docx", office("xl/workbook.xml"), "wrong_content"),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "wrong_content"),
        ("a.docx", b"PK\x03\x04 no zip", "wrong_content"),
        ("a.docx", office(*["word/document.xml", *map(str, range(5001))]), "wrong_content"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(expert: Caller, name: str, content: bytes, code: str) -> None:
    event = make.event(expert)

    answer = send(expert, event, name, content)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/file-not-taken")
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/file", code)]
    assert expert.read(f"/events/{event['id']}/attachments")["total"] == 0


def test_what_is_sent_beside_the_file_is_checked(client: Caller, organizer: Caller, expert: Caller) -> None:
    event = make.event(expert)
    path = f"/events/{event['id']}/attachments"

    assert send(expert, event, "a.pdf", PDF, kind="virus").json()["errors"][0]["pointer"] == "/kind"
    assert send(expert, event, "a.pdf", PDF, visibility="restricted").json()["errors"][0]["pointer"] == "/visibility"
    assert expert.post(path, data={"kind": "programme"}, files={"other": ("a.pdf", PDF)}).status_code == 422
    assert expert.post(path, json={}).status_code == 415
    assert expert.post(path, files={"file": ("a.pdf", b"%PDF-" + b"\0" * 21_100_000)}).status_code == 413
    assert [send(caller, event, "a.pdf", PDF).status_code for caller in (client, organizer)] == [401, 403]
    assert client.read(path)["total"] == 0


def test_a_file_of_the_committee_is_not_there_for_others_on_any_route(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    hidden = attached(expert, event, title="Secret list", visibility="committee")
    shown = attached(expert, event)
    path = f"/events/{event['id']}/attachments"

    assert [one["id"] for one in client.read(path)["items"]] == [shown["id"]]
    assert client.read(path)["total"] == 1
    assert [client.get(f"{path}/{hidden['id']}{rest}").status_code for rest in ("", "/file")] == [404, 404]
    assert expert.get(f"{path}/{hidden['id']}/file").content == PDF
    assert [one["id"] for one in client.read("/changes", limit=200)["items"] if one["thing"] == "attachment"] == [
        shown["id"]
    ]
    other = make.event(expert)
    assert expert.get(f"/events/{other['id']}/attachments/{shown['id']}").status_code == 404


def test_files_follow_their_event_into_hiding_and_out_again(client: Caller, expert: Caller) -> None:
    draft = make.event(expert, status="draft")
    made = attached(expert, draft)
    hidden = attached(expert, draft, visibility="committee")
    path = f"/events/{draft['id']}/attachments"

    def seen() -> list[str] | int:
        answer = client.get(path)
        return [one["id"] for one in answer.json()["items"]] if answer.status_code == 200 else answer.status_code

    assert seen() == 404
    event = amended(expert, draft, status="planned")
    assert seen() == [made["id"]]
    assert client.read(f"{path}/{made['id']}")["version"] == 2
    amended(expert, event, visibility="committee")
    assert seen() == 404
    assert [one["id"] for one in expert.read(path)["items"]] == [made["id"], hidden["id"]]


def test_a_withdrawn_file_is_not_sent_and_its_record_says_why(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    made = attached(expert, event)
    path = f"/events/{event['id']}/attachments"

    assert expert.request("DELETE", f"{path}/{made['id']}", params={"reason": "r"}).status_code == 428
    assert expert.request("DELETE", f"{path}/{made['id']}", headers=tag(expert, path)).status_code == 422
    gone = withdrawn(expert, f"{path}/{made['id']}", reason="An old version")

    assert client.read(path)["items"] == []
    assert client.read(path, known_at=made["recorded_at"])["items"] == [made]
    assert client.read(f"{path}/{made['id']}") == gone
    assert (gone["reason"], gone["withdrawn_at"]) == ("An old version", gone["recorded_at"])
    answer = client.get(f"{path}/{made['id']}/file")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/attachment-withdrawn")
    again = expert.request(
        "DELETE", f"{path}/{made['id']}", headers=tag(expert, f"{path}/{made['id']}"), params={"reason": "r"}
    )
    assert again.status_code == 409


def test_a_withdrawn_event_takes_no_files(expert: Caller) -> None:
    event = make.event(expert)
    withdrawn(expert, f"/events/{event['id']}")

    assert send(expert, event, "a.pdf", PDF).json()["type"] == "/problems/event-withdrawn"


def test_files_are_paged_in_the_order_in_which_they_came(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    ids = [attached(expert, event)["id"] for _ in range(3)]

    page = client.read(f"/events/{event['id']}/attachments", limit=2)
    rest = client.read(page["next"])

    assert [one["id"] for one in (*page["items"], *rest["items"])] == ids
    assert (page["total"], rest["total"], rest["next"]) == (3, 3, None)
    assert client.get(f"/events/{event['id']}/attachments", params={"cursor": "W1sxXSwxXQ"}).status_code == 422
