"""Whole notes in six languages as they stand on record, with all that a reader gives back. All facts are invented."""

from typing import Any

from app.kit.languages import Language
from app.wording.standard import committee_email, standard
from tests.notes.made import NOTE_ID

Json = dict[str, Any]

# Title, city, organizers (name, acronym, role), participants (name, kind), background, highlights.
_TOLD: dict[Language, tuple[str, str, list[tuple[str, str | None]], list[tuple[str, str]], list[str], list[str]]] = {
    Language.en: (
        "Workshop on the implementation of resolution 1540 (2004) in Uruguay",
        "Montevideo",
        [("Organization of American States", "OAS"), ("United Nations Office for Disarmament Affairs", "UNODA")],
        [("Uruguay", "state"), ("Organization of American States", "igo"), ("INTERPOL", "igo")],
        ["Uruguay submitted its first national report on 3 December 2004.",
         "In 2015 a workshop on resolution 1540 (2004) was held in Montevideo."],
        ["The participants discussed export controls and the security of ports.",
         "The Ministry of Foreign Affairs presented the draft of the national action plan."],
    ),
    Language.fr: (
        "Atelier sur l’application de la résolution 1540 (2004) en Uruguay",
        "Montevideo",
        [("Organisation des États américains", "OEA"), ("Bureau des affaires de désarmement", None)],
        [("Uruguay", "state"), ("Organisation des États américains", "igo"), ("INTERPOL", "igo")],
        ["L’Uruguay a présenté son premier rapport national le 3 décembre 2004.",
         "En 2015, un atelier sur la résolution 1540 (2004) s’est tenu à Montevideo."],
        ["Les participants ont débattu du contrôle des exportations et de la sûreté des ports.",
         "Le Ministère des affaires étrangères a présenté le projet de plan d’action national."],
    ),
    Language.es: (
        "Taller sobre la aplicación de la resolución 1540 (2004) en el Uruguay",
        "Montevideo",
        [("Organización de los Estados Americanos", "OEA"), ("Oficina de Asuntos de Desarme", None)],
        [("Uruguay", "state"), ("Organización de los Estados Americanos", "igo"), ("INTERPOL", "igo")],
        ["El Uruguay presentó su primer informe nacional el 3 de diciembre de 2004.",
         "En 2015 se celebró en Montevideo un taller sobre la resolución 1540 (2004)."],
        ["Los participantes examinaron los controles de exportación y la seguridad de los puertos.",
         "El Ministerio de Relaciones Exteriores presentó el proyecto de plan de acción nacional."],
    ),
    Language.ru: (
        "Семинар по осуществлению резолюции 1540 (2004) в Уругвае",
        "Монтевидео",
        [("Организация американских государств", "ОАГ"), ("Управление по вопросам разоружения", None)],
        [("Уругвай", "state"), ("Организация американских государств", "igo"), ("Интерпол", "igo")],
        ["Уругвай представил свой первый национальный доклад 3 декабря 2004 года.",
         "В 2015 году в Монтевидео состоялся семинар по резолюции 1540 (2004)."],
        ["Участники обсудили экспортный контроль и безопасность портов.",
         "Министерство иностранных дел представило проект национального плана действий."],
    ),
    Language.zh: (
        "乌拉圭执行第1540(2004)号决议讲习班",
        "蒙得维的亚",
        [("美洲国家组织", None), ("裁军事务厅", None)],
        [("乌拉圭", "state"), ("美洲国家组织", "igo"), ("国际刑警组织", "igo")],
        ["乌拉圭于2004年12月3日提交了第一份国家报告。", "2015年在蒙得维的亚举行了关于第1540(2004)号决议的讲习班。"],
        ["与会者讨论了出口管制和港口安全。", "外交部介绍了国家行动计划草案。"],
    ),
    Language.ar: (
        "حلقة عمل بشأن تنفيذ القرار 1540 (2004) في أوروغواي",
        "مونتيفيديو",
        [("منظمة الدول الأمريكية", None), ("مكتب شؤون نزع السلاح", None)],
        [("أوروغواي", "state"), ("منظمة الدول الأمريكية", "igo"), ("الإنتربول", "igo")],
        ["قدمت أوروغواي تقريرها الوطني الأول في 3 كانون الأول/ديسمبر 2004.",
         "في عام 2015 عقدت في مونتيفيديو حلقة عمل بشأن القرار 1540 (2004)."],
        ["ناقش المشاركون مراقبة الصادرات وأمن الموانئ.", "قدمت وزارة الخارجية مشروع خطة العمل الوطنية."],
    ),
}  # fmt: skip


def event(language: Language) -> Json:
    """The event of the note in a language."""
    title, city, organizers, participants, _, _ = _TOLD[language]
    roles = ("organizer", "cooperation")
    return {
        "id": "e1", "title": title, "mode": "in_person", "status": "held",
        "starts_on": "2019-05-14", "ends_on": "2019-05-15", "sessions": [],
        "venues": [{"place": None, "city": city, "country": "URY"}], "states": ["URY"],
        "organizers": [
            {"name": name, "acronym": acronym, "role": role}
            for (name, acronym), role in zip(organizers, roles, strict=True)
        ],
        "participants": [{"name": name, "kind": kind, "total": None} for name, kind in participants],
    }  # fmt: skip


def sections(language: Language) -> dict[str, list[str]]:
    """What the sections of the note say."""
    *_, background, highlights = _TOLD[language]
    contact = standard(language).contact.format(email=committee_email())
    return {"objectives": [], "background": background, "highlights": highlights, "comments": [contact]}


def note(language: Language) -> Json:
    """The note, published."""
    parts = [
        {"name": name, "items": [{"id": f"{name}-{at}", "text": text, "entries": []} for at, text in enumerate(texts)]}
        for name, texts in sections(language).items()
    ]
    return {
        "id": NOTE_ID, "event": "e1", "language": language, "status": "published", "revision": 2, "stale": False,
        "sections": parts, "disclaimer": standard(language).disclaimer, "contact_email": committee_email(),
        "recorded_at": "2026-11-23T09:30:00.123456Z",
    }  # fmt: skip
