"""Dates in running text, in the forms that notes print."""

import pytest

from app.kit.languages import Language
from app.wording.phrases import find_dates

EN, FR, ES, RU, AR, ZH = (
    Language.en,
    Language.fr,
    Language.es,
    Language.ru,
    Language.ar,
    Language.zh,
)

CASES = [
    (EN, "22-23 January 2018", ["2018-01-22/2018-01-23"]),
    (EN, "5 – 8 August 2014", ["2014-08-05/2014-08-08"]),
    (EN, "from 5 to 8 August 2014", ["2014-08-05/2014-08-08"]),
    (EN, "between 5 and 6 August 2014", ["2014-08-05/2014-08-06"]),
    (EN, "28 February - 2 March 2017", ["2017-02-28/2017-03-02"]),
    (EN, "28 December - 3 January 2018", ["2017-12-28/2018-01-03"]),
    (EN, "1, 8 and 15 December 2020", ["{2020-12-01,2020-12-08,2020-12-15}"]),
    (EN, "11 and 12, 18 and 19 May 2015", ["{2015-05-11,2015-05-12,2015-05-18,2015-05-19}"]),
    (EN, "Monday 20 to Wednesday 22 June 2016", ["2016-06-20/2016-06-22"]),
    (EN, "Thursday, 17 October 2019, 1.15 p.m. to 2.30 p.m.", ["2019-10-17"]),
    (EN, "Aug 2 2016", ["2016-08-02"]),
    (EN, "August 2-5, 2016", ["2016-08-02/2016-08-05"]),
    (EN, "the 1st and 2nd of May 2011", ["2011-05-01/2011-05-02"]),
    (EN, "30 November and 1 December 2017", ["2017-11-30/2017-12-01"]),
    (EN, "12 May and 3 June 2016", ["2016-05-12", "2016-06-03"]),
    (EN, "on 10 September 2004 and on 5 May 2006", ["2004-09-10", "2006-05-05"]),
    (EN, "September and October 2015", ["2015-09/2015-10"]),
    (EN, "April 2015", ["2015-04"]),
    (EN, "in 2014 and 2016", ["2014", "2016"]),
    (EN, "in early 2014", ["2014"]),
    (EN, "the spring of 2020", ["2020-21"]),
    (EN, "the first quarter of 2018", ["2018-01/2018-03"]),
    (EN, "in the second half of 2016", ["2016-07/2016-12"]),
    (EN, "24/01/2018", ["2018-01-24"]),
    (EN, "22.-23.01.2018", ["2018-01-22/2018-01-23"]),
    (EN, "2018-01-22", ["2018-01-22"]),
    (EN, "Room 25, 12 May 2016", ["2016-05-12"]),
    (EN, "1920 April 2016", ["2016-04-19/2016-04-20"]),
    (EN, "l5 May 2O16", ["2016-05-15"]),
    (EN, "31 June 2017", ["2017-06"]),
    (EN, "resolution 1977 (2011) and S/2014/20", []),
    (EN, "03/04/2018", []),
    (EN, "measures for 2017-2021", []),
    (EN, "since 2014", []),
    (EN, "5 January", []),
    (FR, "du 23 au 25 janvier 2019", ["2019-01-23/2019-01-25"]),
    (FR, "les 1er et 2 mai 2015", ["2015-05-01/2015-05-02"]),
    (FR, "le lundi 3 juin 2019", ["2019-06-03"]),
    (FR, "au printemps 2021", ["2021-21"]),
    (FR, "en août et septembre 2016", ["2016-08/2016-09"]),
    (FR, "du 30 juin au 2 juillet 2019", ["2019-06-30/2019-07-02"]),
    (FR, "le 05/04/2016", ["2016-04-05"]),
    (ES, "los días 5 y 6 de abril de 2016", ["2016-04-05/2016-04-06"]),
    (ES, "28-29 de marzo de 2017", ["2017-03-28/2017-03-29"]),
    (ES, "del 5 al 8 de agosto de 2014", ["2014-08-05/2014-08-08"]),
    (ES, "el 1º de marzo de 2016", ["2016-03-01"]),
    (ES, "en el primer trimestre de 2018", ["2018-01/2018-03"]),
    (RU, "с 5 по 8 августа 2014 года", ["2014-08-05/2014-08-08"]),
    (RU, "28 февраля – 2 марта 2017 г.", ["2017-02-28/2017-03-02"]),
    (RU, "в 2014 году", ["2014"]),
    (RU, "в 2014 и 2016 годах", ["2014", "2016"]),
    (RU, "в апреле 2015 года", ["2015-04"]),
    (RU, "1-го мая 2016 года", ["2016-05-01"]),
    (RU, "24.01.2018", ["2018-01-24"]),
    (AR, "22-23 كانون الثاني/يناير 2018", ["2018-01-22/2018-01-23"]),
    (AR, "من 22 إلى 24 كانون الثاني/يناير 2018", ["2018-01-22/2018-01-24"]),
    (AR, "يومي 5 و6 نيسان/أبريل 2016", ["2016-04-05/2016-04-06"]),
    (AR, "٢٢ يناير ٢٠١٨", ["2018-01-22"]),
    (AR, "في عام 2014", ["2014"]),
    (ZH, "2018年1月22日至23日", ["2018-01-22/2018-01-23"]),
    (ZH, "2017年2月28日至3月2日", ["2017-02-28/2017-03-02"]),
    (ZH, "2018年1月30日至2018年2月2日", ["2018-01-30/2018-02-02"]),
    (ZH, "2020年12月1日、8日和15日", ["{2020-12-01,2020-12-08,2020-12-15}"]),
    (ZH, "2014年", ["2014"]),
    (ZH, "2015年4月", ["2015-04"]),
    (ZH, "2018年第一季度", ["2018-01/2018-03"]),
]


@pytest.mark.parametrize(("language", "text", "dates"), CASES)
def test_a_printed_date_becomes_edtf(language: Language, text: str, dates: list[str]) -> None:
    assert [phrase.edtf for phrase in find_dates(text, language)] == dates


def test_the_span_of_a_date_is_what_was_printed_of_it() -> None:
    text = "It met from 5 to 8 August 2014 in Windhoek."
    assert [text[phrase.start : phrase.end] for phrase in find_dates(text, EN)] == ["5 to 8 August 2014"]


def test_days_in_the_wrong_order_keep_their_order() -> None:
    (phrase,) = find_dates("23-22 January 2018", EN)
    assert (phrase.first, phrase.last) == ("2018-01-23", "2018-01-22")


def test_weekdays_are_kept_beside_their_days() -> None:
    (phrase,) = find_dates("Monday 20 to Wednesday 22 June 2016", EN)
    assert phrase.weekdays == (("2016-06-20", 0), ("2016-06-22", 2))


@pytest.mark.parametrize("text", ["22 January 2018 (Monday)", "Monday, 22 January 2018"])
def test_a_weekday_before_or_behind_belongs_to_the_day(text: str) -> None:
    assert [phrase.weekdays for phrase in find_dates(text, EN)] == [(("2018-01-22", 0),)]


def test_a_day_that_does_not_exist_is_marked() -> None:
    assert [phrase.impossible for phrase in find_dates("30 February 2017 and 3 May 2017", EN)] == [True, False]


def test_a_date_pushed_together_is_marked_as_damaged() -> None:
    assert [phrase.damaged for phrase in find_dates("1920 April 2016, then 3 May 2016", EN)] == [True, False]
