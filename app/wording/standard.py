"""The standard sentences, labels and headings of an information note: data, in standard.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.kit.languages import Language


@dataclass(frozen=True, slots=True)
class Standard:
    """What every information note of one language prints alike; `{x}` and `{email}` are places to fill."""

    title: str
    author: str
    disclaimer: str
    contact: str
    contact_other: str
    virtual: str
    hybrid: str
    revision: str
    colon: str
    brackets: str
    comma: str
    articled: tuple[str, ...]
    articled_acronyms: tuple[str, ...]
    labels: Mapping[str, str]
    headings: Mapping[str, str]
    roles: Mapping[str, str]
    marks: Mapping[str, str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("app.wording").joinpath("standard.toml").read_text("utf-8"))


@cache
def standard(language: Language) -> Standard:
    """The standard wording of one language."""
    table = _table()[language]
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Standard(**table | lists)


def committee_email() -> str:
    """The address of the Committee's experts, as printed in its notes."""
    return str(_table()["committee_email"])
