"""What sources say of an entry, put on record; each claim follows the entry that it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.ledger import service as ledger
from app.ledger.intervals import held
from app.timeline import projection
from app.timeline.claims import Claim
from app.timeline.models import Entry, Json


def write(
    session: Session, entry: Entry, fields: Json, *, action: str, owner: str | None, by: str, now: datetime
) -> Claim:
    """Put a version of a claim on record; `owner` is the organization whose statement it is."""
    place = ledger.stamp(session, now=now)
    fields = Json(claimed_at=place.at) | fields | {"recorded_at": place.at, "recorded_by": by}
    if at := {"chosen": "chosen_at", "withdrawn": "withdrawn_at"}.get(action):
        fields[at] = place.at
    audience, seen_by = _reach(entry, fields, owner)
    change = ledger.append(
        session, place, by=by, action=action, thing=f"claim/{fields['id']}", version=fields["version"], body=fields,
        audience=audience, owner=seen_by, aside={"owner": owner},
    )  # fmt: skip
    return projection.maintain(session, change)


def owner(session: Session, claim: Claim) -> str | None:
    """The organization whose statement a claim is, be it hidden from it now."""
    *_, last = ledger.changes(session, thing=f"claim/{claim.id}")
    found: str | None = last.aside["owner"]
    return found


def about(session: Session, entry_id: str) -> Sequence[Claim]:
    """The current claims about an entry, withdrawn ones included, in the order in which they were made."""
    found = select(Claim).where(Claim.entry_id == entry_id, held(Claim, session, None))
    return session.exec(found.order_by(col(Claim.id))).all()


def differing(session: Session, entry_id: str, seen_by: Visibility) -> list[str]:
    """The members of an entry of which sources say different things, as far as all who see it may know."""
    values: dict[str, list[Any]] = {}
    for claim in about(session, entry_id):
        told = orjson.loads(claim.body)
        known = values.setdefault(told["member"], [])
        is_open = Visibility(told["visibility"]).stricter(seen_by) == seen_by
        if is_open and not claim.withdrawn and told["value"] not in known:
            known.append(told["value"])
    return [member for member, found in values.items() if len(found) > 1]


def follow(session: Session, entry: Entry, *, by: str, now: datetime) -> None:
    """Let the claims about an entry, withdrawn ones too, be seen by those alone who may see it as it is now."""
    for claim in about(session, entry.id):
        fields, own = orjson.loads(claim.body), owner(session, claim)
        if _reach(entry, fields, own) != (claim.visibility, claim.owner):
            fields["version"] += 1
            write(session, entry, fields, action="covered", owner=own, by=by, now=now)


def _reach(entry: Entry, fields: Json, owner: str | None) -> tuple[Visibility, str | None]:
    """Who sees a claim: of those who see its entry, those who may see the claim itself."""
    own, above = Visibility(fields["visibility"]), Visibility(entry.visibility)
    hidden_from_it = above is not Visibility.public and owner != entry.owner
    if hidden_from_it:
        owner = entry.owner if own is Visibility.public else None
    return own.stricter(above), owner
