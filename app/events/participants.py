"""Who takes part in an event, as printed: by name, by number, or both."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Rule
from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from app.checks.models import Code, Finding
from app.kit.shapes import Id, Input, Line, StateCode


class ParticipantKind(StrEnum):
    state = "state"
    igo = "igo"
    ngo = "ngo"
    academia = "academia"
    industry = "industry"
    committee = "committee"
    individual = "individual"
    group = "group"
    count = "count"  # type: ignore[assignment]  # the word of the contract hides str.count, which nobody needs here


class ParticipantRole(StrEnum):
    """In what role somebody takes part; all but provider and donor put the event on their State's timeline."""

    subject = "subject"
    host = "host"
    invited = "invited"
    attended = "attended"
    peer = "peer"
    provider = "provider"
    donor = "donor"


class Sector(StrEnum):
    """Whom people come from, where only their numbers are told."""

    government = "government"
    parliament = "parliament"
    international = "international"
    industry = "industry"
    academia = "academia"
    civil_society = "civil_society"
    media = "media"
    other = "other"


ON_TIMELINE = frozenset(ParticipantRole) - {ParticipantRole.provider, ParticipantRole.donor}
UNNAMED = frozenset({ParticipantKind.group, ParticipantKind.count})
Count = Annotated[int, Rule(ge=0, le=100_000, strict=True)]
Judged = Rule(validate_default=True)  # by a rule of its kind, also where nothing is said


class Participant(Input):
    """Who took part, as printed; numbers without names are normal, and a group or count is never expanded.

    A State needs its code, a count its total; a person is known by an id where somebody keeps one.
    """

    name: Line
    kind: ParticipantKind
    state: Annotated[StateCode | None, Judged] = None
    organization: Id | None = None
    person: Id | None = None
    role: ParticipantRole = ParticipantRole.attended
    total: Annotated[Count | None, Judged] = None
    women: Count | None = None
    men: Count | None = None
    by_sector: dict[Sector, Count] = Field(default_factory=dict)

    @field_validator("state")
    @classmethod
    def fits_its_kind(cls, state: str | None, known: ValidationInfo) -> str | None:
        kind = known.data.get("kind")
        if kind is ParticipantKind.state and state is None:
            raise PydanticCustomError("required", "A participant of kind state needs the code of its State.")
        if kind in UNNAMED and state is not None:
            raise ValueError("A group or a count is kept as printed: list a State as a participant of its own.")
        return state

    @field_validator("person")
    @classmethod
    def is_an_individual(cls, person: str | None, known: ValidationInfo) -> str | None:
        if person and known.data.get("kind") is not ParticipantKind.individual:
            raise ValueError("Only a participant of kind individual is a person.")
        return person

    @field_validator("total")
    @classmethod
    def counts_something(cls, total: int | None, known: ValidationInfo) -> int | None:
        if known.data.get("kind") is ParticipantKind.count and total is None:
            raise PydanticCustomError("required", "A participant of kind count needs its total.")
        return total


def doubts(participants: Sequence[Participant]) -> list[Finding]:
    """Numbers that do not add up. They are kept as printed: sources do print such numbers."""
    return [
        Finding(code=Code.count_mismatch, at=f"participants[{number}].total", detail=doubt)
        for number, one in enumerate(participants)
        if (doubt := _doubt(one))
    ]


def _doubt(one: Participant) -> str | None:
    parts = {"women and men": (one.women or 0) + (one.men or 0), "the sectors": sum(one.by_sector.values())}
    for which, number in parts.items():
        if one.total is not None and number > one.total:
            return f"The total is {one.total}, but {which} come to {number}."
    return None


def is_ours(finding: Mapping[str, str]) -> bool:
    """Whether a finding is one of `doubts`, which are made anew for every version."""
    return finding["code"] == Code.count_mismatch and finding["at"].endswith("].total")
