"""What of the ledger somebody may learn: their audiences in the change feed, and the rows of the audit log."""

from app.access.models import Role, Visibility
from app.access.policy import POLICY
from app.access.service import Principal
from app.access.visibility import COMMITTEE_SCOPE
from app.ledger.feed import Follower

INBOX = "inbox"
LEVELS = frozenset(Visibility)


def follower(principal: Principal) -> Follower:
    """What a principal is told: what `visible` shows them, and submissions where their token reads those."""
    inbox = {INBOX} if _reads_inbox(principal) else set()
    public = frozenset({Visibility.public})
    match principal.role:
        case Role.auditor:
            return Follower(None if inbox else LEVELS)
        case Role.expert:
            return Follower(public | {Visibility.committee} | inbox)
        case Role.reader if COMMITTEE_SCOPE in principal.scopes:
            return Follower(public | {Visibility.committee})
        case Role.organizer if principal.organization:
            return Follower(public, principal.organization, LEVELS | inbox)
    return Follower(public)


def _reads_inbox(principal: Principal) -> bool:
    rule = POLICY["read_submission"]
    return principal.role in rule.roles and (not principal.scopes or rule.scope in principal.scopes)
