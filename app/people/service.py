"""The list of people who take part in events: kept, merged, and erased. The ledger learns ids, never names."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar

import orjson
from sqlalchemy import ColumnElement, select, tuple_, update
from sqlmodel import Session, col, func

from app.access.models import Visibility
from app.kit.errors import Conflict, Invalid, NotFound, Problem, field
from app.kit.folding import fold
from app.kit.ids import new_id
from app.kit.paging import Key, Slice, Window, bad_cursor
from app.ledger import service as ledger
from app.organizations import service as organizations
from app.people.models import Individual, PersonBase, PersonPublic

BY_NAME = (col(Individual.sort_name), col(Individual.id))


class PersonNotFound(NotFound):
    """Nobody is kept under this id."""

    title = "There is no such person"


class PersonErased(Problem):
    """What was kept of this person was erased. Records of events keep the id, which names nobody any more."""

    status: ClassVar[int] = 410
    slug, title = "person-erased", "What was kept of this person was erased"


class UnknownPeople(Invalid):
    """A person's id is not in the list of people, or was erased. Use an id of GET /api/v1/people, or null."""

    slug, title = "unknown-person", "There is no such person in the list"


class SamePerson(Conflict):
    """The two are one already."""

    slug, title = "same-person", "They are one person already"


class PersonMerged(Conflict):
    """This person was merged into another: change `person` instead."""

    slug, title = "person-merged", "The person was merged into another"


def create(session: Session, data: PersonBase, *, by: str, now: datetime) -> Individual:
    """Keep a person. Raises UnknownOrganizations."""
    organizations.require_one(session, data.organization, at="/organization")
    fields = data.model_dump()
    person = Individual(**fields, id=new_id(), version=0, merged_into=None)
    return _write(session, person, fields, action="recorded", by=by, now=now)


def replace(session: Session, person: Individual, data: PersonBase, *, by: str, now: datetime) -> Individual:
    """Keep this of a person instead; the same where nothing differs. Raises PersonMerged, UnknownOrganizations."""
    _insist_on_unmerged(person)
    changed = data.model_dump()
    if all(getattr(person, name) == value for name, value in changed.items()):
        return person
    organizations.require_one(session, data.organization, at="/organization")
    return _write(session, person, changed, action="changed", by=by, now=now)


def merge(session: Session, person: Individual, *, into: str, by: str, now: datetime) -> Individual:
    """Say that a person is another one, or what that one turned out to be.

    Raises PersonMerged, SamePerson, and UnknownPeople where the other is not kept.
    """
    _insist_on_unmerged(person)
    other = session.get(Individual, into)
    if other is None or other.name is None:
        raise UnknownPeople("There is no such person.", errors=[_unknown("/into")])
    survivor = other.merged_into or other.id
    if survivor == person.id:
        raise SamePerson("A person is not merged into themselves.")
    session.execute(update(Individual).where(col(Individual.merged_into) == person.id).values(merged_into=survivor))
    return _write(session, person, {"merged_into": survivor}, action="merged", by=by, now=now)


def erase(session: Session, person: Individual, *, by: str, now: datetime) -> None:
    """Forget who a person is, under every id that is this person; the ids stay."""
    nothing = dict.fromkeys(("name", "organization", "position", "contact"))
    for one in same_as(session, person.id):
        _write(session, session.get_one(Individual, one), nothing, action="erased", by=by, now=now)


def get(session: Session, person_id: str) -> Individual:
    """The person with this id, merged or not. Raises PersonNotFound, PersonErased."""
    person = session.get(Individual, person_id)
    if person is None:
        raise PersonNotFound("Nobody has this id.")
    if person.name is None:
        raise PersonErased("What was kept of this person was erased.")
    return person


def same_as(session: Session, person_id: str) -> list[str]:
    """The ids that are this person: the one that others were merged into first. An unknown id is only itself."""
    person = session.get(Individual, person_id)
    survivor = (person and person.merged_into) or person_id
    found = select(col(Individual.id)).where(col(Individual.merged_into) == survivor)
    return [survivor, *session.scalars(found.order_by(col(Individual.id)))]


def require(session: Session, ids: Sequence[str | None], *, at: str) -> None:
    """Insist that every id given is that of somebody who is kept, merged or not.

    Raises UnknownPeople, naming the place of each other one.
    """
    if not any(ids):
        return
    kept = select(col(Individual.id)).where(col(Individual.id).in_([i for i in ids if i]), col(Individual.name) != "")
    known = set(session.scalars(kept))
    errors = [_unknown(f"{at}/{number}/person") for number, one in enumerate(ids) if one and one not in known]
    if errors:
        raise UnknownPeople("A person is not in the list.", errors=errors)


def search(session: Session, q: str | None, organization: str | None, window: Window) -> Slice:
    """One page of people by name, without the erased; one that was merged is found as the person that it is."""
    kept = (col(Individual.name).is_not(None), col(Individual.merged_into).is_(None))
    wanted: list[ColumnElement[bool]] = [*kept, *_filters(session, q, organization)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Individual).where(*wanted)).one()
    if window.after is not None:
        wanted.append(tuple_(*BY_NAME) > tuple_(*_values(window.after)))
    rows = session.scalars(select(Individual).where(*wanted).order_by(*BY_NAME).limit(window.limit + 1)).all()
    page = rows[: window.limit]
    after = [page[-1].sort_name, page[-1].id] if len(rows) > window.limit else None
    return Slice([shown(person) for person in page], after, total)


def _filters(session: Session, q: str | None, organization: str | None) -> Iterator[ColumnElement[bool]]:
    if q:
        like = select(func.coalesce(col(Individual.merged_into), col(Individual.id)))
        yield col(Individual.id).in_(like.where(col(Individual.sort_name).contains(fold(q), autoescape=True)))
    if organization:
        yield col(Individual.organization).in_(organizations.same_as(session, organization))


def shown(person: Individual) -> str:
    """The JSON of a person."""
    members = {name: getattr(person, name) for name in PersonPublic.model_fields}
    return orjson.dumps(members, option=orjson.OPT_SORT_KEYS).decode()


def _write(
    session: Session, person: Individual, changed: dict[str, Any], *, action: str, by: str, now: datetime
) -> Individual:
    """Keep what has changed, and let the ledger know that it has: whose id, which time, by whom. Nothing else."""
    place = ledger.stamp(session, now=now)
    version = person.version + 1
    ledger.append(
        session, place, by=by, action=action, thing=f"individual/{person.id}", version=version,
        body={"id": person.id, "version": version}, audience=Visibility.restricted,
    )  # fmt: skip
    for name, value in {**changed, "version": version, "recorded_at": place.at, "recorded_by": by}.items():
        setattr(person, name, value)
    person.sort_name = None if person.name is None else fold(person.name)
    session.add(person)
    session.flush()  # others of the same request ask the database for it
    return person


def _insist_on_unmerged(person: Individual) -> None:
    if person.merged_into:
        raise PersonMerged("This person was merged.", person=person.merged_into)


def _unknown(place: str) -> dict[str, str]:
    return field(place, "unknown_person", "Use an id of GET /api/v1/people, or null.")


def _values(after: Key) -> tuple[str, str]:
    match after:
        case [str() as name, str() as person_id]:
            return name, person_id
    raise bad_cursor()
