"""What an outsider needs to check the ledger: signed checkpoints, proofs of single rows, and of growth."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlmodel import Session, col

from app.kit.errors import Invalid, NotFound, Problem, field
from app.ledger import service as ledger
from app.ledger import signing, tree
from app.ledger.models import Ledger, LedgerHead, Payload, TreeNode
from app.ledger.signing import Key
from app.ledger.tree import Nodes, Place

Json = dict[str, Any]


class NoSuchChange(NotFound):
    """The ledger has no change of this number, or none that the caller may see."""

    title = "There is no such change"


class DamagedTree(Problem):
    """A part of the ledger's tree is missing: somebody changed the database past the application."""

    slug, title = "damaged-tree", "The ledger's tree is damaged"


def checkpoint(session: Session, keys: Sequence[Key]) -> str:
    """The present state of the ledger, signed."""
    head = session.execute(select(col(LedgerHead.seq), col(LedgerHead.frontier))).one()
    return signing.checkpoint(keys, head.seq, head.frontier)


def inclusion(session: Session, seq: int, keys: Sequence[Key]) -> Json:
    """The row `seq`, its leaf, and the proof that it is in the tree of a checkpoint. Raises NoSuchChange."""
    head = session.execute(select(col(LedgerHead.seq), col(LedgerHead.frontier))).one()
    row = session.get(Ledger, seq)
    if row is None:
        raise NoSuchChange("The ledger has no change of this number.")
    shown = row.model_dump()
    proof = tree.hashes(tree.inclusion(seq - 1, head.seq), _fetcher(session))
    return {
        "seq": seq, "row": shown, "leaf": ledger.leaf(shown).hex(), "proof": [one.hex() for one in proof],
        "checkpoint": signing.checkpoint(keys, head.seq, head.frontier),
    }  # fmt: skip


def evidence(session: Session, seq: int) -> Json:
    """The record that row `seq` seals, and what else is needed to check the seal (verifier.py)."""
    payload = session.get_one(Payload, seq)
    salt, hidden = payload.salt[: ledger.SALT], ledger.beside(payload.salt, payload.aside)
    return {"body": payload.body, "salt": salt, "beside": hidden.hex()}


def consistency(session: Session, old: int) -> list[str]:
    """The proof that the present tree begins with that of `old` leaves. Raises Invalid for one that it cannot."""
    size = ledger.head(session).seq
    if old > size:
        advice = f"Give the size of an older checkpoint: the ledger has {size} changes."
        raise Invalid(advice, errors=[field("/query/from", "out_of_range", advice)])
    return [one.hex() for one in tree.hashes(tree.consistency(old, size), _fetcher(session))]


def frontier(session: Session, size: int) -> bytes:
    """The roots of the whole subtrees of the tree as it was with `size` leaves."""
    places = tree.parts((0, size))
    nodes = _fetcher(session)(places)
    return b"".join(nodes[place] for place in places)


def _fetcher(session: Session) -> Callable[[Sequence[Place]], Nodes]:
    """Reads nodes of the stored tree, all in one statement."""

    def fetch(places: Sequence[Place]) -> Nodes:
        key = tuple_(col(TreeNode.level), col(TreeNode.place))
        found = session.scalars(select(TreeNode).where(key.in_(places)))
        nodes = {(node.level, node.place): node.digest for node in found}
        if len(nodes) < len(set(places)):
            raise DamagedTree("A part of the ledger's tree is missing. Run `outreach verify`.")
        return nodes

    return fetch
