"""Of a page, the note is read and the site around it is not; the facts in these pages are invented."""

import pytest

from app.reading.extract import Unreadable, extract
from app.reading.extract.html import read
from app.reading.extract.refusals import Empty, TooComplex, UnsupportedFormat

SENTENCE = "The invented workshop considered an invented plan, and nobody who was there has ever said a word about it."


def text_of(body: str, *, head: str = "<title>Site</title>") -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    text = extract(page, "note.html").text
    assert read(page)["text"] == text
    return text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Note<sup>1</sup></h1><p>One\n two</p><p>Three<br>four</p>", "Note¹\nOne two\nThree\nfour"),
        ("<ul><li>One<li>Two<ul><li>In</ul></ul><ol type=a><li>A<li>B</ol>", "- One\n- Two\n- In\na. A\nb. B"),
        (
            "<table><tr><th>Event:<td>Invented<br>workshop<tr><td>Date and <p>Venue:</p><td>Minsk</table>",
            "Event:\tInvented\nworkshop\nDate and Venue:\tMinsk",
        ),
        ("<table><tr><td><p>Layout<p>only</table>", "Layout\nonly"),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", "a\tb\tc"),
        ("A<script>alert(1)</script><style>p{}</style><!-- c --><p style='display: none'>x</p><p hidden>y</p>B", "AB"),
        ("<del>Old</del><ins>New</ins> &eacute;&#1052;", "New éМ"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>Agr&shy;eed</p>", "Agr\u00adeed"),
    ],
)
def test_the_text_is_what_a_reader_of_the_page_sees(body: str, text: str) -> None:
    assert text_of(body) == text + "\n"


FURNITURE = [
    "<nav><a href=/>Home</a></nav>",
    "<header><p>Invented Committee</p></header>",
    "<footer>Imprint</footer>",
    "<aside>Related</aside>",
    "<div id=cookie-consent>We use cookies <button>Accept</button></div>",
    "<div class='site-footer'>Imprint</div>",
    "<div role=navigation>Home</div>",
    "<ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul>",
    "<form><input value=x>Search</form>",
    "<div class='breadcrumb'>Home</div><div class='social share'>Share</div>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_what_surrounds_the_note_on_its_site_is_left_out(furniture: str) -> None:
    assert text_of(f"{furniture}<h1>Note</h1><p>{SENTENCE}</p>{furniture}") == f"Note\n\n{SENTENCE}\n"


def test_the_main_part_is_read_where_the_page_names_one() -> None:
    said = f"<p>{SENTENCE}</p>" * 3
    page = f"<div>Site</div><main><header><h1>Note</h1></header>{said}</main><p>After</p>"
    assert text_of(page) == f"Note\n\n{SENTENCE}\n\n{SENTENCE}\n\n{SENTENCE}\n"


def test_a_note_in_an_element_that_only_sounds_like_furniture_is_read() -> None:
    assert text_of(f"<div class='no-sidebar menu-open'><p>{SENTENCE}</p></div>") == f"{SENTENCE}\n"
    assert text_of("<p>Participants</p><ul><li><a>A</a> of B<li>C<li>D</ul>") == "Participants\n- A of B\n- C\n- D\n"


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "", "Genève Минск 北京"),
        ("utf-8-sig", "", "Genève Минск 北京"),
        ("utf-16", "", "Genève Минск 北京"),
        ("cp1251", "<meta charset=windows-1251>", "Минск"),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "Минск"),
        ("gb18030", "<meta charset=gb2312>", "北京"),
        ("big5", "<meta charset='big5'>", "會議"),
        ("cp1256", "<meta charset=windows-1256>", "القاهرة"),
        ("cp1252", "<meta charset=iso-8859-1>", "Genève – “x”"),
        ("cp1251", "<meta charset=unknown-8bit>", "Вымышленный семинар"),
    ],
)
def test_a_page_is_decoded_as_it_says_or_as_it_looks(encoding: str, declared: str, text: str) -> None:
    page = f"<html><head>{declared}</head><body><p>{text}</p></body></html>"
    assert extract(page.encode(encoding), "note.html").text == read(page.encode(encoding))["text"] == text + "\n"


def test_a_page_of_xml_with_entities_is_read_without_them() -> None:
    declared = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "bomb"><!ENTITY b "&a;&a;">]>'
    text = extract(declared + b"<html><body><p>Invented &b;</p></body></html>", "n").text
    assert "bomb" not in text.partition("Invented")[2]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html><body></body></html>", Empty),
        (b"<html>", Empty),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>Invented</text></svg>", UnsupportedFormat),
        (b"<?xml version='1.0'?><office>Invented</office>", UnsupportedFormat),
        (b"<html><body>" + b"<p>Invented " * 400_000, TooComplex),
    ],
)
def test_what_is_no_page_of_text_is_refused(content: bytes, refusal: type[Unreadable]) -> None:
    with pytest.raises(refusal):
        extract(content, "note.html")


def test_deep_pages_are_read_or_refused() -> None:
    for tag in ("div", "table><tr><td", "ul><li", "b"):
        content = f"<html><body>{f'<{tag}>' * 20_000}Invented".encode()
        try:
            assert "Invented" in extract(content, "note.html").text
        except Unreadable:
            continue
