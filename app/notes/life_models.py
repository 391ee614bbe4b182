"""What is sent to move a note through its life."""

from app.kit.clock import InstantText
from app.kit.shapes import EdtfText, Input, Line, StateCode
from app.timeline.models import Source


class Because(Input):
    """Why a note is returned to its writers, or withdrawn."""

    reason: Line


class Publication(Input):
    """When an approved note is published: at once, or at an instant to come."""

    publish_at: InstantText | None = None


class StateApprovalCreate(Input):
    """That a State has approved the text of a note: by which body, when, and where it says so. Name no person."""

    state: StateCode
    by: Line
    on: EdtfText
    source: Source | None = None
