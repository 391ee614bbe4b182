"""An information note as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once, with stable bytes.

Typst sets it from one fixed template.
"""

import threading
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import fontpkg_amiri
import manimgx_fonts_cjk
import orjson

from app.kit.errors import Invalid
from app.notes.document import Document
from app.notes.renditions.direction import isolated
from app.wording.standard import standard

if TYPE_CHECKING:
    import typst


class Unprintable(Invalid):
    """The note has a character that no font of this program has. Its other formats can still be had."""

    slug, title = "unprintable", "This note cannot be printed"


SENTENCE = "This note cannot be set as PDF: it has a character that no font here has. Take it as DOCX or HTML."
_ONE_AT_A_TIME = threading.Lock()  # a compiler refuses to be entered twice


@cache
def _compiler() -> "typst.Compiler":
    """One compiler for the life of the process: fonts are read once, and unchanged layout is remembered."""
    import typst  # noqa: PLC0415 - 7 MB that a server needs when it is first asked for

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(Path(fontpkg_amiri.__file__).parent), str(Path(manimgx_fonts_cjk.__file__).parent)],
    )
    template = Path(str(files("app.notes.renditions").joinpath("note.typ")))
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=fonts)


def render(document: Document) -> bytes:
    """The PDF of a note. Raises Unprintable where no packaged font has a character of it."""
    import typst  # noqa: PLC0415 - as above

    note, at = orjson.dumps(_facts(document)).decode(), seconds(document.changed_at)
    with _ONE_AT_A_TIME:
        try:
            compiled = _compiler().compile(
                format="pdf", sys_inputs={"note": note}, pdf_standards=["ua-1", "a-2a"], timestamp=at
            )
        except typst.TypstError as error:
            raise Unprintable(SENTENCE) from error
    return cast("bytes", compiled)  # a list comes for pictures of pages only


def seconds(instant: str | None) -> int:
    """The note's own instant as Unix time: the clock would change the bytes of a note that has not changed."""
    return int(datetime.fromisoformat(instant).timestamp()) if instant else 0


def _facts(document: Document) -> dict[str, Any]:
    facts = asdict(isolated(document))
    words = standard(document.language)
    more = {"direction": document.direction, "edition": document.edition, "name": document.name, "colon": words.colon}
    return facts | more
