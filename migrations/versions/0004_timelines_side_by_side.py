"""The texts of a State's timeline lie side by side, and its entries are counted when they are written."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# See app/timeline/models.py: `shelf`.
SHELVE = """
    UPDATE "placing" SET place = (
        ({code}(substr(state, 1, 1)) - 65) * CAST(88604672 AS bigint) + ({code}(substr(state, 2, 1)) - 65) * 3407872
        + ({code}(substr(state, 3, 1)) - 65) * 131072 + {year} * 12 + {month} - 1
    ) * 2147483648 + from_seq
"""
SQLITE = {"code": "unicode", "year": "substr(sort_on, 1, 4)", "month": "substr(sort_on, 6, 2)"}
POSTGRESQL = {
    "code": "ascii", "year": "CAST(extract(year FROM sort_on) AS int)",
    "month": "CAST(extract(month FROM sort_on) AS int)",
}  # fmt: skip
NOW = ["state", "to_seq", "sort_on", "latest_on", "entry_id"]
EVER = ["state", "sort_on", "latest_on", "entry_id"]


def upgrade() -> None:
    op.create_table(
        "shelved",
        sa.Column("place", PLACE, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_shelved")),
    )
    op.create_table(
        "tally",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint("entries > 0", name=op.f("ck_tally_some")),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_tally_state")),
        sa.PrimaryKeyConstraint("state", "kind", "visibility", "owner", name=op.f("pk_tally")),
    )
    op.add_column("placing", sa.Column("place", PLACE, nullable=True))
    op.execute(SHELVE.format(**(SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL)))
    op.execute(
        'INSERT INTO shelved SELECT there.place, entry.body FROM "placing" AS there JOIN entry'
        " ON entry.id = there.entry_id AND entry.version = there.version ORDER BY there.place"
    )
    op.execute(
        "INSERT INTO tally SELECT state, kind, visibility, coalesce(owner, ''), count(*) FROM \"placing\""
        " WHERE to_seq = 4611686018427387904 AND NOT withdrawn GROUP BY 1, 2, 3, 4"
    )
    with op.batch_alter_table("placing") as batch_op:
        batch_op.alter_column("place", existing_type=PLACE, nullable=False)
        batch_op.create_foreign_key(op.f("fk_placing_place"), "shelved", ["place"], ["place"])
    _index(["version", "place"])


def _index(more: list[str]) -> None:
    op.drop_index("ix_placing_now", "placing")
    op.drop_index("ix_placing_ever", "placing")
    op.create_index("ix_placing_ever", "placing", [*EVER, *more, "from_seq", "to_seq", "visibility", "withdrawn"])
    op.create_index("ix_placing_now", "placing", [*NOW, *more, "visibility", "withdrawn"])


def downgrade() -> None:
    _index(["version"])
    with op.batch_alter_table("placing") as batch_op:
        batch_op.drop_constraint(op.f("fk_placing_place"), type_="foreignkey")
        batch_op.drop_column("place")
    op.drop_table("tally")
    op.drop_table("shelved")
