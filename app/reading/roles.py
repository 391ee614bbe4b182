"""Words that say in which role somebody organized an event: "funded by", "with the support of"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.kit.languages import Language
from app.reading.gazetteer import organization_spans
from app.reading.models import OrganizerRole
from app.wording.matching import compiled, flat
from app.wording.packs import Pack, pack

ROLES: tuple[OrganizerRole, ...] = ("funder", "support", "cooperation", "host", "co_organizer", "organizer")
_LONG_TAIL = 3
_REMARK = re.compile(r"\((?:[^()\s]{1,20} ?){1,3}\)")


@lru_cache(maxsize=16)
def _role_patterns(language: Language) -> Sequence[tuple[str, re.Pattern[str]]]:
    source = pack(language)
    topics = [(role, source.phrases(f"role_{role}")) for role in ROLES]
    return [*topics, ("ignored", source.phrases("role_ignored"))]


def role_phrases(text: str, source: Pack) -> list[tuple[int, int, str]]:
    """Where words name a role, the longest wins; words inside a known name do not."""
    plain = flat(text)
    known = organization_spans(text, source.language)
    remarks = [match.span() for match in _REMARK.finditer(plain)] + _tails(plain, source)
    hits = [
        (match.start(), match.end(), role)
        for role, pattern in _role_patterns(source.language)
        for match in pattern.finditer(plain)
        if not any(start < match.end() and match.start() < end for start, end in [*known, *remarks])
        and not _is_listed(plain, *match.span())
    ]
    kept: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _tails(plain: str, source: Pack) -> list[tuple[int, int]]:
    """In a script without blanks, the words that end names and only look as if they held a role: "代表团"."""
    tails = [tail for tail in source.lists["names_tail"] if len(tail) >= _LONG_TAIL] if not source.spaced else []
    tails += source.lists["role_traps"]
    return [match.span() for match in compiled(tails, spaced=source.spaced).finditer(plain)]


def _is_listed(plain: str, start: int, end: int) -> bool:
    """Whether words stand in a list within a name: "外交、合作、侨民部"."""
    return plain[:start].endswith("、") and plain[end:].startswith("、")
