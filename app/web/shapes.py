"""The mark of each kind of entry: a shape of its own, so that nothing hangs on colour.

Paths fit a box of 16 units about 0,0.
"""

from app.timeline.models import Kind

SHAPES: dict[str, str] = {
    Kind.national_report: "M0-7.5 7.5 0 0 7.5-7.5 0Z",
    Kind.additional_information: "M-2.5-7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5Z",
    Kind.matrix: "M-6.5-6.5h5.5v5.5h-5.5ZM1-6.5h5.5v5.5h-5.5ZM-6.5 1h5.5v5.5h-5.5ZM1 1h5.5v5.5h-5.5Z",
    Kind.nap: "M-6-6h12v12h-12Z",
    Kind.legislation: "M-6-6.5h12v7.5L0 7-6 1Z",
    Kind.event: "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0Z",
    Kind.visit: "M0-7 7 6H-7Z",
    Kind.peer_review: "M-7.5-6 0-1.5 7.5-6V6L0 1.5-7.5 6Z",
    Kind.assistance_request: "M-7-6H7L0 7Z",
    Kind.letter: "M-7.5-6H7.5L0-.8ZM-7.5-1.9V6H7.5V-1.9L0 3.3Z",
    Kind.point_of_contact: "M-3.5-6.5h7L7 0 3.5 6.5h-7L-7 0Z",
    Kind.note: "M-5.5-7H1.5L5.5-3V7H-5.5Z",
    Kind.other: "M-6-3-3-6 0-3 3-6 6-3 3 0 6 3 3 6 0 3-3 6-6 3-3 0Z",
}

LANES: dict[str, tuple[Kind, ...]] = {
    "reports": (Kind.national_report, Kind.additional_information, Kind.matrix),
    "plans": (Kind.nap, Kind.legislation),
    "events": (Kind.event, Kind.visit, Kind.peer_review),
    "letters": (Kind.letter, Kind.assistance_request, Kind.point_of_contact, Kind.other),
    "notes": (Kind.note,),
}
