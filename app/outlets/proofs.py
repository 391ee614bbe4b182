"""Routes of proofs, by which an outsider checks the ledger."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.access.guards import Caller
from app.access.service import PUBLIC, Principal
from app.kit import etags
from app.kit.db import Db
from app.kit.edge import Edge
from app.ledger import proofs
from app.ledger.guards import Keys
from app.outlets import service
from app.outlets.models import LARGEST, SealedRow

router = APIRouter(route_class=Edge, tags=["proofs"])
Seq = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the change.")]


class Proof(BaseModel):
    """That a row is in the tree of a signed checkpoint (RFC 9162, section 2.1.3); hashes in hexadecimal."""

    seq: int
    row: SealedRow
    leaf: str
    proof: list[str]
    checkpoint: str
    body: str | None = Field(description="The record that the row seals; null where the caller may not see it.")
    salt: str | None
    beside: str | None


class Consistency(BaseModel):
    """That the tree of a signed checkpoint begins with an older one (RFC 9162, section 2.1.4)."""

    from_: int = Field(alias="from")
    proof: list[str]
    checkpoint: str


@router.get("/proofs", response_model=Consistency)
def prove_consistency(
    request: Request, session: Db, _: Caller, keys: Keys,
    from_: Annotated[int, Query(alias="from", ge=0, le=LARGEST, description="Size of the older checkpoint.")],
) -> Response:  # fmt: skip
    """Prove that the present ledger begins with that of an older checkpoint."""
    path, checkpoint = proofs.consistency(session, from_), proofs.checkpoint(session, keys)
    told = Consistency.model_validate({"from": from_, "proof": path, "checkpoint": checkpoint})
    return _signed(request, told.model_dump_json(by_alias=True))


@router.get("/proofs/{seq}", response_model=Proof)
def prove_change(request: Request, seq: Seq, session: Db, caller: Caller, keys: Keys) -> Response:
    """Prove that a change is in the ledger, and what it recorded."""
    shown: dict[str, Any] = dict.fromkeys(("body", "salt", "beside"))
    if _known(session, seq, caller)["after"] is not None:
        shown = proofs.evidence(session, seq)
    proof = Proof.model_validate(proofs.inclusion(session, seq, keys) | shown)
    return _signed(request, proof.model_dump_json())


def _known(session: Session, seq: int, caller: Principal) -> dict[str, Any]:
    """A change, as the caller's log has it, or as everybody may see it. Raises ChangeNotFound."""
    try:
        return service.change(session, seq, seen_by=caller)
    except service.ChangeNotFound:
        return service.change(session, seq, seen_by=PUBLIC)


def _signed(request: Request, body: str) -> Response:
    """An answer that holds a signature: not for memory, as the keys change without a change of the ledger."""
    answer = etags.answer(request, body.encode())
    request.scope[etags.LASTING] = False
    return answer
