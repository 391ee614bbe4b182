"""Sources that disagree: what each says of an entry is kept, one is chosen, and who chose and why stays readable."""

from datetime import datetime
from typing import Any

import orjson
from pydantic import ValidationError
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.kit.errors import CODES, Conflict, Invalid, NotFound, field, sentence
from app.kit.ids import new_id
from app.ledger.intervals import held
from app.states import service as states
from app.timeline import keeping, service
from app.timeline.claims import Claim, ClaimCreate
from app.timeline.models import Entry, EntryCreate, Json


class ClaimNotFound(NotFound):
    """No claim about this entry has this id, or none that the caller may see."""

    title = "There is no such claim"


class ClaimSettled(Conflict):
    """The claim is chosen already, or it was withdrawn. Those that stand are at `/entries/{id}/claims`."""

    slug, title = "claim-settled", "The claim is chosen or withdrawn already"


class UnfitClaim(Invalid):
    """No entry like this one could have the value that is claimed: `errors` says why."""

    slug, title = "unfit-claim", "The member cannot have this value"


def read(session: Session, entry: Entry, *, seen_by: Principal, known_at: str | None = None) -> list[Json]:
    """The claims about an entry that somebody may see, by member, in the order in which they were made."""
    found = select(Claim.body).where(Claim.entry_id == entry.id, held(Claim, session, known_at))
    shown = session.exec(found.where(visible(seen_by, visibility=Claim.visibility, owner=Claim.owner)))
    told, bodies = orjson.loads(entry.body), [orjson.loads(body) for body in shown]
    # Who corrected the entry since has overruled the choice.
    claims = [one | {"chosen": one["chosen"] and one["value"] == told[one["member"]]} for one in bodies]
    return sorted(claims, key=lambda one: (one["member"], one["claimed_at"], one["id"]))


def get(session: Session, entry: Entry, claim_id: str, *, seen_by: Principal) -> Claim:
    """A claim about an entry, as it is now. Raises ClaimNotFound, also for one that the caller may not see."""
    found = select(Claim).where(Claim.id == claim_id, Claim.entry_id == entry.id, held(Claim, session, None))
    claim = session.exec(found.where(visible(seen_by, visibility=Claim.visibility, owner=Claim.owner))).first()
    if claim is None:
        raise ClaimNotFound("No claim about this entry has this id.")
    return claim


def claim(
    session: Session, entry: Entry, data: ClaimCreate, *, by: str, now: datetime, owner: str | None = None
) -> Claim:
    """Keep what a source says of an entry; said again by the same source it stays one claim.

    With the first value that differs what the entry says becomes a claim too, and the entry is contested. `owner` is
    the organization that sent the source. Raises AlreadyWithdrawn, UnfitClaim.
    """
    if entry.withdrawn:
        raise service.AlreadyWithdrawn("This entry was withdrawn.")
    known, standing = orjson.loads(entry.body), _standing(session, entry, data.member)
    said = {"value": _sound(known, data), "sources": [data.source.model_dump(mode="json")]}
    if same := [one for one, body in standing if _alike(body, said)]:
        return same[0]
    if said["value"] != known[data.member] and not any(body["chosen"] for _, body in standing if _as_open(body, data)):
        _keep_own(session, entry, known, data, by=by, now=now)
    fields = said | {"entry": entry.id, "member": data.member, "visibility": data.visibility, "claimed_by": by}
    made = _write(session, entry, fields, action="claimed", by=by, now=now, owner=owner)
    _mark(session, entry, by=by, now=now)
    return made


def choose(session: Session, entry: Entry, chosen: Claim, *, reason: str, by: str, now: datetime) -> Claim:
    """Let the entry say what a source says: a new version with the reason, and the sources of the claim among its own.

    Raises ClaimSettled, AlreadyWithdrawn, and what a correction raises.
    """
    told, known = orjson.loads(chosen.body), orjson.loads(entry.body)
    differs = told["value"] != known[told["member"]]
    if chosen.withdrawn or (told["chosen"] and not differs):
        raise ClaimSettled("This claim is chosen or withdrawn already.")
    if differs:
        more = [one for one in told["sources"] if one not in known["sources"]] if _open(chosen, entry) else []
        changed = {told["member"]: told["value"], "sources": known["sources"] + more}
        service.correct(session, entry, _whole(known, changed), reason=reason, by=by, now=now)
    for one, body in _standing(session, entry, told["member"]):
        if body["chosen"] and one.id != chosen.id:
            _succeed(session, entry, one, {"chosen": False}, action="passed_over", reason=reason, by=by, now=now)
    return _succeed(
        session, entry, chosen, {"chosen": True, "chosen_by": by}, action="chosen", reason=reason, by=by, now=now
    )


def withdraw(session: Session, entry: Entry, claim: Claim, *, reason: str, by: str, now: datetime) -> Claim:
    """Take a claim back that was made by mistake; it stays readable with the reason.

    Where the entry says what it says, the entry says again what was chosen before. Raises ClaimSettled.
    """
    if claim.withdrawn:
        raise ClaimSettled("This claim was withdrawn.")
    told, known = orjson.loads(claim.body), orjson.loads(entry.body)
    gone = _succeed(session, entry, claim, {"chosen": False}, action="withdrawn", reason=reason, by=by, now=now)
    followed = told["chosen"] and told["value"] == known[told["member"]] and not entry.withdrawn
    if followed and (before := _choice_before(session, entry, told["member"])):
        choose(session, entry, before, reason=reason, by=by, now=now)
    _mark(session, entry, by=by, now=now)
    return gone


def _choice_before(session: Session, entry: Entry, member: str) -> Claim | None:
    """Of the claims about a member that stand, the one that was chosen last; None where none ever was."""
    standing = {one.id: one for one, _ in _standing(session, entry, member)}
    ever = session.exec(select(Claim).where(Claim.entry_id == entry.id).order_by(col(Claim.from_seq).desc()))
    return next((standing[one.id] for one in ever if one.id in standing and orjson.loads(one.body)["chosen"]), None)


def _standing(session: Session, entry: Entry, member: str | None = None) -> list[tuple[Claim, Json]]:
    """The claims about an entry, or about one member of it, that were not withdrawn, with what they say."""
    claims = [(one, orjson.loads(one.body)) for one in keeping.about(session, entry.id) if not one.withdrawn]
    return [(one, body) for one, body in claims if member in (None, body["member"])]


def _alike(body: Json, said: Json) -> bool:
    return bool(body["value"] == said["value"]) and all(one in body["sources"] for one in said["sources"])


def _sound(known: Json, data: ClaimCreate) -> Any:
    """The value as an entry would keep it. Raises UnfitClaim, UnknownStates."""
    try:
        value = _whole(known, {data.member: data.value}).model_dump(mode="json")[data.member]
    except ValidationError as error:
        told = [field("/value", CODES.get(each["type"], each["type"]), sentence(each)) for each in error.errors()]
        raise UnfitClaim("An entry cannot have this value.", errors=told) from error
    return states.require(value, at="/value") if data.member == "states" else value


def _whole(known: Json, changed: Json) -> EntryCreate:
    return EntryCreate.model_validate({name: known[name] for name in EntryCreate.model_fields} | changed)


def _as_open(body: Json, data: ClaimCreate) -> bool:
    """Whether all who shall see a new claim see this one."""
    return Visibility(body["visibility"]).stricter(data.visibility) == data.visibility


def _keep_own(session: Session, entry: Entry, known: Json, data: ClaimCreate, *, by: str, now: datetime) -> None:
    """Make a claim, chosen so far, of what the entry says; it shows to nobody who may not know of the other one."""
    fields = {
        "value": known[data.member], "sources": known["sources"], "entry": entry.id, "member": data.member,
        "chosen": True, "visibility": Visibility(known["visibility"]).stricter(data.visibility),
        "claimed_by": known["recorded_by"], "claimed_at": known["recorded_at"],
    }  # fmt: skip
    _write(session, entry, fields, action="kept", by=by, now=now)


def _write(
    session: Session, entry: Entry, fields: Json, *, action: str, by: str, now: datetime, owner: str | None = None
) -> Claim:
    """Put a new claim on record; it is the statement of whose record the entry is, unless another one sent it."""
    whole: Json = {
        "id": new_id(), "version": 1, "chosen": False, "chosen_at": None, "chosen_by": None, "reason": None,
        "withdrawn_at": None,
    }  # fmt: skip
    return keeping.write(session, entry, whole | fields, action=action, owner=owner or entry.owner, by=by, now=now)


def _succeed(
    session: Session, entry: Entry, claim: Claim, fields: Json, *, action: str, reason: str, by: str, now: datetime
) -> Claim:
    whole = orjson.loads(claim.body) | {"version": claim.version + 1, "reason": reason} | fields
    owner = keeping.owner(session, claim)
    return keeping.write(session, entry, whole, action=action, owner=owner, by=by, now=now)


def _open(claim: Claim, entry: Entry) -> bool:
    """Whether all who see the entry may see the claim."""
    return Visibility(claim.visibility).stricter(Visibility(entry.visibility)) == entry.visibility


def _mark(session: Session, entry: Entry, *, by: str, now: datetime) -> None:
    """Let the entry say whether sources differ, as far as those who see it may know."""
    entry = service.current(session, entry.id)
    differing = keeping.differing(session, entry.id, Visibility(entry.visibility))
    if bool(differing) != orjson.loads(entry.body)["contested"] and not entry.withdrawn:
        reason = f"Sources differ: {', '.join(differing)}." if differing else "Sources differ no more."
        service.succeed(
            session, entry, {"contested": bool(differing)}, reason=reason, action="contested", by=by, now=now
        )
