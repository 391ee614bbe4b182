"""What a reading must be, beyond its shape, when it was not made here: it is kept, shown and checked for ever."""

from collections.abc import Iterator
from datetime import date
from re import fullmatch
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.kit.shapes import UNPRINTABLE
from app.reading.models import Reading

LONGEST = 100_000  # characters of one text: more than a note of any length has in one paragraph
LONGEST_PLACE = 200  # characters of a path into a reading
MOST = 2000  # parts of a list, and places with spans
MOST_FACTS = 500  # each is looked up in the register
Place = tuple[str | int, ...]


def sound(reading: Reading) -> Reading:
    """Answer the reading as it is. Raises ValueError for characters that nothing can hold, else ValidationError."""
    whole = reading.model_dump()
    if any(UNPRINTABLE.search(text) for _, text in _texts(whole)):
        raise ValueError("The reading holds a control character or half of a surrogate pair.")
    if refused := [*_long_texts(whole), *_long_lists(whole), *_sessions(reading)]:
        raise ValidationError.from_exception_data("Reading", refused)
    return reading


def _texts(value: object, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text with its place, the names of members included."""
    if isinstance(value, str):
        yield at, value
    for name, part in _parts(value):
        if isinstance(name, str):
            yield at, name
        yield from _texts(part, (*at, name))


def _parts(value: object) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _long_texts(whole: dict[str, Any]) -> Iterator[InitErrorDetails]:
    for at, text in _texts(whole):
        longest = LONGEST_PLACE if at[-1:] in {("at",), ("spans",), ("confidence",)} else LONGEST
        if len(text) > longest:
            yield _refused("string_too_long", f"Send at most {longest} characters here.", at)


def _long_lists(value: object, at: Place = ()) -> Iterator[InitErrorDetails]:
    parts, most = _parts(value), MOST_FACTS if at == ("entries",) else MOST
    if len(parts) > most:
        yield _refused("too_long", f"Send at most {most} parts here.", at)
    for name, part in parts:
        yield from _long_lists(part, (*at, name))


def _sessions(reading: Reading) -> Iterator[InitErrorDetails]:
    for number, session in enumerate(reading.event.sessions):
        if not _is_day(session):
            sentence = "Give a day as YYYY-MM-DD (ISO 8601), for example 2018-01-22."
            yield _refused("invalid_value", sentence, ("event", "sessions", number))


def _is_day(text: str) -> bool:
    try:
        return bool(fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _refused(code: str, sentence: str, at: Place) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(code, sentence), loc=at, input=None)
