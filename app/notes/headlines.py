"""Record titles in the style of headlines ("NAP workshop, Georgetown"), as parts of an English sentence.

What cannot be turned safely gives None, and is printed as it stands: better stiff than wrong.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_PLACE = re.compile(r"(?:held in )?(?P<place>[A-ZÀ-Þ][\w.'’-]+(?: (?:of|de|del|la|and|el|[A-ZÀ-Þ][\w.'’-]*))*)$")
_BRACKETS = re.compile(r"\([^()]*\)")
_ABBREVIATED = ((" + ", " and "), (" incl. ", " including "))
_SHORT_1540 = re.compile(r"(?<=on |ng |th )1540(?=$|,| in | for | \(| /)")  # "on 1540", "implementing 1540"


class Happening(NamedTuple):
    """What was held, with its article; whether that is several; where, if the title says so last."""

    what: str
    many: bool
    place: str | None


def happening(title: str, style: Mapping[str, Any]) -> Happening | None:
    """The parts of a title that names something held, or None; `style` is the language's headlines table."""
    headline, place = _without_place(_spelled_out(title))
    bare = _BRACKETS.sub("", headline)
    if re.search(r"[,;:]", bare) or _verb(headline, style):
        return None
    many = re.search(rf"\b(?:{style['plural']})\b", bare, re.IGNORECASE) is not None
    one = re.search(rf"\b(?:{style['singular']})\b", bare, re.IGNORECASE) is not None
    if not many and not one:
        return None
    return Happening(_begun(headline, style, many=many), many, place)


def past(title: str, style: Mapping[str, Any]) -> str | None:
    """A title with a verb in the present ("Head of X invites Y") as a clause in the past, or None."""
    headline, place = _without_place(_spelled_out(title))
    verb = _verb(headline, style)
    if verb is None:
        return None
    subject, rest = headline[: verb.start()].strip(), headline[verb.end() :].strip()
    clause = f"{_articled(subject, style)} {style['present'][verb[0]]} {_articled(rest, style)}"
    return f"{clause} in {place}" if place else clause


def detail(title: str) -> str:
    """What a title adds after a semicolon, in brackets: " (covers 2018-2022)"; nothing where it adds none."""
    _, _, more = title.partition("; ")
    return f" ({more})" if more else ""


def _spelled_out(title: str) -> str:
    for short, long in _ABBREVIATED:
        title = title.replace(short, long)
    return _SHORT_1540.sub("resolution 1540 (2004)", title.strip().rstrip("."))


def _without_place(title: str) -> tuple[str, str | None]:
    headline, comma, last = title.rpartition(", ")
    found = _PLACE.match(last) if comma else None
    if found is None or last.isupper():
        return title, None
    return headline, found["place"]


def _verb(headline: str, style: Mapping[str, Any]) -> re.Match[str] | None:
    return re.search(rf"(?<=\w )(?:{'|'.join(style['present'])})(?= \w)", headline)


def _begun(headline: str, style: Mapping[str, Any], *, many: bool) -> str:
    first, *_ = headline.split(" ")
    if first.casefold() in {*style["common"], *style["ordinals"]}:
        headline = headline[0].lower() + headline[1:]
    if many:
        return headline[0].upper() + headline[1:]
    if first.casefold() in style["ordinals"]:
        return f"The {headline}"
    return f"{'An' if re.search(style['an'], headline) else 'A'} {headline}"


def _articled(words: str, style: Mapping[str, Any]) -> str:
    return f"the {words}" if re.search(style["articled"], words) else words
