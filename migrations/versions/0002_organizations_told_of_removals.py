"""An item of the feed tells an organization too that a record is not its own any more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INDEX, KEPT = "ix_feed_item_kept_by_seq", "kept_by IS NOT NULL"


def upgrade() -> None:
    op.add_column("feed_item", sa.Column("kept_by", sa.String(), nullable=True))
    # No record had changed hands so far.
    op.execute("UPDATE feed_item SET kept_by = owner WHERE removal")
    op.create_index(INDEX, "feed_item", ["kept_by", "seq"], sqlite_where=sa.text(KEPT), postgresql_where=sa.text(KEPT))


def downgrade() -> None:
    op.drop_index(INDEX, "feed_item")
    op.execute("UPDATE feed_item SET owner = kept_by WHERE removal")
    op.drop_column("feed_item", "kept_by")
