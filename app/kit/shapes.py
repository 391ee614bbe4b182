"""Shapes and types that every room shares."""

import re
from datetime import date
from typing import Annotated, Any, Generic, Self, TypeVar
from urllib.parse import urlsplit

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    field_validator,
)
from sqlmodel import SQLModel

from app.kit import dates
from app.kit.errors import Invalid, field

T = TypeVar("T")
Ordered = TypeVar("Ordered", date, str)


# What no XML, and so no Word file, can hold (XML 1.0, section 2.2), and the last two places of every plane, which are
# no characters (Unicode, section 23.7); no database holds all of it either.
NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
UNPRINTABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff{NO_CHARACTERS}]")
# What no address holds as it is (RFC 3986, section 2): it would end the address early, or lead elsewhere.
OUTSIDE_ADDRESSES = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f]")


def _sound(text: str) -> str:
    if UNPRINTABLE.search(text):
        raise ValueError("The text holds a control character, or half of a surrogate pair.")
    return text


def _edtf(text: str) -> str:
    return dates.parse(text).text


def _point(text: str) -> str:
    return dates.single(text).text


def _plain_date(value: object) -> object:
    # pydantic alone reads 0 and "1516579200" as days.
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise ValueError("Give a day as YYYY-MM-DD (ISO 8601), for example 2018-01-22.")


def _web_address(text: str) -> str:
    # Checked as a URL by two readers, since pydantic mends what the other refuses; kept as printed.
    WEB.validate_python(text)
    if OUTSIDE_ADDRESSES.search(text) or not re.match(r"https?://", text, re.IGNORECASE):
        raise ValueError("Give an address that begins with http:// or https:// and holds no blank and no backslash.")
    parts = urlsplit(text)
    if not parts.hostname or "@" in parts.netloc:
        raise ValueError("Give an address with the name of a host, and without the name of a user.")
    return text


WEB: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)
Sound = AfterValidator(_sound)
WebAddress = Annotated[str, StringConstraints(max_length=2000), Sound, AfterValidator(_web_address)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Sound]
# Words to look for, as a query parameter.
Words = Annotated[str, StringConstraints(max_length=200), Sound]
Prose = Annotated[str, StringConstraints(max_length=20_000), Sound]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Day = Annotated[date, BeforeValidator(_plain_date)]
EdtfText = Annotated[str, StringConstraints(max_length=200), AfterValidator(_edtf)]
PointInTime = Annotated[str, StringConstraints(max_length=40), AfterValidator(_point)]


class Input(SQLModel):
    """What a caller may send: an unknown field is an error, not silence."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel types its own config


class Replacement(Input):
    """The JSON of a GET, edited and sent back: read-only members are taken when they are unchanged."""

    model_config = ConfigDict(extra="allow")

    def over(self, current: str) -> Self:
        """This input without its read-only members. Raises Invalid where one was changed, or is unknown."""
        state: dict[str, Any] = orjson.loads(current)
        errors = []
        for name, value in (self.model_extra or {}).items():
            if name not in state:
                errors.append(field(f"/{name}", "unknown_field", "There is no such field."))
            elif value != state[name]:
                errors.append(field(f"/{name}", "read_only", "This value is kept by the server and cannot be set."))
        if errors:
            raise Invalid("Some values cannot be set.", errors=errors)
        return type(self).model_validate(self.model_dump(include=set(type(self).model_fields), exclude_unset=True))


def insist_on_order(start: Ordered | None, end: Ordered | None, what: str) -> None:
    """Insist that a window does not end before it starts; either end may be open. Raises ValueError."""
    if start and end and end < start:
        raise ValueError(f"The last {what} (`to`) lies before the first (`from`): exchange them.")


class DayWindow(BaseModel):
    """A window of days as query parameters; either end may be left open."""

    from_: Annotated[Day | None, Field(alias="from", description="First day of the window.")] = None
    to: Annotated[Day | None, Field(description="Last day of the window.")] = None

    @field_validator("to")
    @classmethod
    def ends_after_it_starts(cls, to: date | None, known: ValidationInfo) -> date | None:
        insist_on_order(known.data.get("from_"), to, "day")
        return to


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` is the address of the following page, or null."""

    items: list[T]
    next: str | None
    total: int = Field(0, description="Number of all items; left out where `total=false`.")
