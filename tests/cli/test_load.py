"""`outreach load`: rows of CSV files onto the record."""

import csv
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.timeline.models import DateBasis
from tests import make
from tests.callers import Caller
from tests.cli.conftest import Outreach

SAMPLE = Path(str(files("app") / "sample"))
FUTURE = [("2004", ""), ("9997", ""), ("9998", "cancelled")]
SUMMARY_OF_THE_SAMPLE = [
    "records.csv: 266 rows, 264 recorded, 0 linked, 0 unchanged, 2 refused",
    "status_first_report_2022.csv: 193 rows, 193 recorded, 0 linked, 0 unchanged, 0 refused",
    "committee.csv: 89 rows, 89 recorded, 0 linked, 0 unchanged, 0 refused",
]
SUMMARY_OF_THE_SECOND_TIME = [
    "records.csv: 266 rows, 0 recorded, 0 linked, 264 unchanged, 2 refused",
    "status_first_report_2022.csv: 193 rows, 0 recorded, 0 linked, 193 unchanged, 0 refused",
    "committee.csv: 89 rows, 0 recorded, 0 linked, 89 unchanged, 0 refused",
]


def timeline(client: Caller, state: str = "TKM") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.read(f"/states/{state}/timeline", limit=200)["items"]
    return items


def results(said: list[str]) -> list[list[str]]:
    """Result and reason of each row that a load listed."""
    return [[cells[2], cells[4]] for cells in (line.split("\t") for line in said[1:] if "\t" in line)]


def test_every_row_of_the_sample_is_accounted_for(outreach: Outreach, client: Caller) -> None:
    said = outreach("load", SAMPLE)

    assert (said.code, said.err) == (0, "")
    assert said.lines[-3:] == SUMMARY_OF_THE_SAMPLE
    assert len(said.lines) == 1 + 266 + 193 + 89 + 3
    assert client.read("/events", limit=1)["total"] == 87


def test_loading_twice_changes_nothing(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)
    before = [client.get(path).content for path in ("/states/TKM/timeline", "/events?limit=200", "/states")]

    said = outreach("load", SAMPLE, "--quiet")

    assert said.lines[-3:] == SUMMARY_OF_THE_SECOND_TIME
    assert [client.get(path).content for path in ("/states/TKM/timeline", "/events?limit=200", "/states")] == before


def test_rows_without_a_state_are_refused_with_the_reason(outreach: Outreach) -> None:
    said = outreach("load", SAMPLE, "--quiet")

    lost = "ZZZ is the code of no State: State heading lost in the extract"
    assert said.lines[:3] == [
        "file\tline\tresult\tthing\treason",
        f"records.csv\t266\trefused\t\t{lost} (alphabetically after Armenia).",
        f"records.csv\t267\trefused\t\t{lost} (alphabetically between Albania and Angola).",
    ]


def test_the_sample_answers_for_all_states_on_any_day(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)

    def answers(day: str) -> dict[str, list[str]]:
        states = [state for state in client.read("/states", as_of=day)["items"] if state["member"]]
        return {
            answer: [one["iso3"] for one in states if one["status"]["first_report"]["answer"] == answer]
            for answer in ("yes", "no", "unknown")
        }

    late, early = answers("2022-12-31"), answers("2004-12-31")
    assert {answer: len(states) for answer, states in late.items()} == {"yes": 185, "no": 8, "unknown": 0}
    assert late["no"] == ["GIN", "GMB", "MLI", "MRT", "PRK", "SOM", "SWZ", "TCD"]
    assert early["no"] == late["no"]
    assert " ".join(early["yes"]) == "AGO ARM AZE BIH BLR BRA GEO GHA ISR KAZ MKD PRT PRY ROU RUS TKM TUR UKR"


def test_rows_of_one_event_make_one_event_with_one_entry_for_all_its_states(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)

    round_of_2016 = [entry for entry in timeline(client, "KGZ") if entry["date"] == "2016-08-02/2016-08-05"]
    event = client.read(f"/events/{round_of_2016[0]['event']}")

    assert [entry["states"] for entry in round_of_2016] == [["BLR", "KGZ", "TJK"]]
    assert (event["type"], event["title"]) == ("peer_review", "Peer review round, Minsk")
    assert [(one["state"], one["role"]) for one in event["participants"]] == [
        ("BLR", "host"), ("KGZ", "attended"), ("TJK", "attended"),
    ]  # fmt: skip
    assert event["states"] == ["BLR", "KGZ", "TJK"]
    assert event["venues"] == [make.venue(city=None, country="BLR")]


def test_dates_are_kept_as_the_source_gives_them(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)

    assert [(entry["date"], entry["kind"]) for entry in timeline(client)] == [
        ("2004-09-10", "national_report"), ("2014", "event"), ("2014/2015-12", "event"), ("2015-01-05", "letter"),
        ("2017-06-29/2017-06-30", "event"), ("2018-01-22/2018-01-23", "event"), ("2018-06-11", "nap"),
        ("2018-07", "peer_review"), ("XXXX-11-08/XXXX-11-10", "peer_review"),
    ]  # fmt: skip
    webinar = [entry["date"] for entry in timeline(client, "NPL")]
    assert webinar == ["2016-11-21", "{2020-12-01,2020-12-08,2020-12-15}"]


def test_a_note_that_doubts_its_row_becomes_a_finding_of_the_entry(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)

    doubts = {entry["date"]: entry["findings"] for entry in timeline(client)}

    detail = "Three years before the Jan 2018 meeting it invites to; the year is probably 2018."
    assert doubts.pop("2015-01-05") == [{"code": "letter_date_far", "at": "date", "detail": detail, "suggestion": None}]
    assert set(map(len, doubts.values())) == {0}


def test_a_document_of_two_states_is_one_entry(outreach: Outreach, client: Caller) -> None:
    outreach("load", SAMPLE)

    (letter,) = [entry for entry in timeline(client, "PRY") if entry["kind"] == "letter"]

    assert letter["states"] == ["PRY", "URY"]
    assert letter["identifiers"] == [{"scheme": "other", "value": "note No. 0054/2020; UN job No. 2005936E"}]
    assert (letter["author"], letter["addressee"]) == ("Paraguay, Uruguay", None)


def test_a_plan_is_valid_for_the_time_in_which_it_is_in_force(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    rows = [
        make.record_row(kind="nap", date="2018/2022", date_basis="in_force", status="adopted"),
        make.record_row(kind="nap", date="2023-05-01", date_basis="in_force", status="adopted"),
        make.record_row(kind="nap", date="2025/2030", date_basis="submitted", status="planned"),
    ]
    make.csv_file(tmp_path, "records.csv", *rows)

    outreach("load", tmp_path)

    assert [entry["valid"] for entry in timeline(client)] == ["2018/2022", None, None]


def test_a_row_keeps_its_source_and_its_symbol_as_printed(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    rows = [
        make.record_row(document_symbol="S/AC.44/2004/(02)/1", note="month only"),
        make.record_row(date="2005", document_symbol="SC/1 (press)", source_url="a note on paper", note="p. 2"),
        make.record_row(date="2006", document_symbol="…/Add.1"),
    ]
    make.csv_file(tmp_path, "records.csv", *rows)

    outreach("load", tmp_path)

    url = "https://register.example/1"
    kept = [(entry["identifiers"], entry["sources"]) for entry in timeline(client)]
    assert kept == [
        ([{"scheme": "un", "value": "S/AC.44/2004/(02)/1"}], [make.source(url=url, text="month only")]),
        ([{"scheme": "un-press", "value": "SC/1 (press)"}], [make.source(text="a note on paper; p. 2")]),
        ([{"scheme": "other", "value": "…/Add.1"}], [make.source(url=url)]),
    ]


def test_a_fact_that_is_on_record_is_linked_and_gains_a_source(
    outreach: Outreach, client: Caller, expert: Caller, tmp_path: Path
) -> None:
    known = make.entry(expert)
    event = make.event(expert, starts_on="2017-06-29", ends_on="2017-06-30")
    make.csv_file(tmp_path, "records.csv", make.record_row(), make.event_row())

    first, second = outreach("load", tmp_path), outreach("load", tmp_path)

    assert [line.split("\t")[2:4] for line in first.lines[1:3]] == [
        ["linked", f"entry/{known['id']}"], ["linked", f"event/{event['id']}"],
    ]  # fmt: skip
    assert results(second.lines) == [["unchanged", ""]] * 2
    assert [(entry["version"], entry["sources"]) for entry in timeline(client)] == [
        (2, [make.source(url="https://register.example/1")])
    ] * 2
    assert client.read("/events")["total"] == 1


def test_a_fact_near_one_on_record_is_refused_and_not_doubled(
    outreach: Outreach, client: Caller, expert: Caller, tmp_path: Path
) -> None:
    known = make.entry(expert, date="2004-09")
    event = make.event(expert, title="Workshop in Ashgabat", starts_on="2017-06-30", ends_on=None)
    both = make.event(expert, title="Another", starts_on="2019-01-01", ends_on=None, states=["KGZ"])
    rows = [
        make.record_row(),
        make.event_row(title_or_subject="The workshop in Ashgabat"),
        make.event_row(event_key="E2", date="2019-01-01"),
        make.event_row(event_key="E2", date="2019-01-01", state_iso3="KGZ", state_name="Kyrgyzstan"),
    ]
    make.csv_file(tmp_path, "records.csv", *rows)

    said = outreach("load", tmp_path)

    reason = "Something like it is on record: if it is another fact, record it by hand; else add the source there."
    assert [line.split("\t")[2:] for line in said.lines[1:5]] == [
        ["refused", f"entry/{known['id']}", reason],
        ["refused", f"event/{event['id']}", reason],
        ["refused", f"entry/{timeline(client, 'KGZ')[0]['id']}", reason],
        ["refused", f"entry/{timeline(client, 'KGZ')[0]['id']}", reason],
    ]
    assert timeline(client, "KGZ")[0]["event"] == both["id"]
    assert len(timeline(client)) == 2


def test_a_day_of_no_known_year_is_never_linked(
    outreach: Outreach, client: Caller, expert: Caller, tmp_path: Path
) -> None:
    known = make.entry(expert, kind="event", date="XXXX-11-08")
    make.csv_file(tmp_path, "records.csv", make.event_row(date="XXXX-11-08"))

    said = outreach("load", tmp_path)

    assert said.lines[1].split("\t")[2:4] == ["refused", f"entry/{known['id']}"]
    assert timeline(client)[0]["version"] == 1


def test_two_rows_of_one_state_kind_and_date_stay_two_facts(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    first = make.record_row(kind="legislation", title_or_subject="Law on export control")
    second = make.record_row(kind="legislation", title_or_subject="Law on chemical weapons")
    make.csv_file(tmp_path, "records.csv", first, second, first)

    said = outreach("load", tmp_path)

    assert results(said.lines) == [["recorded", ""], ["recorded", ""], ["recorded", ""]]
    assert [entry["title"] for entry in timeline(client)] == ["Law on export control", "Law on chemical weapons"]


def test_a_row_that_was_edited_is_linked_to_what_it_made(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    make.csv_file(tmp_path, "records.csv", make.record_row())
    outreach("load", tmp_path)
    make.csv_file(tmp_path, "records.csv", make.record_row(source_url="https://register.example/2"))

    said = outreach("load", tmp_path)

    assert results(said.lines) == [["linked", ""]]
    assert [[one["url"] for one in entry["sources"]] for entry in timeline(client)] == [
        ["https://register.example/1", "https://register.example/2"]
    ]


def test_a_state_that_a_loaded_event_gains_is_refused(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    make.csv_file(tmp_path, "records.csv", make.event_row())
    outreach("load", tmp_path)
    joined = make.event_row(state_iso3="KGZ", state_name="Kyrgyzstan", role="participant")
    make.csv_file(tmp_path, "records.csv", make.event_row(), joined)

    said = outreach("load", tmp_path)

    reason = "The other rows of this event_key are on record: add this State there, or correct the record."
    assert results(said.lines) == [["unchanged", ""], ["refused", reason]]
    assert timeline(client, "KGZ") == []


def test_what_cannot_be_placed_is_refused_row_by_row(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    rows = [
        make.record_row(state_iso3=""),
        make.record_row(state_name="Kyrgyzstan"),
        make.record_row(kind="rumour"),
        make.record_row(date="22/01/2018"),
        make.record_row(date_basis="heard"),
        make.record_row(status="lost"),
        make.record_row(role="guest"),
        make.record_row(title_or_subject=""),
        make.event_row(event_key="E2", date="../2018"),
        make.event_row(event_key="E3", date_basis="published"),
        make.event_row(event_key="E4"),
        make.event_row(event_key="E4", title_or_subject="Another title", state_iso3="KGZ", state_name="Kyrgyzstan"),
    ]
    make.csv_file(tmp_path, "records.csv", *rows)

    said = outreach("load", tmp_path)

    assert said.code == 0
    assert results(said.lines) == [
        ["refused", "A blank is the code of no State: the State is not known."],
        ["refused", "Kyrgyzstan is KGZ, not TKM."],
        ["refused", "There is no kind of entry rumour."],
        ["refused", "date: Write the year first, as in 2018-01-22: which of the numbers is the day is not certain."],
        ["refused", f"date_basis is heard: use one of {', '.join(DateBasis)}."],
        ["refused", "status is lost: use one of planned, draft, adopted, submitted, superseded, cancelled."],
        ["refused", "role is guest: use one of author, subject."],
        ["refused", "title: String should have at least 1 character."],
        ["refused", "An event has a start and an end: an open interval is not expected here."],
        ["refused", "date_basis is published: use one of held."],
        ["refused", "The rows of E4 differ in title_or_subject."],
        ["refused", "The rows of E4 differ in title_or_subject."],
    ]
    assert timeline(client) == []


def test_an_unknown_state_does_not_keep_the_others_of_its_event_away(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    lost = make.event_row(state_iso3="ZZZ", state_name="(lost)", role="participant")
    make.csv_file(tmp_path, "records.csv", make.event_row(), lost)

    said = outreach("load", tmp_path)

    assert [cells[0] for cells in results(said.lines)] == ["recorded", "refused"]
    assert [entry["states"] for entry in timeline(client)] == [["TKM"]]


def test_planned_events_and_plans_stay_planned(outreach: Outreach, client: Caller, tmp_path: Path) -> None:
    plan = make.record_row(kind="nap", date="2026/2030", date_basis="in_force", status="planned")
    make.csv_file(tmp_path, "records.csv", plan, make.event_row(status="planned", date="2026-12"))

    outreach("load", tmp_path)

    assert [(entry["kind"], entry["date_basis"], entry["status"]) for entry in timeline(client)] == [
        ("nap", "in_force", "planned"), ("event", "held", "planned"),
    ]  # fmt: skip


def test_an_event_of_the_future_is_planned_where_its_row_has_no_status(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    rows = [make.event_row(event_key=date, status=status, date=date) for date, status in FUTURE]
    make.csv_file(tmp_path, "records.csv", *rows)

    outreach("load", tmp_path)

    assert [(event["date"], event["status"]) for event in client.read("/events")["items"]] == [
        ("9998", "cancelled"), ("9997", "planned"), ("2004", "held"),
    ]  # fmt: skip


def test_a_statement_that_contradicts_the_register_is_refused(outreach: Outreach, tmp_path: Path) -> None:
    make.csv_file(tmp_path, "status_first_report_2022.csv", make.status_row())
    outreach("load", tmp_path)
    rows = [
        make.status_row(first_report_submitted="no"),
        make.status_row(state_iso3="ZZZ"),
        make.status_row(state_iso3="KGZ", as_of="soon"),
        make.status_row(state_iso3="KGZ", first_report_submitted="perhaps"),
    ]
    make.csv_file(tmp_path, "status_first_report_2022.csv", *rows)

    said = outreach("load", tmp_path)

    assert [cells[0] for cells in results(said.lines)] == ["refused"] * 4
    assert results(said.lines)[0][1] == "The register has the opposite, from https://register.example/status."
    assert results(said.lines)[3][1] == "first_report_submitted is neither yes nor no."


def test_a_published_figure_without_a_name_is_refused(outreach: Outreach, tmp_path: Path) -> None:
    wrong = [make.fact_row(symbol_or_metric=""), make.fact_row(value="many"), make.fact_row(row_type="gossip")]
    make.csv_file(tmp_path, "committee.csv", make.fact_row(), *wrong)

    said = outreach("load", tmp_path)

    assert [cells[0] for cells in results(said.lines)] == ["recorded", "refused", "refused", "refused"]
    assert results(said.lines)[1] == ["refused", "name: String should have at least 1 character."]


def test_the_report_has_a_line_for_each_row(outreach: Outreach, tmp_path: Path) -> None:
    make.csv_file(tmp_path, "records.csv", make.record_row(), make.record_row(state_iso3="ZZZ", note="Lost"))
    report = tmp_path / "report.csv"

    outreach("load", tmp_path, "--report", report)

    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["result"], row["reason"]) for row in rows] == [
        ("records.csv", "2", "recorded", ""), ("records.csv", "3", "refused", "ZZZ is the code of no State: Lost."),
    ]  # fmt: skip


def test_a_report_that_cannot_be_written_is_said_after_loading(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    make.csv_file(tmp_path, "records.csv", make.record_row())

    said = outreach("load", tmp_path, "--report", tmp_path / "nowhere" / "report.csv")

    assert said.code == 1
    assert said.err == (
        f"outreach: The rows are loaded, but {tmp_path}/nowhere/report.csv cannot be written: "
        "No such file or directory.\n"
    )
    assert len(timeline(client)) == 1


def test_a_damaged_file_is_refused_before_anything_is_loaded(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    make.csv_file(tmp_path, "records.csv", make.record_row())
    facts = tmp_path / "committee.csv"

    def refused(content: bytes) -> str:
        facts.write_bytes(content)
        said = outreach("load", tmp_path)
        assert (said.code, said.out) == (1, "")
        return said.err

    header = b"row_type,symbol_or_metric,date,value,paragraph,own_words,source_url,confidence\n"
    lacks = "outreach: committee.csv lacks the column row_type: its first line must name "
    assert refused(b"").startswith(lacks)
    assert refused(header.replace(b"value,", b"")).startswith(lacks.replace("row_type", "value"))
    assert refused(header + b"aggregate,x\n") == (
        "outreach: committee.csv line 2: the number of cells is not that of the first line.\n"
    )
    assert refused(header + b"\xff,,,,,,,\n").startswith("outreach: committee.csv cannot be read as CSV in UTF-8: ")
    assert timeline(client) == []


def test_a_folder_without_any_of_the_files_is_refused(outreach: Outreach, tmp_path: Path) -> None:
    said = outreach("load", tmp_path / "nowhere")

    assert said.code == 1
    assert said.err == (
        f"outreach: {tmp_path}/nowhere has no records.csv, status_first_report_*.csv or committee.csv: "
        "give another folder.\n"
    )


def test_a_source_that_is_on_no_web_page_is_named_by_its_title(
    outreach: Outreach, client: Caller, tmp_path: Path
) -> None:
    row = make.record_row(source_url="box:17_a (Letter, Ashgabat, 2018)", note="page 2")
    make.csv_file(tmp_path, "records.csv", row)

    outreach("load", tmp_path)

    assert [entry["sources"] for entry in timeline(client)] == [[make.source(text="Letter, Ashgabat, 2018; page 2")]]
