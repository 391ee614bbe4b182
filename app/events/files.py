"""What may be attached to an event: known kinds of files that are what they say. Nothing of them is run or shown."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PureWindowsPath

from app.kit.errors import Invalid, TooLarge, field

LARGEST = 20 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
MOST_MEMBERS, MOST_UNPACKED = 5_000, 500 * 1024 * 1024
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/)", re.IGNORECASE)
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|Encrypt)(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$)")
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


class FileNotTaken(Invalid):
    """The file is of no kind that is kept, is not what its name says, or could do something when it is opened.

    Kept are pdf, docx, xlsx, pptx, png, jpg, txt and csv, without macros, scripts, files inside, or a password.
    """

    slug, title = "file-not-taken", "This file is not kept"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is sent, and whether content is of it."""

    media_type: str
    suffix: str
    holds: Callable[[bytes], bool]


def _starts(magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _office(main: str) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"PK\x03\x04") and main in _members(content)


def _members(content: bytes) -> list[str]:
    """The names in a zip file; none where it is damaged, too large when unpacked, or holds macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError):
        return []
    names = [member.filename for member in members]
    large = len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED
    return [] if large or any(map(MACROS.search, names)) else names


def _is_still_pdf(content: bytes) -> bool:
    plain = PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)
    return content.startswith(b"%PDF-") and not ACTIVE_PDF.search(plain)


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


FORMATS = {
    "pdf": Format("application/pdf", "pdf", _is_still_pdf),
    "docx": Format(f"{OFFICE}.wordprocessingml.document", "docx", _office("word/document.xml")),
    "xlsx": Format(f"{OFFICE}.spreadsheetml.sheet", "xlsx", _office("xl/workbook.xml")),
    "pptx": Format(f"{OFFICE}.presentationml.presentation", "pptx", _office("ppt/presentation.xml")),
    "png": Format("image/png", "png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Format("image/jpeg", "jpg", _starts(b"\xff\xd8\xff")),
    "jpeg": Format("image/jpeg", "jpg", _starts(b"\xff\xd8\xff")),
    "txt": Format("text/plain; charset=utf-8", "txt", _is_text),
    "csv": Format("text/csv; charset=utf-8", "csv", _is_text),
}


def identify(content: bytes, name: str) -> Format:
    """The kind of a file, by its name and by what it holds. Raises FileNotTaken, TooLarge."""
    if len(content) > LARGEST:
        raise TooLarge("A file has at most 20 MiB.")
    found = FORMATS.get(name.rpartition(".")[2].lower())
    if found is None:
        raise _refused("unknown_format", f"Name the file so that it ends in one of {', '.join(FORMATS)}.")
    if not content or not found.holds(content):
        raise _refused("wrong_content", f"The file is not a sound {found.suffix} file without active content.")
    return found


def plain_name(name: str | None) -> str:
    """The name that a file was sent under: no folders, no control characters, not too long."""
    base = PureWindowsPath(name or "").name
    return "".join(sign for sign in base if sign.isprintable())[-200:].strip()


def _refused(code: str, detail: str) -> FileNotTaken:
    return FileNotTaken(detail, errors=[field("/file", code, detail)])
