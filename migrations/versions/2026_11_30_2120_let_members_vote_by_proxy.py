"""let members vote by proxy."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2120"
down_revision: str | None = "2026_11_30_2115"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CAST = ("ballot_participant", "named_vote")
_BY = "who cast it by proxy; none where it was the member's own hand"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "meeting_proxy",
        sa.Column("meeting", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the entry that tells of it"),
        sa.Column("giver_id", sa.String(length=80), nullable=False, comment="who is absent"),
        sa.Column(
            "holder_id",
            sa.String(length=80),
            nullable=True,
            comment="who votes for them from then on; none: nobody any more",
        ),
        sa.ForeignKeyConstraint(
            ["meeting"], ["meeting.number"], name=op.f("fk_meeting_proxy_meeting_meeting")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_meeting_proxy_giver_id_person")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_meeting_proxy_holder_id_person")),
        sa.PrimaryKeyConstraint("meeting", "sequence", name=op.f("pk_meeting_proxy")),
    )
    _guard("meeting_proxy")
    for table in _CAST:
        _add_who_cast(table)


def _add_who_cast(table: str) -> None:
    name = f"fk_{table}_cast_by_person"
    if op.get_bind().dialect.name == "sqlite":
        # Not as a batch: that would make the table anew, and what refuses changes to it would be gone.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN cast_by VARCHAR(80) CONSTRAINT {name} REFERENCES person (id)"
        )
        return
    op.add_column(table, sa.Column("cast_by", sa.String(length=80), nullable=True, comment=_BY))
    op.create_foreign_key(name, table, "person", ["cast_by"], ["id"])


def _guard(table: str) -> None:
    """Have the database itself refuse to change what is on record, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for events, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "append_only" if level == "ROW" else "no_truncate"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION diudat_refuse()"
        )


def downgrade() -> None:
    """Bring the tables back; who cast a vote for another is not kept."""
    for table in reversed(_CAST):
        op.drop_column(table, "cast_by")
    op.drop_table("meeting_proxy")  # its triggers go with it
