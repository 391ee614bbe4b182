"""A note in another language is an edition of one: one a language."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

HOLDS = sa.text("to_seq = 4611686018427387904 AND NOT withdrawn AND revises IS NULL")


def upgrade() -> None:
    op.add_column("note", sa.Column("edition_of", sa.String(), nullable=True))
    op.create_index(
        "ix_note_edition", "note", ["edition_of", "language"], unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS
    )


def downgrade() -> None:
    op.drop_index("ix_note_edition", "note")
    op.drop_column("note", "edition_of")
