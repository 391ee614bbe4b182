"""The registry of organizations: found under any of their names, never guessed; merged and parted, never rewritten."""

from collections.abc import Collection, Sequence
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.intervals import held
from app.organizations import likeness, lineage, names, projection, registry
from app.organizations.lineage import NAMED, NOW
from app.organizations.models import (
    Json,
    Organization,
    OrganizationBase,
    OrganizationCreate,
    OrganizationName,
    OrganizationVersion,
)

UNKNOWN = "Use an id of GET /api/v1/organizations, or null."


class OrganizationNotFound(NotFound):
    """No organization has this id, or none had it at the instant that was asked for."""

    title = "There is no such organization"


class UnknownOrganizations(Invalid):
    """An organization's id is not in the registry.

    `candidates` are registered organizations whose names are like the one that was sent beside it: nothing is guessed,
    choose one of them, register another, or send null.
    """

    slug, title = "unknown-organization", "There is no such organization in the registry"


class NameTaken(Conflict):
    """Another organization has, or had, this name, acronym or alias: `organization` is its id.

    Use that one, merge the two, or choose another name.
    """

    slug, title = "name-taken", "The name is taken"


class OrganizationMerged(Conflict):
    """This organization was merged into another: `organization` is the id of the one to use.

    To change or to merge it by itself, part it again first.
    """

    slug, title = "organization-merged", "The organization was merged into another"


class NotMerged(Conflict):
    """Only an organization that was merged into another can be parted from it."""

    slug, title = "not-merged", "The organization was not merged"


class PartOfItself(Conflict):
    """An organization would become a part of itself, or be merged into itself.

    Change the parents so that none leads back to where it starts, then try again.
    """

    slug, title = "part-of-itself", "An organization cannot be a part of itself"


def create(
    session: Session, data: OrganizationCreate, *, by: str, now: datetime, key: str | None = None
) -> OrganizationVersion:
    """Register an organization. Raises NameTaken, and UnknownOrganizations for the parent."""
    require_one(session, data.parent, at="/parent")
    fields = data.model_dump(mode="json") | {"id": new_id(), "version": 1, "merged_into": None, "reason": None}
    _insist_on_free_names(session, fields, but=())
    return _write(session, fields, action="recorded", by=by, now=now, aside={"key": key})


def replace(
    session: Session, organization: OrganizationVersion, data: OrganizationBase, *, reason: str, by: str, now: datetime
) -> OrganizationVersion:
    """A new version that reads like this; the same one where nothing differs.

    Raises OrganizationMerged, NameTaken, PartOfItself, and UnknownOrganizations for the parent.
    """
    _insist_on_unmerged(session, organization)
    fields = orjson.loads(organization.body)
    changed = fields | data.model_dump(mode="json")
    if changed == fields:
        return organization
    require_one(session, data.parent, at="/parent")
    _insist_on_no_ring(session, organization.id, under=data.parent)
    _insist_on_free_names(session, changed, but=lineage.merged(session, organization.id, NOW))
    return _succeed(session, changed, reason=reason, action="changed", by=by, now=now)


def merge(
    session: Session, organization: OrganizationVersion, *, into: str, reason: str, by: str, now: datetime
) -> OrganizationVersion:
    """Say that an organization is another one (or what that turned out to be); nothing else is rewritten.

    Raises OrganizationMerged, PartOfItself, and UnknownOrganizations.
    """
    _insist_on_unmerged(session, organization)
    survivor = lineage.survivors(session, [into], NOW).get(into)
    if survivor is None:
        raise UnknownOrganizations("There is no such organization.", errors=[_unknown("/into")])
    _insist_on_no_ring(session, organization.id, under=survivor)
    fields = orjson.loads(organization.body) | {"merged_into": survivor}
    return _succeed(session, fields, reason=reason, action="merged", by=by, now=now)


def separate(
    session: Session, organization: OrganizationVersion, *, reason: str, by: str, now: datetime
) -> OrganizationVersion:
    """Take a merger back: the organization stands for itself again. Raises NotMerged, NameTaken, PartOfItself."""
    if organization.merged_into is None:
        raise NotMerged("This organization was not merged.")
    fields = orjson.loads(organization.body) | {"merged_into": None}
    _insist_on_no_ring(session, organization.id, under=organization.parent_id)
    _insist_on_free_names(session, fields, but=lineage.merged(session, organization.id, NOW))
    return _succeed(session, fields, reason=reason, action="separated", by=by, now=now)


def get(session: Session, organization_id: str, *, known_at: str | None = None) -> OrganizationVersion:
    """What is, or was at an instant, on record under this id, merged or not. Raises OrganizationNotFound."""
    found = select(OrganizationVersion).where(col(OrganizationVersion.id) == organization_id)
    organization = session.scalars(found.where(held(OrganizationVersion, session, known_at))).first()
    if organization is None:
        raise OrganizationNotFound("No organization has this id.")
    return organization


def survivor(session: Session, organization: OrganizationVersion, *, known_at: str | None = None) -> str:
    """The id of the organization that a merged one is, or was at an instant; its own where it was not merged."""
    return lineage.survivors(session, [organization.id], held(OrganizationVersion, session, known_at))[organization.id]


def same_as(session: Session, organization_id: str) -> list[str]:
    """The ids that are this organization now: its own, that of its survivor, and of all that were merged into that.

    Records keep the id that they were given, so whoever looks for the records of an organization asks for all of these,
    each record once: `col(Link.organization_id).in_(same_as(session, wanted))`. An unknown id is only itself.
    """
    end = lineage.survivors(session, [organization_id], NOW).get(organization_id, organization_id)
    return lineage.merged(session, end, NOW)


def find(session: Session, text: str) -> OrganizationVersion | None:
    """The one organization with exactly this name, acronym or alias (an acronym in brackets aside), else None.

    A former name counts, and a name of one that was merged finds its survivor.
    """
    for name in dict.fromkeys(names.readings(text)):
        found = set(lineage.survivors(session, _holders(session, {name}), NOW).values())
        if len(found) == 1:
            return get(session, found.pop())
    listed = _listed(session, text)
    return get(session, lineage.survivors(session, [listed], NOW)[listed]) if listed else None


def require(session: Session, ids: Sequence[str | None], *, at: str, called: Sequence[str] = ()) -> None:
    """Insist that every id given is registered; one that was merged is as good as its survivor's, and is kept as sent.

    `called` are the names that were printed beside the ids. Raises UnknownOrganizations, naming the place of each id
    that is not registered, and as `candidates` the organizations with names like the one beside it.
    """
    if not any(ids):
        return
    known = set(session.scalars(select(col(Organization.id)).where(col(Organization.id).in_([i for i in ids if i]))))
    places = {f"{at}/{number}/organization": number for number, one in enumerate(ids) if one and one not in known}
    if places:
        alike = [
            {"pointer": place, "organizations": [one.model_dump() for one in likeness.suggest(session, called[number])]}
            for place, number in places.items()
            if number < len(called)
        ]
        errors = [_unknown(place) for place in places]
        raise UnknownOrganizations("An organization is not registered.", errors=errors, candidates=alike)


def require_one(session: Session, organization_id: str | None, *, at: str) -> None:
    """Insist that an organization, if any, is registered. Raises UnknownOrganizations, naming its place."""
    if organization_id and session.get(Organization, organization_id) is None:
        raise UnknownOrganizations("The organization is not registered.", errors=[_unknown(at)])


def versions(session: Session, organization: OrganizationVersion) -> list[str]:
    """The JSON of every version of an organization, oldest first."""
    found = select(col(OrganizationVersion.body)).where(col(OrganizationVersion.id) == organization.id)
    return list(session.scalars(found.order_by(col(OrganizationVersion.version))))


def synchronize(session: Session, *, now: datetime, by: str) -> None:
    """Register the organizations of the starting list that are not registered yet."""
    there = {row.key: row.id for row in session.execute(select(col(Organization.key), col(Organization.id)))}
    for known in registry.all_known():
        if known.key not in there:
            data = OrganizationCreate(
                name=known.name, acronym=known.acronym, kind=known.kind, names=dict(known.names),
                aliases=list(known.aliases), parent=there[known.parent] if known.parent else None,
            )  # fmt: skip
            try:
                there[known.key] = create(session, data, by=by, now=now, key=known.key).id
            except NameTaken as taken:  # somebody registered it before the list had it
                there[known.key] = taken.more["organization"]


def _write(
    session: Session, fields: Json, *, action: str, by: str, now: datetime, aside: Json | None = None
) -> OrganizationVersion:
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by}
    thing, version = f"organization/{fields['id']}", fields["version"]
    change = ledger.append(
        session, place, by=by, action=action, thing=thing, version=version, body=fields, audience="public", aside=aside
    )
    return projection.apply(session, change)


def _succeed(
    session: Session, fields: Json, *, reason: str, action: str, by: str, now: datetime
) -> OrganizationVersion:
    fields |= {"version": fields["version"] + 1, "reason": reason}
    return _write(session, fields, action=action, by=by, now=now)


def _holders(session: Session, folded: Collection[str]) -> set[str]:
    """The ids under which any of these folded names stands now; some may have been merged."""
    found = select(col(OrganizationVersion.id)).join(OrganizationName, NAMED)
    return set(session.scalars(found.where(col(OrganizationName.folded).in_(folded), NOW)))


def _listed(session: Session, text: str) -> str | None:
    """The id of the organization of the starting list that is printed like this, known misprints included."""
    known = registry.find(text)
    keyed = select(col(Organization.id)).where(col(Organization.key) == known.key) if known else None
    return session.scalars(keyed).first() if keyed is not None else None


def _insist_on_free_names(session: Session, fields: Json, *, but: Collection[str]) -> None:
    """No name may be that of another organization: then neither would be found under it."""
    taken = _holders(session, {*names.folded(fields), *names.readings(fields["name"])})
    listed = _listed(session, fields["name"])
    others = taken.union([listed] if listed else []) - {*but}
    if others:
        ends = lineage.survivors(session, others, NOW).values()
        raise NameTaken("An organization of this name, acronym or alias is registered.", organization=min(ends))


def _insist_on_no_ring(session: Session, organization_id: str, *, under: str | None) -> None:
    """What will stand above an organization must not lead back to it."""
    if under and organization_id in lineage.upward(session, [under], NOW):
        raise PartOfItself("This would make an organization a part of itself.", organization=under)


def _insist_on_unmerged(session: Session, organization: OrganizationVersion) -> None:
    if organization.merged_into:
        raise OrganizationMerged("This organization was merged.", organization=survivor(session, organization))


def _unknown(place: str) -> dict[str, str]:
    return field(place, "unknown_organization", UNKNOWN)
