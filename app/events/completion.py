"""What a second source adds to an event on record: it fills gaps, and changes nothing that is there."""

from typing import Any

from app.events.models import EventBase
from app.kit.folding import fold

Json = dict[str, Any]


def gained(known: Json, offered: EventBase) -> Json:
    """The lists of an event that grow by what `offered` knows, as they should be; empty where it adds nothing."""
    news = offered.model_dump(mode="json")
    lists = {
        "venues": _venues(known["venues"], news["venues"]),
        "organizers": known["organizers"] or news["organizers"],
        "participants": _participants(known["participants"], news["participants"]),
        "resolutions": list(dict.fromkeys([*known["resolutions"], *news["resolutions"]])),
    }
    return {name: value for name, value in lists.items() if value != known[name]}


def _venues(known: list[Json], news: list[Json]) -> list[Json]:
    """A venue of which only the country is known gives way to one that names a place in that country."""
    if not known:
        return news
    exact = [venue for venue in news if venue["city"] or venue["place"]]
    bare = all(not venue["city"] and not venue["place"] for venue in known)
    same = {venue["country"] for venue in exact} == {venue["country"] for venue in known}
    return exact if bare and same else known


def _participants(known: list[Json], news: list[Json]) -> list[Json]:
    there = {_who(one) for one in known}
    return [*known, *(one for one in news if _who(one) not in there)]


def _who(participant: Json) -> str:
    return str(participant["state"] or participant["organization"] or fold(participant["name"]))
