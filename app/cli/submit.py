"""`outreach submit`: a note to a running server, over HTTP."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import typer

from app.cli.failures import Refused

SECONDS = 60
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: OUTREACH_TOKEN=outreach_... outreach submit note.docx --url https://register.example")
def submit(
    file: Annotated[
        Path, typer.Argument(help="The note: text, .docx, .odt, .rtf, .pdf, .html, .eml, a scan.", show_default=False)
    ],
    token: Annotated[str, typer.Option(envvar="OUTREACH_TOKEN", help="Token of an organizer.", show_default=False)],
    url: Annotated[str, typer.Option(envvar="OUTREACH_URL", help="Address of the server.")] = "http://127.0.0.1:8000",
    receipt: Annotated[Path | None, typer.Option(help="Keep the server's answer in this file.")] = None,
) -> None:
    """Send a note to a running server.

    Prints the status, what looks wrong in the note, and the receipt. Sending the same file again changes nothing.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be opened: {error.strerror}.") from error
    answer = _send(_request(url, token, file.name, content))
    if receipt:
        receipt.write_text(json.dumps(answer, indent=1), encoding="utf-8")
    sys.stdout.write(_told(answer, url))


def _request(url: str, token: str, name: str, content: bytes) -> Request:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Refused(f"{url[:80]} is no web address: give --url as https://register.example.", code=2)
    digest = hashlib.sha256(content).hexdigest()
    body, media_type = _multipart(name, content, digest)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
    address = f"{url.rstrip('/')}/api/v1/submissions"
    return Request(address, data=body, headers=headers, method="POST")  # noqa: S310 - http and https only, see above


def _multipart(name: str, content: bytes, digest: str) -> tuple[bytes, str]:
    """A form of two parts (RFC 7578), the same bytes for the same file."""
    boundary = f"outreach-{digest}"
    quoted = name.replace("\\", "_").replace('"', "%22").replace("\r", "_").replace("\n", "_")
    parts = [
        f'Content-Disposition: form-data; name="sha256"\r\n\r\n{digest}\r\n'.encode(),
        f'Content-Disposition: form-data; name="file"; filename="{quoted}"\r\n'.encode()
        + b"Content-Type: application/octet-stream\r\n\r\n"
        + content
        + b"\r\n",
    ]
    opening = f"--{boundary}\r\n".encode()
    return opening + opening.join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _send(request: Request) -> dict[str, Any]:
    """The server's answer. Raises Refused with what the server said, or with what keeps it from answering."""
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - http and https only, see _request
            body: dict[str, Any] = json.load(answer)
            return body
    except HTTPError as error:
        raise Refused(_problem(error)) from error
    except (URLError, TimeoutError) as error:
        reason = getattr(error, "reason", error)
        raise Refused(f"{request.host} does not answer ({reason}): check --url, or start the server.") from error
    except ValueError as error:
        raise Refused(f"{request.host} answered with something other than JSON: check --url.") from error


def _problem(error: HTTPError) -> str:
    try:
        problem = json.load(error)
        first = "".join(f" {one['detail']}" for one in problem.get("errors", [])[:1])
        return f"{problem['title']}: {problem['detail']}{first}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"The server answered {error.code} {error.reason}."


def _told(answer: dict[str, Any], url: str) -> str:
    """The answer in lines for a person; each finding names its place in the reading."""
    receipt = answer.get("receipt") or {}
    lines = [
        f"{answer['status']}: {url.rstrip('/')}/api/v1/submissions/{answer['id']}",
        *(f"finding {one['code']} at {one['at']}: {one['detail']}" for one in answer.get("findings", [])),
        f"receipt sha256 {receipt.get('sha256')} at {receipt.get('received_at')}",
    ]
    return "".join(line + "\n" for line in lines)
