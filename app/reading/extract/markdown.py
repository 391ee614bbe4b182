"""Markdown as the register writes it: known by the block of JSON at its head, and read without its marks."""

import re

_HEAD = re.compile(r"---\n\{\n.*?\n\}\n---\n+", re.DOTALL)
_MARKS = re.compile(r"^#{1,2} |^- (?=\*\*)|(?<!\\)\*\*|  $", re.MULTILINE)
_NOTE = re.compile(r"^\[\^1\]: ", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text of such a note as plain text; any other text as it is."""
    head = _HEAD.match(text)
    if not head:
        return text
    unmarked = _MARKS.sub("", text[head.end() :])
    return _ESCAPED.sub(r"\1", _NOTE.sub("¹ ", unmarked).replace("[^1]", "¹"))
