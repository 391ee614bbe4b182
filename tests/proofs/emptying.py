"""A register made empty again between runs, faster than a new one is made: only in tests, past all that forbids it."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import func, insert, select, text, update
from sqlmodel import SQLModel

from app.kit.db import Database
from app.ledger.models import LedgerHead
from tests.proofs import tampering


class Emptied:
    """Knows a register as it was when this was made, and makes it so again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.session(writes=True) as session:
            tables = SQLModel.metadata.sorted_tables
            self.blank = [one for one in tables if not session.execute(select(func.count()).select_from(one)).scalar()]
            self.head = session.get_one(LedgerHead, 1).model_dump()
            self.nodes = [dict(row._mapping) for row in session.execute(text("SELECT * FROM tree_node"))]
            tampering.unlock(session)

    def again(self) -> None:
        """Forget all that was written since."""
        tree = SQLModel.metadata.tables["tree_node"]
        with self.database.session(writes=True) as session:
            for table in reversed(self.blank):
                session.execute(table.delete())
            for name in ("feed_item", "payload", "ledger"):
                session.execute(text(f"DELETE FROM {name} WHERE seq > :seq"), {"seq": self.head["seq"]})
            session.execute(tree.delete())
            session.execute(insert(tree), self.nodes)
            session.execute(update(LedgerHead).values(self.head))


def run(machine: type[RuleBasedStateMachine], world: dict[str, Any], *, runs: int, steps: int) -> None:
    """Let a machine, with what it works on as members of its class, do `runs` random sequences of up to `steps`."""
    run_state_machine_as_test(
        type("Bound", (machine,), world),
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
