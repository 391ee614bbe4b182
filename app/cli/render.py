"""`outreach render`: a note on record as a file."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer
from sqlmodel import Session

from app.access.models import Role
from app.access.service import Principal
from app.cli import register
from app.cli.failures import Refused
from app.kit.languages import Language
from app.notes import catalogue, renditions, service
from app.notes.printing import printed
from app.settings import Settings

# Whoever is at the machine has the database anyway.
OPERATOR = Principal(Role.auditor)
Form = Literal["txt", "md", "html", "docx", "pdf", "xml", "json"]
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach render 019abc12-... --format pdf -o note.pdf")
def render(
    note: Annotated[str, typer.Argument(help="Id of the note.", show_default=False)],
    format: Annotated[Form, typer.Option(help="What to write it as.")] = "txt",  # noqa: A002 (the word of the contract)
    language: Annotated[Language | None, typer.Option(help="Insist that the note is in this language.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file; else standard output.")] = None,
) -> None:
    """Write a note as a file.

    The same revision gives the same bytes.
    """
    settings = register.configured()
    with register.opened(settings) as database, database.session() as session:
        content = _rendered(session, settings, note, format, language)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from error


def _rendered(session: Session, settings: Settings, note_id: str, form: Form, language: Language | None) -> bytes:
    note = service.get(session, note_id, seen_by=OPERATOR)
    if language and note.language != language:
        raise Refused(f"This note is in the language {note.language}: leave --language out, or render its edition.")
    (body,) = catalogue.bodies(session, [note], seen_by=OPERATOR)
    if form == "json":
        return body
    event = orjson.loads(service.event_of(session, note).body)
    return renditions.render(printed(session, note, body, event, base_url=settings.base_url), form)
