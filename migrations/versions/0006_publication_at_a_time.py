"""An approved note is published at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("note", sa.Column("publish_at", sa.String(), nullable=True))
    op.create_index("ix_note_publish_at", "note", ["publish_at"])


def downgrade() -> None:
    op.drop_index("ix_note_publish_at", "note")
    op.drop_column("note", "publish_at")
