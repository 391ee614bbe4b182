"""Filter forms: a field that is left blank asks nothing, a wrong one is named beside it and asks nothing either."""

from typing import Annotated, Any, TypeVar, get_origin

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ValidationError

from app.kit.clock import InstantText
from app.timeline.history import Moment, Question

M = TypeVar("M", bound=BaseModel)


def _utc(text: object) -> object:
    # A browser's field for date and time has no offset: the register's instants are UTC.
    if isinstance(text, str) and "T" in text and not text.endswith("Z") and "+" not in text:
        return f"{text}Z" if text.count(":") == 2 else f"{text}:00Z"
    return text


Instant = Annotated[InstantText | None, BeforeValidator(_utc)]


class MomentQuestion(Moment):
    """On which day, and as known when, as a browser's form sends it."""

    known_at: Instant = None


class TimelineQuestion(Question):
    """The filters of a timeline, as a browser's form sends them."""

    known_at: Instant = None


def asked(request: Request, model: type[M]) -> tuple[M, dict[str, str]]:
    """What the form of a page asks, and a sentence for each field that cannot be understood."""
    given = _given(request, model)
    try:
        return model.model_validate(given), {}
    except ValidationError as error:
        wrong = {str(each["loc"][0]): _sentence(each["msg"]) for each in error.errors()}
    sound = {name: value for name, value in given.items() if name not in wrong}
    return model.model_validate(sound), wrong


def _given(request: Request, model: type[BaseModel]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        values = [value.strip() for value in request.query_params.getlist(key) if value.strip()]
        if values:
            given[key] = values if get_origin(info.annotation) is list else values[-1]
    return given


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Input should", "The value should")
    return text if text.endswith(".") else f"{text}."
