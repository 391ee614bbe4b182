"""Pages of events."""

from tests import make
from tests.callers import Caller
from tests.events.edits import amended, withdrawn
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


def test_an_event_shows_its_life_its_hours_and_its_series(visitor: Visitor, expert: Caller) -> None:
    first = make.event(expert, title="First of them", starts_on="2017", ends_on=None)
    hidden = make.event(expert, title="Hidden one", follows=first["id"], visibility="committee")
    event = make.event(
        expert, title="Second of them", status="planned", follows=first["id"], series="Invented series",
        timezone="Asia/Ashgabat", times=[{"on": "2018-01-22", "starts": "14:00", "ends": "16:30"}],
    )  # fmt: skip
    amended(expert, event, status="cancelled", reason="The host withdrew")

    page = visitor.page(f"/events/{event['id']}")

    facts = dict(zip(words(page, ".facts dt"), words(page, ".facts dd"), strict=True))
    assert words(page, ".head p")[1] == "cancelled The host withdrew"
    assert (facts["Hours"], facts["Series"]) == ("22 January 2018, 14:00-16:30Asia/Ashgabat", "Invented series")
    assert words(page, "section[aria-labelledby=chain] li") == [
        "2017 First of them Final review of a national action plan · Ashgabat, Turkmenistan",
        "22-23 January 2018 This event",
    ]
    assert hidden["id"] not in visitor.get(f"/events/{event['id']}").text


def test_an_event_offers_its_files_to_those_who_may_see_them(
    visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    event = make.event(expert)
    path = f"/events/{event['id']}/attachments"
    for title, visibility in (("Programme", "public"), ("List of names", "committee")):
        form = {"kind": "programme", "title": title, "visibility": visibility}
        expert.post(path, data=form, files={"file": ("a.txt", b"10:00 Opening")}).raise_for_status()

    shown = visitor.page(f"/events/{event['id']}")
    links = [
        link.get("href", "") for link in expert_visitor.page(f"/events/{event['id']}").cssselect("#files + ul .name")
    ]

    assert words(shown, "#files + ul p") == ["TXT, 13 Bytes"]
    assert [visitor.get(link).status_code for link in links] == [200, 404]
    sent = expert_visitor.get(links[1])
    assert (sent.content, sent.headers["content-security-policy"]) == (b"10:00 Opening", "sandbox; default-src 'none'")


def test_a_withdrawn_event_says_so_on_its_page(visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert, status="planned")
    withdrawn(expert, f"/events/{event['id']}", reason="Recorded twice")

    assert words(visitor.page(f"/events/{event['id']}"), ".head p")[1] == "withdrawn Recorded twice"
    assert words(visitor.page("/events"), ".empty p") == ["No event is on record yet."]


def test_a_type_that_was_added_is_offered_and_shown_by_its_name(visitor: Visitor, expert: Caller) -> None:
    expert.make("/event-types", {"type": "simulation", "labels": {"en": "Table-top exercise"}})
    event = make.event(expert, type="simulation")

    assert words(visitor.page(f"/events/{event['id']}"), ".eyebrow") == ["Table-top exercise"]
    page = visitor.page("/events?type=simulation")
    assert words(page, "#f-type option[selected]") == ["Table-top exercise"]
    assert words(page, ".things .name") == [event["title"]]
