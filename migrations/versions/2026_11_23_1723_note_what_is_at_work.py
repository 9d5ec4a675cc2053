"""note what is at work."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1723"
down_revision: str | None = "2026_11_23_1706"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "sign_of_life",
        sa.Column("part", sa.String(length=40), nullable=False, comment="walker, sweep …"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_sign_of_life")),
    )


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("sign_of_life")
