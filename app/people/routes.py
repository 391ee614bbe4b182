"""Routes of people. Nobody but those who keep the list is ever shown a name."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging, patches
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Unkept
from app.kit.etags import PERSONAL, IfMatch
from app.kit.paging import Paging
from app.kit.patches import Patch
from app.kit.shapes import Id, Page, Words
from app.people import service
from app.people.models import Individual, PersonCreate, PersonGone, PersonMerge, PersonPublic, PersonUpdate

# An answer that is kept for a retry would keep the name in a second place, where no erasure finds it.
router = APIRouter(tags=["people"], route_class=Unkept)
PLACE = "/api/v1/people"


# Asked after the caller is known, so that nobody else learns which ids there are.
def person_at(person_id: Id, _: Caller, session: Db) -> Individual:
    return service.get(session, person_id)


PersonAt = Annotated[Individual, Depends(person_at, scope="function")]


@router.get("/people", response_model=Page[PersonPublic])
def list_people(
    request: Request, session: Db, _: Caller, window: Paging,
    q: Annotated[Words | None, Query(description="Part of a name.")] = None,
    organization: Annotated[Id | None, Query(description="Only people of this organization.")] = None,
) -> Response:  # fmt: skip
    """List the people who are kept, by name."""
    body, headers = paging.page(request, service.search(session, q, organization, window))
    return etags.answer(request, body, headers=headers)


@router.post("/people", status_code=201, response_model=PersonPublic)
def create_person(data: PersonCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Keep a person who takes part in events."""
    person = service.create(session, data, by=caller.id, now=now)
    return etags.written(service.shown(person), 201, location=f"{PLACE}/{person.id}")


@router.get(
    "/people/{person_id}", response_model=PersonPublic, responses={308: {"description": "The person was merged."}}
)
def read_person(
    request: Request, person: PersonAt,
    include: Annotated[
        Literal["merged"] | None, Query(description="Show a person who was merged, as kept before.")
    ] = None,
) -> Response:  # fmt: skip
    """Read one person; the address of one who was merged leads to the person that it is."""
    if person.merged_into and include is None:
        query = f"?{request.url.query}" if request.url.query else ""
        headers = {"Location": f"{PLACE}/{person.merged_into}{query}", "Cache-Control": PERSONAL}
        return Response(status_code=308, headers=headers)
    return etags.answer(request, service.shown(person).encode())


@router.put("/people/{person_id}", response_model=PersonPublic)
def replace_person(
    data: PersonUpdate, person: PersonAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Replace what is kept of a person; what was kept before is gone."""
    before = service.shown(person)
    etags.match(if_match, before.encode())
    return etags.written(service.shown(service.replace(session, person, data.over(before), by=caller.id, now=now)), 200)


@router.patch("/people/{person_id}", response_model=PersonPublic, openapi_extra=patches.described("PersonUpdate"))
def amend_person(
    patch: Patch, person: PersonAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Change some of what is kept of a person."""
    before = service.shown(person)
    etags.match(if_match, before.encode())
    data = patches.over(before, patch, PersonUpdate)
    return etags.written(service.shown(service.replace(session, person, data, by=caller.id, now=now)), 200)


@router.delete("/people/{person_id}", response_model=PersonGone)
def erase_person(person: PersonAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None) -> Response:
    """Erase what is kept of a person; the id, which records of events hold, stays and names nobody."""
    etags.match(if_match, service.shown(person).encode())
    service.erase(session, person, by=caller.id, now=now)
    return etags.written(PersonGone(id=person.id, version=person.version).model_dump_json(), 200)


@router.post("/people/{person_id}/merge", response_model=PersonPublic)
def merge_person(
    data: PersonMerge, person: PersonAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Say that a person is another one, whose id stands for both from now on."""
    etags.match(if_match, service.shown(person).encode())
    merged = service.merge(session, person, into=data.into, by=caller.id, now=now)
    return etags.written(service.shown(merged), 200)
