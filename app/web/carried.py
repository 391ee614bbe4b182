"""A note that a page carries from one form to the next, so that nothing is kept here: its bytes, text and reading.

Signed, so that what comes back is what was read here and nobody passes off a reading as the machine's; good for some
hours, and for small files. Of a larger one the page carries all but the bytes, and asks for the file once more.
"""

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import orjson
from itsdangerous import BadSignature, Signer

from app.kit.clock import instant
from app.kit.errors import Invalid
from app.reading.models import Reading

LARGEST = 4 * 1024 * 1024  # bytes of a file
LONGEST = 16 * 1024 * 1024  # characters of what a form carries
GOOD_FOR = timedelta(hours=12)  # a working day, with its breaks


class NotOurs(Invalid):
    """The form does not come from here, or was changed on its way. Choose the file again."""

    slug, title = "form-not-ours", "This form was not made here"


class TooOld(Invalid):
    """A page that carries a note is good for 12 hours. Choose the file again."""

    slug, title = "form-too-old", "This form is too old"


@dataclass(frozen=True, slots=True)
class Carried:
    """What was read, and what of; `content` is None where the file is too large to be carried."""

    reading: Reading
    text: str
    content: bytes | None


def sealed(carried: Carried, *, secret: str, now: datetime) -> str:
    """What a form holds of a note, in characters that any form takes as they are."""
    content = carried.content if is_whole(carried) else None
    whole = {
        "at": instant(now), "reading": carried.reading.model_dump(mode="json"), "text": carried.text,
        "content": content and b64encode(content).decode(),
    }  # fmt: skip
    return _signer(secret).sign(b64encode(zlib.compress(orjson.dumps(whole)))).decode()


def opened(told: str, *, secret: str, now: datetime) -> Carried:
    """What a form carried. Raises NotOurs, TooOld."""
    try:
        # The signature first: nothing of a stranger is unpacked.
        whole = orjson.loads(zlib.decompress(b64decode(_signer(secret).unsign(told.encode("ascii", "replace")))))
    except BadSignature as error:
        raise NotOurs("The page that this form is from was not made here. Choose the file again.") from error
    if datetime.fromisoformat(whole["at"]) + GOOD_FOR < now:
        raise TooOld("This page is older than 12 hours. Choose the file again.")
    content = whole["content"] and b64decode(whole["content"])
    return Carried(Reading.model_validate(whole["reading"]), whole["text"], content or None)


def is_whole(carried: Carried) -> bool:
    """Whether the bytes go along too."""
    return carried.content is not None and len(carried.content) <= LARGEST


def is_of(carried: Carried, content: bytes) -> bool:
    """Whether these are the bytes that were read."""
    return digest(content) == carried.reading.file.sha256


def digest(content: bytes) -> str:
    """The digest of bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="a note carried by a page", digest_method=sha256)
