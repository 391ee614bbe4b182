"""What a header value is by its words, where its label does not tell."""

from collections.abc import Set as AbstractSet

from app.reading.gazetteer import find_names
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_LONGEST = 400
_FEW = 2  # names make a list


def fields_of_value(value: str, taken: AbstractSet[str], pack: Pack) -> tuple[str, ...]:
    """The fields, none of those taken, that a value under an unknown label belongs to; `other` if nothing tells."""
    words = value[:_LONGEST]
    dated = any(phrase.days for phrase in find_dates(words, pack.language))
    if dated and "when" not in taken:
        return ("when",) if "where" in taken else ("when", "where")
    if "where" not in taken and is_platform(words, pack):
        return ("where",)
    if not dated and len(find_names(words, pack.language)) >= _FEW:
        return next(((name,) for name in ("organizer", "participants") if name not in taken), ("other",))
    return ("other",)


def is_platform(value: str, pack: Pack) -> bool:
    """Whether a value says that a meeting was held at a distance."""
    return bool(pack.phrases("virtual", "hybrid", "platforms").search(flat(value[:_LONGEST])))
