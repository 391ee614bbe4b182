"""Routes of organizations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Paging
from app.kit.shapes import Id, Page, Words
from app.organizations import service
from app.organizations.models import Organization, OrganizationCreate, OrganizationPublic

router = APIRouter(tags=["organizations"], route_class=Edge)


def organization_at(organization_id: Id, session: Db) -> Organization:
    return service.get(session, organization_id)


OrganizationAt = Annotated[Organization, Depends(organization_at, scope="function")]


@router.get("/organizations", response_model=Page[OrganizationPublic])
def list_organizations(
    request: Request, session: Db, _: Caller, window: Paging,
    q: Annotated[Words | None, Query(description="Part of a name, acronym or alias.")] = None,
) -> Response:  # fmt: skip
    """List organizations by name, or find one under any of its names."""
    body, headers = paging.page(request, service.search(session, q, window))
    return etags.answer(request, body, headers=headers)


@router.post("/organizations", status_code=201, response_model=OrganizationPublic)
def create_organization(data: OrganizationCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Register an organization."""
    organization = service.create(session, data, by=caller.id, now=now)
    return etags.written(organization.body, 201, location=f"/api/v1/organizations/{organization.id}")


@router.get("/organizations/{organization_id}", response_model=OrganizationPublic)
def read_organization(request: Request, organization: OrganizationAt, _: Caller) -> Response:
    """Read one organization."""
    return etags.answer(request, organization.body.encode())
