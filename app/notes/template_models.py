"""Templates that organizations write for notes: what is sent and told, and the rows that keep them."""

from typing import Literal

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field

from app.access.models import Visibility
from app.kit.db import Table
from app.kit.shapes import Id, Input, Line, Prose, Replacement
from app.ledger.intervals import CURRENT
from app.notes.sandbox import Code

Form = Literal["txt", "md"]


class TemplateBase(Input):
    """A template by name. `form` is what it makes: plain text or Markdown; `source` is written in a part of Jinja."""

    name: Line
    form: Form = "txt"
    source: Prose


class TemplateCreate(TemplateBase):
    """A new template."""


class TemplateUpdate(TemplateBase, Replacement):
    """A template as it should read from now on."""


class TemplateTrial(Input):
    """A template to be looked at: filled in with a `note`, or with an example where none is named."""

    source: Prose
    note: Id | None = None


class TemplatePublic(TemplateBase):
    """A template of the organization `owner`, of the committee where that is null."""

    id: str
    version: int
    owner: str | None
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    withdrawn_at: str | None


class Templates(BaseModel):
    """The templates that the caller may use, oldest first."""

    items: list[TemplatePublic]


class TemplateProblem(BaseModel):
    """What is wrong with a template, in which line of its source (from 1; null for the whole)."""

    code: Code
    line: int | None
    detail: str


class TemplatePreview(BaseModel):
    """A note as the template prints it; a name that nothing has stands in the text as `⟦name⟧`."""

    text: str
    problems: list[TemplateProblem]


class Template(Table, table=True):
    """One version of a template, held from `from_seq` up to, not including, `to_seq`."""

    __table_args__ = (
        Index("ix_template_now", "to_seq", "withdrawn", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    withdrawn: bool
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)
