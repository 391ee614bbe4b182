"""Counts of many notes: precision, recall and F1, and the floors below which reading has become worse."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.reading.scoring.compare import Outcome

# What the fields of a floor are, and what the F1 of each has to reach on notes that no rule was written on.
FLOORS = {
    0.97: ("title", "start", "end", "venues city", "venues country", "states", "resolutions", "organizers",
           "disclaimer", "email"),
    0.95: ("participants", "background", "highlights", "comments", "entries"),
    0.90: ("findings",),
}  # fmt: skip
_FEW = 5  # fewer labels than these say nothing of a field


@dataclass(frozen=True, slots=True)
class Score:
    """One field of many notes."""

    field: str
    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the answers that are right."""
        return self.right / (self.right + self.extra or 1)

    @property
    def recall(self) -> float:
        """The share of what stands in the notes that was read."""
        return self.right / (self.right + self.missed or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (2 * self.right + self.extra + self.missed or 1)

    @property
    def few(self) -> bool:
        """Whether there are too few labels to weigh."""
        return self.right + self.missed < _FEW


def scores(outcomes: Iterable[Outcome]) -> list[Score]:
    """The score of each field, in the order in which they come."""
    counted: dict[str, Counter[str]] = {}
    for one in outcomes:
        counts = counted.setdefault(one.field, Counter())
        counts.update(right=one.right, extra=len(one.extra), missed=len(one.missed))
    return [Score(field, counts["right"], counts["extra"], counts["missed"]) for field, counts in counted.items()]


def overall(of: Sequence[Score]) -> float:
    """The mean F1 of the fields that have labels enough."""
    weighed = [score.f1 for score in of if not score.few]
    return sum(weighed) / len(weighed) if weighed else 0.0


def below(of: Sequence[Score]) -> list[str]:
    """What does not reach its floor, in words; findings have to reach theirs in precision and in recall."""
    found = {score.field: score for score in of if not score.few}
    reached = [
        (field, _least(found[field]), floor) for floor, names in FLOORS.items() for field in names if field in found
    ]
    return [f"{field}: {least:.3f} < {floor}" for field, least, floor in reached if least < floor]


def _least(score: Score) -> float:
    return min(score.precision, score.recall) if score.field == "findings" else score.f1


def trust(outcomes: Iterable[Outcome]) -> list[tuple[float, float, int]]:
    """What confidence is worth: for each tenth of it the mean confidence, the share that was right, and how many."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for one in outcomes:
        for sure, right in one.sure:
            if sure < 1:
                tenths.setdefault(min(int(sure * 20), 19), []).append((sure, right))
    return [
        (sum(s for s, _ in held) / len(held), sum(r for _, r in held) / len(held), len(held))
        for _, held in sorted(tenths.items())
    ]
