"""Header fields by name, however their labels were combined or left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.excerpts import NOTHING, Excerpt
from app.reading.segment import Field


@dataclass(frozen=True, slots=True)
class Fields:
    """The header values of a note; `near` is a date in the year of days printed without one."""

    fields: Sequence[Field]
    near: str = ""

    def value(self, name: str) -> Excerpt:
        """The first value, with words in it, whose label names the field; empty where there is none."""
        named = (field.value for field in self.fields if name in field.names and field.value.text)
        return next(named, NOTHING)

    def all(self, name: str) -> Sequence[Field]:
        """Every field of the name that has words."""
        return [field for field in self.fields if name in field.names and field.value.text]
