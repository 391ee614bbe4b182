"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END
"""
POSTGRESQL = """
CREATE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is only ever added to'; END $$;
CREATE TRIGGER ledger_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger EXECUTE FUNCTION keep_ledger();
CREATE TRIGGER payload_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON payload EXECUTE FUNCTION keep_ledger();
CREATE TRIGGER tree_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON tree_node EXECUTE FUNCTION keep_ledger();
"""


def keep_ledger() -> None:
    """Let the database itself refuse to change what the ledger holds."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        return
    for table in ("ledger", "payload", "tree_node"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=table, verb=verb))


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_attachment_held")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_event", ["event_id", "to_seq", "id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_claim_held")),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index("ix_claim_entry", ["entry_id", "to_seq"], unique=False)
        batch_op.create_index("ix_claim_id_to_seq", ["id", "to_seq"], unique=False)

    op.create_table(
        "committee_fact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("earliest_on <= latest_on", name=op.f("ck_committee_fact_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_fact")),
    )
    with op.batch_alter_table("committee_fact", schema=None) as batch_op:
        batch_op.create_index("ix_committee_fact_figure", ["topic", "name", "sort_on"], unique=False)

    op.create_table(
        "entry",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("floor", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_entry_held")),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_entry_id_to_seq", ["id", "to_seq"], unique=False)
        batch_op.create_index("ix_entry_kind_recorded", ["kind", "to_seq", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_note_id"), ["note_id"], unique=False)
        batch_op.create_index("ix_entry_recorded", ["to_seq", "id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("follows", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("sought", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("earliest_on <= latest_on", name=op.f("ck_event_in_order")),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_event_held")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_event_ever",
            [
                "sort_on",
                "id",
                "from_seq",
                "to_seq",
                "withdrawn",
                "visibility",
                "owner",
                "earliest_on",
                "latest_on",
                "status",
            ],
            unique=False,
        )
        batch_op.create_index("ix_event_follows", ["follows", "to_seq"], unique=False)
        batch_op.create_index("ix_event_id_to_seq", ["id", "to_seq"], unique=False)
        batch_op.create_index(
            "ix_event_now",
            [
                "to_seq",
                "sort_on",
                "id",
                "from_seq",
                "withdrawn",
                "visibility",
                "owner",
                "earliest_on",
                "latest_on",
                "status",
            ],
            unique=False,
        )

    op.create_table(
        "kept_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_answer")),
    )
    with op.batch_alter_table("kept_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_answer_at"), ["at"], unique=False)

    op.create_table(
        "kept_file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_file")),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ledger_seq")),
        sa.CheckConstraint("version > 0", name=op.f("ck_ledger_version")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_thing"), ["thing"], unique=False)

    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "loaded_row",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_loaded_row")),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("submission_id", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_note_held")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_note_revision")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_note_id_to_seq", ["id", "to_seq"], unique=False)
        batch_op.create_index("ix_note_now", ["to_seq", "id"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("key", name=op.f("uq_organization_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "receipt",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "state",
        sa.Column("iso3", sa.String(), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("iso3", name=op.f("pk_state")),
    )
    op.create_table(
        "submission_file",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission_file")),
    )
    op.create_table(
        "tree_node",
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name=op.f("pk_tree_node")),
    )
    op.create_table(
        "type_of_event",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_kind", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("type", name=op.f("pk_type_of_event")),
    )
    op.create_table(
        "assertion",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asserted", sa.String(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_assertion_state")),
        sa.PrimaryKeyConstraint("state", "asserted", name=op.f("pk_assertion")),
    )
    op.create_table(
        "dating",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.CheckConstraint("earliest_on <= latest_on", name=op.f("ck_dating_in_order")),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_dating_held")),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"], ["entry.id", "entry.version"], name=op.f("fk_dating_entry_id_version")
        ),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_dating_state")),
        sa.PrimaryKeyConstraint("version", "state", "entry_id", "basis", name=op.f("pk_dating")),
    )
    with op.batch_alter_table("dating", schema=None) as batch_op:
        batch_op.create_index("ix_dating_entry", ["entry_id", "to_seq"], unique=False)
        batch_op.create_index(
            "ix_dating_lead_now",
            ["basis", "to_seq", "sort_on", "latest_on", "entry_id"],
            unique=False,
            sqlite_where=sa.text("lead = 1"),
            postgresql_where=sa.text("lead"),
        )
        batch_op.create_index(
            "ix_dating_now", ["state", "basis", "to_seq", "sort_on", "latest_on", "entry_id"], unique=False
        )

    op.create_table(
        "event_organizer",
        sa.Column("organization_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "version"], ["event.id", "event.version"], name=op.f("fk_event_organizer_event_id_version")
        ),
        sa.PrimaryKeyConstraint("organization_id", "event_id", "version", name=op.f("pk_event_organizer")),
    )
    op.create_table(
        "event_person",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "version"], ["event.id", "event.version"], name=op.f("fk_event_person_event_id_version")
        ),
        sa.PrimaryKeyConstraint("person_id", "event_id", "version", name=op.f("pk_event_person")),
    )
    op.create_table(
        "event_state",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "version"], ["event.id", "event.version"], name=op.f("fk_event_state_event_id_version")
        ),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_event_state_state")),
        sa.PrimaryKeyConstraint("state", "event_id", "version", name=op.f("pk_event_state")),
    )
    op.create_table(
        "event_venue",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["country"], ["state.iso3"], name=op.f("fk_event_venue_country")),
        sa.ForeignKeyConstraint(
            ["event_id", "version"], ["event.id", "event.version"], name=op.f("fk_event_venue_event_id_version")
        ),
        sa.PrimaryKeyConstraint("event_id", "version", "number", name=op.f("pk_event_venue")),
    )
    with op.batch_alter_table("event_venue", schema=None) as batch_op:
        batch_op.create_index("ix_event_venue_country", ["country"], unique=False)

    op.create_table(
        "feed_item",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("removal", sa.Boolean(), nullable=False),
        sa.Column("shown_to", sa.String(), nullable=False),
        sa.Column("hidden_from", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["ledger.seq"], name=op.f("fk_feed_item_seq")),
        sa.PrimaryKeyConstraint("seq", "removal", name=op.f("pk_feed_item")),
    )
    with op.batch_alter_table("feed_item", schema=None) as batch_op:
        batch_op.create_index("ix_feed_item_owner_seq", ["owner", "seq"], unique=False)
        batch_op.create_index("ix_feed_item_stream", ["shown_to", "hidden_from", "seq"], unique=False)
        batch_op.create_index("ix_feed_item_thing_seq", ["thing", "seq"], unique=False)

    op.create_table(
        "individual",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("sort_name", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=True),
        sa.Column("organization", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint("(name IS NULL) = (sort_name IS NULL)", name=op.f("ck_individual_sorted")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_individual_merged")),
        sa.CheckConstraint(
            "name IS NOT NULL OR (organization IS NULL AND position IS NULL AND contact IS NULL)",
            name=op.f("ck_individual_erased"),
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["individual.id"], name=op.f("fk_individual_merged_into")),
        sa.ForeignKeyConstraint(
            ["organization"],
            ["organization.id"],
            name=op.f("fk_individual_organization"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual")),
    )
    with op.batch_alter_table("individual", schema=None) as batch_op:
        batch_op.create_index("ix_individual_by_name", ["sort_name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_individual_merged_into"), ["merged_into"], unique=False)

    op.create_table(
        "mention",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_mention_held")),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"], ["entry.id", "entry.version"], name=op.f("fk_mention_entry_id_version")
        ),
        sa.PrimaryKeyConstraint("version", "entry_id", "what", "value", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index("ix_mention_now", ["what", "value", "to_seq"], unique=False)

    op.create_table(
        "note_revision",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id", "version"], ["note.id", "note.version"], name=op.f("fk_note_revision_note_id_version")
        ),
        sa.PrimaryKeyConstraint("note_id", "revision", name=op.f("pk_note_revision")),
    )
    op.create_table(
        "organization_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_organization_version_held")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_organization_version_merged")),
        sa.ForeignKeyConstraint(["id"], ["organization.id"], name=op.f("fk_organization_version_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["organization.id"], name=op.f("fk_organization_version_merged_into")),
        sa.ForeignKeyConstraint(["parent_id"], ["organization.id"], name=op.f("fk_organization_version_parent_id")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_organization_version")),
    )
    with op.batch_alter_table("organization_version", schema=None) as batch_op:
        batch_op.create_index("ix_organization_version_id_to_seq", ["id", "to_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_version_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index("ix_organization_version_now", ["to_seq", "sort_name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_version_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "payload",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("aside", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["ledger.seq"], name=op.f("fk_payload_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_payload")),
    )
    op.create_table(
        "placing",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.CheckConstraint("earliest_on <= latest_on", name=op.f("ck_placing_in_order")),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_placing_held")),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"], ["entry.id", "entry.version"], name=op.f("fk_placing_entry_id_version")
        ),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_placing_state")),
        sa.PrimaryKeyConstraint("version", "state", "entry_id", name=op.f("pk_placing")),
    )
    with op.batch_alter_table("placing", schema=None) as batch_op:
        batch_op.create_index("ix_placing_entry", ["entry_id", "to_seq"], unique=False)
        batch_op.create_index(
            "ix_placing_ever",
            ["state", "sort_on", "latest_on", "entry_id", "version", "from_seq", "to_seq", "visibility", "withdrawn"],
            unique=False,
        )
        batch_op.create_index(
            "ix_placing_lead_ever",
            ["sort_on", "latest_on", "entry_id"],
            unique=False,
            sqlite_where=sa.text("lead = 1"),
            postgresql_where=sa.text("lead"),
        )
        batch_op.create_index(
            "ix_placing_lead_now",
            ["to_seq", "sort_on", "latest_on", "entry_id"],
            unique=False,
            sqlite_where=sa.text("lead = 1"),
            postgresql_where=sa.text("lead"),
        )
        batch_op.create_index(
            "ix_placing_now",
            ["state", "to_seq", "sort_on", "latest_on", "entry_id", "version", "visibility", "withdrawn"],
            unique=False,
        )

    op.create_table(
        "step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_state", sa.String(), nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("floor", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_by IS NOT NULL)", name=op.f("ck_step_closed_by_an_entry")),
        sa.CheckConstraint("(closed_by IS NULL) = (closed_state IS NULL)", name=op.f("ck_step_closed_for_a_state")),
        sa.CheckConstraint("earliest_on <= latest_on", name=op.f("ck_step_in_order")),
        sa.CheckConstraint("from_seq < to_seq", name=op.f("ck_step_held")),
        sa.ForeignKeyConstraint(["closed_state"], ["state.iso3"], name=op.f("fk_step_closed_state")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_closed_by"), ["closed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_step_ever", ["sort_on", "latest_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_note_id"), ["note_id"], unique=False)
        batch_op.create_index("ix_step_now", ["to_seq", "sort_on", "latest_on", "id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'accepted') = (note_id IS NOT NULL)", name=op.f("ck_submission_accepted_with_note")
        ),
        sa.ForeignKeyConstraint(["owner"], ["organization.id"], name=op.f("fk_submission_owner")),
        sa.ForeignKeyConstraint(["sender"], ["person.id"], name=op.f("fk_submission_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_sender"), ["sender"], unique=False)
        batch_op.create_index(
            "ix_submission_sent_once",
            ["owner", "digest"],
            unique=True,
            sqlite_where=sa.text("status NOT IN ('rejected', 'withdrawn')"),
            postgresql_where=sa.text("status NOT IN ('rejected', 'withdrawn')"),
        )
        batch_op.create_index(batch_op.f("ix_submission_status"), ["status"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("organization_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_token_organization_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "organization_name",
        sa.Column("folded", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("organization_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "version"],
            ["organization_version.id", "organization_version.version"],
            name=op.f("fk_organization_name_organization_id_version"),
        ),
        sa.PrimaryKeyConstraint("folded", "organization_id", "version", name=op.f("pk_organization_name")),
    )
    op.create_table(
        "page_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], name=op.f("fk_page_session_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_session")),
    )
    op.create_table(
        "step_state",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["state"], ["state.iso3"], name=op.f("fk_step_state_state")),
        sa.ForeignKeyConstraint(
            ["step_id", "version"], ["step.id", "step.version"], name=op.f("fk_step_state_step_id_version")
        ),
        sa.PrimaryKeyConstraint("state", "step_id", "version", name=op.f("pk_step_state")),
    )

    head = sa.text("INSERT INTO ledger_head (id, seq, at, frontier, totals) VALUES (1, 0, '', :none, '{}')")
    op.execute(head.bindparams(none=b""))
    keep_ledger()


def downgrade() -> None:
    op.drop_table("step_state")
    op.drop_table("page_session")
    op.drop_table("organization_name")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_token_person_id"))

    op.drop_table("token")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_status"))
        batch_op.drop_index(
            "ix_submission_sent_once",
            sqlite_where=sa.text("status NOT IN ('rejected', 'withdrawn')"),
            postgresql_where=sa.text("status NOT IN ('rejected', 'withdrawn')"),
        )
        batch_op.drop_index(batch_op.f("ix_submission_sender"))
        batch_op.drop_index(batch_op.f("ix_submission_digest"))

    op.drop_table("submission")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index("ix_step_now")
        batch_op.drop_index(batch_op.f("ix_step_note_id"))
        batch_op.drop_index(batch_op.f("ix_step_kind"))
        batch_op.drop_index("ix_step_ever")
        batch_op.drop_index(batch_op.f("ix_step_event_id"))
        batch_op.drop_index(batch_op.f("ix_step_closed_by"))

    op.drop_table("step")
    with op.batch_alter_table("placing", schema=None) as batch_op:
        batch_op.drop_index("ix_placing_now")
        batch_op.drop_index("ix_placing_lead_now", sqlite_where=sa.text("lead = 1"), postgresql_where=sa.text("lead"))
        batch_op.drop_index("ix_placing_lead_ever", sqlite_where=sa.text("lead = 1"), postgresql_where=sa.text("lead"))
        batch_op.drop_index("ix_placing_ever")
        batch_op.drop_index("ix_placing_entry")

    op.drop_table("placing")
    op.drop_table("payload")
    with op.batch_alter_table("organization_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_version_parent_id"))
        batch_op.drop_index("ix_organization_version_now")
        batch_op.drop_index(batch_op.f("ix_organization_version_merged_into"))
        batch_op.drop_index("ix_organization_version_id_to_seq")

    op.drop_table("organization_version")
    op.drop_table("note_revision")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index("ix_mention_now")

    op.drop_table("mention")
    with op.batch_alter_table("individual", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_individual_merged_into"))
        batch_op.drop_index("ix_individual_by_name")

    op.drop_table("individual")
    with op.batch_alter_table("feed_item", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_item_thing_seq")
        batch_op.drop_index("ix_feed_item_stream")
        batch_op.drop_index("ix_feed_item_owner_seq")

    op.drop_table("feed_item")
    with op.batch_alter_table("event_venue", schema=None) as batch_op:
        batch_op.drop_index("ix_event_venue_country")

    op.drop_table("event_venue")
    op.drop_table("event_state")
    op.drop_table("event_person")
    op.drop_table("event_organizer")
    with op.batch_alter_table("dating", schema=None) as batch_op:
        batch_op.drop_index("ix_dating_now")
        batch_op.drop_index("ix_dating_lead_now", sqlite_where=sa.text("lead = 1"), postgresql_where=sa.text("lead"))
        batch_op.drop_index("ix_dating_entry")

    op.drop_table("dating")
    op.drop_table("assertion")
    op.drop_table("type_of_event")
    op.drop_table("tree_node")
    op.drop_table("submission_file")
    op.drop_table("state")
    op.drop_table("receipt")
    op.drop_table("person")
    op.drop_table("organization")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_now")
        batch_op.drop_index("ix_note_id_to_seq")
        batch_op.drop_index(batch_op.f("ix_note_event_id"))

    op.drop_table("note")
    op.drop_table("loaded_row")
    op.drop_table("ledger_head")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_thing"))
        batch_op.drop_index(batch_op.f("ix_ledger_at"))

    op.drop_table("ledger")
    op.drop_table("kept_file")
    with op.batch_alter_table("kept_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_answer_at"))

    op.drop_table("kept_answer")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_now")
        batch_op.drop_index("ix_event_id_to_seq")
        batch_op.drop_index("ix_event_follows")
        batch_op.drop_index("ix_event_ever")

    op.drop_table("event")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_recorded")
        batch_op.drop_index(batch_op.f("ix_entry_note_id"))
        batch_op.drop_index("ix_entry_kind_recorded")
        batch_op.drop_index("ix_entry_id_to_seq")
        batch_op.drop_index(batch_op.f("ix_entry_event_id"))

    op.drop_table("entry")
    with op.batch_alter_table("committee_fact", schema=None) as batch_op:
        batch_op.drop_index("ix_committee_fact_figure")

    op.drop_table("committee_fact")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_id_to_seq")
        batch_op.drop_index("ix_claim_entry")

    op.drop_table("claim")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_event")

    op.drop_table("attachment")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_ledger()")
