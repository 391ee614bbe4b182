"""The ledger as it was written, and as somebody with the database in hand might leave it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.kit.db import Database
from app.kit.errors import Invalid
from app.ledger import inspection, proofs, tree, verifier
from app.ledger import service as ledger
from app.ledger.signing import Key
from tests.conftest import NOW
from tests.proofs.tampering import unlock

KEY = Key("register.example", bytes(32))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session of which nothing stays: a damaged ledger is not worth keeping."""
    with Session(database.engine.execution_options(writes=True)) as session:
        yield session
        session.rollback()


def write(session: Session, number: int) -> None:
    for one in range(number):
        ledger.append(
            session, ledger.stamp(session, now=NOW), by="somebody", action="recorded", thing=f"thing/{one}", version=1,
            body={"title": f"Thing {one}"}, audience="public",
        )  # fmt: skip


def faults(session: Session, *, roots: inspection.Roots | None = None, since: int = 0) -> list[str]:
    (*_, last) = inspection.inspect(session, roots=roots or {}, since=since)
    return last.faults


@pytest.mark.N7
def test_a_ledger_as_it_was_written_has_no_fault(session: Session) -> None:
    early = {ledger.head(session).seq: verifier.check_checkpoint(proofs.checkpoint(session, [KEY]), [KEY.verifier])[1]}
    write(session, 5)

    assert faults(session, roots=early) == []
    assert faults(session, roots=early, since=next(iter(early))) == []


@pytest.mark.N7
def test_every_row_is_proven_to_outsiders_and_every_older_checkpoint_is_continued(session: Session) -> None:
    write(session, 9)
    size, root = verifier.check_checkpoint(proofs.checkpoint(session, [KEY]), [KEY.verifier])

    for seq in range(1, size + 1):
        proof = proofs.inclusion(session, seq, [KEY])
        assert verifier.check_proof(proof | proofs.evidence(session, seq), [KEY.verifier])["seq"] == seq
        old = (seq, tree.root(proofs.frontier(session, seq)))
        path = [bytes.fromhex(one) for one in proofs.consistency(session, seq)]
        verifier.check_consistency(old, (size, root), path)
        with pytest.raises(verifier.Unproven, match="rewritten"):
            verifier.check_consistency((seq, bytes(32)), (size, root), path)
    verifier.check_consistency((0, tree.EMPTY), (size, root), [])


def test_a_proof_of_another_row_or_of_the_wrong_length_proves_nothing(session: Session) -> None:
    write(session, 6)
    proof = proofs.inclusion(session, 3, [KEY])
    other = proofs.inclusion(session, 4, [KEY])

    for path in (other["proof"], proof["proof"][1:], [*proof["proof"], "00" * 32], []):
        with pytest.raises(verifier.Unproven, match="not in the tree"):
            verifier.check_leaf(proof | {"proof": path}, [KEY.verifier])
    with pytest.raises(verifier.Unproven, match="not the hash of the ledger row"):
        verifier.check_leaf(proof | {"leaf": other["leaf"]}, [KEY.verifier])


def test_a_consistency_proof_of_the_wrong_length_proves_nothing() -> None:
    frontiers, frontier = [b""], b""
    for size in range(7):
        frontier, _ = tree.grow(frontier, size, tree.leaf(bytes([size])))
        frontiers.append(frontier)
    roots = [(size, tree.root(one)) for size, one in enumerate(frontiers)]

    for path in ([], [bytes(32)] * 9):
        with pytest.raises(verifier.Unproven, match="rewritten"):
            verifier.check_consistency(roots[3], roots[7], path)
    with pytest.raises(verifier.Unproven, match="rewritten"):
        verifier.check_consistency(roots[7], roots[3], [])
    with pytest.raises(verifier.Unproven, match="rewritten"):
        verifier.check_consistency(roots[7], (7, bytes(32)), [])


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM tree_node WHERE level = 0 AND place = {last} - 1", "The tree has another number of nodes"),
        ("DELETE FROM payload WHERE seq = {last}", "has no record"),
        ("UPDATE payload SET salt = 'x' WHERE seq = {last}", "not the one that was sealed"),
        ("UPDATE payload SET seq = seq + 1000 WHERE seq = {last}", "has no record"),
        ("UPDATE ledger SET at = '2000-01-01T00:00:00.000000Z' WHERE seq = {last}", "older than the one before"),
        ("UPDATE ledger_head SET seq = seq + 1", "its rows tell otherwise"),
        (
            "UPDATE tree_node SET digest = (SELECT max(digest) FROM tree_node) WHERE level = 0 AND place = {last} - 1",
            "not the one that the",
        ),
    ],
)
def test_what_was_changed_past_the_application_is_told(session: Session, statement: str, fault: str) -> None:
    write(session, 3)
    unlock(session)
    session.execute(text(statement.format(last=ledger.head(session).seq)))

    assert any(fault in one for one in faults(session)), faults(session)


def test_an_older_checkpoint_on_a_tree_that_is_not_whole_is_told(session: Session) -> None:
    write(session, 3)
    size = ledger.head(session).seq
    unlock(session)
    session.execute(text("DELETE FROM tree_node"))

    assert faults(session, since=size)[0] == f"The tree of the first {size} changes is not whole."


def test_after_a_hundred_faults_the_rest_would_tell_nothing_new(session: Session) -> None:
    write(session, 101)
    unlock(session)
    session.execute(text("UPDATE payload SET salt = 'x'"))

    assert len(faults(session)) == 100


def test_a_change_that_is_not_there_has_no_proof(session: Session) -> None:
    size = ledger.head(session).seq

    with pytest.raises(proofs.NoSuchChange):
        proofs.inclusion(session, size + 1, [KEY])
    with pytest.raises(Invalid, match=f"the ledger has {size} changes"):
        proofs.consistency(session, size + 1)
