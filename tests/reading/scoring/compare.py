"""One reading beside its label: what was right, what was read too much, what was missed.

Free text is compared by likeness after folding, where digits have to agree; dates, codes and kinds exactly."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import Indel

from app.reading.models import Reading
from tests.reading.scoring.labels import Label

ALIKE = 0.93
RELATED = 0.6
_SIGNS = str.maketrans("‐‑‒–—―−‘’ʼ`´“”«»„", "-------'''''\"\"\"\"\"")
_LEAD = re.compile(r"^(an?|the|two|the two|une?|deux|l[aeo]s?|el|l'|dos|unos?) ?(?=\S)")
_HAN = re.compile(r"(?<=[\u3000-\u9fff]) | (?=[\u3000-\u9fff])")
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one field of one note; `sure` holds each answer's confidence and whether it was right."""

    field: str
    right: int
    extra: tuple[Any, ...]
    missed: tuple[Any, ...]
    sure: tuple[tuple[float, bool], ...]


def outcomes(reading: Reading, label: Label) -> Iterator[Outcome]:
    """The outcome of each field that the label tells."""
    if _is_joined(label):
        reading, label = _joined(reading, label)
    for name, answers, same in _answers(reading):
        key = name.partition(" ")[0]
        if key in label.expect:
            wanted = _wanted(label.expect[key], name)
            also = _wanted(label.accept.get(key, []), name)
            alone = not isinstance(label.expect[key], list)
            yield (_one if alone else _several)(name, answers, wanted, also, same)


def _is_joined(label: Label) -> bool:
    """Whether a note has no headings, so that its paragraphs may stand in either section."""
    background, highlights = label.expect.get("background", []), label.expect.get("highlights", [])
    also = label.accept.get("background", []), label.accept.get("highlights", [])
    return bool((background and set(background) <= set(also[1])) or (highlights and set(highlights) <= set(also[0])))


def _joined(reading: Reading, label: Label) -> tuple[Reading, Label]:
    """Both with the two sections as one."""
    note, expect = reading.note, label.expect
    read = note.model_copy(update={"background": [], "highlights": [*note.background, *note.highlights]})
    wanted = {**expect, "background": [], "highlights": [*expect["background"], *expect["highlights"]]}
    return reading.model_copy(update={"note": read}), replace(label, expect=wanted)


def _answers(reading: Reading) -> Iterator[tuple[str, list[tuple[Any, float]], Same]]:
    """Each field with its answers, how sure each is, and how two answers are compared."""
    event, note, sure = reading.event, reading.note, reading.confidence
    for name, at, value, same in (
        ("title", "event.title", event.title, alike), ("type", "event.type", event.type, exact),
        ("mode", "event.mode", event.mode, exact), ("start", "event.starts_on", event.starts_on, exact),
        ("end", "event.ends_on", event.ends_on, exact), ("disclaimer", "note.disclaimer", note.disclaimer, near),
        ("email", "note.contact_email", note.contact_email, exact),
    ):  # fmt: skip
        yield name, [(value, sure.get(at, 1.0))] if value else [], same
    yield "sessions", [(day, 1.0) for day in event.sessions], exact
    yield "states", [(state, sure.get("event.states", 1.0)) for state in event.states], exact
    for name, at, values, same in (
        ("resolutions", "event.resolutions", event.resolutions, exact),
        ("venues city", "event.venues", [v.city or "" for v in event.venues], alike),
        ("venues country", "event.venues", [v.country or "" for v in event.venues], exact),
        ("venues place", "event.venues", [v.place or "" for v in event.venues], near),
        ("organizers", "organizers", [(o.name, _role(o.role)) for o in reading.organizers], named),
        ("participants", "participants", [(p.name, p.kind) for p in reading.participants], named),
        ("objectives", "note.objectives", note.objectives, alike),
        ("background", "note.background", note.background, alike),
        ("highlights", "note.highlights", note.highlights, alike), ("comments", "note.comments", note.comments, alike),
        ("steps", "next_steps", [(s.actor or "", s.due or "") for s in reading.next_steps], named),
    ):  # fmt: skip
        yield name, [(value, sure.get(f"{at}[{n}]", 1.0)) for n, value in enumerate(values) if value], same
    yield "entries", list(_entries(reading)), exact
    yield "findings", [(code, 1.0) for code in sorted({one.code.value for one in reading.findings})], exact


def _entries(reading: Reading) -> Iterator[tuple[Any, float]]:
    for n, entry in enumerate(reading.entries):
        for state in entry.states or [""]:
            yield (entry.date, entry.kind, state), reading.confidence.get(f"entries[{n}]", 1.0)


def _role(role: str) -> str:
    return "organizer" if role == "co_organizer" else role


def _wanted(values: Any, name: str) -> list[Any]:
    """A label's values in the form of answers."""
    listed = values if isinstance(values, list) else [values]
    match name:
        case "venues place" | "venues city" | "venues country":
            at = ("place", "city", "country").index(name.partition(" ")[2])
            return [venue[at] for venue in listed if venue[at]]
        case "organizers":
            return [(one[0], _role(one[-1])) for one in listed]
        case "participants" | "steps":
            return [tuple(one) for one in listed]
        case "entries":
            return [(date, kind, state) for date, kind, states in listed for state in states or [""]]
        case _:
            return [value for value in listed if value]


def _one(name: str, answers: Sequence[tuple[Any, float]], wanted: list[Any], also: list[Any], same: Same) -> Outcome:
    """A field of one value: any of the right answers counts as the one wanted."""
    if answers and any(same(answers[0][0], one) for one in [*wanted, *also]):
        return Outcome(name, 1, (), (), ((answers[0][1], True),))
    extra = tuple(value for value, _ in answers)
    return Outcome(name, 0, extra, tuple(wanted), tuple((sure, False) for _, sure in answers))


def _several(
    name: str, answers: Sequence[tuple[Any, float]], wanted: list[Any], also: list[Any], same: Same
) -> Outcome:
    """A field of many values, each paired with one wanted; what is acceptable counts neither way."""
    left, extra, sure, instead = list(wanted), [], [], []
    for value, confidence in answers:
        hit = next((one for one in left if same(value, one)), None)
        if hit is not None:
            left.remove(hit)
        elif any(same(value, one) for one in also):
            instead.append(value)
        else:
            extra.append(value)
        sure.append((confidence, hit is not None or value not in extra))
    right = len(wanted) - len(left)
    missed = [one for one in left if not _is_told(one, instead)]
    return Outcome(name, right, tuple(extra), tuple(missed), tuple(sure))


def _is_told(wanted: Any, instead: list[Any]) -> bool:
    """Whether an acceptable answer stands for a wanted one: the same thing in other words or of another kind."""
    told = max(instead, key=lambda one: _likeness(one, wanted), default=None)
    if told is None or _likeness(told, wanted) < RELATED:
        return False
    instead.remove(told)
    return True


def _likeness(one: Any, other: Any) -> float:
    first, second = (fold(value if isinstance(value, str) else value[0]) for value in (one, other))
    return Indel.normalized_similarity(first, second)


def exact(one: Any, other: Any) -> bool:
    """Whether two values are equal."""
    return bool(one == other)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same but for small signs."""
    first, second = fold(one), fold(other)
    if re.sub(r"\D", "", first) != re.sub(r"\D", "", second):
        return False
    return first == second or Indel.normalized_similarity(first, second) >= ALIKE


def near(one: str, other: str) -> bool:
    """Whether one text is the other, or most of it: where a sentence or a hall ends is a matter of taste."""
    first, second = fold(one), fold(other)
    return alike(one, other) or first in second or second in first


def named(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a name and its kind are the same, whatever article and brackets the name has."""
    return one[1] == other[1] and (alike(one[0], other[0]) or alike(bare(one[0]), bare(other[0])))


def bare(name: str) -> str:
    """A name without its brackets and its leading article."""
    return _LEAD.sub("", fold(re.sub(r"[(（][^()（）]*[)）]", " ", name)))


def fold(text: str) -> str:
    """A text without case, accents, kinds of dashes, quotes and digits, and blanks within Chinese."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "")).casefold().translate(_SIGNS)
    marked = "".join(char for char in plain if not unicodedata.combining(char))
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in marked)
    return _HAN.sub("", " ".join(digits.split())).strip(" .;,:。；，：")
