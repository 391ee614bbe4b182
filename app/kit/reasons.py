"""Why a record is changed: a sentence that is kept beside the change for ever."""

from typing import Annotated

from fastapi import Depends, Query

from app.kit.errors import Invalid, field
from app.kit.shapes import Line


class ReasonMissing(Invalid):
    """A change of what is on record needs `?reason=`: a sentence that is kept beside it for ever."""

    slug, title = "reason-missing", "A reason is needed"


async def why(reason: Annotated[Line | None, Query(description="Why the record is changed.")] = None) -> str:
    """The reason that a request gives. Raises ReasonMissing."""
    if reason is None:
        detail = "Say why, as ?reason=... ."
        raise ReasonMissing(detail, errors=[field("/query/reason", "required", detail)])
    return reason


Reason = Annotated[str, Depends(why)]
