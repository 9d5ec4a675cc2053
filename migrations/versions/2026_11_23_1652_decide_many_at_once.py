"""decide many at once, keep views of lists, check the record apart from the desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1652"
down_revision: str | None = "2026_11_23_1512"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False, comment="the body that decided"),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column(
            "outcomes",
            sa.Text(),
            nullable=False,
            comment="JSON, a dossier each: its entry, or what stood in its way",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_batch_account_id_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_batch_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_account_id_at"), ["account_id", "at"], unique=False)
    op.create_table(
        "record_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=True, comment="empty for the one of every day"),
        sa.Column(
            "began_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="newest start; one that died is begun again",
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("streams", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=True),
        sa.Column(
            "told", sa.Text(), nullable=True, comment="JSON: stream, sequence and code of the first faults"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_record_check_asked_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_check")),
    )
    with op.batch_alter_table("record_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_check_done_at"), ["done_at"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False, comment="dossiers, board or inbox"),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "query",
            sa.String(length=2000),
            nullable=False,
            comment="what stands after the ? of its address",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "page", "name", name=op.f("uq_saved_view_account_id_page_name")),
    )


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("saved_view")
    with op.batch_alter_table("record_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_check_done_at"))
    op.drop_table("record_check")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_account_id_at"))
    op.drop_table("batch")
