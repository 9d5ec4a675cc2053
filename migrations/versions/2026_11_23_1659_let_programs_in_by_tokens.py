"""let programs in by tokens."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1659"
down_revision: str | None = "2026_11_23_1658"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "access_token",
        sa.Column("id", sa.String(length=32), nullable=False, comment="public name, for lists and logs"),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False, comment="what its owner calls it"),
        sa.Column(
            "token_sha256",
            sa.String(length=64),
            nullable=False,
            comment="digest of the token, which is not kept",
        ),
        sa.Column(
            "beginning",
            sa.String(length=12),
            nullable=False,
            comment="its first signs, to know it again in a list",
        ),
        sa.Column(
            "may_record",
            sa.Boolean(),
            nullable=False,
            comment="whether it may record commands, or only read",
        ),
        sa.Column(
            "role",
            sa.String(length=40),
            nullable=True,
            comment="the one role and unit it acts with; empty: all of the account",
        ),
        sa.Column("unit_id", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True, comment="to the minute"),
        sa.Column(
            "used_from", sa.String(length=45), nullable=True, comment="network address of the last use"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_access_token_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_access_token_token_sha256")),
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_token_account_id_made_at"), ["account_id", "made_at"], unique=False
        )


def downgrade() -> None:
    """Bring the tables back."""
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_token_account_id_made_at"))
    op.drop_table("access_token")
