import re
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import lxml.html
import page
import pypdfium2
import pytest
from lxml import etree

from app.kit.languages import Language
from app.notes import renditions
from app.notes.renditions import MEDIA_TYPES, Format, html
from app.notes.renditions.direction import isolate
from app.notes.renditions.pdf import SENTENCE, Unprintable
from tests.notes.made import NOTE_ID, a_document
from tests.notes.taken import WORD, squeezed, text_of

FORMATS: tuple[Format, ...] = ("html", "pdf", "docx", "txt", "md", "xml")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_note_gives_the_same_bytes(form: Format) -> None:
    first = renditions.render(a_document(), form)
    renditions.render(a_document("fr"), form)
    assert renditions.render(a_document(), form) == first


@pytest.mark.C5
@pytest.mark.N12
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_pdf_is_for_everybody_and_for_archives(language: Language, profile: str) -> None:
    report = page.validate_pdf_bytes(renditions.render(a_document(language), "pdf"), profile=profile)
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_a_letter_that_no_font_has_stops_the_pdf_rather_than_leaving_a_hole() -> None:
    own = replace(a_document(), title="\u0e01 is a letter of Thai")
    with pytest.raises(Unprintable) as refused:
        renditions.render(own, "pdf")
    assert refused.value.detail == SENTENCE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("status", "marked"), [("draft", True), ("published", False)])
def test_a_draft_is_marked_and_a_published_note_is_not(form: Format, status: str, marked: bool) -> None:
    printed = text_of(renditions.render(a_document(status=status), form), form)
    assert (re.search(r"\bdraft\b(?! on)", printed, re.IGNORECASE) is not None) is marked


def test_the_pages_of_a_long_note_are_numbered_and_marked() -> None:
    long = a_document(
        sections=[{"name": "highlights", "items": [{"id": "h", "text": "Discussed. " * 900, "entries": []}]}]
    )
    pages = [leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(renditions.render(long, "pdf"))]
    assert len(pages) == 3
    assert [f"{number}/3" in text for number, text in enumerate(pages, 1)] == [True, True, True]
    assert ["DRAFT" in text for text in pages] == [True, True, True]
    assert [NOTE_ID in text for text in pages] == [True, True, True]


def test_the_word_file_has_named_styles_and_a_real_footnote() -> None:
    content = renditions.render(a_document(), "docx")
    word = docx.Document(BytesIO(content))
    assert [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.style][:3] == [
        ("Title", "Information Note"),
        ("Heading 1", "Background"),
        ("List Bullet", a_document().sections[0].items[0].text),
    ]
    assert [cell.text for cell in word.tables[0].columns[0].cells] == [f"{row.label}:" for row in a_document().header]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    assert "".join(notes.itertext(f"{WORD}t")).strip() == a_document().disclaimer


def test_the_word_file_is_a_zip_without_a_clock_or_a_picture() -> None:
    with zipfile.ZipFile(BytesIO(renditions.render(a_document(), "docx"))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in archive.namelist() if "thumbnail" in name] == []


def test_arabic_in_word_runs_from_right_to_left() -> None:
    with zipfile.ZipFile(BytesIO(renditions.render(a_document("ar"), "docx"))) as archive:
        styles, body = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("styles", "document"))
    assert len(styles.findall(f".//{WORD}bidi")) == 1
    assert len(styles.findall(f".//{WORD}rtl")) == 1
    assert len(body.findall(f".//{WORD}bidiVisual")) == 1


def test_the_page_is_complete_and_fetches_and_runs_nothing() -> None:
    content = renditions.render(a_document("ar"), "html").decode()
    root = lxml.html.fromstring(content)
    assert content.startswith("<!doctype html>")
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert root.findtext(".//title") == f"{a_document('ar').title} – {a_document('ar').header[0].value}"
    assert root.xpath("//script | //img | //link[@rel!='canonical'] | //@src | //@style | //*[@onclick]") == []
    assert root.xpath("//link[@rel='canonical']/@href") == [f"https://outreach.example/notes/{NOTE_ID}"]


def test_markup_in_a_note_is_text() -> None:
    own = replace(a_document(), title='<script>alert("x")</script> #eval("1") $x$ *b* _i_')
    assert "<script>" not in html.body(own)
    for form in FORMATS:
        assert squeezed(own.title) in squeezed(text_of(renditions.render(own, form), form))


def test_the_part_for_other_pages_is_one_article_whose_items_name_their_entries() -> None:
    article = lxml.html.fromstring(html.body(a_document()))
    assert (article.tag, article.get("lang"), article.get("dir")) == ("article", "en", "ltr")
    assert article.xpath("//*[@data-entries]/@data-entries") == ["first@1 second@3"]
    assert article.xpath("//style | //*[@style]") == []


def test_the_footnote_call_and_the_footnote_lead_to_each_other() -> None:
    article = lxml.html.fromstring(html.body(a_document()))
    call, note = article.xpath("//*[@role='doc-noteref']")[0], article.xpath("//*[@role='doc-footnote']")[0]
    back = note.xpath(".//*[@role='doc-backlink']")[0]
    assert (call.get("href"), back.get("href")) == (f"#{note.get('id')}", f"#{call.get('id')}")


def test_plain_text_has_the_layout_of_the_committees_notes() -> None:
    published = a_document(status="published", contact_email=None)
    lines = renditions.render(published, "txt").decode().splitlines()
    assert lines[0] == "Information Note¹"
    assert lines[2] == "Event: Meeting on developing a National Action Plan of Turkmenistan"
    assert [line[:2] for line in lines if "efficient" in line] == ["- ", "Th", "Th"]
    assert lines[-4] == f"¹ {published.disclaimer}"


def test_a_note_without_an_address_prints_none() -> None:
    for form in FORMATS:
        content = renditions.render(replace(a_document(), address=None), form)
        assert "outreach.example" not in text_of(content, form)


def test_ranges_and_addresses_stay_in_order_between_arabic_words() -> None:
    assert isolate("من 22-23 إلى a@un.org.") == "من \u206622-23\u2069 إلى \u2066a@un.org\u2069."


def test_every_format_has_a_media_type() -> None:
    assert tuple(MEDIA_TYPES) == FORMATS
