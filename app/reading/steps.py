"""Commitments in the sections: who shall do what, by when."""

from collections.abc import Iterator, Mapping, Sequence

from app.reading.excerpts import Excerpt
from app.reading.found import Found
from app.reading.gazetteer import find_names
from app.reading.models import NextStep
from app.reading.names import strip_article
from app.reading.sentences import sentences
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_LONGEST_ACTOR, _LONGEST = 120, 2000


def next_steps(sections: Mapping[str, Sequence[Excerpt]], source: Pack) -> list[Found[NextStep]]:
    """The commitments in Highlights and Comments, one for each sentence that states one."""
    return [
        step
        for section in ("highlights", "comments")
        for at, item in enumerate(sections.get(section, ()))
        for step in _of_item(item, f"note.{section}[{at}]", source)
    ]


def _of_item(item: Excerpt, at: str, source: Pack) -> Iterator[Found[NextStep]]:
    for sentence in sentences(item, source):
        plain = flat(sentence.text[:_LONGEST])
        match = source.phrases("obliged").search(plain)
        if not match or source.phrases("negated").match(plain, match.end()):
            continue
        actor = sentence.text[: match.start()].strip(" ,")
        if _is_actor(actor, source):
            action = sentence.text[match.start() :].strip().rstrip(".。")
            dates = find_dates(action, source.language)
            step = NextStep(
                actor=strip_article(actor, source), action=action, due=dates[0].edtf if dates else None, at=at
            )
            yield Found(step, sentence, 0.8)


def _is_actor(words: str, source: Pack) -> bool:
    """Whether words name someone who can commit themselves: a State, an organization, an office, those present."""
    if not words or len(words) > _LONGEST_ACTOR:
        return False
    bare = flat(strip_article(words, source))
    if source.phrases("not_actors").match(bare):
        return False
    known = find_names(words, source.language)
    return bool(source.phrases("names_head", "counted").match(bare)) or bool(known and known[0].start <= 4)
