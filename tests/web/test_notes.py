"""Pages of information notes."""

from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words


def written(expert_visitor: Visitor, expert: Caller) -> str:
    """A draft written from the record; answers its page's address."""
    make.entry(expert, date="2004-09-10")
    event = make.event(expert)
    answer = expert_visitor.post(f"/events/{event['id']}/notes", data={"language": "en"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_note_is_written_from_the_record_and_shown_as_printed(expert_visitor: Visitor, expert: Caller) -> None:
    page = expert_visitor.page(written(expert_visitor, expert))

    assert words(page, ".note-mark") == ["Draft"]
    assert words(page, ".note dd")[0] == "Meeting on the national action plan"
    assert "not an official report" in page.cssselect("#note-disclaimer")[0].text_content()


def test_each_sentence_leads_to_the_entries_that_it_rests_on(expert_visitor: Visitor, expert: Caller) -> None:
    page = expert_visitor.page(written(expert_visitor, expert))

    (entry,) = expert.read("/states/TKM/timeline", kind="national_report")["items"]
    links = [link.get("href") for link in page.cssselect("#rests ~ .things a")]
    assert links == [f"/states/TKM#entry-{entry['id']}"]


def test_a_draft_can_be_taken_away_by_experts_only(expert_visitor: Visitor, visitor: Visitor, expert: Caller) -> None:
    address = written(expert_visitor, expert)

    answer = expert_visitor.get(f"{address}.pdf")

    assert (answer.content[:5], answer.headers["cache-control"]) == (b"%PDF-", "private, no-store")
    assert {visitor.get(f"{address}{suffix}").status_code for suffix in ("", ".pdf", ".docx", ".json")} == {404}


def test_every_format_that_a_note_offers_is_there(expert_visitor: Visitor, expert: Caller) -> None:
    page = expert_visitor.page(written(expert_visitor, expert))

    offers = {link.text: expert_visitor.get(link.get("href") or "") for link in page.cssselect(".beside a")}

    assert {name: answer.headers["content-type"].split(";")[0] for name, answer in offers.items()} == {
        "Word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "PDF": "application/pdf",
        "Text": "text/plain",
        "HTML": "text/html",
        "Markdown": "text/markdown",
        "XML": "application/xml",
        "JSON": "application/json",
    }


def test_a_language_that_is_none_of_the_six_is_refused(expert_visitor: Visitor, expert: Caller) -> None:
    event = make.event(expert)

    answer = expert_visitor.post(f"/events/{event['id']}/notes", data={"language": "de"})

    assert answer.status_code == 422


def test_notes_are_listed_to_those_who_may_see_them(expert_visitor: Visitor, visitor: Visitor, expert: Caller) -> None:
    written(expert_visitor, expert)

    assert words(expert_visitor.page("/notes"), ".things .name") == ["Meeting on the national action plan"]
    assert words(expert_visitor.page("/notes?status=published"), ".empty p")[0] == "No note fits these filters."
    assert words(visitor.page("/notes"), ".empty p") == ["No information note is published yet."]


def test_an_event_lists_its_notes(expert_visitor: Visitor, visitor: Visitor, expert: Caller) -> None:
    note = written(expert_visitor, expert)
    (event,) = expert.read("/events")["items"]

    assert [
        link.get("href") for link in expert_visitor.page(f"/events/{event['id']}").cssselect("#notes ~ .things a")
    ] == [note]
    assert words(visitor.page(f"/events/{event['id']}"), ".empty p") == ["No note about this event is published yet."]
