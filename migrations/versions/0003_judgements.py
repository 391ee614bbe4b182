"""What people made of what the machine had read, counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("tenth", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("kept", "changed", "removed", "added", "claimed")),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_judgement_held")),
        sa.CheckConstraint("tenth BETWEEN -1 AND 9", name=op.f("ck_judgement_tenth_is_one")),
        sa.PrimaryKeyConstraint("submission_id", "from_seq", "field", "tenth", name=op.f("pk_judgement")),
    )
    op.create_index("ix_judgement_day", "judgement", ["to_seq", "accepted_on"])


def downgrade() -> None:
    op.drop_table("judgement")
