"""Pages of States: the list, and one State with its timeline."""

import pytest

from app.web import render
from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words


def test_a_page_of_a_state_lists_its_entries_with_un_dates(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert, date="2014", title="Invented workshop", kind="event", date_basis="held")
    make.entry(expert, date="2017-06-29/2017-06-30", title="Invented meeting", kind="event")
    make.entry(expert, date="XXXX-11-08", title="Invented visit", kind="visit")

    page = visitor.page("/states/TKM")

    assert words(page, ".timeline h3") == ["2014", "2017", "Year not known"]
    assert words(page, ".entry .what") == ["Invented workshop", "Invented meeting", "Invented visit"]
    assert words(page, ".entry .when small") == ["held"]
    assert words(page, ".entry .when") == ["2014", "29-30 June 2017", "8 November (year not known)"]


def test_each_mark_of_the_picture_leads_to_its_entry(visitor: Visitor, expert: Caller) -> None:
    known = make.entry(expert, date="2004-09-10")

    page = visitor.page("/states/TKM")

    assert [mark.get("href") for mark in page.cssselect("svg.wide a")] == [f"#entry-{known['id']}"]
    assert [mark.get("aria-label") for mark in page.cssselect("svg.narrow a")] == [
        "10 September 2004: National report, First national report"
    ]
    assert len(page.cssselect(f"#entry-{known['id']}")) == 1


def test_an_entry_shows_its_sources_symbols_and_doubts(visitor: Visitor, expert: Caller) -> None:
    make.entry(
        expert,
        identifiers=[{"scheme": "un", "value": "S/AC.44/INVENTED"}],
        sources=[{"url": "https://www.example.org/a/b", "place": "p. 2"}, {"text": "A printed list"}],
    )

    page = visitor.page("/states/TKM")

    assert words(page, ".entry .source li") == ["example.org, p. 2", "A printed list"]
    assert words(page, ".entry .more") == ["National report S/AC.44/INVENTED"]


def test_an_entry_shows_its_edition_its_other_dates_and_that_sources_disagree(visitor: Visitor, expert: Caller) -> None:
    plan = make.entry(
        expert, kind="nap", date="2018-06-11", date_basis="submitted", dates={"adopted": "2018"}, edition="Second",
        valid="2018/2022", groups=["Invented group"], count="3 States",
        sources=[{"note": "01920000-0000-7000-8000-000000000000", "revision": 2}],
    )  # fmt: skip
    expert.make(
        f"/entries/{plan['id']}/claims", {"member": "date", "value": "2018-06-12", "source": {"text": "A printed list"}}
    )

    page = visitor.page("/states/TKM")

    (more,) = words(page, ".entry .more")
    assert more == (
        "National action plan sources disagree edition Second valid between 2018 and 2022 adopted 2018 Invented group "
        "3 States version 2"
    )
    assert words(page, ".entry .when small") == ["submitted"]
    assert words(page, ".entry .source li") == ["Information note, revision 2"]


def test_a_state_without_entries_says_so(visitor: Visitor) -> None:
    page = visitor.page("/states/TUV")

    assert words(page, ".empty p") == ["No entry is on record for this State yet."]
    assert page.cssselect("figure") == []


def test_every_page_of_a_state_carries_the_notice(visitor: Visitor) -> None:
    page = visitor.page("/states/TKM")

    (notice,) = words(page, "main .notice")
    assert notice == (
        "The dates and documents shown here are a record of outreach and reporting. They do not measure how a State "
        "implements the resolution, and they rank no State."
    )


def test_filters_narrow_the_timeline_and_its_json(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert, date="2004-09-10")
    make.entry(expert, date="2018-06-11", kind="nap", title="Invented plan")

    page = visitor.page("/states/TKM?kind=nap&kind=letter&from=2010-01-01&to=&known_at=&as_of=")

    assert words(page, ".entry .what") == ["Invented plan"]
    json = page.cssselect("link[rel=alternate]")[0].get("href")
    assert json == "/api/v1/states/TKM/timeline?from=2010-01-01&kind=nap&kind=letter"
    assert [item["title"] for item in expert.read(json)["items"]] == ["Invented plan"]


def test_a_filter_that_cannot_be_understood_is_named_beside_its_field(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert)

    page = visitor.page("/states/TKM?from=22/01/2018")

    assert words(page, "#w-from") == ["Give a day as YYYY-MM-DD (ISO 8601), for example 2018-01-22."]
    assert page.cssselect("#f-from")[0].get("aria-describedby") == "w-from"
    assert words(page, ".entry .what") == ["First national report"]


def test_a_window_that_ends_before_it_starts_is_named_beside_its_end(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert)

    page = visitor.page("/states/TKM?from=2004-09-11&to=2004-09-10")

    assert words(page, "#w-to") == ["The last day (`to`) lies before the first (`from`): exchange them."]


def test_a_state_is_shown_as_it_was_known_before_anything_was_recorded(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert)

    page = visitor.page("/states/TKM?known_at=2020-01-01T10:00")

    assert words(page, ".empty p")[0] == "No entry fits these filters."
    assert words(page, ".said.warn")[0].startswith("Shown as this register knew it on 1 January 2020, 10:00 UTC.")


def test_what_is_for_the_committee_shows_to_experts_only(
    visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    make.entry(expert, visibility="committee", title="Invented secret")
    make.entry(expert, title="Invented public fact", date="2005")

    assert words(visitor.page("/states/TKM"), ".entry .what") == ["Invented public fact"]
    assert words(expert_visitor.page("/states/TKM"), ".entry .what") == ["Invented secret", "Invented public fact"]


def test_withdrawn_entries_are_not_shown(visitor: Visitor, expert: Caller) -> None:
    known = make.entry(expert)
    tag = expert.get(f"/entries/{known['id']}").headers["etag"]
    expert.post(f"/entries/{known['id']}/withdrawal?reason=Invented", headers={"If-Match": tag})

    assert visitor.page("/states/TKM").cssselect(".entry") == []


def test_a_long_timeline_is_read_page_by_page(visitor: Visitor, expert: Caller) -> None:
    for year in (2004, 2005, 2006):
        make.entry(expert, date=str(year), title=f"Report of {year}")

    first = visitor.page("/states/TKM?limit=2")
    second = visitor.page(first.cssselect(".pages a")[0].get("href") or "")

    assert words(first, ".entry .what") == ["Report of 2004", "Report of 2005"]
    assert words(second, ".entry .what") == ["Report of 2006"]
    assert len(first.cssselect("svg.wide .mark")) == len(second.cssselect("svg.wide .mark")) == 3


def test_a_page_of_a_state_asks_as_many_questions_for_three_entries_as_for_one(
    visitor: Visitor, expert: Caller, statements: list[str]
) -> None:
    make.entry(expert)
    visitor.page("/states/TKM")
    statements.clear()
    visitor.page("/states/TKM")
    for_one = len(statements)
    make.entry(expert, date="2005")
    make.entry(expert, date="2006")
    statements.clear()
    visitor.page("/states/TKM")

    assert len(statements) == for_one


def test_the_list_has_every_state_in_the_order_of_the_alphabet(visitor: Visitor) -> None:
    names = words(visitor.page("/states"), "tbody th")

    assert len(names) == 195
    assert names[:3] == ["Afghanistan", "Albania", "Algeria"]
    assert names.index("Côte d'Ivoire") == names.index("Costa Rica") + 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=turk", ["Türkiye", "Turkmenistan"]),
        ("q=TKM", ["Turkmenistan"]),
        ("q=تركمانستان", ["Turkmenistan"]),
        ("q=turkmen&group=african", []),
        ("q=turkmen&report=unknown", ["Turkmenistan"]),
        ("q=turkmen&report=yes", []),
    ],
)
def test_the_list_is_filtered(visitor: Visitor, query: str, found: list[str]) -> None:
    assert words(visitor.page(f"/states?{query}"), "tbody th") == found


def test_a_name_that_fits_nothing_gets_an_offer(visitor: Visitor) -> None:
    page = visitor.page("/states?q=Turkmenitsan")

    assert words(page, ".empty p")[0] == "No State fits these filters."
    assert page.cssselect(".empty p:nth-child(2) a")[0].get("href") == "/states/TKM"


def test_the_list_cannot_be_sorted_by_a_count(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert)

    assert words(visitor.page("/states?order=desc&sort=events"), "tbody th")[0] == "Afghanistan"


def test_there_is_no_page_for_an_unknown_state(visitor: Visitor) -> None:
    page = visitor.page("/states/ZZZ", status=404)

    assert words(page, "h1") == ["There is no such State"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/a", "example.org"),
        ("http://us[er@example.com/", "http://us[er@example.com/"),
        ("words", "words"),
    ],
)
def test_a_web_site_is_named_whatever_its_address(url: str, name: str) -> None:
    assert render.host(url) == name


def test_the_open_steps_of_a_state_are_listed_with_what_is_overdue(visitor: Visitor, expert: Caller) -> None:
    make.step(expert, due="2018-06")
    make.step(expert, actor=None, action="A workshop will be held", date="2019", visibility="committee")
    make.step(expert, states=["KGZ"])

    page = visitor.page("/states/TKM")
    past = visitor.page("/states/TKM?as_of=2018-06-30")

    assert words(page, ".steps .what") == ["Ministry of Foreign Affairs shall submit a draft plan for approval"]
    assert words(page, ".steps .chip") == ["overdue"]
    assert words(past, ".steps .chip") == []
    assert words(page, ".steps .more span:not(.chip)") == ["agreed 22-23 January 2018", "due June 2018"]
    assert [link.get("href") for link in page.cssselect("a[href*='/steps?']")] == [
        "/api/v1/steps?state=TKM&status=open"
    ]
    assert visitor.page("/states/URY").cssselect(".steps") == []
