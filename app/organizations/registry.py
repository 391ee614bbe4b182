"""The starting list of organizations: packaged reference data, no database.

`known.json` holds those that information notes on resolution 1540 (2004) name again and again. Names in
other languages are there where the organization itself uses them; aliases are what notes print instead.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz, process

from app.kit.folding import fold
from app.kit.languages import Language
from app.organizations.kinds import Kind

_ARTICLE = re.compile(r"^(?:the |la |le |les |los |el |l')(?=.)")
_WITH_ACRONYM = re.compile(r"(?P<name>.+?)\s*[(（](?P<acronym>[^()（）]+)[)）]")

_SHORTEST_FOR_LIKENESS = 9


@dataclass(frozen=True, slots=True)
class Known:
    """An organization of the starting list: `key` is its slug, `parent` the key of what it is a part of.

    `misprints` are wrong forms of its name that are in print: found like an alias, never offered as one.
    """

    key: str
    name: str
    acronym: str | None
    names: Mapping[Language, str]
    aliases: tuple[str, ...]
    kind: Kind
    parent: str | None
    misprints: tuple[str, ...]


def _known(raw: dict[str, Any]) -> Known:
    return Known(
        key=raw["key"],
        name=raw["name"],
        acronym=raw.get("acronym"),
        names=MappingProxyType({Language(tag): name for tag, name in raw.get("names", {}).items()}),
        aliases=tuple(raw.get("aliases", ())),
        kind=Kind(raw["kind"]),
        parent=raw.get("parent"),
        misprints=tuple(raw.get("misprints", ())),
    )


@lru_cache(maxsize=1)
def all_known() -> tuple[Known, ...]:
    """The starting list; a parent comes before its parts."""
    raw = json.loads((files(__package__) / "known.json").read_text(encoding="utf-8"))
    return tuple(map(_known, raw))


def _every_name(known: Known) -> Iterator[str]:
    yield known.name
    if known.acronym:
        yield known.acronym
    yield from known.names.values()
    yield from known.aliases
    yield from known.misprints


@lru_cache(maxsize=1)
def matcher() -> Mapping[str, Known]:
    """Every name, acronym and alias, folded (see app.kit.folding), with its organization."""
    return MappingProxyType({fold(name): known for known in all_known() for name in _every_name(known)})


def _exactly(text: str) -> Known | None:
    folded = fold(text)
    return matcher().get(folded) or matcher().get(_ARTICLE.sub("", folded))


def _apart(text: str) -> tuple[str, str]:
    """A printed "Name (ACRONYM)" as its two parts; the second is empty where no brackets end it."""
    match = _WITH_ACRONYM.fullmatch(text.strip())
    return (match["name"], match["acronym"]) if match else (text, "")


def find(text: str) -> Known | None:
    """The organization with exactly this name, acronym, alias or known misprint in any language, or None.

    An article may precede the name. "Name (ACRONYM)" is found by its name; the acronym may be that of the
    whole it is a part of, but for that of another organization the answer is None: a person must decide.
    """
    name, acronym = _apart(text)
    found = _exactly(text) or _exactly(name)
    other = _exactly(acronym)
    return found if found is None or other is None or other.key in {found.key, found.parent} else None


def suggest(text: str) -> list[Known]:
    """Up to three organizations whose names look like the text, best first: for "did you mean" only.

    Short texts get none, since any two acronyms look alike.
    """
    folded = fold(_apart(text)[0])
    if len(folded) < _SHORTEST_FOR_LIKENESS:
        return []
    scored = process.extract(folded, matcher().keys(), scorer=fuzz.ratio, score_cutoff=88, limit=12)
    return list({matcher()[name].key: matcher()[name] for name, _, _ in scored}.values())[:3]
