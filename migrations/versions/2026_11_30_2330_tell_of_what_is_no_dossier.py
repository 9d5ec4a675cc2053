"""tell of what is no dossier."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2330"
down_revision: str | None = "2026_11_30_2120"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_THE_DOSSIER = "of the event on the dossier's timeline"
_OF_ANY = "of the event on its timeline; of a mail, the message"
_STREAM = "timeline of a dossier, a meeting or the register; `-` for the mail of a message"
_MAILED = "sent or dead, of what belongs to no dossier and is on no timeline"


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column(
            "letter",
            sa.String(length=60),
            nullable=True,
            comment="kind of letter, of what belongs to no dossier and is on no timeline",
        ),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_receipt", sa.Text(), nullable=True, comment="why it was given up"),
    ]


def upgrade() -> None:
    """Bring the tables forward: what was given up before names its kind and day as well as they are known."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column(
            "dossier", new_column_name="stream", existing_type=sa.String(length=40), comment=_STREAM
        )
        batch_op.alter_column(
            "sequence", existing_type=sa.Integer(), existing_comment=_OF_THE_DOSSIER, comment=_OF_ANY
        )
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        for column in _added():
            batch_op.add_column(column)
        batch_op.alter_column(
            "mailed",
            existing_type=sa.String(length=10),
            existing_comment=_MAILED,
            comment="sent or dead, of such a letter",
        )
    message = sa.table(
        "inbox_message",
        *(sa.column(name) for name in ("letter", "mailed", "mailed_at", "at", "notice_id")),
    )
    op.execute(sa.update(message).where(message.c.notice_id.is_(None)).values(letter="letter"))
    op.execute(sa.update(message).where(message.c.mailed.is_not(None)).values(mailed_at=message.c.at))


def downgrade() -> None:
    """Bring the tables back; what meetings and the register owe is owed no more."""
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.alter_column(
            "mailed",
            existing_type=sa.String(length=10),
            existing_comment="sent or dead, of such a letter",
            comment=_MAILED,
        )
        for name in ("mail_receipt", "mailed_at", "letter"):
            batch_op.drop_column(name)
    outbox = sa.table("outbox", sa.column("flow"))
    op.execute(sa.delete(outbox).where(outbox.c.flow == "announcements"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column(
            "stream",
            new_column_name="dossier",
            existing_type=sa.String(length=40),
            existing_comment=_STREAM,
            comment=None,
        )
        batch_op.alter_column(
            "sequence", existing_type=sa.Integer(), existing_comment=_OF_ANY, comment=_OF_THE_DOSSIER
        )
