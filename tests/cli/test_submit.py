"""`outreach submit`: a note to a running server."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests import make
from tests.cli.conftest import Outreach
from tests.cli.servers import ask, free_port, running


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / 'note "A".txt'
    path.write_text(make.NOTE, encoding="utf-8")
    return path


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """The address of a server that gives one answer to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_note_is_sent_and_its_receipt_kept(command: Outreach, note: Path, tmp_path: Path) -> None:
    command("migrate")
    token = command("token", "create", "--role", "organizer", "--organization", "UNREC").out.strip()
    port, receipt = free_port(), tmp_path / "receipt.json"

    with running(tmp_path, "serve", port=port):
        url = f"http://127.0.0.1:{port}"
        said = command("submit", note, "--url", url + "/", "--token", token, "--receipt", receipt)
        again = command("submit", note, "--url", url, "--token", token)
        refused = command("submit", note, "--url", url, "--token", "outreach_wrong")
        listed = ask(port, "/api/v1/submissions", token)

    kept = json.loads(receipt.read_text(encoding="utf-8"))
    assert (said.code, said.err) == (0, "")
    assert said.lines[0] == f"received: {url}/api/v1/submissions/{kept['id']}"
    assert (
        said.lines[-1] == f"receipt sha256 {sha256(note.read_bytes()).hexdigest()} at {kept['receipt']['received_at']}"
    )
    assert len(said.lines) == 2 + len(kept["findings"])
    assert again == said
    assert listed["total"] == 1
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "outreach: A valid token is needed: The token is unknown, expired or revoked. "
        "Ask the administrator for a new one.\n"
    )


def test_findings_are_printed_with_their_place(command: Outreach, note: Path) -> None:
    finding = {"code": "letter_date_far", "at": "note.background[3]", "detail": "Three years before the event."}
    receipt = {"sha256": "abc", "received_at": "2026-11-23T12:00:00Z"}
    answer = {"id": "1", "status": "received", "findings": [finding], "receipt": receipt}

    with answering(201, json.dumps(answer).encode()) as url:
        said = command("submit", note, "--url", url, "--token", "x")

    assert said.lines == [
        f"received: {url}/api/v1/submissions/1",
        "finding letter_date_far at note.background[3]: Three years before the event.",
        "receipt sha256 abc at 2026-11-23T12:00:00Z",
    ]


@pytest.mark.parametrize(
    ("status", "body", "line"),
    [
        (422, b'{"title": "T", "detail": "D.", "errors": [{"detail": "E."}]}', "T: D. E."),
        (502, b"<html>", "The server answered 502 Bad Gateway."),
        (200, b"<html>", " answered with something other than JSON: check --url."),
    ],
)
def test_a_refusal_is_passed_on_in_one_line(command: Outreach, note: Path, status: int, body: bytes, line: str) -> None:
    with answering(status, body) as url:
        said = command("submit", note, "--url", url, "--token", "x")

    assert (said.code, said.out) == (1, "")
    assert said.err == f"outreach: {url.removeprefix('http://') if line.startswith(' ') else ''}{line}\n"


def test_a_server_that_does_not_answer_is_named(command: Outreach, note: Path) -> None:
    port = free_port()

    said = command("submit", note, "--url", f"http://127.0.0.1:{port}", "--token", "x")

    assert said.code == 1
    assert said.err == (
        f"outreach: 127.0.0.1:{port} does not answer ([Errno 111] Connection refused): "
        "check --url, or start the server.\n"
    )


def test_a_call_without_file_token_or_web_address_says_so(command: Outreach, note: Path, tmp_path: Path) -> None:
    absent = command("submit", tmp_path / "absent.txt", "--token", "x")
    nobody = command("submit", note)
    nowhere = command("submit", note, "--token", "x", "--url", "file:///etc")

    assert (absent.code, absent.err) == (
        1, f"outreach: {tmp_path}/absent.txt cannot be opened: No such file or directory.\n",
    )  # fmt: skip
    assert (nobody.code, nobody.err) == (
        2, "outreach: Missing option '--token' (env var: 'OUTREACH_TOKEN'). See `outreach submit --help`.\n",
    )  # fmt: skip
    assert (nowhere.code, nowhere.err) == (
        2, "outreach: file:///etc is no web address: give --url as https://register.example.\n",
    )  # fmt: skip
