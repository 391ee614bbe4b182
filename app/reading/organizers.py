"""Who organized an event, and in which role."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import find_names
from app.reading.models import OrganizerRole, ReadOrganizer
from app.reading.names import Name, each_name
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_ROLES: tuple[OrganizerRole, ...] = ("funder", "support", "cooperation", "host", "co_organizer", "organizer")
_LONGEST = 4000
_CLAUSES = re.compile(r"[^,，;；。]+")


@lru_cache(maxsize=16)
def _role_patterns(language: Language) -> Sequence[tuple[str, re.Pattern[str]]]:
    source = pack(language)
    topics = [(role, source.phrases(f"role_{role}")) for role in _ROLES]
    return [*topics, ("ignored", source.phrases("role_ignored"))]


def _phrases(text: str, source: Pack) -> list[tuple[int, int, str]]:
    """Where words name a role, the longest wins."""
    plain = flat(text)
    hits = [
        (match.start(), match.end(), role)
        for role, pattern in _role_patterns(source.language)
        for match in pattern.finditer(plain)
    ]
    kept: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _chunks(value: Excerpt, base: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The value cut at the words that name a role."""
    if source.role_last:
        for clause in _CLAUSES.finditer(value.text[:_LONGEST]):
            yield from _of_clause(value.cut(*clause.span()), base, source)
        return
    hits = _phrases(value.text[:_LONGEST], source)
    ends = [start for start, _, _ in hits[1:]] + [min(len(value.text), _LONGEST)]
    first = hits[0][0] if hits else ends[0]
    if any(char.isalnum() for char in value.text[:first]):
        yield base, value.cut(0, first)
    for (_, start, role), end in zip(hits, ends, strict=False):
        yield role, value.cut(start, end)


def _of_clause(clause: Excerpt, base: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The names of a clause that ends with their role; of "A with B together" only the second has it."""
    hits = _phrases(clause.text, source)
    role = hits[-1][2] if hits else base
    lead = source.phrases("role_leads").match(flat(clause.text))
    names = clause.cut(lead.end() if lead else 0, hits[-1][0] if hits else None)
    if role in {"cooperation", "co_organizer"}:
        known = find_names(names.text, source.language)
        for joiner in source.phrases("conjunctions").finditer(flat(names.text)):
            if not any(one.start < joiner.end() and joiner.start() < one.end for one in known):
                yield base, names.cut(0, joiner.start())
                names = names.cut(joiner.end())
                break
    yield role, names


def organizers(fields: Fields, source: Pack) -> list[Found[ReadOrganizer]]:
    """The organizers of the header in the order printed; the first without another role is the organizer."""
    found: list[Found[ReadOrganizer]] = []
    for base in ("organizer", "co_organizer", "cooperation", "host", "support", "funder"):
        for part in (part for field in fields.all(base) for part in field.parts):
            for role, chunk in _chunks(part, base, source):
                if role != "ignored":
                    found += [_made(name, role) for name in each_name(chunk, source, loose=False)]
    return _ranked(found)


def _made(name: Name, role: str) -> Found[ReadOrganizer]:
    read = ReadOrganizer.model_validate(
        {"name": name.words.text, "acronym": name.acronym, "role": role, "organization": None}
    )
    return Found(read, name.words, 0.9 if name.acronym else 0.8)


def _ranked(found: list[Found[ReadOrganizer]]) -> list[Found[ReadOrganizer]]:
    """One organizer, the first; the others of that role are co-organizers."""
    leads = [one for one in found if one.value.role in {"organizer", "co_organizer"}]
    for at, one in enumerate(leads):
        one.value.role = "co_organizer" if at else "organizer"
    return found
