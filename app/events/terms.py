"""On what terms something is put at an address that the caller chose."""

from dataclasses import dataclass
from typing import Annotated

import orjson
from fastapi import Depends, Header, Query

from app.kit import etags
from app.kit.errors import PreconditionFailed, field
from app.kit.etags import IfMatch
from app.kit.reasons import ReasonMissing
from app.kit.shapes import Line


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a caller says beside the thing that is put: what it is based on, and why it is changed."""

    if_match: str | None
    if_none_match: str | None
    reason: str | None

    def for_new(self) -> None:
        """Insist that nothing is expected to be there. Raises PreconditionFailed."""
        if self.if_match is not None:
            raise PreconditionFailed("Nothing is at this address: leave If-Match out to record it.", current=None)

    def for_known(self, current: bytes) -> str:
        """Insist that the caller knows what is there; answers the reason for changing it.

        Raises PreconditionFailed, PreconditionRequired, ReasonMissing.
        """
        if self.if_none_match is not None and (self.if_none_match.strip() == "*" or self.if_match is None):
            raise PreconditionFailed("There is something at this address.", current=orjson.loads(current))
        etags.match(self.if_match, current)
        if self.reason is None:
            detail = "Say why, as ?reason=... ."
            raise ReasonMissing(detail, errors=[field("/query/reason", "required", detail)])
        return self.reason


async def conditions(
    if_match: IfMatch = None,
    if_none_match: Annotated[str | None, Header(description="`*` insists that nothing is there yet.")] = None,
    reason: Annotated[Line | None, Query(description="Why the record is changed; a new one needs none.")] = None,
) -> Conditions:
    return Conditions(if_match, if_none_match, reason)


Put = Annotated[Conditions, Depends(conditions)]
