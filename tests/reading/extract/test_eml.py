"""A message: the note attached is read, else the message; the facts in these messages are invented."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from app.reading.extract import Unreadable, extract
from app.reading.extract.eml import read
from app.reading.extract.refusals import Empty, HasMacros, TooComplex, UnsupportedFormat
from tests.documents import as_docx, as_pdf
from tests.reading.extract import hostile as make

TEXT = "Information Note\n\nEvent: Invented workshop\n\nBackground\n\nInvented facts, for a test only."
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def message(body: str = "See attached.", **more: Any) -> EmailMessage:
    """A message with a head and this text."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = "Invented Office <office@example.org>", "experts@example.org"
    made["Subject"], made["Date"] = "Note d'information – séminaire", "Mon, 12 May 2014 10:00:00 +0000"
    made["Message-ID"] = "<1@example.org>"
    made.set_content(body, **more)
    return made


def with_files(*files: tuple[str, bytes, str], body: str = "See attached.") -> bytes:
    made = message(body)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return bytes(made)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("note.docx", as_docx(TEXT), f"application/{WORD}"),
        (
            "note d’information séminaire – très long nom de fichier, plus long que la ligne.docx",
            as_docx(TEXT),
            f"application/{WORD}",
        ),
        ("note.docx", as_docx(TEXT), "application/octet-stream"),
        ("note", as_docx(TEXT), f"application/{WORD}"),
        ("note.pdf", as_pdf(TEXT), "application/pdf"),
        ("note.txt", TEXT.encode("utf-16"), "application/octet-stream"),
    ],
)
def test_the_note_attached_is_read(name: str, content: bytes, kind: str) -> None:
    extracted = extract(with_files((name, content, kind)), "message.eml")
    assert extracted.text == extract(content, "note").text
    assert (extracted.media_type, extracted.findings) == ("message/rfc822", ())


def test_of_several_files_the_word_file_is_read_and_the_finding_names_that_there_are_more() -> None:
    files = with_files(
        ("list.pdf", as_pdf("Invented list."), "application/pdf"), ("note.docx", make.ORDINARY, f"application/{WORD}")
    )
    extracted = extract(files, "message.eml")
    assert extracted.text == extract(make.ORDINARY, "n").text
    assert [(one.code.value, one.at) for one in extracted.findings] == [("unreadable", "file")]


def test_what_the_fenced_process_finds_in_a_message() -> None:
    found = read(
        with_files(("note.docx", make.ORDINARY, f"application/{WORD}"), ("list.pdf", b"%PDF", "application/pdf"))
    )
    assert found == {"attached": "note.docx", "others": 1, "bytes": make.ORDINARY}
    found = read(with_files(("scan.png", b"\x89PNG\r\n\x1a\n", "image/png")))
    assert (found["attached"], found["others"]) == ("scan.png", 0)
    assert str(read(bytes(message("Invented")))["body"]).endswith("\n\nInvented\r\n")
    for content, refusal in ((nested(30), TooComplex), (bytes(message("")), Empty), (MANY, TooComplex)):
        with pytest.raises(refusal):
            read(content)
    assert read(BROKEN) == {"body": "Invented"}
    inner = message("Inner")
    outer = message("FYI", subtype="html")
    outer.add_attachment(inner)
    assert "Inner" in str(read(bytes(outer))["body"])


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_without_a_file_the_message_is_read_under_its_head(encoding: str, charset: str) -> None:
    body = "Événement : atelier fictif\n\n- Un rapport, « inventé »."
    extracted = extract(bytes(message(body, charset=charset, cte=encoding)), "message.eml")
    assert extracted.text == (
        "From: Invented Office <office@example.org>\nTo: experts@example.org\nSent: Mon, 12 May 2014 10:00:00 +0000\n"
        f"Subject: Note d'information – séminaire\n\n{body}\n"
    )


def test_a_message_of_html_only_is_read_as_a_page_and_its_pictures_are_not() -> None:
    made = message("<p>Invented &eacute;</p><ul><li>One</ul><img src=cid:a>", subtype="html")
    made.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<a>", filename="logo.png", disposition="inline")
    assert extract(bytes(made), "message.eml").text.endswith("\n\nInvented é\n- One\n")


def test_the_text_is_preferred_to_the_page_beside_it() -> None:
    made = message("Plain and invented")
    made.add_alternative("<p>Page</p>", subtype="html")
    assert extract(bytes(made), "message.eml").text.endswith("\n\nPlain and invented\n")


def test_a_forwarded_message_is_read_with_what_is_attached_to_it() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["Subject"], inner["Message-ID"] = "Inner", "<2@example.org>"
    inner.set_content("Forwarded and invented")
    outer = message("FYI")
    outer.add_attachment(inner)
    assert extract(bytes(outer), "m").text == "Subject: Inner\n\nForwarded and invented\n"
    inner.add_attachment(make.ORDINARY, maintype="application", subtype=WORD, filename="note.docx")
    outer = message("FYI")
    outer.add_attachment(inner)
    assert extract(bytes(outer), "m").text == extract(make.ORDINARY, "n").text


def test_a_note_that_begins_with_from_and_to_is_no_message() -> None:
    note = b"From: Invented Office\nTo: Committee\nSubject: Note\n\nContent: invented"
    assert extract(note, "note.txt").media_type == "text/plain"


def nested(depth: int) -> bytes:
    made = message("Invented")
    for _ in range(depth):
        outer = message("FYI")
        outer.add_attachment(made)
        made = outer
    return bytes(made)


MACROS = make.with_parts({"word/vbaProject.bin": bytes.fromhex("d0cf11e0a1b11ae1")})
MANY = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nb\n" * 300
BROKEN = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nInvented"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (with_files(("note.docx", MACROS, f"application/{WORD}")), HasMacros),
        (with_files(("note.docx", b"PK\x03\x04", f"application/{WORD}")), Unreadable),
        (with_files(("note.rtf", b"\x89PNG\r\n\x1a\n", "application/rtf")), Unreadable),
        (with_files(("a.odt", make.packed({"a.txt": b"Invented"}), "application/zip")), UnsupportedFormat),
        (nested(30), TooComplex),
        (MANY, TooComplex),
        (bytes(message("")), Empty),
    ],
)
def test_what_must_not_be_read_is_refused(content: bytes, refusal: type[Unreadable]) -> None:
    with pytest.raises(refusal):
        extract(content, "message.eml")


def test_a_message_cut_off_is_read_as_far_as_it_goes() -> None:
    assert extract(BROKEN, "message.eml").text == "Invented"
