"""A value together with where it was printed and how sure the reading is."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.reading.excerpts import Excerpt

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """`words` is what was read in print, `confidence` runs from 0 to 1."""

    value: T
    words: Excerpt
    confidence: float
