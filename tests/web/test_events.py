"""Pages of events."""

from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words

ARABIC = "ورشة عمل بشأن خطة العمل الوطنية"


def test_events_are_listed_newest_first_with_place_and_type(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, title="Invented first meeting", starts_on="2017-06-29", ends_on="2017-06-30")
    make.event(expert, title="Invented second meeting", type="workshop", mode="virtual", venues=[])

    page = visitor.page("/events")

    assert words(page, ".things .name") == ["Invented second meeting", "Invented first meeting"]
    assert words(page, ".things .when") == ["22-23 January 2018", "29-30 June 2017"]
    assert words(page, ".things p") == [
        "Workshop, virtual",
        "Final review of a national action plan · Ashgabat, Turkmenistan",
    ]


def test_events_are_filtered_by_the_form(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, title="Invented meeting")
    make.event(
        expert,
        title="Invented course",
        type="training_course",
        states=["KGZ"],
        venues=[],
        starts_on="2014",
        ends_on=None,
    )

    assert words(visitor.page("/events?q=&state=KGZ&type="), ".things .name") == ["Invented course"]
    assert words(visitor.page("/events?type=training_course&from=2013-01-01"), ".things .name") == ["Invented course"]
    assert words(visitor.page("/events?state=AFG"), ".empty p")[0] == "No event fits these filters."


def test_an_empty_register_says_that_it_has_no_events(visitor: Visitor) -> None:
    assert words(visitor.page("/events"), ".empty p") == ["No event is on record yet."]


def test_an_event_shows_who_held_it_and_who_took_part(visitor: Visitor, expert: Caller) -> None:
    event = make.event(
        expert,
        organizers=[{"name": "Invented Institute"}, {"name": "Invented Fund", "role": "funder"}],
        participants=[
            {"name": "Turkmenistan", "kind": "state", "state": "TKM", "role": "attended"},
            {"name": "Officials", "kind": "count", "total": 22, "women": 10},
        ],
        resolutions=["1540 (2004)"],
    )

    page = visitor.page(f"/events/{event['id']}")

    facts = dict(zip(words(page, ".facts dt"), words(page, ".facts dd"), strict=True))
    assert facts["Date"] == "22-23 January 2018"
    assert facts["Venue"] == "Ashgabat, Turkmenistan"
    assert facts["Organizer"] == "Invented Institute"
    assert facts["Funder"] == "Invented Fund"
    assert facts["Participants"] == "TurkmenistanOfficials (22, 10 women)"
    assert facts["Resolutions"] == "1540 (2004)"


def test_an_arabic_title_keeps_its_direction(visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert, title=ARABIC)

    page = visitor.page(f"/events/{event['id']}")

    assert words(page, "h1 > bdi") == [ARABIC]


def test_what_somebody_typed_is_never_markup(visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert, title="<script>alert(1)</script> & meeting")

    page = visitor.page(f"/events/{event['id']}")

    assert page.cssselect("script") == []
    assert words(page, "h1") == ["<script>alert(1)</script> & meeting"]


def test_an_event_of_the_committee_is_not_found_by_others(visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert, visibility="committee")

    assert words(visitor.page(f"/events/{event['id']}", status=404), "h1") == ["There is no such event"]
    assert visitor.page("/events").cssselect(".things .name") == []


def test_only_experts_are_offered_to_write_a_note(visitor: Visitor, expert_visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert)

    assert visitor.page(f"/events/{event['id']}").cssselect("form[action$='/notes']") == []
    assert len(expert_visitor.page(f"/events/{event['id']}").cssselect("form[action$='/notes']")) == 1


def test_words_that_no_text_holds_are_named_beside_their_field(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, title="Invented meeting")

    for path, about in (("/events?q=%00", ".things .name"), ("/states?q=%00", "tbody th a")):
        page = visitor.page(path)
        (field,) = page.cssselect("#f-q")
        assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "w-q")
        assert words(page, "#w-q") == ["The text holds a control character, or half of a surrogate pair."]
        assert words(page, about) != []
    assert visitor.get("/search?q=%00").status_code == 422
