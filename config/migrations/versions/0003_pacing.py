"""Pacing near the limit: the ceilings of a campaign, and what was learned of the chances of calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("ceiling_kind", sa.String(), server_default="hard", nullable=False))
    op.add_column("campaigns", sa.Column("day_ceiling_share", sa.Double(), server_default="0.03", nullable=False))
    op.add_column("campaigns", sa.Column("half_hour_ceiling_share", sa.Double(), server_default="0.06", nullable=False))
    op.execute("UPDATE campaigns SET day_ceiling_share = ceiling_share, half_hour_ceiling_share = 2 * ceiling_share")
    kinds = "ceiling_kind IN ('hard', 'statistical')"
    op.create_check_constraint(op.f("ck_campaigns_ceiling_kind_known"), "campaigns", kinds)
    day = "day_ceiling_share > 0 AND day_ceiling_share <= 0.05"
    op.create_check_constraint(op.f("ck_campaigns_day_ceiling_sane"), "campaigns", day)
    half_hour = "half_hour_ceiling_share > 0 AND half_hour_ceiling_share <= 0.2"
    op.create_check_constraint(op.f("ck_campaigns_half_hour_ceiling_sane"), "campaigns", half_hour)
    op.create_table(
        "chance_counts",
        sa.Column("scope", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried", sa.Float(), nullable=False),
        sa.Column("answered", sa.Float(), nullable=False),
        sa.Column("answers_due", sa.Float(), nullable=False),
        sa.Column("known", sa.Float(), nullable=False),
        sa.Column("met", sa.Float(), nullable=False),
        sa.Column("meetings_due", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "part", "value", name=op.f("pk_chance_counts")),
    )
    op.create_table(
        "case_chances",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_chances_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_chances")),
    )


def downgrade() -> None:
    op.drop_table("case_chances")
    op.drop_table("chance_counts")
    for name in ("half_hour_ceiling_sane", "day_ceiling_sane", "ceiling_kind_known"):
        op.drop_constraint(op.f(f"ck_campaigns_{name}"), "campaigns", type_="check")
    for name in ("half_hour_ceiling_share", "day_ceiling_share", "ceiling_kind"):
        op.drop_column("campaigns", name)
