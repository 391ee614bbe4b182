"""Dates as the United Nations print them, in its six languages; printing.toml holds the grammar."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from babel.dates import get_month_names

from app.kit.dates import parse
from app.kit.languages import Language

Form = Literal["plain", "dated", "start", "end"]
Patterns = dict[str, str]

_POINT = re.compile(r"(?P<year>\d{4}|XXXX|\d{3}X)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?")
_DECADE = re.compile(r"\d{3}X")
_QUALIFIERS = re.compile(r"[?~%]")


class Point(NamedTuple):
    """One point of an EDTF text; what the text leaves open is None. Seasons are the months 21 to 24."""

    year: str | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language prints dates: words, and one set of patterns a form."""

    words: Patterns
    forms: dict[str, Patterns]
    seasons: dict[str, Sequence[str]]
    months: dict[str, Sequence[str]]

    def pattern(self, key: str, form: Form) -> str:
        return self.forms[form].get(key) or self.forms["plain"][key]

    def season(self, month: int, form: Form) -> str:
        return self.seasons.get(form, self.seasons["plain"])[month - 21]

    def day(self, day: int) -> str:
        return self.words.get("first", "1") if day == 1 else str(day)

    def listed(self, parts: Sequence[str], link: str) -> str:
        *rest, last = parts
        return self.words["comma"].join(rest) + self.words[link] + last if rest else last


@cache
def grammar(language: Language) -> Grammar:
    """The grammar of one language; month names come from CLDR, where the United Nations use no others."""
    table = tomllib.loads(files("app.wording").joinpath("printing.toml").read_text("utf-8"))[language]
    forms = {name: table.get(name, {}) for name in ("plain", "dated", "start", "end")}
    seasons = {name: form["seasons"] for name, form in forms.items() if "seasons" in form}
    own = table.get("months")
    genitive = own or list(get_month_names("wide", "format", language.value).values())
    return Grammar(
        words={key: value for key, value in table.items() if isinstance(value, str)},
        forms=forms,
        seasons=seasons | {"plain": table["seasons"]},
        months={
            "m": genitive,
            "n": own or list(get_month_names("wide", "stand-alone", language.value).values()),
            "i": table.get("months_in", genitive),
        },
    )


def print_date(edtf: str, language: Language) -> str:
    """The date standing alone, as in a heading: `22-23 January 2018`, `2014`; never a day that is not given.

    `edtf` is ISO 8601-2 text as app.kit.dates reads it, which raises BadDate for any other.
    """
    return _printed(edtf, grammar(language), "plain")


def dated(edtf: str, language: Language) -> str:
    """The date in a sentence, with its preposition: `on 10 September 2004`, `on 29 and 30 June 2017`.

    Raises BadDate as print_date does.
    """
    return _printed(edtf, grammar(language), "dated")


def _printed(text: str, words: Grammar, form: Form) -> str:
    edtf = parse(text)
    bare = _QUALIFIERS.sub("", text.strip())
    printed = _phrase(bare, words, form)
    if edtf.approximate:
        printed = words.pattern("about", form).format(x=_phrase(bare, words, _form(words, "about_form")))
    if edtf.uncertain:
        printed = words.words["uncertain"].format(x=printed)
    return printed


def _phrase(bare: str, words: Grammar, form: Form) -> str:
    if bare.startswith(("{", "[")):
        link = "and" if bare.startswith("{") else "or"  # all of them, one of them
        return _set(bare[1:-1].split(","), words, form, link)
    if "/" in bare:
        return _interval(*bare.split("/", 1), words=words, form=form)
    return _one(_point(bare), words, form)


def _form(words: Grammar, key: str) -> Form:
    form: Form = words.words[key]  # type: ignore[assignment]  # printing.toml names only these four
    return form


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if not found:
        return Point(text, None, None)  # rarer than the product's dates: printed as recorded
    year, month, day = found.group("year", "month", "day")
    number = {part: int(part) for part in (month, day) if part and part != "XX"}
    return Point(None if year == "XXXX" else year, number.get(month), number.get(day))


def _one(point: Point, words: Grammar, form: Form) -> str:
    if point.year is None:
        return _yearless(point, words, form)
    if point.month is None:
        key = "decade" if _DECADE.fullmatch(point.year) else "year"
    elif point.month > 12:
        key = "season"
    else:
        key = "month" if point.day is None else "day"
    return words.pattern(key, form).format(**_places(point, words, form))


def _yearless(point: Point, words: Grammar, form: Form) -> str:
    if point.month is None:
        return words.pattern("unknown", form)
    key = "month_alone" if point.day is None else "day_alone"
    known = words.pattern(key, form).format(**_places(point, words, form))
    return words.words["unyeared"].format(x=known)


def _places(point: Point, words: Grammar, form: Form, mark: str = "") -> Patterns:
    year = point.year or ""
    places = {"y": year.replace("X", "0") if _DECADE.fullmatch(year) else year}
    if point.day is not None:
        places["d"] = words.day(point.day)
    if point.month is not None and point.month > 12:
        places["s"] = words.season(point.month, form)
    elif point.month is not None:
        places |= {case: names[point.month - 1] for case, names in words.months.items()}
    return {key + mark: value for key, value in places.items()}


def _interval(start: str, end: str, *, words: Grammar, form: Form) -> str:
    if start in ("..", ""):
        return words.words["by"].format(x=_one(_point(end), words, _form(words, "by_form")))
    if end in ("..", ""):
        return words.words["since"].format(x=_one(_point(start), words, "start"))
    first, last = _point(start), _point(end)
    if first.day is not None and last.day is not None:
        return _days(first, last, words, form)
    if first.year == last.year and first.month and last.month and max(first.month, last.month) <= 12:
        return _both(words.words["between_months"], first, last, words, form)
    return words.words["between"].format(a=_one(first, words, "start"), b=_one(last, words, "end"))


def _days(first: Point, last: Point, words: Grammar, form: Form) -> str:
    if first.year != last.year:
        key = "years"
    elif first.month != last.month:
        key = "across"
    else:
        key = "two" if (first.day, last.day) == (first.day, (first.day or 0) + 1) else "days"
    if first.year is None:
        key = "days_alone" if first.month == last.month else "across_alone"
        return words.words["unyeared"].format(x=_both(words.pattern(key, form), first, last, words, form))
    return _both(words.pattern(key, form), first, last, words, form)


def _both(pattern: str, first: Point, last: Point, words: Grammar, form: Form) -> str:
    ends = _places(first, words, form, "1") | _places(last, words, form, "2")
    return pattern.format(**ends, **_places(last, words, form))


def _set(parts: Sequence[str], words: Grammar, form: Form, link: str) -> str:
    points = [_point(part) for part in parts]
    first = points[0]
    if any((point.year, point.month) != (first.year, first.month) or not point.day for point in points):
        later: Form = form if form == "plain" else _form(words, "later_form")  # "in 2020 and 2021"
        printed = [_member(part, words, later if place else form) for place, part in enumerate(parts)]
        return words.listed(printed, link)
    own_day = words.forms["plain"].get("set_day", "{d}")
    days = words.listed([own_day.format(d=words.day(point.day or 1)) for point in points], link)
    alone = "_alone" if first.year is None else ""
    key = next(k for k in (f"set{alone}", f"day{alone}") if k in words.forms[form] | words.forms["plain"])
    printed_days = words.pattern(key, form).format(**_places(first, words, form) | {"d": days})
    return words.words["unyeared"].format(x=printed_days) if alone else printed_days


def _member(part: str, words: Grammar, form: Form) -> str:
    """A member of a set: a point in time, or a run such as `1670..1672`."""
    start, run, end = part.partition("..")
    return _interval(start, end, words=words, form=form) if run else _one(_point(part), words, form)
