"""A reading written out: values, where each was printed, and how sure each is."""

from collections.abc import Iterator

from app.checks.models import Finding
from app.reading.contact import plain_address
from app.reading.excerpts import Excerpt
from app.reading.models import FileFacts, ReadEvent, Reading, ReadNote, Spans
from app.reading.normalize import Clean
from app.reading.parts import Parts
from app.reading.trust import trusted

_SECTIONS = ("objectives", "background", "highlights", "comments")
_Place = tuple[str, Excerpt, float]


def compose(understood: tuple[Parts, list[Finding]], clean: Clean, *, file: FileFacts) -> Reading:
    """The reading of a note from its parts."""
    parts, findings = understood
    places = list(_places(parts))
    return Reading(
        file=file,
        language=parts.pack.language.value,
        event=_event(parts),
        organizers=[one.value for one in parts.head.organizers],
        participants=[one.value for one in parts.head.participants],
        note=_note(parts),
        entries=[one.value for one in parts.entries],
        next_steps=[one.value for one in parts.steps],
        findings=findings,
        spans=_spans(places, clean),
        confidence={at: round(trusted(at, sure), 2) for at, words, sure in places if words.text},
    )


def _event(parts: Parts) -> ReadEvent:
    return ReadEvent(
        title=parts.head.title.text or None,
        type=parts.head.type[0],
        mode=parts.head.mode[0],
        starts_on=parts.head.when.starts_on,
        ends_on=parts.head.when.ends_on,
        sessions=list(parts.head.when.sessions),
        venues=[one.value for one in parts.head.venues],
        states=parts.head.states[0],
        resolutions=list(parts.resolutions),
    )


def _note(parts: Parts) -> ReadNote:
    texts = {name: [item.text for item in parts.sections.get(name, ())] for name in _SECTIONS}
    return ReadNote(
        **texts,
        disclaimer=parts.disclaimer.text or None,
        contact_email=plain_address(parts.contact.text) or None,
    )


def _places(parts: Parts) -> Iterator[_Place]:
    """Every field of the reading with the words it was read from."""
    yield "event.title", parts.head.title, _title_step(parts)
    yield "event.type", parts.head.title, parts.head.type[1]
    yield "event.mode", parts.head.when.words, parts.head.mode[1]
    dates = _dates(parts)
    yield "event.starts_on", dates, parts.head.when.confidence
    yield "event.ends_on", dates, parts.head.when.confidence
    yield "event.states", parts.head.title, parts.head.states[1]
    for at, (_, cited) in enumerate(parts.resolutions.items()):
        yield f"event.resolutions[{at}]", cited[0], 0.97
    for at, venue in enumerate(parts.head.venues):
        yield f"event.venues[{at}]", venue.words, venue.confidence
    for at, organizer in enumerate(parts.head.organizers):
        yield f"organizers[{at}]", organizer.words, organizer.confidence
    for at, participant in enumerate(parts.head.participants):
        yield f"participants[{at}]", participant.words, participant.confidence
    yield from _note_places(parts)


def _title_step(parts: Parts) -> float:
    """A title after a label is surer than one told by where it stands."""
    labelled = any(field.value not in parts.preamble for field in parts.head.fields.all("event"))
    return 0.97 if labelled else 0.8


def _dates(parts: Parts) -> Excerpt:
    phrases = parts.head.when.phrases
    return parts.head.when.words.cut(phrases[0].start, phrases[-1].end) if phrases else parts.head.when.words


def _note_places(parts: Parts) -> Iterator[_Place]:
    for name in _SECTIONS:
        for at, item in enumerate(parts.sections.get(name, ())):
            yield f"note.{name}[{at}]", item, 0.95
    yield "note.disclaimer", parts.disclaimer, 0.97
    yield "note.contact_email", parts.contact, 0.97
    for at, entry in enumerate(parts.entries):
        yield f"entries[{at}]", entry.words, entry.confidence
    for at, step in enumerate(parts.steps):
        yield f"next_steps[{at}]", step.words, step.confidence


def _spans(places: list[_Place], clean: Clean) -> Spans:
    return {at: [clean.back(start, end) for start, end in words.spans()] for at, words, _ in places if words.text}
