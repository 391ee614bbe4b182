"""Makers of records: every member has a good default, a test names only what it is about. Facts are invented."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.kit import clock
from tests.callers import Caller

Json = dict[str, Any]


def entry(expert: Caller, **members: Any) -> Json:
    """A dated fact."""
    body = {"kind": "national_report", "date": "2004-09-10", "title": "First national report", "states": ["TKM"]}
    made: Json = expert.make("/entries", body | members)
    return made


def source(**members: Any) -> Json:
    """A source as an entry shows it."""
    return dict.fromkeys(("url", "submission", "note", "revision", "text", "place", "span")) | members


def event(expert: Caller, **members: Any) -> Json:
    """An event in Ashgabat."""
    body = {
        "title": "Meeting on the national action plan", "type": "nap_final_review",
        "starts_on": "2018-01-22", "ends_on": "2018-01-23",
        "venues": [{"city": "Ashgabat", "country": "TKM"}], "states": ["TKM"],
    }  # fmt: skip
    made: Json = expert.make("/events", body | members, allow_duplicate=True)
    return made


def step(expert: Caller, **members: Any) -> Json:
    """A next step of a ministry, agreed at the event of `event`."""
    body = {
        "actor": "Ministry of Foreign Affairs", "action": "shall submit a draft plan for approval", "states": ["TKM"],
        "date": "2018-01-22/2018-01-23", "expects": {"kind": "nap"},
    }  # fmt: skip
    made: Json = expert.make("/steps", body | members)
    return made


def venue(**members: Any) -> Json:
    """A venue as it is shown."""
    return dict.fromkeys(("place", "city", "country", "latitude", "longitude")) | members


def organization(expert: Caller, **members: Any) -> Json:
    """An organization that is not on the starting list."""
    made: Json = expert.make("/organizations", {"name": "Institute for Invented Studies", "kind": "ngo"} | members)
    return made


NOTE = """Information Note

Event: Final review of the draft national action plan of Uruguay on the implementation of resolution 1540 (2004)

Organizer(s): Organization of American States (OAS) in cooperation with the Institute for Invented Studies (IIS)

Date and Venue: 14-15 May 2019, Montevideo, Uruguay

Participants: Uruguay, OAS and the 1540 Committee Group of Experts

Background

- Uruguay submitted a national report to the 1540 Committee on 3 December 2004.
- In 2015 a workshop on the implementation of resolution 1540 (2004) was organized in Uruguay by the OAS. As a follow-up, the OAS organized a national event in Uruguay from 20-21 June 2018.
- On 7 February 2016, the Permanent Mission of Uruguay sent a letter to the Chair of the 1540 Committee, inviting the Group of Experts to the final review.

Highlights and discussions

The draft was reviewed chapter by chapter.

The Ministry of Foreign Affairs shall submit the plan to the Committee.

For information – not an official report. The views expressed here do not necessarily represent those of the 1540 Committee or of the organisers or participants in the event.
"""  # noqa: E501 (a paragraph of a note is one line)


def reading(**members: Any) -> Json:
    """The reading of NOTE, every fact of which is invented, as a client would send it."""
    said = [line.removeprefix("- ") for line in NOTE.splitlines() if line]
    letter = {
        "code": "letter_date_far", "at": "note.background[2]", "suggestion": "2019-02-07",
        "detail": "A letter of 7 February 2016 can hardly invite to an event of May 2019.",
    }  # fmt: skip
    whole: Json = {
        "file": {"name": "note.txt", "media_type": "text/plain", "sha256": "0" * 64, "bytes": 1, "pages": None},
        "language": "en",
        "event": {
            "title": said[1].removeprefix("Event: "), "type": "nap_final_review", "mode": "in_person",
            "starts_on": "2019-05-14", "ends_on": "2019-05-15", "sessions": ["2019-05-14", "2019-05-15"],
            "venues": [{"place": None, "city": "Montevideo", "country": "URY"}], "states": ["URY"],
            "resolutions": ["1540 (2004)"],
        },
        "organizers": [
            {"name": "Organization of American States", "acronym": "OAS", "role": "organizer", "organization": None},
            {
                "name": "Institute for Invented Studies", "acronym": "IIS", "role": "cooperation", "organization": None,
            },
        ],
        "participants": [
            {"name": "Uruguay", "kind": "state", "state": "URY", "total": None},
            {"name": "OAS", "kind": "igo", "state": None, "total": None},
        ],
        "note": {
            "objectives": [], "background": said[6:9], "highlights": said[10:12], "comments": [],
            "disclaimer": said[12], "contact_email": None,
        },
        "entries": [
            fact("2004-12-03", "national_report", said[6], "note.background[0]"),
            fact("2015", "event", said[7], "note.background[1]"),
            fact("2018-06-20/2018-06-21", "event", said[7], "note.background[1]"),
            fact("2016-02-07", "letter", said[8], "note.background[2]"),
        ],
        "next_steps": [], "findings": [letter], "spans": {"event.title": [[25, 150]]},
        "confidence": {"event.title": 0.98},
    }  # fmt: skip
    return whole | members


def just_before(instant: str) -> str:
    """The last instant before another, both as the API prints them."""
    return clock.instant(datetime.fromisoformat(instant) - timedelta(microseconds=1))


def fact(date: str, kind: str, text: str, at: str, **members: Any) -> Json:
    """A dated fact of a reading, about Uruguay."""
    return {"date": date, "kind": kind, "states": ["URY"], "status": None, "text": text, "at": at} | members


def submission(sender: Caller, **members: Any) -> Json:
    """A reading, submitted; `members` are the reading's."""
    made: Json = sender.make("/submissions", {"reading": reading(**members)})
    return made


def acceptance(expert: Caller, submission: Json, **members: Any) -> Json:
    """A submission taken into the register."""
    made: Json = expert.make(f"/submissions/{submission['id']}/acceptance", members)
    return made


def csv_file(folder: Path, name: str, *rows: Json) -> Path:
    """A CSV file of these rows, with the columns of the first."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def record_row(**cells: str) -> Json:
    """A row of records.csv: an invented report of Turkmenistan."""
    blank = dict.fromkeys(("date_basis", "status", "document_symbol", "event_key", "note"), "")
    row = {
        "state_iso3": "TKM", "state_name": "Turkmenistan", "kind": "national_report", "date": "2004-09-10",
        "title_or_subject": "First national report", "source_url": "https://register.example/1", "confidence": "seen",
        "role": "subject",
    }  # fmt: skip
    return row | blank | cells


def event_row(**cells: str) -> Json:
    """A row of records.csv: the part of Turkmenistan, the host, in an invented event."""
    row = {
        "kind": "event", "date": "2017-06-29/2017-06-30", "date_basis": "held", "event_key": "E1",
        "title_or_subject": "Workshop, Ashgabat", "role": "host",
    }  # fmt: skip
    return record_row(**(row | cells))


def status_row(**cells: str) -> Json:
    """A row of status_first_report_*.csv."""
    row = {
        "state_iso3": "TKM", "state_name": "Turkmenistan", "first_report_submitted": "yes", "as_of": "2022-10~",
        "basis": "invented", "source_url": "https://register.example/status", "confidence": "seen",
    }  # fmt: skip
    return row | cells


def fact_row(**cells: str) -> Json:
    """A row of committee.csv: an invented figure."""
    row = {
        "row_type": "aggregate", "symbol_or_metric": "first_reports", "date": "2004-12-31", "value": "97",
        "paragraph": "", "own_words": "", "source_url": "https://register.example/figures", "confidence": "seen",
    }  # fmt: skip
    return row | cells
