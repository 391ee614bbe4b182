"""The one filter of what somebody sees: it goes into every SELECT, counts and search included."""

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col

from app.access.models import Role, Visibility
from app.access.service import Principal

COMMITTEE_SCOPE = "committee:read"


def visible(principal: Principal, *, visibility: str, owner: str | None) -> ColumnElement[bool]:
    """A condition on the columns that hold a row's effective visibility and its owner (an organization's id)."""
    if principal.role is Role.auditor:
        return true()
    seen: list[ColumnElement[bool]] = [col(visibility) == Visibility.public]
    if principal.role is Role.expert or (principal.role is Role.reader and COMMITTEE_SCOPE in principal.scopes):
        seen.append(col(visibility) == Visibility.committee)
    if principal.role is Role.organizer and principal.organization:
        seen.append(and_(col(visibility) != Visibility.public, col(owner) == principal.organization))
    return or_(*seen)
