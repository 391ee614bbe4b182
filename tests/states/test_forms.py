"""The names of States inside sentences: tables over all names, present and former, in every language."""

import re
from datetime import date, timedelta

import pytest

from app.kit.languages import Language
from app.states import forms, registry

ar, zh, en, fr, ru, es = (Language(tag) for tag in ("ar", "zh", "en", "fr", "ru", "es"))
Named = tuple[str, date | None]  # a State, and a day on which it had this name

NAMES: list[Named] = [
    (state.iso3, on)
    for state in registry.all_states()
    for on in (None, *(old.until - timedelta(days=1) for old in state.former))
]
VOWEL = re.compile(r"(?:[aeiouâéèêîïôû]|haï)", re.IGNORECASE)


def table(language: Language, case: str) -> dict[Named, str]:
    return {(iso3, on): registry.form(iso3, language, case, on=on) for iso3, on in NAMES}


def bare(language: Language) -> dict[Named, str]:
    return {(iso3, on): registry.in_text(iso3, language, on=on).replace("'", "’") for iso3, on in NAMES}


@pytest.mark.parametrize("language", list(Language))
def test_every_name_that_a_state_has_or_had_has_every_form(language: Language) -> None:
    found = {case: table(language, case) for case in forms.cases(language)}

    assert {len(of) for of in found.values()} == {205}
    assert [one for of in found.values() for one in of.values() if not one or re.search(r"['{}|]|None|  ", one)] == []
    assert {registry.grammar(iso3, language, on=on).number for iso3, on in NAMES} <= {"s", "p"}


@pytest.mark.parametrize("language", list(Language))
def test_a_name_is_listed_once_and_only_where_a_state_is_called_so(language: Language) -> None:
    listed = forms.listed(language)

    assert sorted(set(listed)) == sorted(listed)
    assert set(listed) <= set(bare(language).values())


FRENCH = [
    ("TKM", "le Turkménistan", "du Turkménistan", "au Turkménistan", "au Turkménistan", "ms"),
    ("NAM", "la Namibie", "de la Namibie", "à la Namibie", "en Namibie", "fs"),
    ("ARM", "l’Arménie", "de l’Arménie", "à l’Arménie", "en Arménie", "fs"),
    ("IRQ", "l’Iraq", "de l’Iraq", "à l’Iraq", "en Iraq", "ms"),
    ("FJI", "les Fidji", "des Fidji", "aux Fidji", "aux Fidji", "fp"),
    ("CUB", "Cuba", "de Cuba", "à Cuba", "à Cuba", "fs"),
    ("ISR", "Israël", "d’Israël", "à Israël", "en Israël", "ms"),
    ("HTI", "Haïti", "d’Haïti", "à Haïti", "en Haïti", "ms"),
    ("HND", "le Honduras", "du Honduras", "au Honduras", "au Honduras", "ms"),
    ("JAM", "la Jamaïque", "de la Jamaïque", "à la Jamaïque", "à la Jamaïque", "fs"),
    ("ATG", "Antigua-et-Barbuda", "d’Antigua-et-Barbuda", "à Antigua-et-Barbuda", "à Antigua-et-Barbuda", "fs"),
    ("CIV", "la Côte d’Ivoire", "de la Côte d’Ivoire", "à la Côte d’Ivoire", "en Côte d’Ivoire", "fs"),
    ("USA", "les États-Unis d’Amérique", "des États-Unis d’Amérique", "aux États-Unis d’Amérique",
     "aux États-Unis d’Amérique", "mp"),
    ("PSE", "l’État de Palestine", "de l’État de Palestine", "à l’État de Palestine", "dans l’État de Palestine", "ms"),
]  # fmt: skip
SPANISH = [
    ("TKM", "Turkmenistán", "de Turkmenistán", "a Turkmenistán", "en Turkmenistán", "ms"),
    ("ECU", "el Ecuador", "del Ecuador", "al Ecuador", "en el Ecuador", "ms"),
    ("SLV", "El Salvador", "de El Salvador", "a El Salvador", "en El Salvador", "ms"),
    ("IND", "la India", "de la India", "a la India", "en la India", "fs"),
    ("PHL", "Filipinas", "de Filipinas", "a Filipinas", "en Filipinas", "fs"),
    ("IRN", "la República Islámica del Irán", "de la República Islámica del Irán", "a la República Islámica del Irán",
     "en la República Islámica del Irán", "fs"),
    ("USA", "los Estados Unidos de América", "de los Estados Unidos de América", "a los Estados Unidos de América",
     "en los Estados Unidos de América", "mp"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "row"), [(fr, row) for row in FRENCH] + [(es, row) for row in SPANISH])
def test_french_and_spanish_names_stand_with_their_article(language: Language, row: tuple[str, ...]) -> None:
    iso3, *expected, agreement = row
    found = registry.grammar(iso3, language)

    assert [registry.form(iso3, language, case) for case in ("plain", "of", "to", "in")] == expected
    assert found.gender + found.number == agreement


@pytest.mark.parametrize("case", ["plain", "of", "to", "in"])
def test_no_french_name_meets_its_article_wrongly(case: str) -> None:
    found = table(fr, case)
    clashes = r"(?:^|\b)(?:de les?|à les?|de la (?=[aeiouéâî])|du (?=[aeiouéâî])|[ld]’(?![aeiouhâéèîïôû]))"

    assert [one for one in found.values() if re.search(clashes, one, re.IGNORECASE)] == []
    for of, one in zip(bare(fr).values(), found.values(), strict=True):
        before = one.removesuffix(of)
        if VOWEL.match(of):
            assert before in {
                "",
                "l’",
                "d’",
                "de l’",
                "à l’",
                "à ",
                "en ",
                "les ",
                "des ",
                "aux ",
                "dans l’",
                "dans les ",
            }
        else:
            assert before in {
                "", "le ", "la ", "les ", "du ", "de la ", "de ", "des ", "au ", "à la ", "aux ", "à ", "en ",
            }  # fmt: skip


def test_a_french_article_shows_the_gender_and_number_that_are_given() -> None:
    shown = {("le ", "m", "s"), ("la ", "f", "s"), ("les ", "m", "p"), ("les ", "f", "p")}
    for (iso3, on), of in bare(fr).items():
        article = registry.form(iso3, fr, on=on).removesuffix(of)
        agreement = registry.grammar(iso3, fr, on=on)
        if article not in {"", "l’"}:
            assert (article, agreement.gender, agreement.number) in shown
        assert (agreement.number == "p") == (article == "les ")


def test_genders_are_those_that_the_ending_of_the_first_word_tells_with_few_exceptions() -> None:
    apart: dict[Language, set[str]] = {fr: set(), es: set()}
    for language, ending in ((fr, re.compile(r"es?$")), (es, re.compile(r"as?$"))):
        for (iso3, on), of in bare(language).items():
            feminine = registry.grammar(iso3, language, on=on).gender == "f"
            first = re.split(r"[ -]", of.removeprefix("ex-").removeprefix("ex "))[0]
            if feminine != bool(ending.search(first)):
                apart[language].add(of)

    assert apart == {
        fr: {
            "Antigua-et-Barbuda", "Bahamas", "Belize", "Cambodge", "Cuba", "Fidji", "Fédération de Russie",
            "Jamahiriya arabe libyenne", "Madagascar", "Mexique", "Mozambique", "Palaos",
            "Royaume des Pays-Bas", "Royaume-Uni de Grande-Bretagne et d’Irlande du Nord", "Sao Tomé-et-Principe",
            "Sierra Leone", "Singapour", "Suriname", "Tonga", "Trinité-et-Tobago", "Tuvalu", "Zimbabwe",
        },
        es: {
            "Burkina Faso", "Côte d’Ivoire", "Federación de Rusia", "Ghana", "Honduras",
            "Kenya", "Rwanda", "Seychelles", "Trinidad y Tabago", "Türkiye",
        },
    }  # fmt: skip


def test_no_spanish_name_keeps_an_article_apart_from_its_preposition() -> None:
    every = [one for case in ("plain", "of", "to", "in") for one in table(es, case).values()]

    assert [one for one in every if re.match(r"(?:de|a) el ", one)] == []
    assert {one.split(" ")[0] for one in table(es, "of").values()} == {"de", "del"}
    assert {one.split(" ")[0] for one in table(es, "to").values()} == {"a", "al"}


RUSSIAN = [
    ("TKM", "Туркменистана", "Туркменистану", "Туркменистан", "Туркменистаном", "в Туркменистане", "в Туркменистан"),
    ("ARM", "Армении", "Армении", "Армению", "Арменией", "в Армении", "в Армению"),
    ("VNM", "Вьетнама", "Вьетнаму", "Вьетнам", "Вьетнамом", "во Вьетнаме", "во Вьетнам"),
    ("FRA", "Франции", "Франции", "Францию", "Францией", "во Франции", "во Францию"),
    ("CUB", "Кубы", "Кубе", "Кубу", "Кубой", "на Кубе", "на Кубу"),
    ("PHL", "Филиппин", "Филиппинам", "Филиппины", "Филиппинами", "на Филиппинах", "на Филиппины"),
    ("PER", "Перу", "Перу", "Перу", "Перу", "в Перу", "в Перу"),
    ("CIV", "Кот-д’Ивуара", "Кот-д’Ивуару", "Кот-д’Ивуар", "Кот-д’Ивуаром", "в Кот-д’Ивуаре", "в Кот-д’Ивуар"),
    ("CHN", "Китая", "Китаю", "Китай", "Китаем", "в Китае", "в Китай"),
    ("POL", "Польши", "Польше", "Польшу", "Польшей", "в Польше", "в Польшу"),
    ("EGY", "Египта", "Египту", "Египет", "Египтом", "в Египте", "в Египет"),
    ("SYC", "Сейшельских Островов", "Сейшельским Островам", "Сейшельские Острова", "Сейшельскими Островами",
     "на Сейшельских Островах", "на Сейшельские Острова"),
    ("MHL", "Маршалловых Островов", "Маршалловым Островам", "Маршалловы Острова", "Маршалловыми Островами",
     "на Маршалловых Островах", "на Маршалловы Острова"),
    ("VEN", "Боливарианской Республики Венесуэла", "Боливарианской Республике Венесуэла",
     "Боливарианскую Республику Венесуэла", "Боливарианской Республикой Венесуэла",
     "в Боливарианской Республике Венесуэла", "в Боливарианскую Республику Венесуэла"),
]  # fmt: skip


@pytest.mark.parametrize("row", RUSSIAN)
def test_russian_names_are_declined(row: tuple[str, ...]) -> None:
    iso3, *expected = row
    given = ("genitive", "dative", "accusative", "instrumental", "in", "into")

    assert [registry.form(iso3, ru, case) for case in given] == expected
    assert registry.form(iso3, ru) == registry.in_text(iso3, ru).replace("'", "’")


def test_a_russian_name_changes_as_its_ending_does() -> None:
    masculine_or_unchanged = re.compile(r"[бвгджзклмнпрстфхцчшщйь]$")
    six = ("plain", "genitive", "dative", "accusative", "instrumental", "prepositional")
    for iso3, on in NAMES:
        plain, *oblique = (registry.form(iso3, ru, case, on=on) for case in six)
        if plain[-1] in "оеиу" and " " not in plain and plain != "Гвинея-Бисау":
            assert set(oblique) == {plain}, plain
        elif (
            masculine_or_unchanged.search(plain)
            and registry.grammar(iso3, ru, on=on).gender == "m"
            and "-" not in plain
        ):
            assert (oblique[2], len({plain, *oblique})) == (plain, 5), plain


def test_a_russian_preposition_is_sounded_before_two_consonants() -> None:
    for case in ("in", "into"):
        for one in table(ru, case).values():
            assert re.match(r"(?:в (?![вф][бвгджзклмнпрстфхцчшщь])|во [вф][бвгджзклмнпрстфхцчшщь]|на )", one.lower()), (
                one
            )


@pytest.mark.parametrize(
    ("iso3", "expected", "gender"),
    [
        ("TKM", ["تركمانستان", "تركمانستان", "لتركمانستان", "في تركمانستان", "بتركمانستان"], "f"),
        ("JOR", ["الأردن", "الأردن", "للأردن", "في الأردن", "بالأردن"], "m"),
        ("LBN", ["لبنان", "لبنان", "للبنان", "في لبنان", "بلبنان"], "m"),
        ("DEU", ["ألمانيا", "ألمانيا", "لألمانيا", "في ألمانيا", "بألمانيا"], "f"),
        ("RUS", ["الاتحاد الروسي", "الاتحاد الروسي", "للاتحاد الروسي", "في الاتحاد الروسي", "بالاتحاد الروسي"], "m"),
        ("IRN", ["جمهورية إيران الإسلامية", "جمهورية إيران الإسلامية", "لجمهورية إيران الإسلامية",
                 "في جمهورية إيران الإسلامية", "بجمهورية إيران الإسلامية"], "f"),
    ],
)  # fmt: skip
def test_arabic_names_take_prepositions_onto_them(iso3: str, expected: list[str], gender: str) -> None:
    assert [registry.form(iso3, ar, case) for case in ("plain", "of", "to", "in", "by")] == expected
    assert registry.grammar(iso3, ar).gender == gender


def test_no_arabic_article_stays_whole_after_the_preposition_to() -> None:
    for (iso3, on), of in bare(ar).items():
        given = registry.form(iso3, ar, "to", on=on)
        assert given == ("لل" + of.removeprefix("ال") if of.startswith("ال") else "ل" + of)


@pytest.mark.parametrize(
    ("iso3", "language", "case", "on", "expected"),
    [
        ("SWZ", fr, "to", date(2014, 4, 10), "au Swaziland"),
        ("SWZ", fr, "to", None, "à l’Eswatini"),
        ("MKD", fr, "of", date(2015, 1, 1), "de l’ex-République yougoslave de Macédoine"),
        ("MKD", es, "of", date(2015, 1, 1), "de la ex República Yugoslava de Macedonia"),
        ("MKD", ru, "in", date(2015, 1, 1), "в бывшей югославской Республике Македония"),
        ("TUR", fr, "in", date(2010, 1, 1), "en Turquie"),
        ("CZE", ru, "genitive", date(2015, 1, 1), "Чешской Республики"),
        ("NLD", fr, "plain", date(2015, 1, 1), "les Pays-Bas"),
        ("NLD", fr, "plain", None, "le Royaume des Pays-Bas"),
        ("LBY", ar, "to", date(2010, 1, 1), "للجماهيرية العربية الليبية"),
        ("LAO", en, "plain", None, "the Lao People’s Democratic Republic"),
        ("SRB", zh, "plain", date(2005, 1, 1), "塞尔维亚和黑山"),
    ],
)
def test_a_form_is_that_of_the_name_on_the_day(
    iso3: str, language: Language, case: str, on: date | None, expected: str
) -> None:
    assert registry.form(iso3, language, case, on=on) == expected


@pytest.mark.parametrize(
    ("name", "language", "case"), [("Туркменистан", ru, "ablative"), ("Атлантида", ru, "plain"), ("Turkey", en, "of")]
)
def test_a_form_that_is_not_there_is_refused(name: str, language: Language, case: str) -> None:
    with pytest.raises(forms.UnknownForm):
        forms.form(name, language, case)
