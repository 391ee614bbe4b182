"""A first draft of a note, written from the record: pure functions, entries and an event in, sections out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.kit.dates import parse, spanning
from app.kit.languages import Language
from app.notes.document import Cite, Item, contact_sentence, organizers_line
from app.notes.sentences import Entry, begun, named, sentence, wording
from app.states import registry
from app.wording.printing import dated
from app.wording.resolutions import Resolution, Topic
from app.wording.standard import committee_email

Event = Mapping[str, Any]

_NOT_FACTS = frozenset({"planned", "draft", "cancelled"})


def background(
    event: Event,
    entries: Sequence[Entry],
    *,
    resolutions: Sequence[Resolution],
    language: Language,
    unreported: Collection[str] = (),
) -> tuple[Item, ...]:
    """The Background bullets: the resolutions, then the facts that were over when the event began, by date.

    `event` and `entries` are the contract's JSON, `resolutions` those in force on the event's first day. The
    last letter of invitation comes last, whatever its date. `unreported` are States known to have sent no
    report: only the caller can know that. Raises UnsupportedLanguage.
    """
    on = _starts(event)
    bullets = [(text, ()) for text in _resolutions(resolutions, language)]
    bullets += [(_unreported(iso3, language, on), ()) for iso3 in sorted(unreported)]
    return _items("background", [*bullets, *_told(_facts(event, entries, on), language, on).items()])


def highlights(event: Event, *, language: Language) -> tuple[Item, ...]:
    """What the record knows of the event itself: when, where, by whom. The author tells the rest."""
    words = wording(language)
    if event["status"] in {"postponed", "cancelled"}:
        return ()
    over = event["status"] == "held"
    when = dated(spanning(event["starts_on"], event.get("ends_on"), _sessions(event)), language)
    told = [words["held" if over else "planned"].format(when=when, where=_where(event, words, language))]
    if who := organizers_line(event.get("organizers", ()), language=language, inside=True):
        told.append(words["organized" if over else "to_organize"].format(who=who))
    return _items("highlights", [(" ".join(told), ())])


def comments(*, language: Language, email: str | None = None) -> tuple[Item, ...]:
    """The closing sentence: whom to ask, the Committee's experts unless another address is given."""
    return _items("comments", [(contact_sentence(email or committee_email(), language=language), ())])


def _items(name: str, told: Sequence[tuple[str, tuple[Cite, ...]]]) -> tuple[Item, ...]:
    return tuple(Item(f"{name}-{place}", text, cites) for place, (text, cites) in enumerate(told, 1))


def _starts(event: Event) -> date:
    return parse(event["starts_on"]).first_day


def _sessions(event: Event) -> list[date]:
    return [date.fromisoformat(str(day)) for day in event.get("sessions", ())]


def _resolutions(resolutions: Sequence[Resolution], language: Language) -> Iterator[str]:
    words = wording(language)
    outreach, plans = (_clause(resolutions, topic, words) for topic in (Topic.outreach, Topic.action_plans))
    if said := outreach + plans or _clause(resolutions, Topic.reports, words):
        yield " ".join(said)


def _clause(resolutions: Sequence[Resolution], topic: Topic, words: Mapping[str, Any]) -> list[str]:
    """What the latest resolution with words on a topic says of it: one sentence, or none."""
    said = words[topic.value]
    numbers = [str(each.number) for each in sorted(resolutions, key=lambda each: each.adopted_on)]
    return [said[number] for number in numbers if number in said][-1:]


def _unreported(iso3: str, language: Language, on: date) -> str:
    who = named([iso3], language=language, on=on)
    return begun(str(wording(language)["unreported"].format(who=who)))


def _told(facts: Sequence[Entry], language: Language, on: date) -> dict[str, tuple[Cite, ...]]:
    """Each sentence once, with all the entries that say it: one happening is on the timelines of many States."""
    told: dict[str, tuple[Cite, ...]] = {}
    for entry in facts:
        text = sentence(entry, language=language, on=on)
        told[text] = (*told.get(text, ()), Cite(entry["id"], entry["version"]))
    return told


def _facts(event: Event, entries: Sequence[Entry], on: date) -> list[Entry]:
    usable = [entry for entry in entries if _is_fact(entry, event)]
    letters = [entry for entry in usable if entry["kind"] == "letter" and "invit" in entry["title"].casefold()]
    invitation = max(letters, key=lambda entry: parse(entry["date"]).last_day, default=None)
    past = [entry for entry in usable if entry is not invitation and parse(entry["date"]).last_day <= on]
    past.sort(key=lambda entry: (parse(entry["date"]).sort_day, parse(entry["date"]).last_day))
    return [*past, *([invitation] if invitation else [])]


def _is_fact(entry: Entry, event: Event) -> bool:
    own = event.get("id") is not None and entry["event"] == event["id"]
    return not (own or entry["withdrawn_at"] or entry["kind"] == "note" or entry["status"] in _NOT_FACTS)


def _where(event: Event, words: Mapping[str, Any], language: Language) -> str:
    if event.get("mode") == "virtual":
        return str(words["online"])
    places = [_place(venue, language, _starts(event)) for venue in event.get("venues", ())]
    return words["in_place"].format(place="; ".join(places)) if any(places) else ""


def _place(venue: Mapping[str, Any], language: Language, on: date) -> str:
    country = registry.in_text(venue["country"], language, on=on) if venue.get("country") else None
    return ", ".join(filter(None, [venue.get("city"), country]))
