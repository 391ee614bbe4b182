"""What leaves the house about its changes: items of the change feed, and rows of the ledger with what they changed."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator

from app.kit.clock import InstantText
from app.kit.differences import Difference
from app.kit.shapes import Line, insist_on_order

LARGEST = 2**62  # beyond any sequence number
ThingText = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(/[!-~]{1,100})?$")]


class ChangePublic(BaseModel):
    """A change: the kind of thing (`entry`), its id, and its version after the change.

    `action` is `removed` where the caller may not see the thing any more.
    """

    seq: int
    at: str
    action: str
    thing: str
    id: str
    version: int


class Changes(BaseModel):
    """Changes in order. `next` is null where these are the last; ask again after the last `seq`.

    `digest` is the sum of the SHA-256 digests of all items up to the last one here, modulo 2 ** 256, in hexadecimal.
    """

    items: list[ChangePublic]
    next: str | None
    digest: str


class Place(BaseModel):
    """Where a follower stands."""

    after: Annotated[int, Field(ge=0, le=LARGEST, description="The last `seq` that the caller has; 0: none.")] = 0


class ChangesQuestion(Place):
    """How much a follower takes at once."""

    limit: Annotated[int, Field(ge=1, le=1000, description="Changes on a page.")] = 200


class StreamQuestion(Place):
    """How long a follower stays."""

    seconds: Annotated[int, Field(ge=0, le=3600, description="After how long the stream ends.")] = 3600


class SealedRow(BaseModel):
    """A row of the ledger, as it is sealed: a leaf of its tree is the hash of its canonical JSON (RFC 8785)."""

    seq: int
    at: str
    by: str
    action: str
    thing: str
    version: int
    digest: str


class Log(SealedRow):
    """Who did what to which thing, and when: a row of the ledger.

    `before` and `after` are the record as it stood, `differences` what changed; all three are null where they were not
    asked for, or the caller may not see them.
    """

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    differences: list[Difference] | None


class LogQuestion(BaseModel):
    """The filters of the audit log."""

    thing: Annotated[
        ThingText | None, Field(description="Only this kind of thing (entry), or this one (entry/ID).")
    ] = None
    by: Annotated[Line | None, Field(description="Only what this person did: a pseudonym, as `by` shows it.")] = None
    action: Annotated[Line | None, Field(description="Only this action, such as withdrawn.")] = None
    from_: Annotated[InstantText | None, Field(alias="from", description="Only from this instant on.")] = None
    to: Annotated[InstantText | None, Field(description="Only up to this instant.")] = None
    after: Annotated[int, Field(ge=0, le=LARGEST, description="Only after this `seq`.")] = 0
    order: Annotated[Literal["asc", "desc"], Field(description="Oldest or newest first.")] = "asc"
    include: Annotated[Literal["record"] | None, Field(description="Show the record before and after.")] = None

    @field_validator("to")
    @classmethod
    def ends_after_it_starts(cls, to: str | None, known: ValidationInfo) -> str | None:
        insist_on_order(known.data.get("from_"), to, "instant")
        return to
