"""The next steps of a reading: each is put on record with the note, open until an entry closes it."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlmodel import Session

from app.access.models import Visibility
from app.events.models import Event
from app.inbox import drafts
from app.kit.folding import fold
from app.kit.languages import Language
from app.notes.models import Note
from app.reading.kinds import kind_after
from app.reading.models import NextStep, Reading
from app.states import registry
from app.timeline.models import Kind, Source
from app.timeline.steps import service as steps
from app.timeline.steps.models import Expected, Step, StepCreate, StepStatus
from app.timeline.steps.service import Ground
from app.wording.packs import pack

LONGEST = 2000


def record(
    session: Session, reading: Reading, event: Event, note: Note, *, source: Source, by: str, now: datetime
) -> list[str]:
    """The ids of the steps that the note tells of, in its order; one that the event has already gains a source.

    Raises Invalid for what cannot be recorded, with pointers into `/reading/next_steps`.
    """
    ground = Ground(event.id, note.id, note.owner, Visibility(event.visibility))
    known = [step for step in steps.of_event(session, event.id) if step.status != StepStatus.withdrawn]
    kept: dict[str, None] = {}
    for number, read in enumerate(reading.next_steps):
        placed = source.model_copy(update={"place": read.at})
        with drafts.pointing(lambda at, number=number: f"/reading/next_steps/{number}{at}"):  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            data = _step(read, reading, event, placed)
            same = _same(known, data)
            if same:
                step = steps.gain_source(session, same, placed, by=by, now=now)
            else:
                step = steps.record(session, data, by=by, now=now, ground=ground)
        known = [step, *(one for one in known if one.id != step.id)]
        kept[step.id] = None
    return list(kept)


def _step(read: NextStep, reading: Reading, event: Event, source: Source) -> StepCreate:
    held = orjson.loads(event.body)
    own = registry.find(read.actor) if read.actor else None
    return StepCreate.model_validate(
        {
            "actor": read.actor, "due": read.due, "date": held["date"], "expects": expected(read.action, reading),
            "action": read.action if len(read.action) <= LONGEST else read.action[: LONGEST - 1] + "…",
            "states": [own] if own else held["states"], "sources": [source],
        }
    )  # fmt: skip


def expected(action: str, reading: Reading) -> Expected | None:
    """The kind of entry that would show that something was done, as far as its words tell; None where they do not."""
    language = next((one for one in Language if one == reading.language), None)
    kind = kind_after(action, pack(language)) if language else None
    return Expected(kind=Kind(kind)) if kind and kind != "other" else None


def _same(known: Sequence[Step], data: StepCreate) -> Step | None:
    """The step on record that has the same words."""
    wanted = (fold(data.actor or ""), fold(data.action))
    for step in known:
        fields = orjson.loads(step.body)
        if (fold(fields["actor"] or ""), fold(fields["action"])) == wanted:
            return step
    return None
