"""What an entry of each kind tells: the members of its own that it needs, the statuses and the dates that it can have.

The table is the rule (docs/decisions/0013). A record may be put down before all is known, as a note from the field
gives it: what it does not tell yet is named in `missing`, and refused only where the writer asks for a complete entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.kit.errors import Invalid, field
from app.timeline.models import DateBasis, EntryBase, EntryStatus, Kind

Json = dict[str, Any]
Errors = list[dict[str, str]]


class UnfitForKind(Invalid):
    """A value does not go with the kind of the entry, or with its other values: `errors` names each, and what would.

    What each kind can have is at `/api/v1/entry-kinds`.
    """

    slug, title = "unfit-for-kind", "Some values do not fit the kind of entry"


class Incomplete(Invalid):
    """`complete=true` asks for all that an entry of this kind should tell: `errors` names what is not there.

    Add it, or leave `complete` out: the entry is then recorded with the names of these members in `missing`.
    """

    slug, title = "incomplete", "The entry does not tell all that its kind should"


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind needs beside date, title and States, and the statuses and meanings of dates that it can have."""

    needs: tuple[str, ...]
    statuses: tuple[EntryStatus, ...]
    bases: tuple[DateBasis, ...]


class EntryKind(BaseModel):
    """A kind of entry: the members that one should have (`needs`), and the values that it can have."""

    kind: Kind
    needs: list[str]
    statuses: list[EntryStatus]
    date_bases: list[DateBasis]


class EntryKinds(BaseModel):
    items: list[EntryKind]


PLANNED, DRAFT, CANCELLED = EntryStatus.planned, EntryStatus.draft, EntryStatus.cancelled
ADOPTED, SUBMITTED, SUPERSEDED = EntryStatus.adopted, EntryStatus.submitted, EntryStatus.superseded
ON_PAPER = (PLANNED, DRAFT, SUBMITTED, SUPERSEDED, CANCELLED)
SENT = (DateBasis.written, DateBasis.received, DateBasis.distributed, DateBasis.submitted, DateBasis.published)
REPORT = Form(("date_basis", "identifiers"), ON_PAPER, SENT)
HAPPENING = Form(("date_basis", "sources"), (PLANNED, DRAFT, CANCELLED), (DateBasis.held,))

FORMS: Mapping[Kind, Form] = {
    Kind.national_report: REPORT,
    Kind.additional_information: REPORT,
    Kind.matrix: Form(("edition",), (PLANNED, DRAFT, ADOPTED, SUPERSEDED), (*SENT, DateBasis.adopted)),
    Kind.nap: Form(("status", "date_basis"), tuple(EntryStatus), (*SENT, DateBasis.adopted, DateBasis.in_force)),
    Kind.assistance_request: Form(("date_basis", "addressee"), ON_PAPER, SENT),
    Kind.event: HAPPENING,
    Kind.visit: HAPPENING,
    Kind.peer_review: HAPPENING,
    Kind.note: Form(("date_basis",), (PLANNED, DRAFT, SUPERSEDED, CANCELLED), SENT),
    Kind.letter: Form(("author", "addressee"), ON_PAPER, SENT),
    Kind.point_of_contact: Form(("addressee",), (PLANNED, SUBMITTED, SUPERSEDED), (*SENT, DateBasis.in_force)),
    Kind.legislation: Form(
        ("date_basis", "identifiers"), (PLANNED, DRAFT, ADOPTED, SUPERSEDED, CANCELLED),
        (DateBasis.adopted, DateBasis.in_force, *SENT),
    ),
    Kind.other: Form((), tuple(EntryStatus), tuple(DateBasis)),
}  # fmt: skip


def listed() -> EntryKinds:
    """Every kind with what it needs and what it can have."""
    forms = [(kind, FORMS[kind]) for kind in Kind]
    return EntryKinds(
        items=[
            EntryKind(kind=kind, needs=[*form.needs], statuses=[*form.statuses], date_bases=[*form.bases])
            for kind, form in forms
        ]
    )


def check(data: EntryBase, named: Mapping[str, str | None]) -> None:
    """Insist that the values of an entry go with its kind and with each other; `named` are its dates by meaning.

    Raises UnfitForKind.
    """
    if errors := [*_not_of_kind(data, named), *_contradictions(data, named)]:
        raise UnfitForKind(f"This does not fit an entry of kind {data.kind}.", errors=errors)


def _not_of_kind(data: EntryBase, named: Mapping[str, str | None]) -> Errors:
    form, errors = FORMS[data.kind], []
    if data.status and data.status not in form.statuses:
        errors.append(field("/status", "not_of_this_kind", f"Use one of {', '.join(form.statuses)}, or null."))
    beside = [(f"/dates/{basis}", basis) for basis, date in named.items() if date and basis != data.date_basis]
    advice = f"The dates of this kind mean one of {', '.join(form.bases)}."
    bases = [("/date_basis", data.date_basis), *beside]
    return errors + [field(at, "not_of_this_kind", advice) for at, basis in bases if basis and basis not in form.bases]


def _contradictions(data: EntryBase, named: Mapping[str, str | None]) -> Errors:
    errors = []
    if data.date_basis and named[data.date_basis] != data.date:
        advice = f"The main date is the one that is {data.date_basis}: send the same here, or null."
        errors.append(field(f"/dates/{data.date_basis}", "contradiction", advice))
    if not (data.states or data.groups or data.count):
        errors.append(field("/states", "too_short", "Name a State; else a group or a number of States as printed."))
    errors += [
        field(f"/sources/{number}/revision", "contradiction", "A revision is that of a note: name the note too.")
        for number, source in enumerate(data.sources)
        if source.revision and not source.note
    ]
    return errors


def missing(fields: Json) -> list[str]:
    """The members that an entry of this kind should have, and that this one has not."""
    return [name for name in FORMS[Kind(fields["kind"])].needs if fields[name] in (None, "", [])]


def require(absent: list[str]) -> None:
    """Insist that nothing is missing. Raises Incomplete."""
    if absent:
        errors = [field(f"/{name}", "required", "An entry of this kind should tell this.") for name in absent]
        raise Incomplete("Some members that this kind of entry needs are not there.", errors=errors)
