"""How sure a reading says it is of each field: what the stages give, turned into the share that turned out right.

A stage gives a step for the evidence that it had (a label, a place in the list, words of the body). For each field
and step the table has the share of right answers over the 95 notes of `tests/reading/unread`, counted twice and put
together: before rules were written while reading them, and in the midst of it. Ten answers of a share of about 0.9 were
added to each, so that few answers say little; the steps that hardly occurred are estimates. Shares rise with the steps;
between two steps they are interpolated. Notes that nobody has seen have not confirmed the table yet.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

_Steps = Sequence[tuple[float, float]]
_TABLE: Mapping[str, _Steps] = {
    "event.title": ((0.8, 0.8), (0.97, 0.95)),
    "event.type": ((0.4, 0.4), (0.5, 0.45), (0.8, 0.93), (0.85, 0.95), (0.9, 0.97)),
    "event.mode": ((0.6, 0.91), (0.9, 0.94), (0.95, 0.98)),
    "event.starts_on": ((0.5, 0.6), (0.7, 0.85), (0.9, 0.92), (0.97, 0.96)),
    "event.states": ((0.5, 0.6), (0.85, 0.96), (0.95, 0.98)),
    "event.resolutions": ((0.97, 0.98),),
    "event.venues": ((0.6, 0.5), (0.75, 0.87), (0.95, 0.95)),
    "organizers": ((0.5, 0.5), (0.8, 0.83), (0.9, 0.96)),
    "participants": ((0.5, 0.35), (0.7, 0.85), (0.8, 0.94), (0.97, 0.99)),
    "note.objectives": ((0.95, 0.97),),
    "note.background": ((0.95, 0.98),),
    "note.highlights": ((0.95, 0.98),),
    "note.comments": ((0.95, 0.96),),
    "note.disclaimer": ((0.97, 0.98),),
    "note.contact_email": ((0.97, 0.98),),
    "entries": ((0.4, 0.4), (0.6, 0.45), (0.7, 0.92), (0.9, 0.97)),
    "next_steps": ((0.8, 0.95),),
}
_SAME = {"event.ends_on": "event.starts_on"}


def trusted(at: str, step: float) -> float:
    """The share of answers that were right for the field at a place, at the step that its stage gave."""
    field = at.partition("[")[0]
    steps = _TABLE.get(_SAME.get(field, field))
    return _interpolated(steps, step) if steps else step


def _interpolated(steps: _Steps, step: float) -> float:
    above = bisect_left(steps, step, key=lambda pair: pair[0])
    if above == len(steps):
        return steps[-1][1]
    low, low_share = steps[above - 1] if above else (0.0, 0.0)
    high, high_share = steps[above]
    return low_share + (high_share - low_share) * (step - low) / (high - low)
