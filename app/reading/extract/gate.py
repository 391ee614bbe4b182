"""What a file is, by its first bytes, and whether it may go to a parser at all. Looks at structure only."""

import re
from enum import StrEnum

from app.reading.extract import archive
from app.reading.extract.refusals import (
    Empty,
    Encrypted,
    HasEmbeddedObjects,
    HasScripts,
    NotADocument,
    TooLarge,
    UnsupportedFormat,
)

MAX_BYTES = 20 * 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# Formats that a person may well send, and that we name as known but not read.
OTHER_FORMATS = (
    b"GIF8", b"%!PS", b"RIFF", b"\x1f\x8b", b"BM",
    b"7z\xbc\xaf", b"Rar!", b"ID3", b"OggS", b"PAR1", b"SQLite format 3",
)  # fmt: skip
PROGRAMS = (b"MZ\x90\0", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|script|svg|\?xml)\b", re.IGNORECASE | re.DOTALL)
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
WIDE = (b"\xff\xfe", b"\xfe\xff")
# The head of a message: fields, of which one is written by programs only (a note may begin with From and To).
FIELD = rb"[!-9;-~]{1,60}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,200}"
MESSAGE = re.compile(
    rb"(?:From [^\r\n]{1,200}\r?\n)?(?:" + FIELD + rb"){0,80}?"
    rb"(?:mime-version|message-id|received|return-path|content-type|delivered-to|x-mailer):",
    re.IGNORECASE,
)

PDF_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_NAME_END = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$)"
PDF_ENCRYPTED = re.compile(rb"/Encrypt" + PDF_NAME_END)
PDF_SCRIPTS = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA|ImportData|SubmitForm)" + PDF_NAME_END)
PDF_FILES = re.compile(rb"/(?:EmbeddedFiles?|GoToE)" + PDF_NAME_END)


class Kind(StrEnum):
    """The formats that are read."""

    text = "text"
    docx = "docx"
    odt = "odt"
    pdf = "pdf"
    rtf = "rtf"
    html = "html"
    eml = "eml"
    picture = "picture"


def check(content: bytes) -> Kind:
    """The format of `content` by its first bytes; raises an Unreadable where it must not be parsed."""
    if len(content) > MAX_BYTES:
        raise TooLarge
    if not content.strip():
        raise Empty
    if content.startswith(b"PK\x03\x04"):
        return Kind.odt if archive.check(content) else Kind.docx
    if content.startswith(b"%PDF-"):
        check_pdf_names(content)
        return Kind.pdf
    _refuse_other_formats(content)
    if content.startswith(PICTURES):
        return Kind.picture
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> Kind:
    """Rich text, pages and messages are texts with a certain beginning."""
    begin = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if begin.startswith(WIDE):
        begin = begin.replace(b"\0", b"")[2:]
    if content.startswith(b"{\\rtf"):
        return Kind.rtf
    if HTML.match(begin):
        return Kind.html
    if MARKUP.match(begin):
        raise UnsupportedFormat
    return Kind.eml if MESSAGE.match(content[:65_536]) else Kind.text


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(OLE):
        raise Encrypted if ENCRYPTED_PACKAGE in content else UnsupportedFormat
    if content.startswith(PROGRAMS):
        raise NotADocument
    if content.startswith(OTHER_FORMATS):
        raise UnsupportedFormat


def check_pdf_names(content: bytes) -> None:
    """Refuses what a PDF must not do, by its names.

    Long names only, so that compressed pictures do not match by chance. Compressed objects go through the
    same check in the fenced process, which may unpack them.
    """
    content = plain_names(content)
    if PDF_ENCRYPTED.search(content):
        raise Encrypted
    if PDF_SCRIPTS.search(content):
        raise HasScripts
    if PDF_FILES.search(content):
        raise HasEmbeddedObjects


def plain_names(content: bytes) -> bytes:
    """PDF syntax with its escapes resolved (ISO 32000-1, 7.3.5: `#4A` stands for `J`)."""
    return PDF_NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)
