"""Templates of notes that organizations write."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_template_held")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_template")),
    )
    op.create_index("ix_template_now", "template", ["to_seq", "withdrawn", "id"])


def downgrade() -> None:
    op.drop_table("template")
