"""sign documents, by key and by hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1742"
down_revision: str | None = "2026_11_23_1723"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "signed_sha256", sa.String(length=64), nullable=True, comment="of the PDF with its signature"
            )
        )
        batch_op.add_column(
            sa.Column(
                "signed_in",
                sa.Integer(),
                nullable=True,
                comment="sequence of the entry that says it was signed",
            )
        )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "document",
                sa.String(length=60),
                nullable=True,
                comment="made document whose signed print it shows, if one was named",
            )
        )


def downgrade() -> None:
    """Bring the tables back."""
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.drop_column("document")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_column("signed_in")
        batch_op.drop_column("signed_sha256")
