"""The named dates of an entry, and how its main date stands among them."""

from typing import Any

from app.timeline.models import EntryBase

Json = dict[str, Any]


def named(data: EntryBase, known: Json) -> dict[str, str | None]:
    """The dates of an entry by their meaning; the main date, where its meaning is known, is one of them.

    `known` is the version before, if any. There the main date stood under its meaning too, and gives way when it is
    corrected, or its meaning is: whoever corrects it need not say so twice.
    """
    dates: dict[str, str | None] = data.dates.model_dump()
    before, after = known.get("date_basis"), data.date_basis
    if before and dates[before] == known["date"] and (data.date != known["date"] or (after and not dates[after])):
        dates[before] = None
    if after and dates[after] is None:
        dates[after] = data.date
    return dates
