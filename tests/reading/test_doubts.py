"""What is doubted about a note in each language, and what is not. All facts are invented."""

import pytest

from app.reading.trust import trusted
from tests.reading.reader import reading_of

NOTES = {
    "en": """Information Note

Event: Regional workshop on the implementation of resolution 1540 (2004) in South Asia
Organizers: United Nations Office for Disarmament Affairs (UNODA)
Date and Venue: 14-16 March 2017, Kathmandu, Nepal
Participants: Bangladesh, Bhutan, Maldives, Nepal, Sri Lanka, UNODA

Background
- Nepal submitted its first report on 17 March 2006.

Highlights
- {}
""",
    "fr": """Note d'information

Manifestation : Atelier régional sur l'application de la résolution 1540 (2004) en Afrique centrale
Organisateurs : Bureau des affaires de désarmement (UNODA)
Date et lieu : 14-16 mars 2017, Libreville, Gabon
Participants : Cameroun, Congo, Gabon, Guinée équatoriale, Tchad, UNODA

Contexte
- Le Gabon a présenté son premier rapport le 17 mars 2006.

Débats
- {}
""",
    "es": """Nota informativa

Evento: Taller regional sobre la aplicación de la resolución 1540 (2004) en América del Sur
Organizadores: Oficina de Asuntos de Desarme (UNODA)
Fecha y lugar: 14 a 16 de marzo de 2017, Lima, Perú
Participantes: Bolivia, Chile, Colombia, Ecuador, Perú, UNODA

Antecedentes
- El Perú presentó su primer informe el 17 de marzo de 2006.

Debates
- {}
""",
    "ru": """Информационная записка

Мероприятие: Региональный семинар по осуществлению резолюции 1540 (2004) в Центральной Азии
Организаторы: Управление по вопросам разоружения (UNODA)
Дата и место: 14-16 марта 2017 года, Ташкент, Узбекистан
Участники: Казахстан, Кыргызстан, Таджикистан, Туркменистан, Узбекистан, UNODA

История вопроса
- Узбекистан представил первый доклад 17 марта 2006 года.

Основные итоги
- {}
""",
    "ar": """مذكرة إعلامية

النشاط: حلقة عمل إقليمية بشأن تنفيذ القرار 1540 (2004) في شمال أفريقيا
الجهة المنظمة: مكتب شؤون نزع السلاح (UNODA)
التاريخ والمكان: 14-16 آذار/مارس 2017، تونس، تونس
المشاركون: تونس، الجزائر، مصر، المغرب، موريتانيا، UNODA

معلومات أساسية
- قدمت تونس تقريرها الأول في 17 آذار/مارس 2006.

أبرز المناقشات
- {}
""",
    "zh": """情况说明

活动:东南亚执行第1540(2004)号决议区域讲习班
组织者:裁军事务厅(UNODA)
时间和地点:2017年3月14日至16日，泰国曼谷
参加者:柬埔寨、老挝、泰国、越南、菲律宾、裁军事务厅

背景
- 泰国于2006年3月17日提交首次报告。

重点
- {}
""",
}
ODD = [
    ("en", "All seven participating countries presented their laws.", "count_mismatch"),
    ("en", "The three-day workshop had 20 trainees: nine of Nepal, six of Fiji and four of Oman.", "count_mismatch"),
    ("en", "In the course of the four-day seminar a draft was written.", "count_mismatch"),
    ("en", "On Monday 15 March the laboratories were visited.", "weekday_mismatch"),
    ("en", "From 15 to 18 March the workshop went through the matrix.", "date_conflict"),
    ("en", "Nepal recalled that its first report was submitted on 17 April 2006.", "date_conflict"),
    ("en", "The International Atomic Energy Agency (OPCW) sent a paper.", "acronym_mismatch"),
    ("en", "A law was adopted on 31 June 2015.", "impossible_date"),
    ("en", "A course was held from 14 to 12 May 2015.", "end_before_start"),
    ("en", "Resolution l540 (2004) was explained.", "ocr_damage"),
    ("en", "In Ju1y 2015 a law was adopted.", "ocr_damage"),
    ("en", "The dÃ©lÃ©guÃ©s agreed.", "ocr_damage"),
    ("en", "Resolution 1977 (2012) was explained.", "resolution_year_mismatch"),
    ("fr", "Les sept pays participants ont présenté leurs lois.", "count_mismatch"),
    ("fr", "Au cours des quatre jours, un projet a été rédigé.", "count_mismatch"),
    ("fr", "Le lundi 15 mars, les laboratoires ont été visités.", "weekday_mismatch"),
    ("es", "Las siete delegaciones presentaron sus leyes.", "count_mismatch"),
    ("es", "Durante cuatro días se redactó un proyecto.", "count_mismatch"),
    ("es", "El lunes 15 de marzo se visitaron los laboratorios.", "weekday_mismatch"),
    ("ru", "Все семь стран представили свои законы.", "count_mismatch"),
    ("ru", "В ходе четырехдневного семинара был составлен проект.", "count_mismatch"),
    ("ru", "В понедельник, 15 марта, участники посетили лаборатории.", "weekday_mismatch"),
    ("ar", "عرضت الدول السبع المشاركة قوانينها.", "count_mismatch"),
    ("ar", "وأُعد مشروع على مدى أربعة أيام.", "count_mismatch"),
    ("zh", "与会七国介绍了各自的法律。", "count_mismatch"),
    ("zh", "在为期四天的讲习班上拟订了草案。", "count_mismatch"),
]  # fmt: skip
PLAIN = [
    ("en", "All five participating countries presented their laws in the course of the three-day workshop."),
    ("en", "Two countries asked for help, and more than 190 States are bound by the resolution."),
    ("en", "A two-day course will be held for 30 officers next year."),
    ("en", "Of 20 trainees, nine came from Nepal; 20 had been invited: nine from Nepal, six from Bhutan."),
    ("en", "On Wednesday 15 March the laboratories were visited."),
    ("en", "The International Atomic Energy Agency (IAEA) and part l540-B of the list were named."),
    ("fr", "Les cinq pays participants ont présenté leurs lois pendant trois jours ; deux pays ont demandé une aide."),
    ("es", "Las cinco delegaciones trabajaron durante tres días; dos países pidieron asistencia."),
    ("ru", "Все пять стран представили законы в ходе трехдневного семинара; две страны попросили помощи."),
    ("ar", "عرضت الدول الخمس المشاركة قوانينها على مدى ثلاثة أيام، وطلبت دولتان المساعدة."),
    ("zh", "与会五国在为期三天的讲习班上介绍了法律，两国请求援助。"),
]


def codes(text: str) -> list[str]:
    """The codes of the findings about a text."""
    return sorted({one.code.value for one in reading_of(text).findings})


@pytest.mark.parametrize(("language", "sentence", "code"), ODD)
def test_what_cannot_be_right_is_doubted(language: str, sentence: str, code: str) -> None:
    assert codes(NOTES[language].format(sentence)) == [code]


@pytest.mark.parametrize(("language", "sentence"), PLAIN)
def test_what_may_be_right_is_left_alone(language: str, sentence: str) -> None:
    assert codes(NOTES[language].format(sentence)) == []


@pytest.mark.parametrize(
    ("printed", "instead", "code"),
    [
        ("Office for Disarmament Affairs (UNODA)", "Office of Disarmament Affairs (UNODA)", "org_name_error"),
        ("Disarmament Affairs (UNODA)", "Disarmament Affairs (OPCW)", "acronym_mismatch"),
        ("Kathmandu, Nepal", "Kathmandu, Bhutan", "city_country_mismatch"),
        ("Organizers: United Nations Office for Disarmament Affairs (UNODA)\n", "", "missing_field"),
        ("United Nations Office for Disarmament Affairs (UNODA)", "", "missing_field"),
        ("14-16 March 2017, ", "", "missing_field"),
        (", Kathmandu, Nepal", "", "missing_field"),
        ("14-16 March", "16-14 March", "end_before_start"),
        ("14-16 March", "Monday 14 and Tuesday 15 March", "weekday_mismatch"),
    ],
)
def test_the_header_is_doubted(printed: str, instead: str, code: str) -> None:
    text = NOTES["en"].format("The laws were presented.")
    assert printed in text
    assert code in codes(text.replace(printed, instead))


@pytest.mark.parametrize(
    "wrong", ["Организация по сотрудничеству и безопасности в Европе", "منظمة حضر الأسلحة الكيميائية"]
)
def test_a_name_with_its_words_changed_about_or_one_letter_wrong_is_doubted(wrong: str) -> None:
    note = NOTES["ru"] if wrong[0] == "О" else NOTES["ar"]
    office = "Управление по вопросам разоружения (UNODA)" if wrong[0] == "О" else "مكتب شؤون نزع السلاح (UNODA)"
    assert codes(note.format("1540 (2004).").replace(office, wrong)) == ["org_name_error"]


def test_a_press_release_without_labels_lacks_no_field() -> None:
    text = NOTES["en"].format("The laws were presented.").partition("Background")[2]
    released = "Workshop on export control\n\nKathmandu, 14 March 2017. Officials of Nepal met on Tuesday.\n" + text
    assert "missing_field" not in codes(released)


def test_the_number_of_one_of_two_groups_of_states_is_right() -> None:
    text = NOTES["en"].format("All five participating countries presented their laws.")
    guests = "Sri Lanka\nObservers: Japan, Norway, UNODA\n"
    assert codes(text.replace("Sri Lanka, UNODA\n", guests)) == []


def test_a_title_after_a_label_is_surer_than_one_told_by_its_place() -> None:
    text = NOTES["en"].format("The laws were presented.")
    sure, less = (reading_of(one).confidence["event.title"] for one in (text, text.replace("Event: ", "")))
    assert sure > less


def test_what_was_read_at_a_surer_step_is_never_trusted_less() -> None:
    for place in ("event.title", "event.ends_on", "event.venues[0]", "organizers[3]", "participants[1]", "entries[2]"):
        shares = [trusted(place, step / 100) for step in range(101)]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] < 1
