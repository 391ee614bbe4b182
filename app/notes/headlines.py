"""Record titles in the style of headlines ("NAP workshop, Georgetown"), as parts of a sentence in the same language.

What cannot be turned safely gives None, and is printed as it stands: better stiff than wrong. `style` is the headlines
table of a language's pack; a language without one has its titles told by what they show (happenings.py).
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_BRACKETS = re.compile(r"\([^()]*\)")


class Happening(NamedTuple):
    """What was held, with its article; and whether that is several."""

    what: str
    many: bool


def happening(title: str, style: Mapping[str, Any]) -> Happening | None:
    """The parts of a title that names something held, or None; `title` stands without its place."""
    headline = _spelled_out(title, style)
    bare = _BRACKETS.sub("", headline)
    if re.search(r"[,;:]", bare) or _verb(headline, style):
        return None
    many = re.search(rf"\b(?:{style['plural']})\b", bare, re.IGNORECASE) is not None
    one = re.search(rf"\b(?:{style['singular']})\b", bare, re.IGNORECASE) is not None
    if not many and not one:
        return None
    return Happening(_begun(headline, style, many=many), many)


def past(title: str, style: Mapping[str, Any]) -> str | None:
    """A title with a verb in the present ("Head of X invites Y") as a clause in the past, or None."""
    headline = _spelled_out(title, style)
    verb = _verb(headline, style)
    if verb is None:
        return None
    subject, rest = headline[: verb.start()].strip(), headline[verb.end() :].strip()
    return f"{_articled(subject, style)} {style['present'][verb[0]]} {_articled(rest, style)}"


def detail(title: str) -> str:
    """What a title adds after a semicolon, in brackets: " (covers 2018-2022)"; nothing where it adds none."""
    _, _, more = title.partition("; ")
    return f" ({more})" if more else ""


def _spelled_out(title: str, style: Mapping[str, Any]) -> str:
    for short, long in style["spelled_out"]:
        title = re.sub(short, long, title)
    return title.strip().rstrip(".")


def _verb(headline: str, style: Mapping[str, Any]) -> re.Match[str] | None:
    return re.search(rf"(?<=\w )(?:{'|'.join(style['present'])})(?= \w)", headline)


def _begun(headline: str, style: Mapping[str, Any], *, many: bool) -> str:
    first, *_ = headline.split(" ")
    if first.casefold() in {*style["common"], *style["ordinals"]}:
        headline = headline[0].lower() + headline[1:]
    if many:
        return headline[0].upper() + headline[1:]
    if first.casefold() in style["ordinals"]:
        return str(style["definite"].format(x=headline))
    article = next(article for sign, article in style["indefinite"] if re.search(sign, headline))
    return str(article.format(x=headline))


def _articled(words: str, style: Mapping[str, Any]) -> str:
    return str(style["the"].format(x=words)) if re.search(style["articled"], words) else words
