"""Whether the ledger is as it was written: every row sealed, in order, in the tree, and under each known checkpoint."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col, func

from app.ledger import proofs, tree
from app.ledger import service as ledger
from app.ledger.models import Ledger, LedgerHead, Payload, TreeNode
from app.ledger.tree import Place

AT_ONCE = 2000
SHOWN: list[Any] = [getattr(Ledger, name) for name in Ledger.model_fields]
Json = dict[str, Any]
Roots = Mapping[int, bytes]  # the root of the tree by its size, as a checkpoint that is trusted has it


@dataclass
class Inspection:
    """A walk over the ledger: where it is, and what it found wrong."""

    size: int = 0
    seq: int = 0
    frontier: bytes = b""
    at: str = ""
    faults: list[str] = field(default_factory=list)

    def doubt(self, sentence: str) -> None:
        """Write down a fault; after many, more would tell nothing new."""
        if len(self.faults) < 100:
            self.faults.append(sentence)


def inspect(session: Session, *, roots: Roots, since: int = 0) -> Iterator[Inspection]:
    """Check the ledger row by row, from the first or from the size of a trusted checkpoint; yields as it goes on.

    The last state that is yielded has all faults. `roots` are the checkpoints that are trusted.
    """
    walk = Inspection(since, since)
    try:
        walk.frontier = proofs.frontier(session, since)
    except proofs.DamagedTree:
        walk.doubt(f"The tree of the first {since} changes is not whole.")
    _compare_root(walk, roots)
    last = session.execute(select(func.max(col(Ledger.seq)))).scalar() or 0
    for first in range(since + 1, last + 1, AT_ONCE):
        nodes = _nodes(session, first, first + AT_ONCE)
        for row in _rows(session, first):
            _row(walk, row, nodes)
            _compare_root(walk, roots)
        yield walk
    _ends(session, walk, roots)
    yield walk


def _rows(session: Session, first: int) -> list[Json]:
    """The next rows with what their payloads hold; a row without a payload has no salt."""
    columns: list[Any] = [*SHOWN, col(Payload.salt), col(Payload.body), col(Payload.aside)]
    joined = select(*columns).outerjoin_from(Ledger, Payload, col(Payload.seq) == col(Ledger.seq))
    wanted = joined.where(col(Ledger.seq) >= first, col(Ledger.seq) < first + AT_ONCE)
    return [dict(row._mapping) for row in session.execute(wanted.order_by(col(Ledger.seq)))]


def _nodes(session: Session, first: int, last: int) -> dict[Place, bytes]:
    """The stored nodes that the leaves from one to before another complete."""
    found: dict[Place, bytes] = {}
    highest = session.execute(select(func.max(col(TreeNode.level)))).scalar() or 0
    for level in range(highest + 1):
        begin, end = (first - 1) >> level, (last - 1) >> level
        wanted = select(TreeNode).where(col(TreeNode.level) == level)
        made = session.scalars(wanted.where(col(TreeNode.place) >= begin, col(TreeNode.place) < end))
        found |= {(node.level, node.place): node.digest for node in made}
    return found


def _row(walk: Inspection, row: Json, nodes: dict[Place, bytes]) -> None:
    salt, body, aside = row.pop("salt"), row.pop("body"), row.pop("aside")
    if row["seq"] != walk.seq + 1:
        walk.doubt(f"After change {walk.seq} comes change {row['seq']}: rows are missing.")
    if row["at"] < walk.at:
        walk.doubt(f"Change {row['seq']} is older than the one before it.")
    if salt is None:
        walk.doubt(f"Change {row['seq']} has no record.")
    elif not _sealed(row["digest"], salt, body, aside):
        walk.doubt(f"The record of change {row['seq']} is not the one that was sealed.")
    walk.frontier, made = tree.grow(walk.frontier, walk.size, ledger.leaf(row))
    if any(nodes.get(place) != digest for place, digest in made.items()):
        walk.doubt(f"Change {row['seq']} is not the one that the tree holds.")
    walk.size, walk.seq, walk.at = walk.size + 1, row["seq"], row["at"]


def _sealed(digest: str, salt: str, body: str, aside: str) -> bool:
    try:
        return ledger.seal(salt, body, aside) == digest
    except ValueError:  # the salt is no hexadecimal number any more
        return False


def _compare_root(walk: Inspection, roots: Roots) -> None:
    if walk.size in roots and tree.root(walk.frontier) != roots[walk.size]:
        walk.doubt(f"The first {walk.size} changes are not those that the checkpoint signs.")


def _ends(session: Session, walk: Inspection, roots: Roots) -> None:
    head = session.execute(select(col(LedgerHead.seq), col(LedgerHead.frontier))).one()
    if (head.seq, head.frontier) != (walk.size, walk.frontier):
        walk.doubt(f"The ledger says that it ends with change {head.seq}; its rows tell otherwise.")
    for size in sorted(roots):
        if size > walk.size:
            walk.doubt(f"A checkpoint signs {size} changes, the ledger has {walk.size}: the last ones are missing.")
    if _count(session, TreeNode) != 2 * walk.size - walk.size.bit_count():
        walk.doubt("The tree has another number of nodes than its rows make.")
    if _count(session, Payload) != walk.size:
        walk.doubt("The number of records is not that of the changes.")


def _count(session: Session, table: type[SQLModel]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()
