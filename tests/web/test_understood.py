"""A reading in words, whatever a client sent as one."""

from typing import Any

from app.reading.models import Reading
from app.web.understood import View, view
from tests import make


def seen(**members: Any) -> View:
    return view(Reading.model_validate(make.reading(**members)), "")


def values(group: str, **members: Any) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in seen(**members).groups.get(group, [])]


def test_the_event_is_said_in_words() -> None:
    event = make.reading()["event"] | {"title": "Invented meeting", "resolutions": []}

    assert values("event", event=event) == [
        ("Title", "Invented meeting"),
        ("Type", "Final review of a national action plan"),
        ("Held", "In person"),
        ("Date", "14-15 May 2019"),
        ("Venue", "Montevideo, Uruguay"),
        ("About", "Uruguay"),
    ]


def test_an_event_of_which_little_is_known_has_few_fields() -> None:
    event = make.reading()["event"] | {
        "title": None, "starts_on": None, "ends_on": None, "sessions": [], "venues": [], "states": [],
        "resolutions": [],
    }  # fmt: skip

    assert [name for name, _ in values("event", event=event)] == ["Type", "Held"]


def test_what_is_no_date_and_no_state_is_shown_as_it_came() -> None:
    event = make.reading()["event"] | {"starts_on": "2018-02-30", "sessions": [], "states": ["ZZZ"], "resolutions": []}
    facts = [make.fact("22/01/2018", "letter", "Invented", "note.background[0]", states=["ZZZ"])]

    assert dict(values("event", event=event))["Date"] == "2018-02-30 to 15 May 2019"
    assert dict(values("event", event=event))["About"] == "ZZZ"
    assert values("entries", entries=facts) == [("22/01/2018", "Letter, ZZZ")]


def test_numbers_acronyms_and_dues_are_said_too() -> None:
    people = [{"name": "Officials", "kind": "group", "state": None, "total": 22}]
    step = {"action": "submit a plan", "at": "note.highlights[0]"}
    steps = [step | {"actor": "Ministry", "due": "2018-06"}, step | {"actor": None, "due": None}]

    assert values("organizers")[0] == ("Organizer", "Organization of American States (OAS)")
    assert values("participants", participants=people) == [("Group", "Officials (22)")]
    assert values("next_steps", next_steps=steps) == [
        ("Ministry", "submit a plan by June 2018"),
        ("Somebody", "submit a plan"),
    ]


def test_a_doubt_stands_at_its_field_or_by_itself() -> None:
    doubts = [
        {"code": "org_name_error", "at": "organizers[1].name", "detail": "Invented", "suggestion": None},
        {"code": "missing_field", "at": "event.venues", "detail": "Invented", "suggestion": None},
    ]

    shown = seen(findings=doubts)

    assert [[doubt.at for doubt in one.findings] for one in shown.groups["organizers"]] == [[], ["organizers[1].name"]]
    assert [doubt.at for doubt in shown.findings] == ["event.venues"]


def test_what_was_read_with_doubt_is_not_sure() -> None:
    shown = seen(confidence={"event.title": 0.4})

    assert [one.path for fields in shown.groups.values() for one in fields if not one.sure] == ["event.title"]
