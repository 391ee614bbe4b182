"""Notes read: a file, or its text, to a reading. Extract, normalize, segment, fields, facts, checks."""

import hashlib
from collections.abc import Sequence

from app.checks.models import Code, Finding
from app.reading import event
from app.reading.compose import compose
from app.reading.contact import contact
from app.reading.doubts import doubts
from app.reading.excerpts import Excerpt
from app.reading.extract import Extracted, extract
from app.reading.extract.refusals import Unreadable
from app.reading.facts import Context, facts
from app.reading.fields import Fields
from app.reading.header import header_of
from app.reading.language import detect
from app.reading.models import FileFacts, Reading
from app.reading.normalize import Clean, normalize
from app.reading.organizers import organizers
from app.reading.participants import attendance
from app.reading.parts import Head, Parts
from app.reading.segment import Segments, segment
from app.reading.steps import next_steps
from app.reading.venues import venues
from app.reading.when import when
from app.wording.packs import Pack

_SECTIONS = ("objectives", "background", "highlights", "comments")
_OPENING = 300  # characters in which a note says what it is
_UNKNOWN = "application/octet-stream"


def read(content: bytes, name: str) -> Reading:
    """The reading of a file. A file that cannot be read gives an empty reading with the finding `unreadable`."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        extracted = extract(content, name)
    except Unreadable as refusal:
        file = FileFacts(name=name, media_type=_UNKNOWN, sha256=digest, bytes=len(content), pages=None)
        return _unread(file, str(refusal))
    return read_extracted(extracted, name=name, digest=digest, size=len(content))


def read_extracted(extracted: Extracted, *, name: str, digest: str, size: int) -> Reading:
    """The reading of a file whose text was extracted; no surer than that text is."""
    file = FileFacts(name=name, media_type=extracted.media_type, sha256=digest, bytes=size, pages=extracted.pages)
    reading = read_text(extracted.text, file=file)
    sure = {path: round(sure * extracted.confidence, 4) for path, sure in reading.confidence.items()}
    return reading.model_copy(update={"findings": [*extracted.findings, *reading.findings], "confidence": sure})


def _unread(file: FileFacts, reason: str) -> Reading:
    empty = read_text("", file=file)
    finding = Finding(code=Code.unreadable, at="file", detail=reason)
    return empty.model_copy(update={"findings": [finding], "language": None})


def read_text(text: str, *, file: FileFacts) -> Reading:
    """The reading of an extracted text; whatever the text, a reading comes of it. Spans refer to this text."""
    clean = normalize(text)
    pack = detect(clean.text)
    return compose(understand(clean, pack), clean, file=file)


def understand(clean: Clean, pack: Pack) -> tuple[Parts, list[Finding]]:
    """The parts of a note and the doubts about them."""
    parts = _parts(segment(clean.text, pack), clean, pack)
    return parts, doubts(parts)


def _parts(segments: Segments, clean: Clean, pack: Pack) -> Parts:
    fields, sections = header_of(segments, pack)
    texts = [item for section in _SECTIONS for item in sections.get(section, ())]
    head = _head(fields, texts, pack, opening=clean.text[:_OPENING])
    values = [field.value for field in fields.fields]
    return Parts(
        pack=pack,
        head=head,
        resolutions=event.resolutions_in([*values, *segments.preamble, *texts], pack),
        sections=sections,
        disclaimer=segments.disclaimer,
        contact=contact([*texts, *values, segments.disclaimer, segments.signature]),
        entries=facts(sections, _context(head), pack),
        steps=next_steps(sections, pack),
        repaired=clean.repaired,
        preamble=segments.preamble,
    )


def _head(fields: Fields, texts: Sequence[Excerpt], pack: Pack, *, opening: str = "") -> Head:
    title = event.title_of(fields.value("event"))
    places, hosts = venues(fields, title.text, pack), organizers(fields, pack)
    people = attendance(fields, hosts, pack)
    has_city = any(place.value.city for place in places)
    mode = event.mode_of(title.text, _where(fields, pack), has_city, texts, pack)
    around = " ; ".join(fields.value(name).text for name in ("organizer", "when", "where", "told"))
    kind = event.type_of(
        title.text, mode[0], texts, pack, around=f"{opening} ; {around}", told=fields.value("told").text
    )
    return Head(
        fields=fields,
        title=title,
        type=kind,
        mode=mode,
        when=when(fields, title, texts, pack),
        venues=places,
        states=event.subject_states(title.text, kind[0], people, hosts, places, pack),
        organizers=hosts,
        participants=[one.found for one in people],
    )


def _where(fields: Fields, pack: Pack) -> str:
    """What the header says of the place, with a remark of its own on the form ("Format: hybrid")."""
    remarks = (field.value.text for field in fields.all("other") if event.tells_form(field.value.text, pack))
    return " ; ".join([fields.value("where").text, fields.value("told").text, *remarks])


def _context(head: Head) -> Context:
    held = head.when
    return Context(
        states=head.states[0],
        days=frozenset(held.sessions),
        starts_on=held.starts_on or "",
        ends_on=held.ends_on or "",
    )
