"""Edits of notes over HTTP, each based on the note as it is read."""

from typing import Any

from httpx2 import Response

from tests.callers import Caller

Json = dict[str, Any]


def address(note: Json) -> str:
    return f"/notes/{note['id']}"


def tag(caller: Caller, note: Json) -> dict[str, str]:
    return {"If-Match": caller.get(address(note)).headers["etag"]}


def reworded(note: Json, text: str, *, section: str = "background", item: int = 0) -> Json:
    """The note with another text in the place of one."""
    told = [
        one | {"items": [old | {"text": text} if number == item else old for number, old in enumerate(one["items"])]}
        if one["name"] == section else one
        for one in note["sections"]
    ]  # fmt: skip
    return note | {"sections": told}


def put(caller: Caller, note: Json, body: Json, headers: dict[str, str] | None = None) -> Response:
    """PUT the text of a note as it should be, based on the note as it is read unless `headers` say otherwise."""
    return caller.put(address(note), json=body, headers=tag(caller, note) if headers is None else headers)


def edited(caller: Caller, note: Json, text: str, **place: Any) -> Json:
    """The note after one of its texts was changed; a refusal is an error of the test."""
    answer = put(caller, note, reworded(caller.read(address(note)), text, **place))
    assert answer.status_code == 200, answer.text
    saved: Json = answer.json()
    return saved


def step(caller: Caller, note: Json, name: str, body: Json | None = None) -> Response:
    """Take a step in the life of a note, based on the text as it is read."""
    return caller.post(f"{address(note)}/{name}", json=body, headers=tag(caller, note))


def stepped(caller: Caller, note: Json, name: str, body: Json | None = None) -> Json:
    """The note after a step; a refusal is an error of the test."""
    answer = step(caller, note, name, body)
    assert answer.status_code in {200, 201}, answer.text
    taken: Json = answer.json()
    return taken


def approved(writer: Caller, reviewer: Caller, note: Json) -> Json:
    """A draft of one expert's, after another has approved it."""
    stepped(writer, note, "review")
    return stepped(reviewer, note, "approval")
