"""ask people how to tell them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1706"
down_revision: str | None = "2026_11_23_1659"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OUTCOME, _OUTCOMES = "sent or dead", "sent, dead, digest or unwanted"
_PLAIN, _LOCKED = "TOTP secret, base32", "TOTP secret, encrypted, with the name of its key"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "notice_preference",
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column(
            "modes",
            sa.Text(),
            nullable=False,
            comment="JSON: channel → kind of notice → at_once, digest, never",
        ),
        sa.Column(
            "quiet_from",
            sa.Integer(),
            nullable=True,
            comment="minute of the office's day; no hours where null",
        ),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column(
            "quiet_on_days_off",
            sa.Boolean(),
            nullable=False,
            comment="all of a day on which the office does not work",
        ),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_preference")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column(
            "secret_sha256",
            sa.String(length=64),
            nullable=False,
            comment="digest of the secret, which is not kept",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=True, comment="of what was last read"),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), nullable=True, comment="when it was first read so"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_calendar_feed_secret_sha256")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.alter_column(
            "second_factor", existing_type=sa.String(length=64), type_=sa.String(length=255),
            existing_nullable=True, comment=_LOCKED, existing_comment=_PLAIN,
        )  # fmt: skip
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "device_sha256",
                sa.String(length=64),
                nullable=True,
                comment="digest of what the browser keeps to be known again",
            )
        )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column(
            "outcome", existing_type=sa.String(length=10), existing_nullable=False, comment=_OUTCOMES,
            existing_comment=_OUTCOME,
        )  # fmt: skip
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.alter_column("notice_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("dossier", existing_type=sa.String(length=40), nullable=True)
        batch_op.add_column(
            sa.Column(
                "mailed",
                sa.String(length=10),
                nullable=True,
                comment="sent or dead, of what belongs to no dossier and is on no timeline",
            )
        )


def downgrade() -> None:
    """Bring the tables back."""
    op.execute("DELETE FROM inbox_message WHERE notice_id IS NULL")
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.drop_column("mailed")
        batch_op.alter_column("dossier", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("notice_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column(
            "outcome", existing_type=sa.String(length=10), existing_nullable=False, comment=_OUTCOME,
            existing_comment=_OUTCOMES,
        )  # fmt: skip
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_column("device_sha256")
    # What is encrypted can only be read with its key: those second factors are turned on anew.
    op.execute("UPDATE credential SET second_factor = NULL WHERE length(second_factor) > 64")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.alter_column(
            "second_factor", existing_type=sa.String(length=255), type_=sa.String(length=64),
            existing_nullable=True, comment=_PLAIN, existing_comment=_LOCKED,
        )  # fmt: skip
    op.drop_table("calendar_feed")
    op.drop_table("notice_preference")
