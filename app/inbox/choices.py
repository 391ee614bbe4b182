"""What an expert decided on the facts of a reading, each named by its place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.access.service import Principal
from app.inbox.models import Action, Choice
from app.kit.errors import Invalid, field
from app.reading.models import Reading
from app.timeline import service as timeline
from app.timeline.models import Entry

Refused = dict[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one fact; `entry` is the one to link it to."""

    action: Action
    entry: Entry | None


def decisions(
    session: Session, reading: Reading, choices: Sequence[Choice], *, seen_by: Principal
) -> dict[int, Decision]:
    """The decision on each fact by its number. Several facts may stand at a place; `entries[2]` names one of them.

    Raises Invalid for a place without a fact, a link of several facts at once, and an entry that is not on record.
    """
    facts = _places(reading)
    refused: list[Refused] = []
    found: list[tuple[list[int], Decision]] = []
    for position, choice in enumerate(choices):
        numbers = facts.get(choice.at, [])
        refused += _refused(choice, len(numbers), at=f"/entries/{position}/at")
        entry = _entry(session, choice, refused, at=f"/entries/{position}/entry", seen_by=seen_by)
        found.append((numbers, Decision(choice.action, entry)))
    if refused:
        raise Invalid("Some of the choices cannot be followed.", errors=refused)
    found.sort(key=lambda one: -len(one[0]))  # the choice for one fact goes before that for its whole place
    return {number: decision for numbers, decision in found for number in numbers}


def _places(reading: Reading) -> dict[str, list[int]]:
    """The numbers of the facts at each place, and of each fact under its own name."""
    facts: defaultdict[str, list[int]] = defaultdict(list)
    for number, read in enumerate(reading.entries):
        facts[read.at].append(number)
        facts[f"entries[{number}]"].append(number)
    return facts


def _refused(choice: Choice, found: int, *, at: str) -> list[Refused]:
    if not found:
        return [field(at, "unknown_place", "The reading has no fact at this place.")]
    if found > 1 and choice.action is Action.link:
        return [field(at, "several_facts", f"{found} facts stand here: name one of them, such as entries[0].")]
    return []


def _entry(session: Session, choice: Choice, refused: list[Refused], *, at: str, seen_by: Principal) -> Entry | None:
    if choice.entry is None:
        return None
    try:
        return timeline.get(session, choice.entry, seen_by=seen_by)
    except timeline.EntryNotFound:
        refused.append(field(at, "unknown_entry", "Use the id of an entry that is on record."))
        return None
