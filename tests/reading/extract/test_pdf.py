"""A PDF's lines become paragraphs again, and what belongs to the page is left out; the facts are invented."""

import json
from pathlib import Path

import fontpkg_amiri
import manimgx_fonts_cjk
import pytest
import typst

from app.reading.extract import extract
from app.reading.extract.leftward import mended
from app.reading.extract.pdf import read
from tests.documents import as_pdf
from tests.reading.extract import hostile as make

FONTS = typst.Fonts(font_paths=[str(Path(font.__file__).parent) for font in (fontpkg_amiri, manimgx_fonts_cjk)])
WORDS = (
    "The invented workshop considered the drafting of an invented plan, the law-enforcement bodies that would carry "
    "it out, and the co-operation between neighbours, over two days and in four sessions that nobody attended."
)
NOTE = f"Information Note\n\nEvent: Invented workshop\n\nBackground\n\n- {WORDS}\n\n- A second, short one.\n\n{WORDS}"


def typeset(source: str, **inputs: str) -> bytes:
    """A PDF of a typst source, in which `words` is the long paragraph."""
    page = "#set page(width: 12cm, height: 14cm)\n#let words = sys.inputs.words\n"
    pdf: bytes = typst.compile(
        (page + source).encode(), format="pdf", sys_inputs={"words": WORDS, **inputs}, font_paths=FONTS
    )
    return pdf


def text_of(content: bytes) -> str:
    """What is read, in this process (the fence has its own tests)."""
    return str(read(content)["text"])


@pytest.mark.parametrize("width", ["10cm", "14cm", "21cm"])
def test_paragraphs_are_whole_again_at_every_width(width: str) -> None:
    text = (
        "Information Note\n\nEvent: Invented workshop\n\nBackground\n\n"
        f"- {WORDS}\n\n- A second, short one.\n\n{WORDS}\n"
    )
    assert extract(as_pdf(NOTE, width=width), "note.pdf").text == text


def test_pages_are_counted_and_parted_by_form_feeds_between_paragraphs() -> None:
    assert text_of(typeset("One.\n#pagebreak()\nTwo.")) == "One.\n\f\nTwo.\n"
    assert read(typeset("One.\n#pagebreak()\nTwo."))["pages"] == 2


def test_a_paragraph_across_two_pages_stays_whole() -> None:
    source = "#set page(height: 3.6cm, margin: (y: 1cm))\n#words\n\nAfter."
    assert text_of(typeset(source)) == f"{WORDS}\n\f\nAfter.\n"


def test_page_numbers_and_running_heads_are_left_out_and_a_disclaimer_in_the_foot_is_read_once() -> None:
    foot = "Invented, for a test: this is not an official report."
    source = (
        f"#set page(header: [Invented Committee], footer: [{foot}])\nOne.\n#pagebreak()\nTwo.\n#pagebreak()\nThree."
    )
    assert text_of(typeset(source)) == f"One.\n\n{foot}\n\f\nTwo.\n\f\nThree.\n"
    numbers = '#set page(numbering: "1 / 1")\nOne.\n#pagebreak()\nTwo.'
    assert text_of(typeset(numbers)) == "One.\n\f\nTwo.\n"


def test_pages_that_all_say_the_same_are_read() -> None:
    assert text_of(typeset("Invented.\n#pagebreak()\nInvented.")) == "Invented.\n\f\nInvented.\n"


def test_a_note_at_the_foot_goes_to_the_end_and_its_mark_is_a_superscript() -> None:
    source = "Information Note#footnote[Invented, not an official report.]\n\nEvent: One\n#pagebreak()\nTwo."
    assert text_of(typeset(source)) == (
        "Information Note¹\n\nEvent: One\n\f\nTwo.\n\n¹Invented, not an official report.\n"
    )


def test_words_cut_by_the_typesetter_are_whole_again_and_compounds_keep_their_hyphen() -> None:
    source = (
        '#set text(hyphenate: true, lang: "en")\n#set par(justify: true)\nThe law-enforcement, co-operation.\n\n#words'
    )
    assert text_of(typeset(f"#set page(width: 6cm)\n{source}")) == f"The law-enforcement, co-operation.\n\n{WORDS}\n"


@pytest.mark.parametrize("width", [f"{tenth / 10}cm" for tenth in range(80, 120, 7)])
def test_a_hyphen_at_the_end_of_a_line_is_kept_where_nothing_else_is_cut(width: str) -> None:
    assert text_of(typeset(f"#set page(width: {width})\n#words")) == f"{WORDS}\n"


def test_lines_that_were_broken_by_hand_stay_lines() -> None:
    lines = ["Participants: Ruritania", "Invented Office", "Group of Experts"]
    pdf = typeset("#json(bytes(sys.inputs.lines)).join(linebreak())\n\n#words", lines=json.dumps(lines))
    assert text_of(pdf) == "\n".join(lines) + f"\n\n{WORDS}\n"


def test_a_hard_wrapped_text_keeps_all_its_lines() -> None:
    lines = ["An invented line that was broken by hand", "and a longer second one, which is as wide as the third,"]
    block = "\n".join([*lines, "and goes on, as a hard wrapped text does, to a long end", "here."])
    pdf = typeset(
        '#for part in json(bytes(sys.inputs.parts)) [#par(part.split("\\n").join(linebreak()))]',
        parts=json.dumps([block] * 4),
    )
    assert text_of(pdf) == "\n\n".join([block] * 4) + "\n"


def test_two_columns_are_read_one_after_the_other_and_a_paragraph_across_them_stays_whole() -> None:
    source = (
        "#set page(width: 21cm, height: 11cm, margin: 2cm)\n#set text(size: 10pt)\nInformation Note\n\n"
        "#columns(2)[#for mark in range(1, 5) [#par([#mark. #words])]]"
    )
    said = "\n\n".join(f"{mark}. {WORDS}" for mark in range(1, 5))
    assert text_of(typeset(source)) == f"Information Note\n\n{said}\n"


def test_a_table_of_labels_reads_row_by_row() -> None:
    rows = "#table(columns: (3cm, 5cm), stroke: none, [Event:], words, [Venue:], [Strelsau])"
    assert text_of(typeset(rows)) == f"Event:\t{WORDS}\n\nVenue:\tStrelsau\n"


def test_chinese_lines_are_joined_without_blanks() -> None:
    sentence = "虚构的讲习班讨论了一项虚构的计划以及负责执行该计划的机构并为此举行了四次无人出席的会议"
    pdf = typeset(f'#set text(font: "Noto Sans CJK SC", lang: "zh")\n{sentence}')
    assert text_of(pdf) == f"{sentence}\n"


def test_chinese_lines_that_end_early_stay_lines_and_get_no_blanks_around_numbers() -> None:
    lines = ["主办方：虚构的机构", "日期：2014年5月12日至14日", "- 虚构的国家于2004年提交了报告。"]
    pdf = typeset(
        '#set text(font: "Noto Sans CJK SC", lang: "zh")\n#json(bytes(sys.inputs.lines)).join(linebreak())',
        lines=json.dumps(lines),
    )
    assert text_of(pdf) == "\n".join(lines) + "\n"


def test_an_arabic_line_that_was_set_from_left_to_right_gets_its_mark_and_stop_back() -> None:
    assert mended(".قدم العراق تقريره الأول في 2005 -") == "- قدم العراق تقريره الأول في 2005."
    assert mended("قدم العراق - تقريره") == "قدم العراق - تقريره"


def test_arabic_numbers_ranges_and_brackets_read_as_they_were_written() -> None:
    text = (
        "الحدث: حلقة عمل مخترعة بشأن القرار 1540 (2004) وخطة [1] لا وجود لها في أي مكان.\n\n"
        "التاريخ والمكان: 22-23 كانون الثاني/يناير 2018، مدينة مخترعة، في الفترة 2015-2017.\n\n"
        "قدمت الدولة المخترعة تقريرها الأول إلى اللجنة في 10 أيلول/سبتمبر 2004، ثم عقد الاجتماع لاحقا.\n"
    )
    pdf = typeset('#set text(font: "Amiri", lang: "ar")\n' + text.replace("[1]", "\\[1\\]"))
    assert text_of(pdf) == text


def test_a_range_that_rises_already_and_numbers_that_are_none_stay() -> None:
    assert (
        mended("في الفترة 22-23 والرقم 1540-12 والتاريخ 3-2-2014") == "في الفترة 22-23 والرقم 1540-12 والتاريخ 3-2-2014"
    )


def test_a_page_that_is_only_a_picture_is_named_among_the_findings() -> None:
    extracted = extract(typeset("One.\n#pagebreak()\n#rect()"), "note.pdf")
    assert [(finding.code.value, finding.at, finding.detail) for finding in extracted.findings] == [
        ("unreadable", "file", "Page 2 holds a picture without text: it was not read.")
    ]


def test_a_pdf_made_by_hand_is_read() -> None:
    assert text_of(make.pdf(b"null")) == "Invented note, for a test only.\n"
