"""A State's timeline as a picture: where every mark, bar, year and lane stands. Pure geometry; a template draws it.

A day is a filled shape. Whatever is less exact is an open shape over a bar that covers all days it may have been, with
soft ends, so that "in 2014" never looks like a day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.kit import dates
from app.kit.dates import Edtf
from app.web.labels import label
from app.web.shapes import LANES

RADIUS = 8.0
ROW = 26.0
PADDING = 9.0
CHARACTER = 6.4  # width of a character of the labels, in units of the picture
STEPS = (1, 2, 5, 10, 20)
SHORTEST = 6  # years
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry: its shape at x, y, and for all but a day the bar from `start` to `end`."""

    entry: str
    kind: str
    title: str
    date: str
    x: float
    y: float
    start: float
    end: float
    exact: bool
    soft: str
    intended: bool
    caption: str = ""

    @property
    def wide(self) -> bool:
        return self.end - self.start > 2 * RADIUS


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of related kinds, one below the other where they would touch."""

    name: str
    y: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The first of January of a year; only some are labelled."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the picture, and where time lies in it. `above` puts the names of lanes over them."""

    width: float
    left: float
    right: float
    above: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn; `undated` counts entries of no known year, which only the list has."""

    frame: Frame
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    undated: int
    years: tuple[int, int]


WIDE = Frame(width=1040, left=168, right=18, above=False)
NARROW = Frame(width=340, left=10, right=14, above=True)


@dataclass(slots=True)
class Scale:
    """From days to places on the picture."""

    frame: Frame
    first: int
    last: int
    origin: int = field(init=False)
    unit: float = field(init=False)

    def __post_init__(self) -> None:
        self.origin = date(self.first, 1, 1).toordinal()
        days = date(self.last, 12, 31).toordinal() - self.origin
        self.unit = (self.frame.width - self.frame.left - self.frame.right) / days

    def x(self, day: date) -> float:
        place = self.frame.left + (day.toordinal() - self.origin) * self.unit
        return round(min(max(place, self.frame.left), self.frame.width - self.frame.right), 1)


def draw(entries: Sequence[Facts], frame: Frame, *, today: date) -> Picture:
    """The picture of these entries (the contract's JSON) from their first year to today, or beyond."""
    dated = [(entry, when) for entry in entries if (when := dates.parse(entry["date"])).year_known]
    first, last = _years([when for _, when in dated], today)
    scale = Scale(frame, first, last)
    top, lanes = PADDING, []
    for name, kinds in LANES.items():
        marks = [_mark(entry, when, scale) for entry, when in dated if entry["kind"] in kinds]
        if marks:
            lanes.append(_lane(name, marks, top, frame))
            top += lanes[-1].height
    ticks = tuple(_ticks(scale))
    place = scale.x(today) if first <= today.year <= last else None
    return Picture(frame, top + 30, tuple(lanes), ticks, place, len(entries) - len(dated), (first, last))


def _years(whens: Iterable[Edtf], today: date) -> tuple[int, int]:
    years = [day.year for when in whens for day in (when.earliest, when.latest) if day] or [today.year]
    last = max(*years, today.year)
    return min(*years, last - SHORTEST), last


def _mark(entry: Facts, when: Edtf, scale: Scale) -> Mark:
    start, end = scale.x(when.first_day), scale.x(when.last_day)
    sharp = exact(when)
    middle = scale.x(when.first_day) if sharp and end - start <= 2 * RADIUS else round((start + end) / 2, 1)
    return Mark(
        entry=entry["id"], kind=entry["kind"], title=entry["title"], date=entry["date"],
        x=middle, y=0, start=start, end=end, exact=sharp, soft=_soft(when),
        intended=entry["status"] in {"planned", "draft", "cancelled"},
    )  # fmt: skip


def exact(when: Edtf) -> bool:
    """Whether the days themselves are known: a day, several, or from one day to another."""
    known = when.precision in {"day", "set"} or (when.precision == "interval" and "X" not in when.text)
    ends = when.text.strip("{}").replace(",", "/").split("/")
    whole = all(len(end.strip("?~%")) == len("2018-01-22") for end in ends)
    return known and whole and not when.approximate and not when.uncertain


def _soft(when: Edtf) -> str:
    """Which ends of the bar fade out: the open one of an open interval, else both where the days are not known."""
    if when.earliest is None:
        return "start"
    if when.latest is None:
        return "end"
    return "none" if exact(when) else "both"


def _lane(name: str, marks: list[Mark], top: float, frame: Frame) -> Lane:
    head = 20.0 if frame.above else 0.0
    rows: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (_left(mark), mark.x)):
        row = next((row for row in rows if _right(row[-1]) <= _left(mark)), None)
        if row is None:
            rows.append(row := [])
        row.append(mark)
    height = head + len(rows) * ROW + PADDING
    placed = [
        replace(mark, y=top + head + number * ROW + ROW / 2 + PADDING / 2, caption=caption)
        for number, row in enumerate(rows)
        for mark, caption in zip(row, _captions(row, frame), strict=True)
    ]
    return Lane(label(name, "lane"), top, height, tuple(placed))


def _left(mark: Mark) -> float:
    return min(mark.start, mark.x - RADIUS) - 2


def _right(mark: Mark) -> float:
    return max(mark.end if mark.exact or mark.wide else 0, mark.x + RADIUS) + 2


def _captions(row: Sequence[Mark], frame: Frame) -> list[str]:
    """The name of the kind beside a mark, where there is room up to the next one."""
    ends = [_left(mark) for mark in row[1:]] + [frame.width - frame.right + PADDING]
    words = [label(mark.kind, "short") for mark in row]
    return [
        text if _right(mark) + 3 + len(text) * CHARACTER <= end else ""
        for mark, end, text in zip(row, ends, words, strict=True)
    ]


def _ticks(scale: Scale) -> Iterable[Tick]:
    apart = 365.25 * scale.unit
    step = next((step for step in STEPS if step * apart >= 40), STEPS[-1])
    for year in range(scale.first, scale.last + 1):
        yield Tick(scale.x(date(year, 1, 1)), str(year) if year % step == 0 else "")
