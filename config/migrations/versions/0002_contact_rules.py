"""Contact rules: scopes and authors of facts, suppression lists, and terms of creditors and campaigns."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | Sequence[str] | None = "01539cdd0ed6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_journal_xid_seq", "journal", ["xid", "seq"], unique=False)
    op.add_column("journal_readers", sa.Column("xid", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.execute("UPDATE journal_readers r SET xid = coalesce((SELECT j.xid FROM journal j WHERE j.seq = r.seq), 0)")
    op.create_table(
        "opening_profiles",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_profiles")),
        sa.UniqueConstraint("key", name=op.f("uq_opening_profiles_key")),
    )
    op.create_table(
        "case_openings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("free_ats", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=True),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("exact_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("days_past_due", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_openings_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_openings")),
    )
    op.create_index(op.f("ix_case_openings_campaign_id"), "case_openings", ["campaign_id"], unique=False)
    op.create_index(
        "ix_case_openings_exact_until",
        "case_openings",
        ["exact_until"],
        unique=False,
        postgresql_where=sa.text("exact_until IS NOT NULL"),
    )
    op.create_table(
        "openings_to_do",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("touches", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_openings_to_do")),
    )
    op.create_index("ix_openings_to_do_rank", "openings_to_do", ["rank", "case_id"], unique=False)
    op.create_table(
        "kept_rules",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("row", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("holidays", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_kept_rules")),
    )
    op.create_table(
        "suppression_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression_lists")),
    )
    op.create_table(
        "suppressed_numbers",
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["suppression_lists.id"], name=op.f("fk_suppressed_numbers_list_id")),
        sa.PrimaryKeyConstraint("value", "list_id", name=op.f("pk_suppressed_numbers")),
    )
    op.create_index("ix_suppressed_numbers_list_id", "suppressed_numbers", ["list_id"], unique=False)
    op.create_table(
        "stated_times",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("days", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("channels", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["debtor_id"], ["debtors.id"], name=op.f("fk_stated_times_debtor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_times")),
    )
    op.create_index(op.f("ix_stated_times_debtor_id"), "stated_times", ["debtor_id"], unique=False)
    op.create_table(
        "stated_zones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["debtor_id"], ["debtors.id"], name=op.f("fk_stated_zones_debtor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_zones")),
    )
    op.create_index(op.f("ix_stated_zones_debtor_id"), "stated_zones", ["debtor_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.ForeignKeyConstraint(["debtor_id"], ["debtors.id"], name=op.f("fk_notices_debtor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_debtor_id"), "notices", ["debtor_id"], unique=False)
    op.create_table(
        "relation_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("relation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["relation_id"], ["relations.id"], name=op.f("fk_relation_facts_relation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_facts")),
    )
    op.create_index(op.f("ix_relation_facts_relation_id"), "relation_facts", ["relation_id"], unique=False)
    op.add_column(
        "campaigns",
        sa.Column(
            "caps", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
    op.add_column("consents", sa.Column("channel", sa.String(), nullable=True))
    op.add_column("consents", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.add_column("consents", sa.Column("valid_days", sa.Integer(), nullable=True))
    op.add_column("consents", sa.Column("actor", sa.String(), server_default=sa.text("''"), nullable=False))
    op.create_foreign_key(op.f("fk_consents_case_id"), "consents", "cases", ["case_id"], ["id"])
    op.add_column(
        "contact_points",
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
    )
    op.add_column(
        "creditors",
        sa.Column(
            "terms", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
    op.add_column("creditors", sa.Column("terms_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.execute(
        """
        INSERT INTO stated_times (id, debtor_id, days, start_minute, end_minute, channels, starts_at, evidence, actor)
        SELECT gen_random_uuid(), d.id, s.item -> 'days', (s.item ->> 'start_minute')::int,
               (s.item ->> 'end_minute')::int, nullif(s.item -> 'channels', 'null'), d.created_at, 'record', 'system'
          FROM debtors d CROSS JOIN LATERAL jsonb_array_elements(d.stated_times) AS s (item)
        """
    )
    op.drop_column("debtors", "stated_times")
    op.add_column(
        "holds", sa.Column("channels", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column("holds", sa.Column("contact_point_id", sa.Uuid(), nullable=True))
    op.add_column(
        "holds",
        sa.Column(
            "lifting_facts",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.create_foreign_key(op.f("fk_holds_contact_point_id"), "holds", "contact_points", ["contact_point_id"], ["id"])
    op.add_column("cases", sa.Column("waits_for_rules", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("opt_outs", sa.Column("actor", sa.String(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("journal_readers", "xid")
    op.drop_index("ix_journal_xid_seq", table_name="journal")
    op.drop_index("ix_openings_to_do_rank", table_name="openings_to_do")
    op.drop_table("openings_to_do")
    op.drop_index(
        "ix_case_openings_exact_until",
        table_name="case_openings",
        postgresql_where=sa.text("exact_until IS NOT NULL"),
    )
    op.drop_index(op.f("ix_case_openings_campaign_id"), table_name="case_openings")
    op.drop_table("case_openings")
    op.drop_table("opening_profiles")
    op.drop_column("opt_outs", "actor")
    op.drop_column("cases", "waits_for_rules")
    op.drop_constraint(op.f("fk_holds_contact_point_id"), "holds", type_="foreignkey")
    op.drop_column("holds", "lifting_facts")
    op.drop_column("holds", "contact_point_id")
    op.drop_column("holds", "channels")
    op.add_column(
        "debtors",
        sa.Column(
            "stated_times",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.alter_column("debtors", "stated_times", server_default=None)
    op.execute(
        """
        UPDATE debtors d SET stated_times = found.items
          FROM (SELECT debtor_id, jsonb_agg(jsonb_build_object('days', days, 'start_minute', start_minute,
                       'end_minute', end_minute, 'channels', channels)) AS items
                  FROM stated_times WHERE ends_at IS NULL GROUP BY debtor_id) AS found
         WHERE found.debtor_id = d.id
        """
    )
    op.drop_column("creditors", "terms_version")
    op.drop_column("creditors", "terms")
    op.drop_column("contact_points", "facts")
    op.drop_constraint(op.f("fk_consents_case_id"), "consents", type_="foreignkey")
    op.drop_column("consents", "actor")
    op.drop_column("consents", "valid_days")
    op.drop_column("consents", "case_id")
    op.drop_column("consents", "channel")
    op.drop_column("campaigns", "caps")
    op.drop_index(op.f("ix_relation_facts_relation_id"), table_name="relation_facts")
    op.drop_table("relation_facts")
    op.drop_index(op.f("ix_notices_debtor_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_stated_zones_debtor_id"), table_name="stated_zones")
    op.drop_table("stated_zones")
    op.drop_index(op.f("ix_stated_times_debtor_id"), table_name="stated_times")
    op.drop_table("stated_times")
    op.drop_index("ix_suppressed_numbers_list_id", table_name="suppressed_numbers")
    op.drop_table("suppressed_numbers")
    op.drop_table("suppression_lists")
    op.drop_table("kept_rules")
