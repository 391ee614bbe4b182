"""A message: the note attached to it, else what it says itself, under its head."""

import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice

from app.reading.extract import html
from app.reading.extract.refusals import Empty, TooComplex
from app.reading.extract.text import decoded

MAX_PARTS = 200
MAX_DEPTH = 8
HEAD = (("From", "From"), ("To", "To"), ("Sent", "Date"), ("Subject", "Subject"))
NOTES = (".docx", ".odt", ".rtf", ".pdf", ".txt", ".htm", ".html", ".eml")
PICTURES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/pdf": ".pdf",
    "image/tiff": ".tif",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
FEW = 200  # characters: a message that says no more only carries what is attached


def read(content: bytes) -> dict[str, object]:
    """What a message holds: `attached`, the name of the note that follows as bytes, or `body`, its own text."""
    message = BytesParser(policy=email.policy.default).parsebytes(content)
    parts = list(islice(_parts(message, 0), MAX_PARTS + 1))
    if len(parts) > MAX_PARTS:
        raise TooComplex
    files = [(name, part) for part in parts if (name := _name(part))]
    body = _body(parts)
    note = _first(files, NOTES) or (_first(files, PICTURES) if len(body) < FEW else None)
    if note:
        others = [one for one in files if one is not note and one[0].endswith((*NOTES, ".doc", ".zip"))]
        return {"attached": note[0], "others": len(others), "bytes": _bytes(note[1])}
    if not body.strip():
        raise Empty
    return {"body": "\n\n".join(filter(None, (_head(_innermost(message)), body)))}


def _parts(message: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The parts that hold something, messages within the message included."""
    if depth > MAX_DEPTH:
        raise TooComplex
    if not message.is_multipart():
        yield message
        return
    inside = message.get_payload()
    for part in inside if isinstance(inside, list) else ():
        if isinstance(part, EmailMessage):
            yield from _parts(part, depth + 1)


def _name(part: EmailMessage) -> str:
    """The name of a part that is a file, in small letters and with the ending of its type; empty for the text."""
    name = re.sub(r"[^\w. -]", "_", part.get_filename() or "")[-100:].casefold()
    ending = TYPES.get(part.get_content_type(), "")
    if ending.startswith((".tif", ".png", ".jpg")) and part.get_content_disposition() != "attachment":
        return ""  # a picture within the text, such as an emblem
    if ending and not name.endswith(ending):
        return f"{name or 'note'}{ending}"
    return name


def _first(files: list[tuple[str, EmailMessage]], endings: tuple[str, ...]) -> tuple[str, EmailMessage] | None:
    known = [file for file in files if file[0].endswith(endings)]
    return min(
        known, key=lambda file: next(at for at, ending in enumerate(endings) if file[0].endswith(ending)), default=None
    )


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(parts: list[EmailMessage]) -> str:
    """The longest plain text, else the longest page."""
    for kind in ("text/plain", "text/html"):
        texts = [_text(part, kind) for part in parts if part.get_content_type() == kind and not _name(part)]
        if found := max(texts, key=len, default=""):
            return found
    return ""


def _text(part: EmailMessage, kind: str) -> str:
    text = decoded(_bytes(part), declared=html.NAMED.get(declared := part.get_content_charset(""), declared))
    return html.text_of(text) if kind == "text/html" and text.strip() else text


def _innermost(message: EmailMessage) -> EmailMessage:
    """The message that another only forwards, else the message itself."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            return _innermost(inner[0]) if isinstance(inner, list) and isinstance(inner[0], EmailMessage) else message
    return message


def _head(message: EmailMessage) -> str:
    lines = [f"{label}: {' '.join(str(message[name]).split())}" for label, name in HEAD if message[name]]
    return "\n".join(lines)
