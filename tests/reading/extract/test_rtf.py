"""What a Rich Text file's reader sees is what is read; the facts in these files are invented."""

import pytest

from app.reading.extract import Unreadable, extract
from app.reading.extract.refusals import (
    Empty,
    HasDataLinks,
    HasEmbeddedObjects,
    HasExternalTemplate,
    TooComplex,
)
from app.reading.extract.rtf import read

FONTS = rb"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}{\f2\fcharset2 Symbol;}{\f3\fcharset134 SimSun;}}"
HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + rb"{\info{\title Not text}}{\*\generator Not text;}"
TABLE = (
    rb"\trowd\cellx1\cellx2\pard\intbl Event:\cell Invented\par workshop\cell\row"
    rb"\trowd\pard\intbl Date and\par Venue:\cell Minsk\cell\row\pard After"
)
NOTES = (
    rb"Note{\super\chftn}{\footnote\pard {\super\chftn} At the end.}, more\par "
    rb"Next{\super\chftn}{\footnote\ftnalt Two.}"
)


def rtf(body: bytes) -> bytes:
    """A file with this body."""
    return HEAD + body + b"}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"One\par Two\line three\tab four", "One\nTwo\nthree\tfour"),
        (rb"{\deleted Old}{\revised New}\par{\deleted a\plain b}", "New\nb"),
        (
            rb"caf\'e9 \emdash  \ldblquote x\rdblquote\~y\_z soft\-hyphen \\ \{\}",
            "café — “x”\u00a0y-z softhyphen \\ {}",
        ),
        (rb"{\f1\'cc\'e8\'ed\'f1\'ea} {\f3\'b1\'b1\'be\'a9}", "Минск 北京"),
        (rb"\uc1\u1052?\u1080?{\uc2\u1085ab}\uc0\u1089 \u-10179 \u-8704 x", "Минс😀x"),
        (rb"{\upr{\'3f\'3f}{\*\ud{\uc0\u1052\u1080}}}", "Ми"),
        (rb"Note{\super 1} 22{\super nd}", "Note¹ 22nd"),
        (rb"{\listtext\f2\'b7\tab}Item\par{\pntext 1.\tab}Next\par Plain", "- Item\n1. Next\nPlain"),
        (
            TABLE,
            "Event:\tInvented\nworkshop\nDate and Venue:\tMinsk\nAfter",
        ),
        (rb"\trowd\pard\intbl Layout\par only\cell\row\pard After", "Layout\nonly\nAfter"),
        (rb"\trowd\pard\intbl a\cell {\itap2 b\nestcell c\nestcell{\*\nesttableprops\nestrow}}\cell\row", "a\tb\tc"),
        (
            NOTES,
            "Note¹, more\nNext²\n¹ At the end.\n² Two.",
        ),
        (rb"{\field{\*\fldinst HYPERLINK \\\\l x}{\fldrslt shown}} {\field{\*\fldinst PAGE}{\fldrslt 7}}", "shown 7"),
        (rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In the box\par}}}Text", "In the box\nText"),
        (rb"A{\pict\wmetafile8 0100090000}B{\*\annotation Comment}C{\bin3 {}{}D", "ABCD"),
        (rb"A{\header Invented Committee\par}{\footer This is not an official report, surely.\par}", None),
    ],
)
def test_the_text_is_what_a_reader_of_the_file_sees(body: bytes, text: str | None) -> None:
    extracted = extract(rtf(body), "note.rtf")
    assert read(rtf(body))["text"] == extracted.text
    assert extracted.text == (text or "A\nThis is not an official report, surely.") + "\n"
    assert (extracted.media_type, extracted.findings) == ("application/rtf", ())


@pytest.mark.parametrize(
    ("page", "text"), [(b"1251", "Минск"), (b"10000", "ћинск".replace("ћ", "Ã")), (b"99999", "Ìèíñê")]
)
def test_the_code_page_of_the_file_holds_where_the_font_names_none(page: bytes, text: str) -> None:
    said = extract(rb"{\rtf1\ansicpg" + page + rb" \'cc\'e8\'ed\'f1\'ea}", "n").text
    assert said == (text if page != b"10000" else bytes.fromhex("cce8edf1ea").decode("mac-roman")) + "\n"


def test_hidden_text_is_left_out_and_named_among_the_findings() -> None:
    assert read(rtf(rb"Seen{\v secret}"))["notices"] == ["hidden"]
    extracted = extract(rtf(rb"Seen{\v secret}{\v\v0  too}"), "note.rtf")
    assert extracted.text == "Seen too\n"
    assert [(one.code.value, one.at) for one in extracted.findings] == [("unreadable", "file")]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (rb"a{\object\objemb{\*\objdata 0105}}", HasEmbeddedObjects),
        (rb"a{\field{\*\fldinst DDEAUTO cmd}{\fldrslt b}}", HasDataLinks),
        (rb"a{\field{\*\fldinst {DD}{E} cmd}{\fldrslt b}}", HasDataLinks),
        (rb'a{\field{\*\fldinst INCLUDEPICTURE "https://example.org/p.png"}{\fldrslt b}}', HasExternalTemplate),
        (rb"a{\*\template https://example.org/t.dotm}", HasExternalTemplate),
        (rb"a{\*\template \\\\\\\\example.org\\t.dotm}", HasExternalTemplate),
        (b"{" * 400 + b"a" + b"}" * 400, TooComplex),
        (rb"\par " * 3, Empty),
        (b"invented \\par " * 60_000, TooComplex),
    ],
)
def test_what_must_not_be_read_is_refused(body: bytes, refusal: type[Unreadable]) -> None:
    for reader in (read, lambda content: extract(content, "note.rtf")):
        with pytest.raises(refusal):
            reader(rtf(body))


def test_a_file_of_nothing_but_words_ends_at_the_limit_of_time() -> None:
    with pytest.raises(TooComplex):
        extract(rtf(rb"{\b x}" * 2_500_000), "note.rtf")


@pytest.mark.parametrize(
    "body",
    [
        rb"a{\*\template C:\\x.dot}",
        rb"a{\field{\*\fldinst HYPERLINK https://example.org/dde}{\fldrslt }}",
        b"a}}}}",
        b"a{{{{",
        b"a\\",
        rb"a\bin99999999 ",
        rb"a\u99999999999 ",
    ],
)
def test_ordinary_and_broken_files_are_read(body: bytes) -> None:
    assert str(read(rtf(body))["text"]) == extract(rtf(body), "note.rtf").text
    assert extract(rtf(body), "note.rtf").text.strip("?\n\ufffd").startswith("a")
