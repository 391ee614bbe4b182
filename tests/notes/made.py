"""A note and its event as plain data. Texts in other languages than English are invented for these tests."""

from typing import Any

from app.kit.languages import Language
from app.notes.document import Document, document

Json = dict[str, Any]

NOTE_ID = "0197a3c2-5d1e-7c44-9b0e-2f6d1c8a7e10"

TITLES = {
    "en": "Meeting on developing a National Action Plan of Turkmenistan",
    "fr": "Réunion sur l’élaboration du plan d’action national du Turkménistan",
    "es": "Reunión sobre la elaboración del plan de acción nacional de Turkmenistán",
    "ru": "Совещание по разработке национального плана действий Туркменистана",
    "zh": "土库曼斯坦国家行动计划会议",
    "ar": "اجتماع بشأن خطة العمل الوطنية لتركمانستان",
}
TEXTS = {
    "en": "The office finalized an efficient draft on 22-23 January 2018 with OSCE & others <in Ashgabat>.",
    "fr": "L’atelier s’est tenu à Achgabat les 22 et 23 janvier 2018 avec le concours de l’OSCE.",
    "es": "El taller se celebró en Asjabad los días 22 y 23 de enero de 2018 con el apoyo de la OSCE.",
    "ru": "Семинар состоялся в Ашхабаде 22–23 января 2018 года при поддержке ОБСЕ.",
    "zh": "讲习班于2018年1月22日至23日在阿什哈巴德举行，欧安组织提供支持。",
    "ar": "عقدت حلقة العمل في الفترة 22-23 كانون الثاني/يناير 2018 في عشق أباد.",
}


def an_item(name: str, text: str, **entries: int) -> Json:
    cites = [{"id": entry, "version": version} for entry, version in entries.items()]
    return {"id": f"{name}-1", "text": text, "entries": cites}


def a_note(language: str = "en", **changes: Any) -> Json:
    text = TEXTS.get(language, "")
    return {
        "id": NOTE_ID,
        "event": "e1",
        "language": language,
        "status": "draft",
        "revision": 1,
        "stale": False,
        "sections": [
            {"name": "objectives", "items": []},
            {"name": "background", "items": [an_item("background", text, first=1, second=3)]},
            {"name": "highlights", "items": [an_item("first", text), an_item("second", text)]},
        ],
        "disclaimer": None,
        "contact_email": "1540experts@un.org",
    } | changes


def an_event(language: str = "en", **changes: Any) -> Json:
    return {
        "id": "e1",
        "title": TITLES[language],
        "mode": "in_person",
        "status": "held",
        "starts_on": "2018-01-22",
        "ends_on": "2018-01-23",
        "sessions": [],
        "venues": [{"place": None, "city": "Ashgabat", "country": "TKM"}],
        "states": ["TKM"],
        "organizers": [
            {"name": "OSCE", "role": "organizer"},
            {"name": "United Nations Regional Centre", "acronym": "UNRCPD", "role": "cooperation"},
        ],
        "participants": [
            {"name": "Turkmenistan", "kind": "state", "total": None},
            {"name": "OSCE", "kind": "igo", "total": 4},
            {"name": "1540 Committee Group of Experts", "kind": "committee", "total": None},
        ],
    } | changes


def a_document(language: str | Language = "en", **changes: Any) -> Document:
    """The printed form of a_note, at an address that does not exist."""
    tag = str(language)
    return document(a_note(tag, **changes), an_event(tag), address=f"https://outreach.example/notes/{NOTE_ID}")
