"""Pages: one environment, one way to print, and the headers that keep a page to itself."""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from app.access.service import PUBLIC, Principal
from app.kit import dates, etags
from app.kit.languages import Language
from app.states import registry
from app.web.labels import label, table
from app.web.shapes import SHAPES
from app.web.timeline_picture import exact
from app.web.understood import anchor
from app.web.worksheet import options, row_of
from app.wording.printing import print_date

PLACE = re.compile(r"[a-z_]+(\[\d{1,9}\])?(\.[a-z_]+(\[\d{1,9}\])?)*", re.ASCII)
HTML = "text/html; charset=utf-8"
# Nothing but our own style sheet and pictures: no script, no frame, no address of others.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(
    request: Request, template: str, visitor: Principal = PUBLIC, *, status: int = 200, **context: Any
) -> Response:
    """A page with its entity tag; what somebody signed in sees is kept by no cache."""
    body = fill(request, template, visitor, **context)
    personal = visitor.token is not None or status != 200 or request.method == "POST"
    headers = {
        "Content-Security-Policy": CONTENT_POLICY,
        "Content-Language": Language.en.value,
        "Cache-Control": etags.PERSONAL if personal else etags.REVALIDATE,
        "Vary": "Cookie",
    }
    if status != 200:
        return Response(body, status, headers, media_type=HTML)
    return etags.answer(request, body, media_type=HTML, headers=headers)


def fill(request: Request, template: str, visitor: Principal, **context: Any) -> bytes:
    """The bytes of a page (UTF-8)."""
    shared = {"request": request, "visitor": visitor, "role": str(visitor.role), "path": request.url.path}
    return environment().get_template(template).render(shared | context).encode()


@cache
def environment() -> Environment:
    """The templates, with what they need to print dates, names and labels."""
    made = Environment(
        loader=PackageLoader("app.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        date=printed,
        label=label,
        host=host,
        state=registry.name,
        state_then=registry.name_then,
        moment=moment,
        path=words_of_path,
        code=code,
        anchor=anchor,
        options=options,
        rowof=row_of,
    )
    made.tests["exact"] = lambda edtf: exact(dates.parse(edtf))
    made.globals.update(labels=table(), asset=asset, iso3s=iso3s, shapes=SHAPES, languages=list(Language))
    return made


@cache
def iso3s() -> list[str]:
    """The keys of all States, in the order of their English names."""
    return sorted((state.iso3 for state in registry.all_states()), key=registry.name)


def printed(edtf: str) -> str:
    """A date as the United Nations print it."""
    return print_date(edtf, Language.en)


def moment(instant: str) -> str:
    """An instant to the minute, for people: `23 November 2026, 09:30 UTC`."""
    return f"{printed(instant[:10])}, {instant[11:16]} UTC"


def host(url: str) -> str:
    """The name of a web site, in place of a long address; the address itself where it has none."""
    try:
        name = urlsplit(url).hostname
    except ValueError:
        name = None
    return (name or url).removeprefix("www.")


def words_of_path(at: str) -> str:
    """A place of a reading in words: `note.background[2]` is `Background, item 3`; other places stay as they are."""
    if not PLACE.fullmatch(at):
        return at
    name, _, rest = at.removeprefix("note.").partition("[")
    number, _, member = rest.partition("]")
    parts = [name.replace("_", " ").replace(".", ", ").capitalize()]
    if number:
        parts.append(f"item {int(number) + 1}")
    if member:
        parts.append(member.lstrip(".").replace("_", " "))
    return ", ".join(parts)


def code(text: str) -> Markup:
    """Text with what stands between backticks as code."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content."""
    content = files("app.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
