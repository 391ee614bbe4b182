"""A note for its page: as it is printed, what it rests on and what of that has changed, revisions, how to cite it."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from markupsafe import Markup
from sqlmodel import Session

from app.access.service import Principal
from app.kit import etags
from app.kit.errors import Problem
from app.kit.languages import RTL
from app.kit.paging import Window
from app.notes import catalogue, printing, revisions, service
from app.notes.document import Document
from app.notes.models import Note, NoteQuestion
from app.notes.renditions import html
from app.timeline import catalogue as timeline

Json = dict[str, Any]
BESIDE = Window(limit=50, after=None, total=None, count=False)
FORMATS = {"docx": "Word", "pdf": "PDF", "html": "HTML", "txt": "Text", "md": "Markdown", "xml": "XML", "json": "JSON"}


def opened(
    session: Session, row: Note, *, base_url: str, seen_by: Principal, problem: Problem | None = None,
    given: Mapping[str, str] | None = None,
) -> Json:  # fmt: skip
    """All that the page of a note shows of it; `based` names what somebody who acts on it has read.

    `problem` is why a step was refused, and `given` what was typed for it.
    """
    (body,) = catalogue.bodies(session, [row], seen_by=seen_by)
    note, event = orjson.loads(body), orjson.loads(service.event_of(session, row).body)
    document = printing.printed(session, row, body, event, base_url=None)
    rests = _rests(session, note, seen_by)
    return {
        "note": note, "based": etags.etag(body), "event": event,
        "printed": article(document), "rests": rests, "changed": _changed(rests), "formats": FORMATS,
        "revisions": listed(session, row, seen_by=seen_by), "others": _others(session, note, seen_by),
        "cite": cited(document, note, base_url=base_url), "problem": problem, "given": given or {},
    }  # fmt: skip


def article(document: Document) -> Markup:
    """A note as it is printed, as a part of a page."""
    return Markup(html.body(document))  # noqa: S704 (escaped by the rendition, which tests prove)


def direction(language: str) -> str:
    """The `dir` of a text in a language."""
    return "rtl" if language in RTL else "ltr"


def cited(document: Document, note: Json, *, base_url: str) -> Json:
    """What names one revision of a note for ever: its address, and its place and digest in the ledger."""
    seq, _, digest = (document.receipt or "").partition(":")
    address = f"/notes/{note['revises'] or note['id']}/revisions/{note['revision']}"
    return {"name": document.name, "address": address, "whole": base_url.rstrip("/") + address, "seq": seq,
            "digest": digest}  # fmt: skip


def listed(session: Session, row: Note, *, seen_by: Principal) -> list[Json]:
    """The revisions that somebody may see, the newest first, each with the one that it is compared with."""
    found = revisions.listed(session, row, seen_by=seen_by)
    before = [None, *(one["revision"] for one in found)]
    return [one | {"before": last} for one, last in zip(found, before, strict=False)][::-1]


def _rests(session: Session, note: Json, seen_by: Principal) -> list[tuple[Json, list[Json]]]:
    """The sentences that rest on timeline entries, each with its entries as they now stand."""
    items = [item for item in catalogue.items(note) if item["entries"]]
    found = timeline.expanded(session, {one["id"] for item in items for one in item["entries"]}, seen_by)
    known: dict[str, Json] = {key: orjson.loads(body) for key, body in found.items()}
    return [
        (item, [known[one["id"]] | {"read": one["version"]} for one in item["entries"] if one["id"] in known])
        for item in items
    ]


def _changed(rests: list[tuple[Json, list[Json]]]) -> list[Json]:
    """The entries that have changed since a sentence was made of them, each once."""
    changed = (entry for _, entries in rests for entry in entries if entry["read"] != entry["version"])
    return list({entry["id"]: entry for entry in changed}.values())


def _others(session: Session, note: Json, seen_by: Principal) -> Iterator[Json]:
    """The other notes about the same event, which are in other languages as a rule."""
    found = catalogue.search(session, NoteQuestion(event=note["event"]), BESIDE, seen_by=seen_by)
    own = {note["id"], note["revises"], note["under_way"] and note["under_way"]["id"]}
    return (one for body in found.bodies if (one := orjson.loads(body))["id"] not in own)
