"""A first draft of a note, written from the record: pure functions, entries and an event in, sections out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.kit.dates import parse, spanning
from app.kit.languages import Language
from app.notes.agreeing import begun, fill, states
from app.notes.document import Cite, Item, contact_sentence, organizers_line
from app.notes.next_steps import next_step
from app.notes.packs import Pack, pack
from app.notes.places import where
from app.notes.sentences import Entry, is_invitation, sentence
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
    events: Mapping[str, Event] | None = None,
) -> tuple[Item, ...]:
    """The Background bullets: the resolutions, then the facts that were over when the event began, by date.

    `event` and `entries` are the contract's JSON, `resolutions` those in force on the event's first day. The
    last letter of invitation comes last, whatever its date. `unreported` are States known to have sent no
    report: only the caller can know that. `events` are those on record that entries belong to, by id.
    """
    words, on = pack(language), _starts(event)
    bullets = [(text, ()) for text in _resolutions(resolutions, words)]
    bullets += [(_unreported(iso3, words, on), ()) for iso3 in sorted(unreported)]
    told = _told(_facts(event, entries, on), language, on, events or {})
    return _items("background", [*bullets, *told.items()])


def told(
    event: Event, entries: Sequence[Entry], *, language: Language, events: Mapping[str, Event]
) -> dict[str, tuple[Cite, ...]]:
    """The sentences of the Background of an event's note that tell of entries, each with those that say it."""
    on = _starts(event)
    return _told(_facts(event, entries, on), language, on, events)


def highlights(event: Event, *, language: Language, steps: Sequence[Event] = ()) -> tuple[Item, ...]:
    """What the record knows of the event itself: when, where, by whom, and what was agreed to come next (`steps`).

    The author tells the rest.
    """
    if event["status"] in {"postponed", "cancelled"}:
        return ()
    agreed = [(next_step(step, language=language, on=_starts(event)), ()) for step in steps]
    return _items("highlights", [(_what_was_held(event, pack(language)), ()), *agreed])


def _what_was_held(event: Event, words: Pack) -> str:
    over = event["status"] == "held"
    when = dated(spanning(event["starts_on"], event.get("ends_on"), _sessions(event)), words.language)
    key = "the_event_held" if over else "the_event_planned"
    told = [begun(fill(words, words.sentences[key], when=when, where=where(event, words, on=_starts(event))))]
    if who := organizers_line(event.get("organizers", ()), language=words.language, inside=True):
        told.append(fill(words, words.sentences["organized_by" if over else "to_be_organized_by"], who=who))
    return words.parts["between_sentences"].join(told)


def comments(*, language: Language, email: str | None = None) -> tuple[Item, ...]:
    """The closing sentence: whom to ask, the Committee's experts unless another address is given."""
    return _items("comments", [(contact_sentence(email or committee_email(), language=language), ())])


def _items(name: str, told: Sequence[tuple[str, tuple[Cite, ...]]]) -> tuple[Item, ...]:
    return tuple(Item(f"{name}-{place}", text, cites) for place, (text, cites) in enumerate(told, 1))


def _starts(event: Event) -> date:
    return parse(event["starts_on"]).first_day


def _sessions(event: Event) -> list[date]:
    return [date.fromisoformat(str(day)) for day in event.get("sessions", ())]


def _resolutions(resolutions: Sequence[Resolution], words: Pack) -> Iterator[str]:
    outreach, plans = (_clause(resolutions, topic, words) for topic in (Topic.outreach, Topic.action_plans))
    if said := outreach + plans or _clause(resolutions, Topic.reports, words):
        yield fill(words, words.parts["between_sentences"].join(said))


def _clause(resolutions: Sequence[Resolution], topic: Topic, words: Pack) -> list[str]:
    """What the latest resolution with words on a topic says of it: one sentence, or none."""
    said = words.resolutions[topic.value]
    numbers = [str(each.number) for each in sorted(resolutions, key=lambda each: each.adopted_on)]
    return [said[number] for number in numbers if number in said][-1:]


def _unreported(iso3: str, words: Pack, on: date) -> str:
    return begun(fill(words, words.sentences["unreported"], who=states([iso3], words, on=on)))


def _told(
    facts: Sequence[Entry], language: Language, on: date, events: Mapping[str, Event]
) -> dict[str, tuple[Cite, ...]]:
    """Each sentence once, with all the entries that say it: one happening is on the timelines of many States."""
    told: dict[str, tuple[Cite, ...]] = {}
    for entry in facts:
        text = sentence(entry, language=language, on=on, event=events.get(entry["event"] or ""))
        told[text] = (*told.get(text, ()), Cite(entry["id"], entry["version"]))
    return told


def _facts(event: Event, entries: Sequence[Entry], on: date) -> list[Entry]:
    usable = [entry for entry in entries if _is_fact(entry, event)]
    letters = [entry for entry in usable if is_invitation(entry)]
    invitation = max(letters, key=lambda entry: parse(entry["date"]).last_day, default=None)
    past = [entry for entry in usable if entry is not invitation and parse(entry["date"]).last_day <= on]
    past.sort(key=lambda entry: (parse(entry["date"]).sort_day, parse(entry["date"]).last_day))
    return [*past, *([invitation] if invitation else [])]


def _is_fact(entry: Entry, event: Event) -> bool:
    own = event.get("id") is not None and entry["event"] == event["id"]
    return not (own or entry["withdrawn_at"] or entry["kind"] == "note" or entry["status"] in _NOT_FACTS)
