"""Merge patches (RFC 7396): a change that names only what changes.

A room offers PATCH beside its PUT with the same `Replacement` shape:

    @router.patch("/entries/{entry_id}", response_model=EntryPublic, openapi_extra=patches.described("EntryUpdate"))
    def amend_entry(patch: Patch, entry: EntryAt, ..., if_match: IfMatch = None) -> Response:
        etags.match(if_match, entry.body.encode())
        data = patches.over(entry.body, patch, EntryUpdate)
"""

from typing import Annotated, Any, ClassVar, TypeVar

import orjson
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from app.kit.errors import Invalid, Malformed, UnsupportedMediaType, field
from app.kit.shapes import Replacement

Json = dict[str, Any]
R = TypeVar("R", bound=Replacement)
MEDIA_TYPES = ("application/merge-patch+json", "application/json")


class PatchNotRead(UnsupportedMediaType):
    """A patch is read as `application/merge-patch+json` (RFC 7396) or as `application/json`, which means the same."""

    headers: ClassVar = {"Accept-Patch": ", ".join(MEDIA_TYPES)}  # RFC 5789, section 2.2


async def body(request: Request) -> Json:
    """The merge patch in a request. Raises PatchNotRead, Malformed, and Invalid for what is no object."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in MEDIA_TYPES:
        raise PatchNotRead("Send a merge patch as application/merge-patch+json.")
    try:
        patch = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise Malformed("The body is not valid JSON.") from error
    if not isinstance(patch, dict):
        detail = "A patch is an object that names what changes."
        raise Invalid(detail, errors=[field("", "invalid_value", detail)])
    return patch


Patch = Annotated[Json, Depends(body)]


def described(shape: str) -> Json:
    """What OpenAPI says of a patch of the members of a shape."""
    schema = {"type": "object", "description": f"Members of {shape} that change; null clears one (RFC 7396)."}
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in MEDIA_TYPES}}}


def merge(document: Any, patch: Any) -> Any:
    """A document with a merge patch applied (RFC 7396, section 2); neither is changed."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), value)
    return merged


def over(current: str, patch: Json, shape: type[R]) -> R:
    """The record of a stored JSON with a patch applied, as its writable members.

    Raises Invalid for read-only members that would change and for unknown ones, RequestValidationError for values that
    the shape refuses, Malformed for a patch that is nested too deeply.
    """
    insisted = {name: None for name, value in patch.items() if value is None and not _clearable(name, shape)}
    try:
        wanted = merge(orjson.loads(current), patch) | insisted
        return shape.model_validate(wanted).over(current)
    except RecursionError as error:
        raise Malformed("The patch is nested too deeply.") from error
    except ValidationError as error:
        found = [one | {"loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from error


def _clearable(name: str, shape: type[Replacement]) -> bool:
    """Whether a member without a value is empty. Clearing must not mean a default, such as to be public."""
    member = shape.model_fields.get(name)
    if member is None:
        return False
    default = member.get_default(call_default_factory=True)
    return default is PydanticUndefined or not default
