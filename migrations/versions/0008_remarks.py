"""Remarks on notes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_remark_held")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_remark")),
    )
    op.create_index("ix_remark_note", "remark", ["note_id", "to_seq", "id"])


def downgrade() -> None:
    op.drop_table("remark")
