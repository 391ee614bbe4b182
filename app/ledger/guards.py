"""The keys of this register, as a type."""

from typing import Annotated

from fastapi import Depends, Request

from app.ledger import signing
from app.ledger.signing import Key


async def read_keys(request: Request) -> list[Key]:
    """The keys that sign, read anew each time: one that is added or retired needs no restart."""
    settings = request.app.state.settings
    return signing.keys_of(settings.signing_keys, settings.origin)


Keys = Annotated[list[Key], Depends(read_keys)]


async def read_verifiers(request: Request) -> list[str]:
    """The public halves of the keys that sign, and of those that did."""
    settings = request.app.state.settings
    return signing.verifiers_of(settings.signing_keys, settings.origin)


Verifiers = Annotated[list[str], Depends(read_verifiers)]
