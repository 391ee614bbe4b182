"""Members of an entry that have a form of their own: dates by what they mean, periods, passages, typed links."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from app.kit import dates
from app.kit.shapes import EdtfText, Id, Input


class Relation(StrEnum):
    """How an entry stands to an earlier one; `inverse` is what the earlier one is to it."""

    follows_from = "follows_from"
    revises = "revises"
    replies_to = "replies_to"
    implements = "implements"
    transmits = "transmits"
    part_of = "part_of"

    @property
    def inverse(self) -> str:
        """The same relation, seen from the other end."""
        return INVERSE[self]


INVERSE = {
    Relation.follows_from: "led_to",
    Relation.revises: "revised_by",
    Relation.replies_to: "answered_by",
    Relation.implements: "implemented_by",
    Relation.transmits: "transmitted_by",
    Relation.part_of: "has_part",
}


def _span(span: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= span[0] < span[1]:
        raise ValueError("Give the first character of the passage and the one after its last, counted from 0.")
    return span


def _period(text: str) -> str:
    if dates.parse(text).precision not in {"interval", "year"}:
        raise ValueError("Give a period as an EDTF interval, for example 2018/2022 or 2018/.. .")
    return text


Span = Annotated[tuple[int, int], AfterValidator(_span)]
Period = Annotated[EdtfText, AfterValidator(_period)]


class Dates(Input):
    """The dates of a document, each with its own meaning; null is not known, and never filled from another.

    The main date stands here too, under its `date_basis`.
    """

    written: EdtfText | None = None
    received: EdtfText | None = None
    distributed: EdtfText | None = None
    adopted: EdtfText | None = None
    submitted: EdtfText | None = None
    published: EdtfText | None = None
    held: EdtfText | None = None
    in_force: EdtfText | None = None


class Link(Input):
    """A typed link to an earlier entry; read from the other entry it is the inverse."""

    rel: Relation
    entry: Id
