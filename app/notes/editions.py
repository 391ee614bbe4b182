"""A note in several languages: an edition is a note of its own, tied to a revision of the one that it gives."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session, col, or_, select

from app.access.service import Principal
from app.kit.errors import Conflict
from app.kit.languages import Language
from app.ledger.intervals import CURRENT
from app.notes import catalogue, editing, keeping, revisions, service, staleness
from app.notes.models import Note, NoteContent
from app.wording.standard import standard

Json = dict[str, Any]


class EditionExists(Conflict):
    """The note is on record in this language: `edition` is its id. There is one edition a language."""

    slug, title = "edition-exists", "The note is on record in this language"


class NotAnEdition(Conflict):
    """The note is no edition of another one, so that it gives no revision but its own."""

    slug, title = "not-an-edition", "The note is no edition of another"


def begin(session: Session, note: Note, language: Language, *, by: Principal, now: datetime) -> Note:
    """A draft in another language, tied to the current revision of a note; that of an edition is one of its source.

    What the record had the note say is composed in the language, from the same versions of the same entries. Every
    other text is copied, to be translated. Raises NoteWithdrawn, EditionExists.
    """
    source = _source(session, note, seen_by=by)
    if source.withdrawn:
        raise editing.NoteWithdrawn("This note was withdrawn.")
    for one in _all(session, source, seen_by=by):
        if one.language == language:
            raise EditionExists("This note is on record in this language.", edition=one.id)
    event = service.event_of(session, source)
    fields = service.first(event, _content(session, source, language, seen_by=by))
    fields["edition_of"] = {"note": source.id, "revision": source.revision}
    return keeping.write(session, fields, event, action="drafted", by=by.id, owner=source.owner, now=now)


def align(session: Session, note: Note, number: int, *, by: Principal, now: datetime) -> Note:
    """Say which revision of its source an edition gives. Raises NotAnEdition, RevisionNotFound, NoteWithdrawn."""
    tie = keeping.known(note)["edition_of"]
    if tie is None:
        raise NotAnEdition("This note is no edition of another.")
    revisions.content(session, service.get(session, tie["note"], seen_by=by), number, seen_by=by)
    changes = {"edition_of": tie | {"revision": number}}
    return editing.save(session, note, changes, action="aligned", by=by.id, now=now)


def listed(session: Session, note: Note, *, seen_by: Principal) -> list[Json]:
    """A note in all languages that somebody may see it in, the one first of which the others are editions."""
    source = _source(session, note, seen_by=seen_by)
    found = _all(session, source, seen_by=seen_by)
    return [_told(session, one, source, seen_by=seen_by) for one in found]


def _source(session: Session, note: Note, *, seen_by: Principal) -> Note:
    """The note of which one is an edition, or the next revision; the note itself where that is not to be seen."""
    above = note.revises or note.edition_of
    if above is None:
        return note
    found = session.exec(select(Note).where(Note.id == above, Note.to_seq == CURRENT, catalogue.shown(seen_by))).first()
    return _source(session, found, seen_by=seen_by) if found else note


def _all(session: Session, source: Note, *, seen_by: Principal) -> Sequence[Note]:
    family = or_(col(Note.id) == source.id, col(Note.edition_of) == (source.edition_of or source.id))
    open_ones = (Note.to_seq == CURRENT, ~col(Note.withdrawn), col(Note.revises).is_(None))
    found = select(Note).where(family, *open_ones, catalogue.shown(seen_by))
    return sorted(session.exec(found), key=lambda one: (one.id != source.id, one.language))


def _told(session: Session, one: Note, source: Note, *, seen_by: Principal) -> Json:
    tie = keeping.known(one)["edition_of"] if one.edition_of == source.id else None
    told = {name: getattr(one, name) for name in ("language", "status", "revision")} | {"note": one.id}
    if tie is None:
        return told | {"of": None, "behind": False, "untranslated": []}
    texts = _texts(session, source, tie["revision"], seen_by=seen_by)
    same = [item["id"] for item in catalogue.items(keeping.known(one)) if texts.get(item["id"]) == item["text"]]
    return told | {"of": tie["revision"], "behind": tie["revision"] < source.revision, "untranslated": same}


def _texts(session: Session, source: Note, number: int, *, seen_by: Principal) -> dict[str, str]:
    """The items of a revision by their ids: none where it is not to be seen."""
    try:
        given = revisions.content(session, source, number, seen_by=seen_by)
    except revisions.RevisionNotFound:
        return {}
    return {item["id"]: item["text"] for item in catalogue.items(given)}


def _content(session: Session, source: Note, language: Language, *, seen_by: Principal) -> NoteContent:
    told = keeping.known(source)
    own = standard(Language(source.language)).disclaimer
    disclaimer = standard(language).disclaimer if told["disclaimer"] == own else told["disclaimer"]
    composed = staleness.translated(session, source, language, seen_by=seen_by) | _standing(session, source, language)
    sections = [
        part | {"items": [item | {"text": composed.get(item["text"], item["text"])} for item in part["items"]]}
        for part in told["sections"]
    ]
    members = {"title": told["title"], "contact_email": told["contact_email"]}
    return NoteContent.model_validate(members | {
        "language": language, "sections": sections, "disclaimer": disclaimer
    })  # fmt: skip


def _standing(session: Session, source: Note, language: Language) -> dict[str, str]:
    """What a note says without citing entries, such as its resolutions, as it is composed in another language.

    Nothing where one language has more to say than the other: no text is given for another one.
    """
    event = orjson.loads(service.event_of(session, source).body)
    known = service.gathered(session, event)
    before, after = (
        [item.text for part in service.composed(event, known, one) for item in part.items if not item.entries]
        for one in (Language(source.language), language)
    )
    return dict(zip(before, after, strict=True)) if len(before) == len(after) else {}
