"""Forms: filters, where a blank or wrong field asks nothing, and those that decide, which do all or nothing."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ValidationError
from sqlmodel import Session

from app.kit.clock import InstantText
from app.kit.errors import Problem
from app.kit.problems import translate
from app.timeline.history import Moment, Question

M = TypeVar("M", bound=BaseModel)
LARGEST_FORM = 4 * 1024 * 1024  # every item of a long note is a field
MOST_FIELDS = 20_000


async def sent_form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


SentForm = Annotated[dict[str, str], Depends(sent_form)]


def attempt(session: Session, decide: Callable[[], str]) -> str | Problem:
    """Do it, and answer where to go on; a refusal leaves nothing behind, and is answered as it is."""
    try:
        with session.begin_nested():
            return decide()
    except ValidationError as error:
        return translate(RequestValidationError(error.errors()), "")
    except Problem as refused:
        return refused


def utc(text: object) -> object:
    """An instant as a browser's field gives it, with its offset."""
    # A browser's field for date and time has no offset: the register's instants are UTC.
    if isinstance(text, str) and "T" in text and not text.endswith("Z") and "+" not in text:
        return f"{text}Z" if text.count(":") == 2 else f"{text}:00Z"
    return text


Instant = Annotated[InstantText | None, BeforeValidator(utc)]


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
