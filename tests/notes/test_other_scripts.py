"""Notes written from the record in Russian, Arabic and Chinese: over all names of States, and over all forms of dates.

What is recorded of States here is invented.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from app.kit.languages import Language
from app.notes.packs import pack
from app.notes.places import where
from app.notes.sentences import sentence
from app.states import registry

AR, RU, ZH = Language.ar, Language.ru, Language.zh
DAY = "2018-01-22/2018-01-23"
DATES = (
    "2004-09-10", "2018-01-22/2018-01-23", "2018-01-22/2018-01-26", "2018-01-30/2018-02-01", "2018-12-30/2019-01-02",
    "{2020-12-01,2020-12-08,2020-12-15}", "2014", "2014-05", "2014-05/2014-11", "2014/2015", "../2018-06-11",
    "../2018", "2015-22", "201X", "2015-05-05?", "2015~", "XXXX", "XXXX-02-02/XXXX-02-04", "[2020,2021]",
)  # fmt: skip
FACTS = {
    "first_report": {"kind": "national_report", "title": "First national report"},
    "report": {"kind": "national_report", "title": "National report"},
    "information": {"kind": "additional_information", "title": "Additional information"},
    "submitted": {"kind": "nap", "status": "submitted", "title": "National action plan 2018-2022"},
    "adopted": {"kind": "nap", "status": "adopted", "title": "National action plan"},
    "in_force": {"kind": "nap", "date_basis": "in_force", "title": "National action plan", "date": "2018/2022"},
    "assistance": {"kind": "assistance_request", "title": "Detection equipment"},
    "contact": {"kind": "point_of_contact", "title": "Point of contact"},
    "matrix": {"kind": "matrix", "title": "Matrix"},
    "letter": {"kind": "letter", "title": "The Minister invites the Group of Experts to a meeting"},
    "workshop": {"kind": "event", "title": "National workshop on reporting, Vienna"},
    "meetings": {"kind": "event", "title": "Meetings on the NAP"},
    "visit": {"kind": "visit", "title": "Committee visit"},
    "review": {"kind": "peer_review", "title": "Peer review"},
}


def told(
    fact: str, language: Language, *, states: tuple[str, ...] = ("TKM",), on: date | None = None, **more: Any
) -> str:
    bare = {"id": "1", "version": 1, "date": DAY, "date_basis": None, "status": None, "event": None, "valid": None}
    return sentence({**bare, "states": list(states), **more, **FACTS[fact]}, language=language, on=on)


def named() -> Iterator[tuple[str, date | None]]:
    for state in registry.all_states():
        yield from ((state.iso3, on) for on in (None, *(old.until - timedelta(days=1) for old in state.former)))


def every(language: Language) -> list[str]:
    """Each kind of fact with each name that a State has or had, and with each form of a date."""
    of_names = [told(fact, language, states=(iso3,), on=on) for fact in FACTS for iso3, on in named()]
    return of_names + [told(fact, language, date=when) for fact in FACTS for when in DATES]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        (RU, r"[{}⟨⟩\u2060A-Za-z]|None|  | [.,;:]|,,|\d-\d|\bв [ВФ][бвгджзклмнпрстфхцчшщь]|\b[Сс] 2 |[^.]$|^[а-яё]"),
        (AR, r"[{}A-Za-z]|None|  | [.،؛:]|،،|\bلال|[^.]$"),
        (ZH, r"[{} A-Za-z,;:!?]|None|，，|，。|[^。]$"),
    ],
)
def test_no_name_and_no_date_makes_a_sentence_go_wrong(language: Language, wrong: str) -> None:
    assert [text for text in every(language) if re.search(wrong, text)] == []


def test_a_russian_verb_agrees_with_every_name() -> None:
    endings = {"ms": "л", "fs": "ла", "ns": "ло", "mp": "ли"}
    for iso3, on in named():
        who, agreement = registry.form(iso3, RU, on=on), registry.grammar(iso3, RU, on=on)
        verb = f"представи{endings[agreement.gender + agreement.number]}"
        assert told("report", RU, states=(iso3,), on=on, date="2014-05-02") == (
            f"2 мая 2014 года {who} {verb} Комитету 1540 национальный доклад."
        )
    assert "Армения и Грузия представили" in told("report", RU, states=("ARM", "GEO"))


def test_an_arabic_verb_agrees_with_the_name_beside_it() -> None:
    verbs = {"m": "قدم", "f": "قدمت"}
    for iso3, on in named():
        who, agreement = registry.form(iso3, AR, on=on), registry.grammar(iso3, AR, on=on)
        assert told("report", AR, states=(iso3,), on=on).startswith(f"{verbs[agreement.gender]} {who} ")
    assert told("report", AR, states=("JOR", "ARM")).startswith("قدم الأردن وأرمينيا ")
    assert told("report", AR, states=("ARM", "JOR")).startswith("قدمت أرمينيا والأردن ")


def test_chinese_names_stand_as_they_are_and_are_listed_with_their_own_comma() -> None:
    for iso3, on in named():
        assert registry.form(iso3, ZH, on=on) in told("report", ZH, states=(iso3,), on=on)
    assert "亚美尼亚、格鲁吉亚和吉尔吉斯斯坦" in told("report", ZH, states=("ARM", "GEO", "KGZ"))


@pytest.mark.parametrize(
    ("city", "iso3", "expected"),
    [
        ("Ашхабад", "TKM", "в Ашхабаде (Туркменистан)"), ("Вена", "AUT", "в Вене (Австрия)"),
        ("София", "BGR", "в Софии (Болгария)"), ("Афины", "GRC", "в Афинах (Греция)"),
        ("Алматы", "KAZ", "в Алматы (Казахстан)"), ("Баку", "AZE", "в Баку (Азербайджан)"),
        ("Найроби", "KEN", "в Найроби (Кения)"), ("Нью-Йорк", "USA", "в Нью-Йорке (Соединенные Штаты Америки)"),
        ("Пномпень", "KHM", "в Пномпене (Камбоджа)"), ("Астрахань", "RUS", "в Астрахани (Российская Федерация)"),
        ("Дубай", "ARE", "в Дубае (Объединенные Арабские Эмираты)"),
        ("Вьентьян", "LAO", "во Вьентьяне (Лаосская Народно-Демократическая Республика)"),
        ("Фритаун", "SLE", "во Фритауне (Сьерра-Леоне)"), ("Апиа", "WSM", "в Апиа (Самоа)"),
        ("Jahorina", "BIH", "в Jahorina (Босния и Герцеговина)"), ("Сингапур", "SGP", "в Сингапуре"),
    ],
)  # fmt: skip
def test_a_russian_sentence_declines_the_city(city: str, iso3: str, expected: str) -> None:
    event = {"mode": "in_person", "venues": [{"city": city, "country": iso3}]}
    assert where(event, pack(RU), on=None) == f" {expected}"


def test_two_places_and_the_internet_stand_together() -> None:
    venues = [{"city": "Вена", "country": "AUT"}, {"city": "Рига", "country": "LVA"}]
    assert where({"mode": "hybrid", "venues": venues}, pack(RU), on=None) == (
        " в Вене (Австрия), в Риге (Латвия) и в онлайновом формате"
    )
