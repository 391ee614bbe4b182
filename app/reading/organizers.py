"""Who organized an event, and in which role."""

import re
from collections.abc import Iterator

from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import find_names
from app.reading.marks import names_of
from app.reading.models import OrganizerRole, ReadOrganizer
from app.reading.names import Name, each_name, is_prose, is_whole
from app.reading.roles import ROLES, role_phrases
from app.reading.sentences import sentences
from app.wording.matching import flat
from app.wording.packs import Pack

_LONGEST = 4000
_COMMA = re.compile(r"[,،;؛]\s*(?=\w)")
_FEW_WORDS = 2
_ROLE_LABEL = re.compile(r"(?:单位|方|者|机构)?\s?:\s?")
_CLAUSES = re.compile(r"[^,，;；。]+")


def _told(value: Excerpt, base: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The names of a value with their roles; of running prose only those that it says something of."""
    if not is_prose(value, source):
        yield from _chunks(value, base, source)
        return
    for sentence in sentences(value.cut(0, _LONGEST), source):
        hits = role_phrases(sentence.text, source)
        verb = source.phrases("organizing").search(flat(sentence.text))
        ends = verb.start() if verb else len(sentence.text)
        for role, chunk in _chunks(sentence.cut(0, ends if hits and ends > hits[0][0] else None), base, source):
            if role != base or verb or (hits and chunk.start > sentence.start):
                yield role, chunk


def _chunks(value: Excerpt, base: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The value cut at the words that name a role."""
    if source.role_last:
        for clause in _CLAUSES.finditer(value.text[:_LONGEST]):
            yield from _of_clause(value.cut(*clause.span()), base, source)
        return
    hits = role_phrases(value.text[:_LONGEST], source)
    ends = [start for start, _, _ in hits[1:]] + [min(len(value.text), _LONGEST)]
    first = hits[0][0] if hits else ends[0]
    if _names_someone(value.text[:first], source, before_role=bool(hits)):
        yield from _by_tails(value.cut(0, first), base, source)
    for (_, start, role), end in zip(hits, ends, strict=False):
        yield from _by_tails(value.cut(start, end), role, source)


def _names_someone(text: str, source: Pack, *, before_role: bool) -> bool:
    """Whether words are names, and not "The programme was" with who organized it to come."""
    if not before_role:
        return any(char.isalnum() for char in text)
    plain = flat(text)
    if source.phrases("own_event", "event_itself").match(plain):
        return False
    named = source.phrases("names_head", "names_adjectives").search(plain) or find_names(text, source.language)
    return bool(named) or len(text.split()) > _FEW_WORDS or any(char.isupper() for char in text.strip()[1:])


def _by_tails(chunk: Excerpt, role: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The chunk cut where words after a name say its role: "A, with B footing the bill"."""
    at = 0
    for end, stop, tail in _tails(chunk.text, source):
        names = chunk.cut(at, end)
        leads = [match.span() for match in source.phrases("tail_leads").finditer(flat(names.text))]
        leads += [match.span() for match in _COMMA.finditer(names.text)]
        before, after = max(leads, default=(0, 0))
        if before:
            yield role, names.cut(0, before)
        yield tail, names.cut(after)
        at = stop
    yield role, chunk.cut(at)


def _tails(text: str, source: Pack) -> list[tuple[int, int, OrganizerRole]]:
    plain = flat(text)
    hits = [(*hit.span(), role) for role in ROLES for hit in source.phrases(f"tail_{role}").finditer(plain)]
    kept: list[tuple[int, int, OrganizerRole]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if hit[0] and (not kept or hit[0] >= kept[-1][1]):
            kept.append(hit)
    return kept


def _of_clause(clause: Excerpt, base: str, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The names of a clause that ends with their role; of "A with B together" only the second has it."""
    hits = role_phrases(clause.text, source)
    if hits and (label := _ROLE_LABEL.match(clause.text, hits[0][1])):
        yield hits[0][2], clause.cut(label.end())
        return
    role = hits[-1][2] if hits else base
    lead = source.phrases("role_leads").match(flat(clause.text))
    names = clause.cut(lead.end() if lead else 0, hits[-1][0] if hits else None)
    if role in {"cooperation", "co_organizer"}:
        known = find_names(names.text, source.language)
        for joiner in source.phrases("conjunctions").finditer(flat(names.text)):
            inside = any(one.start < joiner.end() and joiner.start() < one.end for one in known)
            if not inside and is_whole(names.text[: joiner.start()], source):
                yield base, names.cut(0, joiner.start())
                names = names.cut(joiner.end())
                break
    yield role, names


def organizers(fields: Fields, source: Pack) -> list[Found[ReadOrganizer]]:
    """The organizers of the header, label by label; the first without another role is the organizer."""
    found: list[Found[ReadOrganizer]] = []
    bases = ("organizer", "co_organizer", "cooperation", "host", "support", "funder")
    for base in bases:
        own = [field for field in fields.all(base) if base == next(one for one in bases if one in field.names)]
        for part in (part for field in own for part in field.parts):
            for role, chunk in _told(part, base, source):
                if role != "ignored":
                    found += [_made(name, role, source) for name in each_name(chunk, source, loose=False)]
    return _ranked(found)


def _made(name: Name, role: str, source: Pack) -> Found[ReadOrganizer]:
    """An organizer; a role in brackets after the name ("Japan (donor)") is the name's own."""
    own = [one for one in names_of(name.remark, source, "labels") if one in ROLES] if name.remark else []
    role = own[0] if own else role
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
