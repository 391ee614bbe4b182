"""Routes at well-known addresses (RFC 8615): the signed checkpoint of the ledger, and the keys that sign it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.access.guards import Caller
from app.kit import etags
from app.kit.db import Db
from app.ledger import proofs
from app.ledger.guards import Keys, Verifiers

router = APIRouter(tags=["proofs"])
TEXT = "text/plain; charset=utf-8"


@router.get("/.well-known/outreach-checkpoint", response_model=str, response_class=PlainTextResponse)
def read_checkpoint(request: Request, session: Db, _: Caller, keys: Keys) -> Response:
    """Read the present state of the ledger, signed: a C2SP checkpoint."""
    return etags.answer(request, proofs.checkpoint(session, keys).encode(), media_type=TEXT)


@router.get("/.well-known/outreach-keys", response_model=str, response_class=PlainTextResponse)
def read_verifier_keys(request: Request, _: Caller, keys: Verifiers) -> Response:
    """Read the keys that check the signatures of checkpoints, one a line: C2SP verifier keys."""
    return etags.answer(request, "".join(f"{key}\n" for key in keys).encode(), media_type=TEXT)
