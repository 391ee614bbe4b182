"""The one table of who may do what: operation id to the roles that may call it, and the scope a token needs.

A route without a row stops start-up. Which records of a list somebody sees is the matter of `visible` in
visibility.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.access.models import Role

EVERYBODY = frozenset(Role)
EXPERT = frozenset({Role.expert})
# Of names of people, which nobody else is shown.
KEEPERS = frozenset({Role.expert, Role.administrator})
SENDERS = frozenset({Role.organizer, Role.expert})
INBOX = frozenset({Role.organizer, Role.expert, Role.auditor})

LOG = frozenset({Role.organizer, Role.expert, Role.administrator, Role.auditor})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call an operation; a token with explicit scopes must hold `scope`."""

    roles: frozenset[Role]
    scope: str | None = None


OPEN = Rule(EVERYBODY)

POLICY: dict[str, Rule] = {
    "healthz": OPEN,
    "readyz": OPEN,
    "metrics": OPEN,
    "list_states": OPEN,
    "read_state": OPEN,
    "list_states_as_table": OPEN,
    "read_state_timeline": OPEN,
    "read_state_timeline_as_table": OPEN,
    "read_timeline": OPEN,
    "read_timeline_as_table": OPEN,
    "list_entry_kinds": OPEN,
    "list_entries": OPEN,
    "create_entry": Rule(EXPERT, "entries:write"),
    "create_entries": Rule(EXPERT, "entries:write"),
    "read_entry": OPEN,
    "read_entry_links": OPEN,
    "amend_entry": Rule(EXPERT, "entries:write"),
    "list_claims": OPEN,
    "read_claim": OPEN,
    "create_claim": Rule(EXPERT, "entries:write"),
    "choose_claim": Rule(EXPERT, "entries:write"),
    "withdraw_claim": Rule(EXPERT, "entries:write"),
    "correct_entry": Rule(EXPERT, "entries:write"),
    "read_entry_versions": OPEN,
    "withdraw_entry": Rule(EXPERT, "entries:write"),
    "list_proposals": OPEN,
    "list_steps": OPEN,
    "create_step": Rule(EXPERT, "steps:write"),
    "read_step": OPEN,
    "read_step_versions": OPEN,
    "correct_step": Rule(EXPERT, "steps:write"),
    "amend_step": Rule(EXPERT, "steps:write"),
    "close_step": Rule(EXPERT, "steps:write"),
    "reopen_step": Rule(EXPERT, "steps:write"),
    "withdraw_step": Rule(EXPERT, "steps:write"),
    "list_organizations": OPEN,
    "create_organization": Rule(EXPERT, "organizations:write"),
    "read_organization": OPEN,
    "read_organization_versions": OPEN,
    "suggest_organizations": OPEN,
    "replace_organization": Rule(EXPERT, "organizations:write"),
    "amend_organization": Rule(EXPERT, "organizations:write"),
    "merge_organization": Rule(EXPERT, "organizations:write"),
    "separate_organization": Rule(EXPERT, "organizations:write"),
    "list_people": Rule(KEEPERS, "people:read"),
    "create_person": Rule(KEEPERS, "people:write"),
    "read_person": Rule(KEEPERS, "people:read"),
    "replace_person": Rule(KEEPERS, "people:write"),
    "amend_person": Rule(KEEPERS, "people:write"),
    "erase_person": Rule(KEEPERS, "people:write"),
    "merge_person": Rule(KEEPERS, "people:write"),
    "list_event_types": OPEN,
    "list_events": OPEN,
    "create_event": Rule(EXPERT, "events:write"),
    "record_events": Rule(EXPERT, "events:write"),
    "read_event": OPEN,
    "put_event": Rule(EXPERT, "events:write"),
    "amend_event": Rule(EXPERT, "events:write"),
    "withdraw_event": Rule(EXPERT, "events:write"),
    "read_event_versions": OPEN,
    "import_participants": Rule(EXPERT, "events:write"),
    "export_participants": OPEN,
    "create_attachment": Rule(EXPERT, "events:write"),
    "list_attachments": OPEN,
    "read_attachment": OPEN,
    "read_attachment_file": OPEN,
    "withdraw_attachment": Rule(EXPERT, "events:write"),
    "read_event_chain": OPEN,
    "create_event_type": Rule(EXPERT, "events:write"),
    "read_event_type": OPEN,
    "change_event_type": Rule(EXPERT, "events:write"),
    "amend_event_type": Rule(EXPERT, "events:write"),
    "compose_note": Rule(EXPERT, "notes:write"),
    "list_notes": OPEN,
    "read_note": OPEN,
    "render_note": OPEN,
    "read_note_versions": OPEN,
    "render_note_revision": OPEN,
    "replace_note": Rule(EXPERT, "notes:write"),
    "amend_note": Rule(EXPERT, "notes:write"),
    "restore_note": Rule(EXPERT, "notes:write"),
    "send_note_to_review": Rule(EXPERT, "notes:write"),
    "approve_note": Rule(EXPERT, "notes:review"),
    "return_note": Rule(EXPERT, "notes:review"),
    "record_state_approval": Rule(EXPERT, "notes:review"),
    "publish_note": Rule(EXPERT, "notes:review"),
    "withdraw_note": Rule(EXPERT, "notes:review"),
    "list_note_revisions": OPEN,
    "compare_note_revisions": OPEN,
    "read_note_revision": OPEN,
    "read_note_staleness": OPEN,
    "refresh_note": Rule(EXPERT, "notes:write"),
    "create_remark": Rule(SENDERS, "notes:submit"),
    "list_remarks": OPEN,
    "read_remark": OPEN,
    "resolve_remark": Rule(EXPERT, "notes:review"),
    "create_template": Rule(SENDERS, "notes:submit"),
    "preview_template": Rule(SENDERS, "notes:submit"),
    "list_templates": OPEN,
    "read_template": OPEN,
    "replace_template": Rule(SENDERS, "notes:submit"),
    "withdraw_template": Rule(SENDERS, "notes:submit"),
    "print_note_by_template": OPEN,
    "create_edition": Rule(EXPERT, "notes:write"),
    "list_editions": OPEN,
    "align_edition": Rule(EXPERT, "notes:write"),
    "create_reading": OPEN,
    "create_submission": Rule(SENDERS, "notes:submit"),
    "list_submissions": Rule(INBOX, "notes:submit"),
    "read_submission": Rule(INBOX, "notes:submit"),
    "read_submission_file": Rule(INBOX, "notes:submit"),
    "accept_submission": Rule(EXPERT, "notes:review"),
    "claim_submission": Rule(EXPERT, "notes:review"),
    "withdraw_submission": Rule(SENDERS, "notes:submit"),
    "undo_acceptance": Rule(EXPERT, "notes:review"),
    "return_submission": Rule(EXPERT, "notes:review"),
    "reject_submission": Rule(EXPERT, "notes:review"),
    "read_reporting": OPEN,
    "read_plans": OPEN,
    "read_follow_through": OPEN,
    "read_reading_figures": Rule(INBOX, "notes:submit"),
    "read_reading_figures_as_table": Rule(INBOX, "notes:submit"),
    "list_changes": OPEN,
    "prove_change": OPEN,
    "prove_consistency": OPEN,
    "read_checkpoint": OPEN,
    "read_verifier_keys": OPEN,
    "stream_changes": OPEN,
    "list_audit": Rule(LOG, "audit:read"),
    "read_audit": Rule(LOG, "audit:read"),
    "show_home": OPEN,
    "show_search": OPEN,
    "show_states": OPEN,
    "show_state": OPEN,
    "show_events": OPEN,
    "show_event": OPEN,
    "download_attachment": OPEN,
    "show_notes": OPEN,
    "show_note": OPEN,
    "download_note": OPEN,
    "show_editor": Rule(EXPERT, "notes:write"),
    "edit_text": Rule(EXPERT, "notes:write"),
    "restore_text": Rule(EXPERT, "notes:write"),
    "send_text_to_review": Rule(EXPERT, "notes:write"),
    "approve_text": Rule(EXPERT, "notes:review"),
    "return_text": Rule(EXPERT, "notes:review"),
    "record_consent": Rule(EXPERT, "notes:review"),
    "publish_text": Rule(EXPERT, "notes:review"),
    "withdraw_text": Rule(EXPERT, "notes:review"),
    "show_comparison": OPEN,
    "show_revision": OPEN,
    "download_revision": OPEN,
    "write_note": Rule(EXPERT, "notes:write"),
    "show_reader": OPEN,
    "read_upload": OPEN,
    "correct_reading": OPEN,
    "send_reading": Rule(SENDERS, "notes:submit"),
    "show_sender": Rule(INBOX, "notes:submit"),
    "send_note": Rule(SENDERS, "notes:submit"),
    "show_sent": Rule(INBOX, "notes:submit"),
    "show_queue": Rule(EXPERT, "notes:review"),
    "show_review": Rule(EXPERT, "notes:review"),
    "show_figures": OPEN,
    "show_reading_figures": Rule(INBOX, "notes:submit"),
    "download_reading_figures": Rule(INBOX, "notes:submit"),
    "correct_in_review": Rule(EXPERT, "notes:review"),
    "accept_in_review": Rule(EXPERT, "notes:review"),
    "return_in_review": Rule(EXPERT, "notes:review"),
    "reject_in_review": Rule(EXPERT, "notes:review"),
    "show_sign_in": OPEN,
    "sign_in": OPEN,
    "sign_out": OPEN,
    "show_reference": OPEN,
    "show_problems": OPEN,
    "show_problem": OPEN,
}


class UnguardedRoute(Exception):
    """A route has no row in the policy table, or a row has no route: the server does not start."""


def check(operations: Iterable[str]) -> None:
    """Insist that routes and rows are the same set. Raises UnguardedRoute."""
    routes = set(operations)
    if missing := sorted(routes - POLICY.keys()):
        raise UnguardedRoute(f"Add to POLICY in app/access/policy.py: {', '.join(missing)}.")
    if left_over := sorted(POLICY.keys() - routes):
        raise UnguardedRoute(f"No route has these rows of POLICY: {', '.join(left_over)}.")


def tell(description: dict[str, Any]) -> None:
    """Say in the API's description (OpenAPI 3.1) which operations need no token: theirs is one choice of two."""
    for methods in description["paths"].values():
        for operation in methods.values():
            rule = POLICY.get(operation["operationId"])
            if rule and Role.public in rule.roles and "security" in operation:
                operation["security"] = [*operation["security"], {}]
