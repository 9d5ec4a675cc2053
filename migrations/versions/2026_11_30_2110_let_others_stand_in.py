"""let others stand in for who is absent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2110"
down_revision: str | None = "2026_11_30_2105"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "substitution",
        sa.Column(
            "id",
            sa.String(length=20),
            nullable=False,
            comment="`LT-` and the register's sequence of the offer",
        ),
        sa.Column("account_id", sa.String(length=80), nullable=False, comment="who is absent"),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False),
        sa.Column("substitute_id", sa.String(length=80), nullable=False),
        sa.Column(
            "tasks", sa.String(length=200), nullable=False, comment="kinds of task, with a comma between"
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False, comment="the last day"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "standing", sa.String(length=20), nullable=False, comment="offered, accepted, declined or ended"
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, comment="accepted or declined"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_substitution_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_substitution_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["account.id"], name=op.f("fk_substitution_substitute_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_substitution_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitution_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitution_substitute_id"), ["substitute_id"], unique=False)


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("substitution")
