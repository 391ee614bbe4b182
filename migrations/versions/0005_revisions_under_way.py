"""The next revision of a published note is a note of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("note", sa.Column("revises", sa.String(), nullable=True))
    op.create_index("ix_note_revises", "note", ["revises"])


def downgrade() -> None:
    op.drop_index("ix_note_revises", "note")
    op.drop_column("note", "revises")
