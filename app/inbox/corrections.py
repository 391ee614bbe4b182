"""A reading that a person corrected: what of the machine's still holds of it, and what has to be looked at again."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from app.checks.models import Code, Finding
from app.inbox.compared import Compared, Fate, compare
from app.inbox.recheck import OURS, recheck
from app.reading.models import Reading

T = TypeVar("T")
Finds = tuple[Code, str]


def settled(read: Reading, made: Reading) -> Reading:
    """`made`, of the same file as `read`, with the places, the confidence and the findings that it must have.

    What the machine said of a value goes with the value to its new place. A value that a person changed keeps its place
    in the text but no confidence, as no machine claims it. Doubts about what was changed are gone, unless they can be
    raised again; so nobody takes a warning away by leaving it out.
    """
    compared = compare(read, made)
    shown = {one.before: one.after for one in compared if one.before}
    kept = {one.before: one.after if one.fate is Fate.kept else None for one in compared if one.before}
    bare = made.model_copy(
        update={
            "file": read.file,
            "spans": _moved(read.spans, shown),
            "confidence": _moved(read.confidence, kept),
        }
    )
    return bare.model_copy(update={"findings": _findings(read, bare, compared)})


def as_sent(reading: Reading) -> Reading:
    """The reading without the findings that only the register can make: they are its submission's."""
    return reading.model_copy(update={"findings": [one for one in reading.findings if one.code not in OURS]})


def _moved(told: Mapping[str, T], places: Mapping[str, str | None]) -> dict[str, T]:
    """What is told of each place, under its new path; what is told of no value stays."""
    moved = {places.get(path, path): value for path, value in told.items()}
    return {path: value for path, value in moved.items() if path}


def _findings(read: Reading, made: Reading, compared: Sequence[Compared]) -> list[Finding]:
    """The findings of the reading that still hold, each at its place, and those that the corrections raise."""
    before, again = _checked(read), _checked(made)
    moved = {one.before: one.after for one in compared if one.before}
    touched = {one.before for one in compared if one.fate in {Fate.changed, Fate.removed}}
    held = []
    for one in read.findings:
        at = moved.get(one.at, one.at)
        holds = (one.code, at) in again if _key(one) in before else one.at not in touched
        if at and holds:
            held.append(one.model_copy(update={"at": at}))
    told = {_key(one) for one in held} | before.keys()
    return [*held, *(one for key, one in again.items() if key not in told)]


def _checked(reading: Reading) -> dict[Finds, Finding]:
    """What the checks find that need nothing but the reading."""
    return {_key(one): one for one in recheck(reading.model_copy(update={"findings": []})).findings}


def _key(finding: Finding) -> Finds:
    return finding.code, finding.at
