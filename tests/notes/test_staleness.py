"""Notes that rest on what has changed: told which items, in what and why, and taken over by one action."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller
from tests.notes.edits import address, edited, reworded, step, stepped, tag
from tests.notes.test_routes import compose, published, section

Json = dict[str, Any]


def amend(expert: Caller, entry: str, **members: Any) -> None:
    how = {"params": {"reason": "A slip."}, "headers": {"If-Match": "*"}}
    expert.request("PATCH", f"/entries/{entry}", json=members, **how).raise_for_status()


def withdraw(expert: Caller, entry: str) -> None:
    how = {"params": {"reason": "Never sent."}, "headers": {"If-Match": "*"}}
    expert.post(f"/entries/{entry}/withdrawal", **how).raise_for_status()


def staleness(caller: Caller, note: Json) -> list[Json]:
    told = caller.read(f"{address(note)}/staleness")
    assert (told["note"], told["stale"]) == (note["id"], bool(told["items"]))
    items: list[Json] = told["items"]
    return items


def refreshed(expert: Caller, note: Json, **params: str) -> Json:
    answer = expert.post(f"{address(note)}/refresh", params=params, headers=tag(expert, note))
    assert answer.status_code == 200, answer.text
    became: Json = answer.json()
    return became


def texts(note: Json) -> list[str]:
    return [item["text"] for item in section(note, "background")]


@pytest.mark.N2
def test_a_corrected_entry_makes_the_notes_stale_that_cite_it_which_one_action_updates_by_that_bullet_alone(
    expert: Caller,
) -> None:
    report, plan = make.entry(expert, date="2004-09-10"), make.entry(expert, date="2005-02-03", kind="matrix")
    first, second = (compose(expert, make.event(expert, title=title)) for title in ("First", "Second"))
    other = compose(expert, make.event(expert, states=["KAZ"]))
    amend(expert, report["id"], date="2004-09-14")

    assert [expert.read(address(note))["stale"] for note in (first, second, other)] == [True, True, False]
    assert staleness(expert, other) == []
    (told,) = staleness(expert, first)
    item = section(first, "background")[1]
    assert (told["item"], told["section"], told["text"]) == (item["id"], "background", item["text"])
    assert (told["edited"], told["now"]) == (False, [item["text"].replace("10 September", "14 September")])
    (entry,) = told["entries"]
    assert (entry["entry"], entry["cited"], entry["current"], entry["withdrawn"]) == (report["id"], 1, 2, False)
    assert entry["reason"] == "A slip."
    assert entry["differences"] == [{"pointer": "/date", "before": "2004-09-10", "after": "2004-09-14"}]

    became = refreshed(expert, first)

    assert (became["revision"], became["stale"], staleness(expert, first)) == (2, False, [])
    (part,) = expert.read(f"{address(first)}/revisions/1..2")["sections"]
    assert [(one["item"], one["change"]) for one in part["items"]] == [(item["id"], "changed")]
    assert section(became, "background")[1]["entries"] == [{"id": report["id"], "version": 2}]
    assert section(became, "background")[2]["entries"] == [{"id": plan["id"], "version": 1}]
    assert expert.read(address(second))["revision"] == 1


@pytest.mark.N2
def test_a_fresh_note_is_not_changed(expert: Caller) -> None:
    make.entry(expert)
    note = compose(expert, make.event(expert))

    assert refreshed(expert, note) == note
    assert len(expert.read(f"{address(note)}/revisions")["items"]) == 1


def test_a_bullet_whose_entry_was_withdrawn_is_taken_out(expert: Caller) -> None:
    gone, _ = make.entry(expert, date="2004-09-10"), make.entry(expert, date="2005-02-03", kind="matrix")
    note = compose(expert, make.event(expert))
    withdraw(expert, gone["id"])

    (told,) = staleness(expert, note)
    became = refreshed(expert, note)

    assert (told["now"], told["entries"][0]["withdrawn"], told["entries"][0]["reason"]) == ([], True, "Never sent.")
    assert texts(became) == [texts(note)[0], texts(note)[2]]


def test_an_entry_that_says_the_same_is_cited_anew(expert: Caller) -> None:
    entry = make.entry(expert, date="2004-09-10")
    note = compose(expert, make.event(expert))
    amend(expert, entry["id"], sources=[{"text": "A book"}])

    became = refreshed(expert, note)

    assert (texts(became), became["revision"], became["stale"]) == (texts(note), 2, False)
    (part,) = expert.read(f"{address(note)}/revisions/1..2")["sections"]
    assert [one["change"] for one in part["items"]] == ["entries"]


def test_an_item_that_was_edited_by_hand_is_kept_and_named_unless_it_is_to_be_replaced(expert: Caller) -> None:
    kept, other = make.entry(expert, date="2004-09-10"), make.entry(expert, date="2005-02-03", kind="matrix")
    note = edited(expert, compose(expert, make.event(expert)), "It reported, and was thanked.", item=1)
    amend(expert, kept["id"], date="2004-09-14")
    amend(expert, other["id"], date="2005-02-07")

    assert [one["edited"] for one in staleness(expert, note)] == [True, False]
    became = refreshed(expert, note)

    assert (texts(became)[1], "7 February 2005" in texts(became)[2]) == ("It reported, and was thanked.", True)
    (left,) = staleness(expert, note)
    assert (became["stale"], left["item"], left["edited"]) == (True, section(note, "background")[1]["id"], True)
    assert refreshed(expert, note) == became
    replaced = refreshed(expert, note, edited="replace")
    assert ("14 September 2004" in texts(replaced)[1], replaced["revision"], replaced["stale"]) == (True, 4, False)


def test_a_bullet_of_entries_that_came_to_differ_becomes_two_in_its_place(expert: Caller) -> None:
    said = "Turkmenistan and Kazakhstan took part in a regional workshop on 3 March 2010."
    first, second, _ = (
        make.entry(expert, kind="event", date=date, title=title)
        for date, title in (("2010-03-03", said), ("2010-03-03", said), ("2012", "Workshop of the OSCE"))
    )
    note = compose(expert, make.event(expert))
    amend(expert, second["id"], title=said.replace("3 March", "4 March"), date="2010-03-04")

    became = refreshed(expert, note)

    assert texts(became) == [texts(note)[0], said, said.replace("3 March", "4 March"), texts(note)[2]]
    before, after = section(note, "background"), section(became, "background")
    assert [one["id"] for one in (after[1], after[3])] == [one["id"] for one in before[1:]]
    assert [one["entries"] for one in after[1:3]] == [
        [{"id": first["id"], "version": 1}], [{"id": second["id"], "version": 2}],
    ]  # fmt: skip


def test_a_hidden_change_stays_hidden_and_what_is_hidden_is_not_written(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    cited = section(note, "background")[0]["entries"][0]["id"]
    amend(expert, cited, visibility="committee", date="2004-12-05")

    (told,) = staleness(expert, note)

    assert [staleness(who, note) for who in (client, rival)] == [[], []]
    assert cited not in client.get(f"{address(note)}/staleness").text
    assert (told["entries"][0]["entry"], told["now"]) == (cited, [])


def test_what_an_entry_was_while_it_was_hidden_is_not_told(client: Caller, organizer: Caller, expert: Caller) -> None:
    hidden = make.entry(expert, date="2004-09-10", title="A secret title", visibility="committee", states=["URY"])
    note = published(organizer, expert)
    cites = [{"id": hidden["id"], "version": 1}]
    body = {"sections": [{"name": "comments", "items": [{"text": "x", "entries": cites}]}]}
    draft = expert.put(address(note), json=body, headers=tag(expert, note)).json()
    amend(expert, hidden["id"], visibility="public", title="A title")

    (told,) = staleness(expert, draft)

    assert [one["before"] for one in told["entries"][0]["differences"]] == ["A secret title", "committee"]
    assert client.get(f"{address(draft)}/staleness").status_code == 404


def test_what_a_published_note_rests_on_is_taken_over_beside_it(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    amend(expert, section(note, "background")[0]["entries"][0]["id"], title="Corrected")

    beside = refreshed(expert, note, edited="replace")

    assert (beside["revises"], beside["revision"], beside["stale"]) == (note["id"], 2, False)
    assert client.read(address(note)) == note | {"stale": True}
    assert len(staleness(client, note)) == 1


def test_a_refresh_can_be_tried_first_and_is_based_on_the_note_as_it_is(expert: Caller) -> None:
    entry = make.entry(expert, date="2004-09-10")
    note = compose(expert, make.event(expert))
    amend(expert, entry["id"], date="2004-09-14")
    before = tag(expert, note)

    tried = expert.post(f"{address(note)}/refresh", params={"dry_run": "true"}, headers=before)
    blind = expert.post(f"{address(note)}/refresh")
    edited(expert, note, "Of another hand.")
    late = expert.post(f"{address(note)}/refresh", headers=before)

    assert (tried.status_code, "14 September 2004" in tried.json()["sections"][1]["items"][1]["text"]) == (200, True)
    assert (blind.status_code, late.status_code) == (428, 412)
    assert "10 September 2004" in texts(expert.read(address(note)))[1]


def test_only_experts_take_over_what_changed(
    client: Caller, reader: Caller, organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    place = f"{address(published(organizer, expert))}/refresh"
    everybody = (client, reader, organizer, auditor)

    assert [who.post(place, headers={"If-Match": "*"}).status_code for who in everybody] == [401, 403, 403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_staleness_is_told_with_the_same_number_of_questions(expert: Caller, statements: list[str], rows: int) -> None:
    entries = [make.entry(expert, date=f"200{n}-09-10") for n in range(rows)]
    note = compose(expert, make.event(expert))
    for entry in entries:
        amend(expert, entry["id"], count="3 pages")
    statements.clear()

    assert len(staleness(expert, note)) == rows
    assert len(statements) == 5


def test_what_was_reworded_and_then_reads_as_the_record_had_it_is_not_edited(expert: Caller) -> None:
    entry = make.entry(expert, date="2004-09-10")
    note = compose(expert, make.event(expert))
    composed = texts(note)[1]
    edited(expert, note, "Other words.", item=1)
    expert.put(
        address(note), json=reworded(expert.read(address(note)), composed, item=1), headers=tag(expert, note)
    ).raise_for_status()
    amend(expert, entry["id"], date="2004-09-14")

    assert [one["edited"] for one in staleness(expert, note)] == [False]


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_an_event_that_was_corrected_is_told_anew_as_it_is_now(expert: Caller, language: str) -> None:
    past = make.event(expert, title="Workshop", type="workshop", starts_on="2015-03-01", ends_on=None)
    how = {"params": {"reason": "A slip."}, "headers": {"If-Match": "*"}}
    expert.request("PATCH", f"/events/{past['id']}", json={"organizers": [{"name": "OSCE"}]}, **how).raise_for_status()
    note = compose(expert, make.event(expert), language)
    expert.request("PATCH", f"/events/{past['id']}", json={"starts_on": "2015-03-09"}, **how).raise_for_status()

    (told,) = staleness(expert, note)
    became = refreshed(expert, note)

    assert (told["edited"], became["stale"], texts(became) == texts(note)) == (False, False, False)
    assert language != "fr" or "Organisation pour la sécurité" in texts(note)[-1]
    assert texts(became) == texts(compose(expert, {"id": note["event"]}, language))


def test_who_took_over_what_changed_does_not_approve_it(expert: Caller, reviewer: Caller) -> None:
    entry = make.entry(expert, date="2004-09-10")
    note = compose(expert, make.event(expert))
    amend(expert, entry["id"], date="2004-09-14")
    refreshed(reviewer, note)
    stepped(expert, note, "review")

    assert step(reviewer, note, "approval").json()["type"] == "/problems/own-note"
