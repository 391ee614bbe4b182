"""Events and entries from which notes are composed. Facts about States are invented for these tests."""

from dataclasses import dataclass, field
from typing import Any

from tests.notes.made import an_event

Json = dict[str, Any]


def entry(kind: str, on: str, title: str, **more: Any) -> Json:
    """An entry of Turkmenistan, unless told otherwise, as the contract has it."""
    return {
        "id": f"{kind} {on}", "version": 1, "kind": kind, "date": on, "date_basis": None, "status": None,
        "title": title, "states": ["TKM"], "event": None, "note": None, "withdrawn_at": None,
    } | more  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    """An event, and what is on record when its note is composed."""

    event: Json
    entries: list[Json] = field(default_factory=list)
    unreported: list[str] = field(default_factory=list)
    steps: list[Json] = field(default_factory=list)
    events: dict[str, Json] = field(default_factory=dict)
    resolutions: bool = False


def _venue(city: str | None, country: str | None) -> Json:
    return {"place": None, "city": city, "country": country}


def _about(*states: str, **more: Any) -> Json:
    return an_event(**{"type": "workshop", "states": list(states)} | more)


PLAN = {"kind": "nap", "status": None}
STEP = {"action": "Submit the draft to the Government", "actor": "Ministry of Foreign Affairs", "states": ["TKM"]}
REPORTS = [
    entry("national_report", "2004-09-10", "First national report"),
    entry("additional_information", "XXXX", "Additional information issued as Add.1"),
]
SCENARIOS = {
    "the meeting in Ashgabat": Scenario(
        an_event(type="nap_final_review", title="Final meeting on the draft NAP of Turkmenistan, Ashgabat"),
        [
            REPORTS[0],
            entry("event", "2014", "OSCE workshop on implementing 1540 in Turkmenistan"),
            entry("letter", "2015-01-05", "Head of OSCE Centre invites 1540 Group of Experts to the final NAP meeting"),
            entry("event", "2017-06-29/2017-06-30", "National event on developing the NAP (UNODA + OSCE), Ashgabat"),
        ],
        steps=[STEP | {"due": "2018-06", "expects": PLAN}, STEP | {"due": None, "expects": None}],
        resolutions=True,
    ),
    "several States, two places": Scenario(
        _about("USA", "PHL", title="National workshop", starts_on="2024-03-04", ends_on="2024-03-06",
               venues=[_venue("Geneva", "CHE"), _venue("Vienna", "AUT")], organizers=[]),
        [
            entry("national_report", "2004-10-12", "First national report", states=["USA"]),
            entry("additional_information", "2005", "More", states=["USA", "PHL"]),
            entry("matrix", "2015-12", "1540 matrix", states=["PHL"]),
            entry("peer_review", "2019-08/2019-09", "Bilateral peer review", states=["USA", "PHL"]),
        ],
        unreported=["PHL"],
        resolutions=True,
    ),
    "a virtual event to come, no reports yet": Scenario(
        _about("GMB", title="Webinar", mode="virtual", status="planned", venues=[], ends_on=None, organizers=[]),
        [entry("event", "2014", "Meeting of officials", states=["GMB"])],
        unreported=["GMB"],
    ),
    "in person and online": Scenario(_about("SYC", title="Regional seminar on border control", mode="hybrid")),
    "cancelled, and invited twice": Scenario(
        _about("TKM", status="cancelled"),
        [
            entry("letter", "2017-12-01", "Ministry invites 1540 Committee to a seminar"),
            entry("letter", "2017", "Ministry invites the Group of Experts to a seminar"),
        ],
    ),
    "imprecise dates": Scenario(
        _about("SYC", title="Training for points of contact"),
        [
            entry("event", "201X", "Workshop on 1540, Victoria", states=["SYC"]),
            entry("event", "2015~", "Training", states=["SYC"]),
            entry("national_report", "2010-21", "Report", states=["SYC"]),
            entry("event", "2016-22", "Seminar, Lima", states=["PER"]),
            entry("nap", "../2017", "NAP", status="adopted", states=["FRA", "ITA"]),
            entry("assistance_request", "2016?", "Equipment", states=["VNM", "FRA"]),
            entry("event", "2014/2015-12", "Workshop, Havana", states=["CUB"]),
            entry("event", "[2012,2013]", "Consultation on the draft NAP", states=["CUB"]),
            entry("event", "{2012-03-01,2012-03-05,2012-03-09}", "Seminars on border control, Cairo and Tunis"),
            REPORTS[1],
        ],
    ),
    "titles in other languages": Scenario(
        _about("TKM", title="Atelier national sur le PAN, Dakar"),
        [
            entry("event", "2015-05-02", "Atelier national sur le PAN, Dakar", states=["SEN"]),
            entry("event", "2015-06-01/2015-06-03", "Taller nacional sobre el plan de acción, Lima", states=["PER"]),
            entry("event", "2015-07", "Семинар по экспортному контролю, Минск", states=["BLR"]),
            entry("event", "2015-08", "国家行动计划讲习班", states=["CHN"]),
            entry("event", "2015-09", "حلقة عمل بشأن خطة العمل الوطنية", states=["JOR"]),
            entry("legislation", "2016-02-02", "Loi sur le contrôle des exportations", states=["TGO"]),
            entry("other", "2016-03", "Exchange of letters", states=["LAO"]),
        ],
    ),
    "States of either gender, a plan with its years, visits": Scenario(
        _about("IRQ", "LBN", title="Regional conference on 1540", starts_on="2026-01-01", ends_on=None, organizers=[]),
        [
            entry("national_report", "2005-04-13", "First report", states=["IRQ"]),
            entry("additional_information", "2006", "More", states=["LBN", "JOR"]),
            entry("visit", "2014-11", "Committee visit, Baghdad", states=["IRQ"]),
            entry("visit", "2015-03", "Visit of experts", states=["YEM"]),
            entry("nap", "2019-02-03", "NAP", status="submitted", states=["RUS"], valid="2019/2023"),
            entry("point_of_contact", "2020-02-29", "Named", states=["IND", "ISL"]),
        ],
        unreported=["YEM", "SDN"],
    ),
    "organizers on record, types without words in the title": Scenario(
        _about("TJK", title="Meeting", venues=[_venue(None, "TJK")]),
        [entry("event", "2013-05-06", "Gathering", states=["TJK"], event="e7"),
         entry("peer_review", "2016-08-02/2016-08-05", "Peer review, Minsk", states=["BLR", "KGZ"], event="e8")],
        events={
            "e7": _about("TJK", type="training_course", venues=[_venue(None, "TJK")]),
            "e8": _about("TJK", type="peer_review", venues=[_venue("Minsk", "BLR")]),
        },
    ),
}  # fmt: skip
