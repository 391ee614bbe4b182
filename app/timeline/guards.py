"""Which State a path is about, and in which language it is named."""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.kit.errors import NotFound
from app.kit.languages import Language
from app.states import registry


class StateNotFound(NotFound):
    """No State has this code. Codes are ISO 3166-1 alpha-3, in capitals."""

    title = "There is no such State"


async def state_at(iso3: str) -> str:
    """The State at this path. Raises StateNotFound."""
    try:
        return registry.get(iso3).iso3
    except registry.UnknownState as error:
        raise StateNotFound("Use an ISO 3166-1 alpha-3 code, for example TKM.") from error


async def language_asked(
    request: Request, lang: Annotated[Language | None, Query(description="Language of names.")] = None
) -> Language:
    """The language of names: the one asked for, else the first that the browser prefers and names are in."""
    if lang:
        return lang
    wanted = request.headers.get("accept-language", "").lower().split(",")
    tags = [part.split(";")[0].strip().split("-")[0] for part in wanted]
    return next((Language(tag) for tag in tags if tag in list(Language)), Language.en)


StateAt = Annotated[str, Depends(state_at)]
Lang = Annotated[Language, Depends(language_asked)]
