"""Plans over HTTP: plans, States and revisions counted apart. Facts are invented, but for those of the sample."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from app.cli.load import load_folder
from app.kit.db import Database
from app.states import registry
from app.timeline.summary import NOTICE
from tests import make
from tests.callers import Caller
from tests.conftest import NOW
from tests.figures.test_reporting import counted

Json = dict[str, Any]


def plan(expert: Caller, state: str, date: str, **members: Any) -> Json:
    fields = {"kind": "nap", "status": "submitted", "date_basis": "submitted", "title": "National action plan"}
    return make.entry(expert, states=[state], date=date, **(fields | members))


def counts(plans: Json, *, first: Json, revisions: Json, states: Json) -> Json:
    return {"plans": plans, "first": first, "revisions": revisions, "states": states}


def load_sample(database: Database) -> None:
    with as_file(files("app") / "sample") as folder:
        load_folder(database, folder, clock=lambda: NOW)


@pytest.mark.D7
@pytest.mark.N16
def test_forty_eight_plans_of_thirty_nine_states_give_both_numbers_on_any_day(client: Caller, expert: Caller) -> None:
    members = [state.iso3 for state in registry.all_states() if state.member][:39]
    for number, state in enumerate(members):
        plan(expert, state, f"{2010 + number % 5}-06-11")
    for state in members[:9]:
        plan(expert, state, "2021-03", title="Second plan")

    now, before = (client.read("/figures/plans", as_of=day) for day in ("2021-03-15", "2020-12-31"))

    assert now["submitted"] == counts(
        counted(48, 39), first=counted(39, 39), revisions=counted(9, 0), states=counted(39, 39)
    )
    assert before["submitted"] == counts(
        counted(39, 39), first=counted(39, 39), revisions=counted(0, 0), states=counted(39, 39)
    )
    assert (len(now["items"]), sum(one["revision"] for one in now["items"])) == (48, 9)


@pytest.mark.N16
def test_figures_of_plans_come_with_the_entries_behind_them(client: Caller, expert: Caller) -> None:
    first = plan(expert, "KGZ", "2015/2017", status="adopted", date_basis="adopted")
    second = plan(expert, "KGZ", "2018", replaces=first["id"], edition="second edition")
    other = plan(expert, "UZB", "2016", replaces=first["id"])
    plan(expert, "TJK", "2016", status="planned")
    plan(expert, "TJK", "2030")

    figures = client.read("/figures/plans", as_of="2018-06-30")

    assert figures["items"] == [
        {
            "entry": entry["id"], "date": entry["date"], "certain": certain, "status": entry["status"],
            "title": "National action plan", "states": entry["states"], "revision": revision,
            "edition": entry["edition"], "replaces": entry["replaces"],
        }
        for entry, certain, revision in ((first, True, False), (other, True, True), (second, False, True))
    ]  # fmt: skip
    assert figures["all"] == counts(counted(3, 2), first=counted(1, 1), revisions=counted(2, 1), states=counted(2, 2))
    assert figures["submitted"] == counts(
        counted(2, 1), first=counted(0, 0), revisions=counted(2, 1), states=counted(2, 1)
    )
    assert (figures["as_of"], figures["known_at"], figures["notice"]) == ("2018-06-30", None, NOTICE)


def test_plans_are_told_year_by_year_and_an_unknown_year_begins_none(client: Caller, expert: Caller) -> None:
    plan(expert, "KGZ", "2015-12/2016-01")
    plan(expert, "KGZ", "XXXX-10")
    plan(expert, "UZB", "../2018-06-11")
    plan(expert, "PSE", "2017-05-01")  # takes part, but is no Member

    series = client.read("/figures/plans", as_of="2017-06-30")["series"]

    assert [(one["year"], one["all"]["plans"], one["submitted"]["states"]) for one in series] == [
        (2015, counted(3, 0), counted(2, 0)),
        (2016, counted(3, 1), counted(2, 1)),
        (2017, counted(4, 2), counted(2, 1)),
    ]


def test_a_register_without_plans_has_no_years_of_them(client: Caller) -> None:
    nothing = counted(0, 0)
    none = counts(nothing, first=nothing, revisions=nothing, states=nothing)

    assert client.read("/figures/plans", as_of="2018-06-30") == {
        "as_of": "2018-06-30", "known_at": None, "all": none, "submitted": none, "series": [], "published": [],
        "items": [], "notice": NOTICE,
    }  # fmt: skip


@pytest.mark.D7
@pytest.mark.N16
def test_the_sample_has_its_plans_beside_the_forty_eight_by_thirty_nine_that_were_published(
    client: Caller, database: Database
) -> None:
    load_sample(database)

    figures = client.read("/figures/plans", as_of="2024-01-01")
    reporting = client.read("/figures/reporting", as_of="2024-01-01")

    assert figures["submitted"] == counts(
        counted(6, 6), first=counted(6, 6), revisions=counted(0, 0), states=counted(6, 6)
    )
    assert figures["all"] == counts(counted(9, 8), first=counted(7, 7), revisions=counted(2, 1), states=counted(7, 7))
    assert [(one["metric"], one["value"], one["difference"]["total"]) for one in figures["published"]] == [
        ("naps_submitted", 47, -41), ("naps_submitted", 48, -42), ("states_with_nap", 39, -33),
    ]  # fmt: skip
    for ours, group in ((figures["submitted"], "submitted_plans"), (figures["all"], "all_plans")):
        assert reporting[group] == {"plans": ours["plans"], "states": ours["states"]}


def test_plans_are_those_that_were_known_at_an_instant_and_that_somebody_may_see(
    client: Caller, expert: Caller, database: Database, tmp_path: Path
) -> None:
    hidden = plan(expert, "KGZ", "2015", visibility="committee")
    shown = plan(expert, "KGZ", "2016")

    then = expert.read("/figures/plans", as_of="2018-06-30", known_at=make.just_before(shown["recorded_at"]))
    seen = client.read("/figures/plans", as_of="2018-06-30")

    assert [one["entry"] for one in then["items"]] == [hidden["id"]]
    assert [(one["entry"], one["revision"]) for one in seen["items"]] == [(shown["id"], False)]
    assert [one["revision"] for one in expert.read("/figures/plans", as_of="2018-06-30")["items"]] == [False, True]


def test_plans_take_the_same_number_of_queries_for_one_and_for_many(
    client: Caller, expert: Caller, statements: list[str]
) -> None:
    plan(expert, "KGZ", "2015")
    statements.clear()
    client.read("/figures/plans", as_of="2018-12-31")
    few = len(statements)
    for state in ("UZB", "TJK", "KGZ"):
        plan(expert, state, "2016")
    statements.clear()

    client.read("/figures/plans", as_of="2018-12-31")

    assert len(statements) == few


def test_a_plan_whose_first_edition_was_withdrawn_or_is_hidden_is_the_first(client: Caller, expert: Caller) -> None:
    first = plan(expert, "KGZ", "2015", title="Put down by mistake")
    plan(expert, "KGZ", "2018", replaces=first["id"])
    hidden = plan(expert, "UZB", "2015", visibility="committee")
    plan(expert, "UZB", "2018", replaces=hidden["id"])
    expert.post(f"/entries/{first['id']}/withdrawal?reason=x", headers={"If-Match": "*"}).raise_for_status()

    seen, known = (who.read("/figures/plans", as_of="2020-01-01")["all"] for who in (client, expert))

    assert (seen["first"], seen["revisions"]) == (counted(2, 2), counted(0, 0))
    assert (known["first"], known["revisions"]) == (counted(2, 2), counted(1, 1))
