"""Routes of organizations."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging, patches
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import REVALIDATE, IfMatch
from app.kit.paging import Paging
from app.kit.patches import Patch
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page, Words
from app.organizations import catalogue, likeness, service
from app.organizations.catalogue import Look, OrganizationQuestion
from app.organizations.likeness import Suggestions
from app.organizations.models import (
    OrganizationCreate,
    OrganizationMerge,
    OrganizationPublic,
    OrganizationUpdate,
    OrganizationVersion,
    OrganizationVersions,
)

router = APIRouter(tags=["organizations"], route_class=Edge)
PLACE = "/api/v1/organizations"
MOVED: Mapping[int | str, dict[str, Any]] = {308: {"description": "The organization was merged: `Location` leads on."}}


def organization_at(organization_id: Id, session: Db) -> OrganizationVersion:
    return service.get(session, organization_id)


def organization_then(organization_id: Id, look: Annotated[Look, Query()], session: Db) -> OrganizationVersion:
    return service.get(session, organization_id, known_at=look.known_at)


OrganizationAt = Annotated[OrganizationVersion, Depends(organization_at, scope="function")]
OrganizationThen = Annotated[OrganizationVersion, Depends(organization_then, scope="function")]


@router.get("/organizations", response_model=Page[OrganizationPublic])
def list_organizations(
    request: Request, question: Annotated[OrganizationQuestion, Query()], session: Db, _: Caller, window: Paging
) -> Response:
    """List organizations by name, or find one under any name that it has or had."""
    body, headers = paging.page(request, catalogue.search(session, question, window))
    return etags.answer(request, body, headers=headers)


@router.get("/organizations/suggestions", response_model=Suggestions)
def suggest_organizations(
    request: Request, session: Db, _: Caller, q: Annotated[Words, Query(description="A name as it was printed.")]
) -> Response:
    """Offer the organizations whose names are like a printed one; whether it is one of them is for a person to say."""
    found = Suggestions(items=likeness.suggest(session, q))
    return etags.answer(request, found.model_dump_json().encode())


@router.post("/organizations", status_code=201, response_model=OrganizationPublic)
def create_organization(data: OrganizationCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Register an organization."""
    organization = service.create(session, data, by=caller.id, now=now)
    return etags.written(_now(session, organization), 201, location=f"{PLACE}/{organization.id}")


@router.get("/organizations/{organization_id}", response_model=OrganizationPublic, responses={**MOVED})
def read_organization(
    request: Request, organization: OrganizationThen, look: Annotated[Look, Query()], session: Db, _: Caller
) -> Response:
    """Read one organization; the address of one that was merged leads to the one that it turned out to be."""
    if organization.merged_into and look.include != "merged":
        end = service.survivor(session, organization, known_at=look.known_at)
        query = f"?{request.url.query}" if request.url.query else ""
        headers = {"Location": f"{PLACE}/{end}{query}", "Cache-Control": REVALIDATE, "Vary": "Authorization"}
        return Response(status_code=308, headers=headers)
    (body,) = catalogue.show(session, [organization], look)
    return etags.answer(request, body)


@router.put("/organizations/{organization_id}", response_model=OrganizationPublic)
def replace_organization(
    data: OrganizationUpdate, organization: OrganizationAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Replace what is on record of an organization; every earlier version stays readable."""
    before = _now(session, organization)
    etags.match(if_match, before.encode())
    changed = service.replace(session, organization, data.over(before), reason=reason, by=caller.id, now=now)
    return etags.written(_now(session, changed), 200)


@router.patch(
    "/organizations/{organization_id}",
    response_model=OrganizationPublic,
    openapi_extra=patches.described("OrganizationUpdate"),
)
def amend_organization(
    patch: Patch, organization: OrganizationAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Change some members of an organization; every earlier version stays readable."""
    before = _now(session, organization)
    etags.match(if_match, before.encode())
    data = patches.over(before, patch, OrganizationUpdate)
    changed = service.replace(session, organization, data, reason=reason, by=caller.id, now=now)
    return etags.written(_now(session, changed), 200)


@router.get("/organizations/{organization_id}/versions", response_model=OrganizationVersions)
def read_organization_versions(request: Request, organization: OrganizationAt, session: Db, _: Caller) -> Response:
    """Read every version of an organization, oldest first."""
    body, _links = paging.page(request, paging.Slice(service.versions(session, organization), None, None))
    return etags.answer(request, body)


@router.post("/organizations/{organization_id}/merge", response_model=OrganizationPublic)
def merge_organization(
    data: OrganizationMerge, organization: OrganizationAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Say that an organization is another one: its address leads there, and its records are found there too."""
    etags.match(if_match, _now(session, organization).encode())
    merged = service.merge(session, organization, into=data.into, reason=reason, by=caller.id, now=now)
    return etags.written(_now(session, merged), 200)


@router.post("/organizations/{organization_id}/separation", response_model=OrganizationPublic)
def separate_organization(
    organization: OrganizationAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Take a merger back: the organization stands for itself again."""
    etags.match(if_match, _now(session, organization).encode())
    separate = service.separate(session, organization, reason=reason, by=caller.id, now=now)
    return etags.written(_now(session, separate), 200)


def _now(session: Db, organization: OrganizationVersion) -> str:
    """An organization as its address shows it to somebody who asks for nothing else."""
    (body,) = catalogue.show(session, [organization], Look())
    return body.decode()
