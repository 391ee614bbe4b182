"""Templates that organizations write for notes of their own layout: kept, looked at, and filled in."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.kit.errors import Conflict, Forbidden, Invalid, NotFound, field
from app.kit.ids import new_id
from app.kit.languages import Language
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT
from app.notes import sandbox, templates_projection
from app.notes.document import Document, document
from app.notes.sandbox import Fault, Filled
from app.notes.template_models import Template, TemplateBase
from app.wording.standard import standard

Json = dict[str, Any]


class TemplateNotFound(NotFound):
    """There is no template of this id, or none that the caller may use; or it was withdrawn."""

    title = "There is no such template"


class TemplateOfOthers(Forbidden):
    """An organization changes its own templates, and experts change those of the committee."""

    slug, title = "template-of-others", "This template is not yours"


class NotFilledIn(Conflict):
    """The template cannot print this note, or would lose its disclaimer: change the template, and try again."""

    slug, title = "template-not-filled-in", "The template cannot print this note"


def create(session: Session, data: TemplateBase, *, by: Principal, now: datetime) -> Template:
    """Keep a template for the caller's organization. Raises Invalid where it does not print a whole note."""
    _insist_on_sound(data.source)
    fields = data.model_dump(mode="json") | {
        "id": new_id(), "version": 1, "owner": by.organization, "withdrawn_at": None,
    }  # fmt: skip
    return _write(session, fields, action="created", by=by, now=now)


def replace(
    session: Session, template: Template, data: TemplateBase, *, reason: str | None, by: Principal, now: datetime
) -> Template:
    """A new version that reads like this; the same one where nothing differs. Raises TemplateOfOthers, Invalid."""
    _insist_on_own(template, by)
    fields: Json = orjson.loads(template.body)
    changed = fields | data.model_dump(mode="json")
    if changed == fields:
        return template
    _insist_on_sound(data.source)
    return _succeed(session, changed, action="changed", reason=reason, by=by, now=now)


def withdraw(session: Session, template: Template, *, reason: str | None, by: Principal, now: datetime) -> Template:
    """Take a template back: nobody is offered it any more. Raises TemplateOfOthers."""
    _insist_on_own(template, by)
    return _succeed(session, orjson.loads(template.body), action="withdrawn", reason=reason, by=by, now=now)


def listed(session: Session, *, seen_by: Principal) -> list[str]:
    """The templates that somebody may use, oldest first."""
    return list(session.exec(select(Template.body).where(_usable(seen_by)).order_by(col(Template.id))))


def get(session: Session, template_id: str, *, seen_by: Principal) -> Template:
    """A template. Raises TemplateNotFound, also for one not to be seen."""
    found = session.exec(select(Template).where(col(Template.id) == template_id, _usable(seen_by))).first()
    if found is None:
        raise TemplateNotFound("There is no template of this id.")
    return found


def tried(source: str, note: Document | None) -> Filled:
    """What a template makes of a note, or of an example, with all that is wrong with it."""
    return sandbox.fill(source, members(note or example()))


def filled(template: Template, note: Document) -> str:
    """A note as a template prints it; unknown names stand marked in it. Raises NotFilledIn."""
    made = tried(orjson.loads(template.body)["source"], note)
    if serious := [fault for fault in made.faults if fault.code != "undefined_name"]:
        raise NotFilledIn(serious[0].detail, errors=_told(serious))
    return made.text


def members(note: Document) -> Mapping[str, Any]:
    """What a template finds under `note`: a printed note, and nothing that is not printed in other formats."""
    return asdict(note) | {name: getattr(note, name) for name in ("direction", "edition", "name")}


@cache
def example() -> Document:
    """A note that has everything; its words say what stands where."""
    named = {"type": "workshop", "starts_on": "2020-01-14", "ends_on": "2020-01-15", "states": []}
    parties = {"name": "Name of an organization", "role": "organizer"}
    event = named | {"title": "Title of the event", "organizers": [parties], "participants": [parties]}
    sections = [
        {"name": name, "items": [{"id": f"{name}-1", "text": "A sentence.", "entries": []}]}
        for name in ("objectives", "background", "highlights", "comments")
    ]
    note = {"id": "00000000-0000-0000-0000-000000000000", "language": "en", "status": "draft", "revision": 1}
    told = {"sections": sections, "disclaimer": standard(Language.en).disclaimer, "contact_email": "name@example.org"}
    return document(note | told, event, address="https://register.example/notes/1")


def _insist_on_sound(source: str) -> None:
    if faults := tried(source, None).faults:
        raise Invalid("The template does not print a whole note.", errors=_told(faults))


def _told(faults: list[Fault]) -> list[dict[str, str]]:
    return [field("/source", one.code, f"Line {one.line}: {one.detail}" if one.line else one.detail) for one in faults]


def _insist_on_own(template: Template, by: Principal) -> None:
    if template.owner != by.organization:
        raise TemplateOfOthers("Make a template of your own: this one is another's.")


def _usable(seen_by: Principal) -> ColumnElement[bool]:
    shown = visible(seen_by, visibility=Template.visibility, owner=Template.owner)
    return and_(col(Template.to_seq) == CURRENT, ~col(Template.withdrawn), shown)


def _succeed(
    session: Session, fields: Json, *, action: str, reason: str | None, by: Principal, now: datetime
) -> Template:
    return _write(session, fields | {"version": fields["version"] + 1, "reason": reason}, action=action, by=by, now=now)


def _write(session: Session, fields: Json, *, action: str, by: Principal, now: datetime) -> Template:
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by.id, "visibility": Visibility.committee}
    fields |= {"withdrawn_at": place.at if action == "withdrawn" else None}
    change = ledger.append(
        session, place, by=by.id, action=action, thing=f"template/{fields['id']}", version=fields["version"],
        body=fields, audience=Visibility.committee, owner=fields["owner"],
    )  # fmt: skip
    return templates_projection.apply(session, change)
