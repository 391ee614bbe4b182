"""One stage of the reader alone: what it makes of a note whose other parts are given as the label has them."""

from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.reading.facts import Context, facts
from app.reading.found import Found
from app.reading.models import NextStep, ReadEntry, Reading
from app.reading.normalize import normalize
from app.reading.steps import next_steps
from app.wording.packs import pack
from tests.reading.reader import reading_of
from tests.reading.scoring.labels import Label

STAGES = {"facts": ("entries", "steps")}
_SECTIONS = ("background", "highlights", "comments")


def read_stage(label: Label) -> Reading:
    """The reading of a label's own sections, States and days: facts and steps, the rest empty."""
    source = pack(Language(label.language))
    sections = {name: [_excerpt(item) for item in label.expect.get(name, ())] for name in _SECTIONS}
    entries = facts(sections, _context(label), source)
    steps = next_steps(sections, source)
    told = {"entries": [one.value for one in entries], "next_steps": [one.value for one in steps]}
    return reading_of("").model_copy(update={**told, "confidence": _confidence(entries, steps)})


def _excerpt(item: str) -> Excerpt:
    text = normalize(item).text
    return Excerpt(text, ((0, 0, len(text)),))


def _context(label: Label) -> Context:
    held = label.expect
    return Context(
        states=held.get("states", ()),
        days=frozenset(held.get("sessions", ())),
        starts_on=held.get("start", ""),
        ends_on=held.get("end", ""),
    )


def _confidence(entries: list[Found[ReadEntry]], steps: list[Found[NextStep]]) -> dict[str, float]:
    sure = {f"entries[{at}]": one.confidence for at, one in enumerate(entries)}
    return sure | {f"next_steps[{at}]": one.confidence for at, one in enumerate(steps)}
