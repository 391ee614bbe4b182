"""Templates of an organization: kept for it and the committee, tried before they are kept, and printing whole notes."""

from typing import Any

import pytest

from app.kit.db import Database
from app.notes import templates_projection
from tests import make
from tests.callers import Caller
from tests.notes.edits import address
from tests.notes.test_routes import compose, published
from tests.remaking import remade

Json = dict[str, Any]
SOURCE = """{{ note.title | upper }}
{% for part in note.sections %}
{{ part.heading }}
{% for item in part.items %}
* {{ item.text }}
{% endfor %}
{% endfor %}
{{ note.disclaimer }}
"""
ANYWAY: Json = {"headers": {"If-Match": "*"}, "params": {"reason": "Old."}}


def template(caller: Caller, source: str = SOURCE, **members: Any) -> Json:
    made: Json = caller.make("/templates", {"name": "House style", "source": source} | members)
    return made


def place(made: Json) -> str:
    return f"/templates/{made['id']}"


def as_printed(note: Json, made: Json) -> str:
    return f"{address(note)}{place(made)}"


@pytest.mark.C2
def test_a_note_is_printed_by_an_organizations_own_template(organizer: Caller, expert: Caller) -> None:
    note, made = published(organizer, expert), template(organizer)

    answer = organizer.get(as_printed(note, made))

    texts = [item["text"] for section in note["sections"] for item in section["items"]]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("INFORMATION NOTE\n")
    assert [text for text in texts if f"\n* {text}\n" not in answer.text] == []
    assert answer.text.endswith(note["disclaimer"] + "\n")
    assert expert.get(as_printed(note, made)).text == answer.text


def test_a_template_makes_plain_text_or_markdown(organizer: Caller, expert: Caller) -> None:
    note, made = published(organizer, expert), template(organizer, form="md")

    answer = organizer.get(as_printed(note, made))

    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"].endswith('.md"')


@pytest.mark.C2
def test_nobody_but_its_organization_and_the_experts_learns_of_a_template(
    client: Caller, rival: Caller, reader: Caller, organizer: Caller, expert: Caller
) -> None:
    note, made = published(organizer, expert), template(organizer)

    assert organizer.read("/templates")["items"] == expert.read("/templates")["items"] == [made]
    for outsider in (client, rival, reader):
        assert outsider.read("/templates")["items"] == []
        assert outsider.get(place(made)).status_code == 404
        assert outsider.get(as_printed(note, made)).status_code == 404
        assert made["id"] not in outsider.get("/changes?limit=1000").text


def test_a_template_prints_no_note_that_its_user_may_not_see(organizer: Caller, expert: Caller) -> None:
    draft, made = compose(expert, make.event(expert)), template(organizer)
    trial = {"source": SOURCE, "note": draft["id"]}

    assert organizer.get(as_printed(draft, made)).status_code == 404
    assert organizer.post("/templates/preview", json=trial).status_code == 404
    told = next(item["text"] for part in draft["sections"] for item in part["items"])
    assert told in expert.post("/templates/preview", json=trial).json()["text"]


@pytest.mark.C2
def test_a_preview_shows_what_a_template_names_in_vain_and_keeps_nothing(organizer: Caller) -> None:
    asked = organizer.post(
        "/templates/preview", json={"source": "{{ note.disclaimer }}\n{{ missing }} {{ note.titel }}"}
    )

    assert asked.status_code == 200
    assert asked.json()["text"].endswith("\n⟦missing⟧ ⟦note.titel⟧")
    assert [(one["code"], one["line"]) for one in asked.json()["problems"]] == [
        ("undefined_name", 2), ("undefined_name", 2),
    ]  # fmt: skip
    assert organizer.read("/templates")["items"] == []


@pytest.mark.C2
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ note.disclaimer }}{{ missing }}", "undefined_name"),
        ("{{ note.disclaimer }}{% include '/etc/passwd' %}", "not_allowed"),
        ("{{ note.disclaimer }}{% if %}", "syntax"),
        ("{{ note.title }}", "without_disclaimer"),
    ],
)
def test_a_template_that_does_not_print_a_whole_note_is_not_kept(organizer: Caller, source: str, code: str) -> None:
    refused = organizer.post("/templates", json={"name": "x", "source": source})

    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/source", code)]
    assert organizer.read("/templates")["items"] == []


@pytest.mark.N11
@pytest.mark.parametrize("beside", ["{{ note.title }}", "{{ note.nothing }}"])
def test_no_template_prints_a_note_without_its_disclaimer(organizer: Caller, expert: Caller, beside: str) -> None:
    source = "{% if note.status == 'draft' %}{{ note.disclaimer }}{% else %}" + beside + "{% endif %}"
    sly = template(organizer, source)

    refused = organizer.get(as_printed(published(organizer, expert), sly))

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/template-not-filled-in")
    assert [one["code"] for one in refused.json()["errors"]] == ["without_disclaimer"]


def test_a_template_is_changed_by_its_organization_alone_and_named_by_its_version(
    organizer: Caller, rival: Caller, expert: Caller
) -> None:
    made = template(organizer)
    why: Json = {"params": {"reason": "Another name."}}
    how = why | {"headers": {"If-Match": organizer.get(place(made)).headers["etag"]}}

    assert organizer.put(place(made), json=made, **why).status_code == 428
    assert expert.put(place(made), json=made, **how).json()["type"] == "/problems/template-of-others"
    assert rival.put(place(made), json=made, **how).status_code == 404
    assert organizer.put(place(made), json=made, **how).json() == made
    changed = organizer.put(place(made), json=made | {"name": "Another"}, **how).json()
    assert (changed["version"], changed["name"], changed["owner"]) == (2, "Another", made["owner"])
    assert organizer.put(place(made), json=made, **how).status_code == 412


def test_a_change_that_spoils_a_template_is_refused(expert: Caller) -> None:
    made = template(expert)

    spoilt = expert.put(place(made), json=made | {"source": "x"}, **ANYWAY)

    assert (spoilt.status_code, spoilt.json()["errors"][0]["code"]) == (422, "without_disclaimer")
    assert expert.read(place(made)) == made


def test_a_withdrawn_template_is_offered_to_nobody(organizer: Caller, expert: Caller) -> None:
    note, made = published(organizer, expert), template(organizer)

    gone = organizer.request("DELETE", place(made), **ANYWAY).json()

    assert (gone["version"], gone["withdrawn_at"]) == (2, gone["recorded_at"])
    assert organizer.read("/templates")["items"] == []
    assert [organizer.get(one).status_code for one in (place(made), as_printed(note, made))] == [404, 404]


def test_templates_are_made_again_from_the_ledger(organizer: Caller, database: Database) -> None:
    made = template(organizer)
    organizer.request("DELETE", place(made), **ANYWAY).raise_for_status()

    before, after = remade(database, templates_projection)

    assert after == before
    assert len(after["template"]) == 2
