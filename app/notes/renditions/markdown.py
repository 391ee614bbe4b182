"""An information note as Markdown (CommonMark with footnotes), with its metadata in a block at the head.

The block is JSON inside YAML's fences, which every reader of such blocks takes: YAML 1.2 contains JSON.
"""

import re
from collections.abc import Iterator

import orjson

from app.notes.document import Document, Section
from app.wording.standard import standard

_MARKS = re.compile(r"[\\`*_\[\]<>|~&$]")  # what begins or ends something inside a line
_OPENING = re.compile(r"^(\s*)([#+=-]|\d+[.)])", re.MULTILINE)  # what makes a line a heading, a list or a rule


def render(document: Document) -> bytes:
    """The note as UTF-8 Markdown: a heading each, the header as a list, the disclaimer as the one footnote."""
    return ("\n\n".join(_blocks(document)) + "\n").encode()


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is (CommonMark 0.31, section 2.4)."""
    marked = _MARKS.sub(lambda found: "\\" + found[0], text)
    return _OPENING.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", marked)


def _blocks(document: Document) -> Iterator[str]:
    colon = standard(document.language).colon
    yield f"---\n{_metadata(document)}\n---"
    if document.mark:
        yield f"**{escape(document.mark)}**"
    yield f"# {escape(document.title)}[^1]"
    yield "\n".join(f"- **{escape(row.label)}{colon}** {_flat(row.value)}" for row in document.header)
    for section in document.sections:
        yield from _section(section)
    yield f"[^1]: {_flat(document.disclaimer)}"
    yield "  \n".join(escape(line) for line in (document.edition, document.address) if line)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escape(section.heading)}"
    if section.style == "bullets":
        yield "\n".join(f"- {_flat(item.text)}" for item in section.items)
    else:
        yield from (escape(item.text) for item in section.items)


def _flat(text: str) -> str:
    """One line: a second one would leave a list or a footnote."""
    return escape(" ".join(text.split()))


def _metadata(document: Document) -> str:
    told = {
        "title": document.name, "lang": document.language, "dir": document.direction, "author": document.author,
        "date": document.changed_at, "identifier": document.identifier, "revision": document.revision,
        "receipt": document.receipt,
    }  # fmt: skip
    known = {name: value for name, value in told.items() if value is not None}
    return orjson.dumps(known, option=orjson.OPT_INDENT_2).decode()
