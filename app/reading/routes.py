"""The route that reads a note and keeps nothing."""

from hashlib import sha256
from pathlib import PureWindowsPath
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Response, UploadFile
from pydantic import Field

from app.access.guards import Caller
from app.kit.edge import Unkept
from app.kit.errors import Invalid, field
from app.kit.etags import PERSONAL
from app.reading import service
from app.reading.extract import Unreadable, extract
from app.reading.extract.refusals import REFUSALS
from app.reading.models import Reading

router = APIRouter(tags=["reading"], route_class=Unkept)

MEBIBYTE = 1024 * 1024
# The largest file, and what multipart puts around it; the gate refuses a larger file with its own sentence.
LARGEST_BODY = 20 * MEBIBYTE + MEBIBYTE // 16
AT_ONCE = 2  # a reading fills a processor: more at once would only be slower, and hold more memory


class FileRefused(Invalid):
    """A file that cannot be read, or must not be. The problem's type names the reason, its detail what to do."""

    slug, title = "file-refused", "This file is not read"

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.detail, errors=[field("/file", why.code, why.detail)])


def _kind(why: type[Unreadable]) -> type[FileRefused]:
    """The problem of one reason, explained where all problems are."""
    return type(
        f"File{why.__name__}", (FileRefused,), {"__doc__": why.detail, "slug": f"file-{why.code.replace('_', '-')}"}
    )


KINDS = {code: _kind(why) for code, why in REFUSALS.items()}


class ReadingPublic(Reading):
    """A reading; `text` is what was extracted from the file, where the spans point."""

    text: str = Field("", description="Left out unless `include=text`.")


def understand(content: bytes, name: str) -> tuple[Reading, str]:
    """The reading of a file, and the text that was extracted from it. Raises FileRefused."""
    try:
        extracted = extract(content, name)
    except Unreadable as why:
        raise KINDS[why.code](why) from why
    digest = sha256(content).hexdigest()
    return service.read_extracted(extracted, name=name, digest=digest, size=len(content)), extracted.text


def plain_name(name: str | None) -> str:
    """The name that a file was sent under: no folders, no control characters, not too long."""
    base = PureWindowsPath(name or "").name
    return "".join(sign for sign in base if sign.isprintable())[-200:].strip() or "note"


def read_upload(
    file: UploadFile,
    include: Annotated[Literal["text"] | None, Query(description="Add the text that was extracted.")] = None,
) -> bytes:
    """The reading of the file sent, as JSON."""
    reading, text = understand(file.file.read(), plain_name(file.filename))
    return orjson.dumps(reading.model_dump(mode="json") | ({"text": text} if include else {}))


# It stands before the caller, who is found in the database: the writers' turn is not held while a file is read.
Understood = Annotated[bytes, Depends(read_upload, max_concurrency=AT_ONCE)]


@router.post("/readings", response_model=ReadingPublic, max_body_size=LARGEST_BODY)
def create_reading(reading: Understood, _: Caller) -> Response:
    """Read a note: what was understood, what looks wrong, and where it stands. Nothing is kept.

    The file is plain text, .docx, .odt, .rtf, .pdf, .html, .eml, or a picture (.png, .jpg, .tif) where text recognition
    is installed. What it is, its bytes tell.
    """
    return Response(reading, headers={"Cache-Control": PERSONAL}, media_type="application/json")
