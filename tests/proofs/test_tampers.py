"""Nobody changes the ledger unseen: an inspection with a checkpoint that was kept elsewhere finds every tamper."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import inspection, proofs, verifier
from app.ledger import service as ledger
from app.ledger.inspection import Roots
from app.ledger.signing import Key
from tests.conftest import NOW
from tests.proofs.tampering import TAMPERS, Tamper, unlock

KEY = Key("register.example", bytes(32))
MORE = 100  # changes beside those of the prepared register


def checkpointed(database: Database) -> Roots:
    """A ledger of some length, and the root of a checkpoint of it that was published."""
    with database.session(writes=True) as session:
        for number in range(MORE):
            ledger.append(
                session, ledger.stamp(session, now=NOW), by="somebody", action="recorded", thing=f"thing/{number}",
                version=1, body={"title": f"Thing {number}", "text": "Some words."}, audience="public",
            )  # fmt: skip
        return dict([verifier.check_checkpoint(proofs.checkpoint(session, [KEY]), [KEY.verifier])])


def found(database: Database, roots: Roots, tamper: Tamper, chance: random.Random) -> bool:
    """Whether a tamper is found; it is undone afterwards."""
    with Session(database.engine.execution_options(writes=True)) as session:
        unlock(session)
        tamper(session, chance)
        session.expire_all()
        *_, last = inspection.inspect(session, roots=roots)
        session.rollback()
    return bool(last.faults)


def count(database: Database, each: int) -> Counter[str]:
    roots, chance = checkpointed(database), random.Random(1540)  # noqa: S311 (places are to be repeatable, not secret)
    return Counter(tamper.__name__ for tamper in TAMPERS for _ in range(each) if found(database, roots, tamper, chance))


@pytest.mark.H2
@pytest.mark.N7
def test_tampers_of_six_kinds_are_found(database: Database) -> None:
    assert count(database, 5) == dict.fromkeys([tamper.__name__ for tamper in TAMPERS], 5)


@pytest.mark.prove
def test_every_one_of_1200_tampers_of_six_kinds_is_found(database: Database, proven: Callable[[str], None]) -> None:
    found = count(database, 200)

    assert found == dict.fromkeys([tamper.__name__ for tamper in TAMPERS], 200)
    proven(f"{found.total():,} of 1,200")
