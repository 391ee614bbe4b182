"""Labels, headings, covers and disclaimers that no list has word for word; every fact is invented."""

import pytest

from tests.reading.reader import reading_of

HEADERS = {
    "en": "Name of the activity: Seminar on seals\nWho came: Ghana, Togo\nTook place at: Hall Two, Accra, Ghana\n"
    "Dates of the Accra leg: 4-5 July 2016\nRegistration: closed\n",
    "fr": "Intitulé de la rencontre : Seminar on seals\nOnt pris part : Ghana, Togo\nLieu de la tenue : Accra, Ghana\n"
    "Dates du déroulement : 4-5 juillet 2016\nInscriptions : closes\n",
    "es": "Denominación del encuentro: Seminar on seals\nAsistieron: Ghana, Togo\nLugar y sede: Accra, Ghana\n"
    "Fechas de realización: 4-5 de julio de 2016\nInscripción: cerrada\n",
    "ru": "Наименование встречи: Seminar on seals\nПрисутствовали: Гана, Бенин\nМесто встречи: Аккра, Гана\n"
    "Сроки мероприятия: 4-5 июля 2016 года\nРегистрация: закрыта\n",
}
BODIES = {
    "en": ("Where things stood", "What we heard", "Looking ahead"),
    "fr": ("Point de départ", "Ce qui s'est dit", "Pour finir"),
    "es": ("De dónde venimos", "Qué se dijo", "Lo que viene"),
    "ru": ("С чего началось", "О чем говорилось", "Что дальше"),
    "zh": ("会议由来", "会上谈到", "另外"),
    "ar": ("تمهيد", "ما دار في الجلسات", "وماذا بعد؟"),
}
SENTENCES = {
    "zh": ("加纳于二〇〇四年提交报告，此后没有任何补充说明。", "与会者用两天时间逐条核对了清单。", "录音可以索取。"),
    "ar": (
        "قدمت غانا تقريرها الأول في موعده دون أي إضافة.",
        "قارن المشاركون القوائم بندا بندا.",
        "التسجيلات متاحة.",
    ),
}
PLAIN = (
    "Ghana had sent its report and left it at that.",
    "The lists were read aloud, line by line.",
    "Tapes exist.",
)


@pytest.mark.parametrize("sign", [": ", "\t"])
@pytest.mark.parametrize("language", HEADERS)
def test_labels_are_told_by_the_words_they_are_made_of(language: str, sign: str) -> None:
    header = HEADERS[language].replace(" : ", ": ").replace(": ", sign).replace("Accra leg", "event")
    read = reading_of(header + "\nBackground\n\nx\n")
    assert read.event.title == "Seminar on seals"
    assert (read.event.starts_on, read.event.ends_on) == ("2016-07-04", "2016-07-05")
    assert [venue.country for venue in read.event.venues] == ["GHA"]
    assert [one.state for one in read.participants] == ["GHA", "BEN" if language == "ru" else "TGO"]


@pytest.mark.parametrize("language", BODIES)
def test_headings_are_told_by_form_words_and_place(language: str) -> None:
    sentences = SENTENCES.get(language, PLAIN)
    parts = (f"{heading}\n\n{words}\n\n" for heading, words in zip(BODIES[language], sentences, strict=True))
    title = {"zh": "活动：核对清单", "ar": "النشاط: ندوة"}.get(language, "Event: Seminar on seals")
    note = reading_of(f"{title}\n\n{''.join(parts)}").note
    assert (note.background, note.highlights, note.comments) == tuple([one] for one in sentences)


@pytest.mark.parametrize(
    ("title", "heading", "sentence", "said"),
    [
        ("Event", "Background", PLAIN[1], "* Prepared for information purposes; it has no official status."),
        ("Titre", "Contexte", "Les listes ont été lues.", "† Simple texte informatif, qui n'engage pas le Comité."),
        ("Название", "Предыстория", "Списки были прочитаны.", "1 Заметка носит справочный характер."),
        ("活动", "背景", "清单已逐条宣读。", "本材料仅供内部交流，不具官方性质。"),
    ],
)
def test_a_disclaimer_is_told_by_what_it_denies(title: str, heading: str, sentence: str, said: str) -> None:
    note = reading_of(f"{title}: Seminar\n\n{heading}\n\n{sentence}\n\n{said}\n").note
    assert note.background == [sentence]
    assert note.disclaimer == said.lstrip("*†1 ")


@pytest.mark.parametrize("said", ["Information Note\n\n", ""])
def test_the_head_of_a_message_and_its_signature_are_no_part_of_the_note(said: str) -> None:
    read = reading_of(
        "From: Desk <d@example.org>\nTo: Committee\nSubject: news\n\nDear colleagues,\n\n"
        f"{said}Event: Seminar on seals\n\nBackground\n\nThe lists were read aloud.\n\nRegards,\nd@example.net\n"
    )
    assert read.event.title == "Seminar on seals"
    assert read.note.background == ["The lists were read aloud."]
    assert read.note.contact_email == "d@example.net"
