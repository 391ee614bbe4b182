"""A template from outside gets at a note and at nothing else; what it names in vain is shown."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notes import sandbox
from app.notes.templates import example, members

NOTE: Mapping[str, Any] = members(example())
END = "|{{ note.disclaimer }}"


def printed(source: str) -> str:
    """What a sound template prints before its disclaimer."""
    filled = sandbox.fill(source + END, NOTE)
    assert filled.faults == []
    return filled.text.removesuffix("|" + NOTE["disclaimer"])


def faults(source: str) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.line) for fault in sandbox.fill(source + END, NOTE).faults]


@pytest.mark.C2
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ note.title }}", example().title),
        ("{% for row in note.header %}\n{{ row.label }}={{ row.value }};{% endfor %}", None),
        ("{% for part in note.sections %}{{ loop.index }}{{ part.items[0].text }} {% endfor %}", None),
        ("{{ (note.sections | last).heading | upper }}", None),
        ("{% if note.mark %}[{{ note.mark | lower }}]{% endif %}", None),
        ("{{ note.receipt }}|{{ note.receipt | default('none', true) }}", "|none"),
        ("{{ 'yes' if note.revision == 1 and note.status != 'published' else 'no' }}", "yes"),
        ("{{ note.nothing is defined }} {{ note.sections | length }}", "False 4"),
        ("{# a remark #}{% raw %}{{ as it is }}{% endraw %}", "{{ as it is }}"),
        ("{{ note.direction }}", "ltr"),
    ],
)
def test_a_template_prints_what_the_note_holds(source: str, text: str | None) -> None:
    made = printed(source)
    assert made == text if text else made.strip()


def test_a_section_has_its_items_and_not_a_method_of_that_name() -> None:
    source = "{% for part in note.sections %}{% for item in part.items %}{{ item.text }} {% endfor %}{% endfor %}"
    assert printed(source).startswith("A sentence. A sentence. A sentence. A sentence. ")


@pytest.mark.C2
@pytest.mark.parametrize(
    ("source", "text", "line"),
    [
        ("\n{{ missing }}{{ missing }}", "\n⟦missing⟧⟦missing⟧", 2),
        ("a\n{{ note.titel }}", "a\n⟦note.titel⟧", 2),
        ("{{ note.header[9].label }}", "⟦note.header[...]⟧", 1),
        ("{{ note.title.text }}", "⟦note.title.text⟧", 1),
        ("{% for x in note.parts %}{{ x }}{% endfor %}", "", 1),
        ("{% if note.stauts == 'draft' %}x{% endif %}", "", 1),
        ("{% if note.marked %}x{% endif %}", "", 1),
        ("{{ note.title | default('x') }}{{ note.heading | join(', ') }}", None, 1),
    ],
)
def test_a_name_that_nothing_has_is_marked_and_told_with_its_line(source: str, text: str | None, line: int) -> None:
    filled = sandbox.fill(source + END, NOTE)
    assert [(fault.code, fault.line) for fault in filled.faults] == [("undefined_name", line)]
    assert text is None or filled.text.startswith(text + "|")


@pytest.mark.C2
@pytest.mark.parametrize(
    "source",
    [
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'base' %}",
        "{{ note.title.upper() }}",
        "{{ range(10) }}",
        "{{ cycler('a') }}",
        "{% set a = note.title %}",
        "{% set a %}x{% endset %}",
        "{% macro m() %}x{% endmacro %}",
        "{% call note.title() %}x{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% block b %}x{% endblock %}",
        "{% with a = 1 %}x{% endwith %}",
        "{% autoescape true %}x{% endautoescape %}",
        "{% for x in note.sections recursive %}{{ loop(x.items) }}{% endfor %}",
        "{% for a, b in note.header %}x{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ note.title ~ note.title }}",
        "{{ note.title + note.title }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ note.title[0:1] }}",
        "{{ note.title | center(999999999) }}",
        "{{ note.title | attr('__class__') }}",
        "{{ note.sections | map(attribute='items') | list }}",
        "{{ note.title | pprint }}",
        "{{ note.header | join(note.title) }}",
        "{{ note.title is callable }}",
        "{{ note.title is sameas(note.title) }}",
    ],
)
def test_what_a_template_has_no_place_for_is_refused_before_it_runs(source: str) -> None:
    filled = sandbox.fill(source + END, NOTE)
    assert (filled.text, [fault.code for fault in filled.faults]) == ("", ["not_allowed"])
    assert filled.faults[0].line in {1, None}


@pytest.mark.C2
@pytest.mark.parametrize(
    "path",
    [
        "note.__class__", "note['__class__']", "note.title.__class__.__mro__", "note.items", "note.get",
        "loop.__class__", "loop._iterator", "loop.changed", "note.sections.append", "self.__init__",
        "note.title.format",
    ],
)  # fmt: skip
def test_no_attribute_of_an_object_is_reached(path: str) -> None:
    filled = sandbox.fill("{% for x in note.header %}{{ " + path + " }}{% endfor %}" + END, NOTE)
    assert {fault.code for fault in filled.faults} == {"undefined_name"}
    assert "⟦" in filled.text
    assert not any(word in filled.text for word in ("<", "object", "method"))


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in note.header %}" * 7 + "x" + "{% endfor %}" * 7,
        "{% for a in note.header %}" * 5 + "x" * 15_000 + "{% endfor %}" * 5,
        "{% for a in note.header %}" * 5 + "{% if note.disclaimer | upper %}{% endif %}" * 300 + "{% endfor %}" * 5,
        "{% if note.title %}" * 200 + "{% endif %}" * 200,
        "{{ " + "not " * 4000 + "note.title }}",
        "{{ " + "note.title or " * 1200 + "1 }}",
        "{{ note" + ".title" * 3000 + " }}",
        "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
    ],
)
def test_what_would_take_too_much_ends_in_a_sentence(source: str) -> None:
    assert [code for code, _ in faults(source)] == ["too_much"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ note.", "syntax"),
        ("{% if %}", "syntax"),
        ("{% nothing %}", "syntax"),
        ("{{ note.header }}", "not_a_text"),
        ("{{ note }}", "not_a_text"),
        ("{% for x in note.title %}x{% endfor %}", "not_a_text"),
        ("{{ note.title | join }}", "not_a_text"),
        ("{{ note.title < 1 }}", "not_a_text"),
        ("{{ note.revision | length }}", "not_a_text"),
    ],
)
def test_what_makes_no_text_is_told(source: str, code: str) -> None:
    assert [code for code, _ in faults(source)] == [code]


@pytest.mark.N11
@pytest.mark.parametrize(
    "source",
    ["", "{{ note.title }}", "{% if note.status == 'published' %}{{ note.disclaimer }}{% endif %}",
     "{{ note.disclaimer | upper }}", "{# {{ note.disclaimer }} #}"],
)  # fmt: skip
def test_a_template_that_loses_the_disclaimer_is_told(source: str) -> None:
    assert [fault.code for fault in sandbox.fill(source, NOTE).faults] == ["without_disclaimer"]


PARTS = ["{{", "}}", "{%", "%}", "note", ".", "title", "for x in", "endfor", "if", "endif", "|", "[", "]", "(", ")",
         "0", "'", "loop", "not", "is", "#}", "{#", "\n", "items", "sections", "raw"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=30).map(" ".join) | st.text(max_size=60))
def test_no_source_raises(source: str) -> None:
    filled = sandbox.fill(source, NOTE)
    assert filled.faults
