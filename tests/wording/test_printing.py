import tomllib
from importlib.resources import files

import pytest

from app.kit.dates import BadDate
from app.kit.languages import Language
from app.wording.printing import dated, print_date

ENGLISH = {
    "2004-09-10": ("10 September 2004", "on 10 September 2004"),
    "2018-01-22/2018-01-23": ("22-23 January 2018", "on 22 and 23 January 2018"),
    "2017-06-29/2017-06-30": ("29-30 June 2017", "on 29 and 30 June 2017"),
    "2017-02-28/2017-03-02": ("28 February – 2 March 2017", "from 28 February to 2 March 2017"),
    "2014-12-30/2015-01-02": (
        "30 December 2014 – 2 January 2015",
        "from 30 December 2014 to 2 January 2015",
    ),
    "{2020-12-01,2020-12-08,2020-12-15}": ("1, 8 and 15 December 2020", "on 1, 8 and 15 December 2020"),
    "{2020-11-30,2020-12-08}": (
        "30 November 2020 and 8 December 2020",
        "on 30 November 2020 and 8 December 2020",
    ),
    "[2020-12-01,2020-12-08]": ("1 or 8 December 2020", "on 1 or 8 December 2020"),
    "{2020,2021}": ("2020 and 2021", "in 2020 and 2021"),
    "2014": ("2014", "in 2014"),
    "2014-XX": ("2014", "in 2014"),
    "201X": ("the 2010s", "in the 2010s"),
    "20XX": ("20XX", "in 20XX"),
    "2018-07": ("July 2018", "in July 2018"),
    "2018-07-XX": ("July 2018", "in July 2018"),
    "2021-21": ("spring 2021", "in spring 2021"),
    "2014/2015-12": ("between 2014 and December 2015", "between 2014 and December 2015"),
    "2014-05/2014-11": ("between May and November 2014", "between May and November 2014"),
    "2021-21/2021-23": ("between spring 2021 and autumn 2021", "between spring 2021 and autumn 2021"),
    "../2018-06-11": ("by 11 June 2018", "by 11 June 2018"),
    "2022-11-30/..": ("since 30 November 2022", "since 30 November 2022"),
    "1985/": ("since 1985", "since 1985"),
    "/1985-04": ("by April 1985", "by April 1985"),
    "{1667,1670..1672}": ("1667 and between 1670 and 1672", "in 1667 and between 1670 and 1672"),
    "[1760-01,1760-12..]": ("January 1760 or since December 1760", "in January 1760 or since December 1760"),
    "2018-06~": ("about June 2018", "about June 2018"),
    "2018-06?": ("June 2018 (date uncertain)", "in June 2018 (date uncertain)"),
    "2014-02-12%": ("about 12 February 2014 (date uncertain)", "about 12 February 2014 (date uncertain)"),
    "XXXX": ("date not known", "on a date not known"),
    "XXXX-10": ("October (year not known)", "in October (year not known)"),
    "XXXX-11-08": ("8 November (year not known)", "on 8 November (year not known)"),
    "XXXX-11-08/XXXX-11-10": ("8-10 November (year not known)", "from 8 to 10 November (year not known)"),
    "XXXX-10-30/XXXX-11-02": (
        "30 October – 2 November (year not known)",
        "from 30 October to 2 November (year not known)",
    ),
    "{XXXX-06-11,XXXX-06-13}": ("11 and 13 June (year not known)", "on 11 and 13 June (year not known)"),
}

FRENCH = {
    "2018-03-01": ("1er mars 2018", "le 1er mars 2018"),
    "2018-01-22/2018-01-23": ("22 et 23 janvier 2018", "les 22 et 23 janvier 2018"),
    "2014-08-05/2014-08-08": ("5-8 août 2014", "du 5 au 8 août 2014"),
    "2017-02-28/2017-03-02": ("28 février – 2 mars 2017", "du 28 février au 2 mars 2017"),
    "{2020-12-01,2020-12-08}": ("1er et 8 décembre 2020", "les 1er et 8 décembre 2020"),
    "2014": ("2014", "en 2014"),
    "2018-07": ("juillet 2018", "en juillet 2018"),
    "2021-22": ("été 2021", "à l’été 2021"),
    "2014/2015-12": ("entre 2014 et décembre 2015", "entre 2014 et décembre 2015"),
    "2017-06-05/2018-07": ("entre le 5 juin 2017 et juillet 2018", "entre le 5 juin 2017 et juillet 2018"),
    "../2018-06-11": ("au plus tard le 11 juin 2018", "au plus tard le 11 juin 2018"),
    "2022/..": ("depuis 2022", "depuis 2022"),
    "2014-02-12~": ("vers le 12 février 2014", "vers le 12 février 2014"),
    "XXXX-11-08": ("8 novembre (année inconnue)", "le 8 novembre (année inconnue)"),
    "{XXXX-06-11,XXXX-06-13}": ("11 et 13 juin (année inconnue)", "les 11 et 13 juin (année inconnue)"),
}

SPANISH = {
    "2004-09-10": ("10 de septiembre de 2004", "el 10 de septiembre de 2004"),
    "2018-01-22/2018-01-23": ("22 y 23 de enero de 2018", "los días 22 y 23 de enero de 2018"),
    "2014-08-05/2014-08-08": ("5 a 8 de agosto de 2014", "del 5 al 8 de agosto de 2014"),
    "2014": ("2014", "en 2014"),
    "2018-07": ("julio de 2018", "en julio de 2018"),
    "2021-21": ("primavera de 2021", "en la primavera de 2021"),
    "2014-05/2014-11": ("entre mayo y noviembre de 2014", "entre mayo y noviembre de 2014"),
    "2018-06?": ("junio de 2018 (fecha incierta)", "en junio de 2018 (fecha incierta)"),
    "../2018-06": ("a más tardar en junio de 2018", "a más tardar en junio de 2018"),
}

RUSSIAN = {
    "2004-09-10": ("10 сентября 2004 года", "10 сентября 2004 года"),
    "2018-01-22/2018-01-23": ("22 и 23 января 2018 года", "22 и 23 января 2018 года"),
    "2014-08-05/2014-08-08": ("5–8 августа 2014 года", "с 5 по 8 августа 2014 года"),
    "2014": ("2014 год", "в 2014 году"),
    "2018-06": ("июнь 2018 года", "в июне 2018 года"),
    "2021-24": ("зима 2021 года", "зимой 2021 года"),
    "2014/2015-12": (
        "в период с 2014 года по декабрь 2015 года",
        "в период с 2014 года по декабрь 2015 года",
    ),
    "2014-05/2014-11": ("в период с мая по ноябрь 2014 года", "в период с мая по ноябрь 2014 года"),
    "{2020,2021}": ("2020 год и 2021 год", "в 2020 году и в 2021 году"),
    "../2018-06": ("не позднее июня 2018 года", "не позднее июня 2018 года"),
    "2018-06~": ("примерно в июне 2018 года", "примерно в июне 2018 года"),
}

CHINESE = {
    "2004-09-10": ("2004年9月10日", "2004年9月10日"),
    "2018-01-22/2018-01-23": ("2018年1月22日至23日", "2018年1月22日至23日"),
    "2017-02-28/2017-03-02": ("2017年2月28日至3月2日", "2017年2月28日至3月2日"),
    "{2020-12-01,2020-12-08,2020-12-15}": ("2020年12月1日、8日和15日", "2020年12月1日、8日和15日"),
    "2014": ("2014年", "2014年"),
    "2014-05/2014-11": ("2014年5月至11月期间", "2014年5月至11月期间"),
    "../2018-06-11": ("2018年6月11日或之前", "2018年6月11日或之前"),
    "{XXXX-06-11,XXXX-06-13}": ("6月11日和13日（年份不详）", "6月11日和13日（年份不详）"),
}

ARABIC = {
    "2004-09-10": ("10 أيلول/سبتمبر 2004", "في 10 أيلول/سبتمبر 2004"),
    "2018-01-22/2018-01-23": ("22 و 23 كانون الثاني/يناير 2018", "يومي 22 و 23 كانون الثاني/يناير 2018"),
    "2014-08-05/2014-08-08": ("من 5 إلى 8 آب/أغسطس 2014", "في الفترة من 5 إلى 8 آب/أغسطس 2014"),
    "2014": ("2014", "في عام 2014"),
    "2018-07": ("تموز/يوليه 2018", "في تموز/يوليه 2018"),
    "2022/..": ("منذ عام 2022", "منذ عام 2022"),
}

TABLES = {
    Language.en: ENGLISH,
    Language.fr: FRENCH,
    Language.es: SPANISH,
    Language.ru: RUSSIAN,
    Language.zh: CHINESE,
    Language.ar: ARABIC,
}
ROWS = [(language, edtf, *printed) for language, rows in TABLES.items() for edtf, printed in rows.items()]


@pytest.mark.parametrize(("language", "edtf", "plain", "in_sentence"), ROWS)
def test_a_date_is_printed_as_the_united_nations_print_it(
    language: Language, edtf: str, plain: str, in_sentence: str
) -> None:
    assert (print_date(edtf, language), dated(edtf, language)) == (plain, in_sentence)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("edtf", list(ENGLISH))
def test_every_kind_of_date_prints_in_every_language_with_no_place_left_open(language: Language, edtf: str) -> None:
    assert {mark for mark in "{}?~%" if mark in print_date(edtf, language) + dated(edtf, language)} == set()


@pytest.mark.parametrize("text", ["22/01/2018", "2018-02-30", "soon"])
def test_what_is_no_date_is_refused_rather_than_printed(text: str) -> None:
    with pytest.raises(BadDate):
        print_date(text, Language.en)


def test_the_grammar_of_every_language_has_the_same_words() -> None:
    table = tomllib.loads(files("app.wording").joinpath("printing.toml").read_text("utf-8"))
    words = {
        language: {key for key, value in table[language].items() if isinstance(value, str)} - {"first"}
        for language in Language
    }
    assert set(table) == set(Language)
    assert all(keys == words[Language.en] for keys in words.values())


def test_every_language_has_the_same_plain_patterns() -> None:
    table = tomllib.loads(files("app.wording").joinpath("printing.toml").read_text("utf-8"))
    own = {"set", "set_alone", "set_day"}
    assert all(set(table[language]["plain"]) - own == set(table[Language.en]["plain"]) for language in Language)
