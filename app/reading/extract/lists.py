"""The marks of list paragraphs, which a Word file does not store but counts (ECMA-376-1, 17.9)."""

import re
from collections import Counter
from dataclasses import dataclass, field

from app.reading.extract.parts import w
from app.reading.extract.trees import Element

BULLET = "-"
LEVEL_OF_TEXT = re.compile(r"%([1-9])")
LETTERS = 26
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Level:
    """One level of a list: the form of its number (`decimal`, `bullet`), its pattern (`%1.`), its start."""

    form: str
    pattern: str
    start: int


@dataclass
class Lists:
    """All lists of a document, with the numbers given so far."""

    levels: dict[tuple[str, int], Level]
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def mark(self, number: str, level: int) -> str:
        """The mark of the next paragraph on this level of list `number`."""
        found = self.levels.get((number, level))
        if found is None or found.form == "bullet":
            return BULLET
        if found.form == "none":
            return ""
        self.counts[number, level] += 1
        for deeper in range(level + 1, 9):
            self.counts[number, deeper] = 0
        return LEVEL_OF_TEXT.sub(lambda part: self._number(number, int(part[1]) - 1), found.pattern)

    def _number(self, number: str, level: int) -> str:
        found = self.levels.get((number, level), Level("decimal", "", 1))
        value = max(self.counts[number, level], 1) + found.start - 1
        return written(value, form=found.form)


def written(value: int, *, form: str) -> str:
    """A number from 1 on as `lowerLetter`, `upperRoman` and so on; digits where the form is another."""
    text = str(value)
    if form.endswith("Letter"):
        text = chr(ord("a") + (value - 1) % LETTERS) * ((value - 1) // LETTERS % 9 + 1)
    if form.endswith("Roman") and value < 400:
        text = _roman(value)
    return text.upper() if form.startswith("upper") else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def lists_of(numbering: list[Element]) -> Lists:
    """The lists that the numbering part defines."""
    abstract: dict[str, dict[int, Level]] = {}
    levels: dict[tuple[str, int], Level] = {}
    for tree in numbering:
        for definition in tree.iter(w("abstractNum")):
            abstract[definition.get(w("abstractNumId"), "")] = _levels(definition)
        for number in tree.iter(w("num")):
            definition_id = value_of(number, "abstractNumId") or ""
            for level, found in (abstract.get(definition_id, {}) | _levels(number)).items():
                levels[number.get(w("numId"), ""), level] = found
    return Lists(levels)


def _levels(definition: Element) -> dict[int, Level]:
    return {
        whole(level.get(w("ilvl"))): Level(
            value_of(level, "numFmt") or "decimal",
            value_of(level, "lvlText") or "",
            whole(value_of(level, "start"), default=1),
        )
        for level in definition.iter(w("lvl"))
    }


def value_of(element: Element, *path: str) -> str | None:
    """The `w:val` of the descendant at `path`, None where there is none."""
    found = element.find("/".join(w(name) for name in path))
    return None if found is None else found.get(w("val"))


def whole(text: str | None, *, default: int = 0) -> int:
    """A number of at most four digits as it stands in a file, or `default`."""
    return int(text) if text is not None and re.fullmatch("[0-9]{1,4}", text) else default
