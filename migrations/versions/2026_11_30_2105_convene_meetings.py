"""convene meetings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2105"
down_revision: str | None = "2026_11_23_1742"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_STANDING = "convened, open, closed, adjourned or called_off"
_OFFICERS = {
    "chair_id": "who presides now, or presided last; none until it opens",
    "secretary_id": "as the chair; of the meeting, not of the body",
}


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("hour", sa.String(length=5), nullable=True, comment="08:00, in the office's zone"),
        sa.Column("place", sa.Text(), nullable=True, comment="none where it was not convened"),
        sa.Column("follows", sa.String(length=40), nullable=True, comment="the meeting it is held again for"),
        sa.Column("standing", sa.String(length=20), nullable=True, comment=_STANDING),
        sa.Column(
            "minutes_sha256", sa.String(length=64), nullable=True, comment="of the PDF its officers signed"
        ),
        sa.Column("chair_signed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("secretary_signed", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    """Bring the tables forward: what was open stays open, and everything else was closed."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        for column in _added():
            batch_op.add_column(column)
    meeting = sa.table("meeting", sa.column("standing"), sa.column("is_open", sa.Boolean()))
    standing = sa.case((meeting.c.is_open, "open"), else_="closed")
    op.execute(sa.update(meeting).values(standing=standing))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("is_open")
        batch_op.alter_column(
            "standing", existing_type=sa.String(length=20), existing_comment=_STANDING, nullable=False
        )
        for officer, comment in _OFFICERS.items():
            batch_op.alter_column(officer, existing_type=sa.String(length=80), nullable=True, comment=comment)
        for signed in ("chair_signed", "secretary_signed"):
            batch_op.alter_column(signed, existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column(
            "roll", existing_type=sa.Integer(), comment="0 until it opens, as the other counts"
        )
        batch_op.create_index(batch_op.f("ix_meeting_standing"), ["standing"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_meeting_follows"), ["follows"])
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_follows_meeting"), "meeting", ["follows"], ["number"]
        )
    op.create_table(
        "agenda_item",
        sa.Column("meeting", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="from 1, in the order they are taken"),
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_agenda_item_dossier_dossier")),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.number"], name=op.f("fk_agenda_item_meeting_meeting")),
        sa.PrimaryKeyConstraint("meeting", "position", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_dossier"), ["dossier"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("meeting", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the entry that notes it"),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False, comment="from then on"),
        sa.ForeignKeyConstraint(
            ["meeting", "person_id"],
            ["roll_entry.meeting", "roll_entry.person_id"],
            name=op.f("fk_attendance_meeting_roll_entry"),
        ),
        sa.PrimaryKeyConstraint("meeting", "sequence", name=op.f("pk_attendance")),
    )
    _guard("attendance")


def _guard(table: str) -> None:
    """Have the database itself refuse to change what is on record, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION diudat_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION diudat_refuse()"
    )


def downgrade() -> None:
    """Bring the tables back; meetings that never opened, and who came or went since, are not kept."""
    op.drop_table("attendance")  # its triggers go with it
    op.drop_table("agenda_item")
    op.execute("UPDATE meeting SET follows = NULL")
    op.execute("DELETE FROM meeting WHERE chair_id IS NULL")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), nullable=True))
    op.execute("UPDATE meeting SET is_open = (standing = 'open')")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meeting_follows_meeting"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_meeting_follows"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_meeting_standing"))
        batch_op.alter_column("is_open", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("roll", existing_type=sa.Integer(), comment=None)
        for officer in _OFFICERS:
            batch_op.alter_column(officer, existing_type=sa.String(length=80), nullable=False, comment=None)
        for column in reversed(_added()):
            batch_op.drop_column(column.name)
