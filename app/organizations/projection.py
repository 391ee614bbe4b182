"""The tables of organizations, made from the ledger alone."""

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col

from app.kit.folding import fold
from app.kit.rows import put
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.organizations import names
from app.organizations.models import Organization, OrganizationName, OrganizationVersion

KINDS = frozenset({"organization"})
TABLES: tuple[type[SQLModel], ...] = (OrganizationName, OrganizationVersion, Organization)  # in the order of deletion


def apply(session: Session, change: Change) -> OrganizationVersion:
    """Write the version that a change made, and end the one before; answers its row."""
    fields = change.fields
    if change.version == 1:
        put(session, Organization, {"id": change.id, "key": change.aside["key"]})
    ended = update(OrganizationVersion).where(col(OrganizationVersion.id) == change.id)
    session.execute(ended.where(col(OrganizationVersion.to_seq) == CURRENT).values(to_seq=change.seq))
    row = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT, "name": fields["name"],
        "sort_name": fold(fields["name"]), "kind": fields["kind"], "parent_id": fields["parent"],
        "merged_into": fields["merged_into"], "body": change.body,
    }  # fmt: skip
    put(session, OrganizationVersion, row)
    own = {"organization_id": change.id, "version": change.version}
    put(session, OrganizationName, [{"folded": name, **own} for name in sorted(names.folded(fields))])
    return OrganizationVersion(**row)
