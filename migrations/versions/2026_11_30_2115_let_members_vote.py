"""let members vote on their own devices."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2115"
down_revision: str | None = "2026_11_30_2110"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KEPT = ("ballot_participant", "named_vote", "counted_ballot")


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "ballot_box",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("meeting", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False, comment="open or secret"),
        sa.Column(
            "standing", sa.String(length=10), nullable=False, comment="open, counted, recorded or void"
        ),
        sa.Column(
            "present", sa.Integer(), nullable=True, comment="at the count, with who had voted and left"
        ),
        sa.Column(
            "public_key", sa.LargeBinary(), nullable=True, comment="what a secret ballot is sealed with"
        ),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_ballot_box_dossier_dossier")),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.number"], name=op.f("fk_ballot_box_meeting_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_box")),
    )
    op.create_index(op.f("ix_ballot_box_dossier"), "ballot_box", ["dossier"], unique=False)
    op.create_index(
        op.f("ix_ballot_box_standing_meeting"), "ballot_box", ["standing", "meeting"], unique=False
    )
    op.create_table(
        "ballot_participant",
        sa.Column("ballot", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot"], ["ballot_box.id"], name=op.f("fk_ballot_participant_ballot_ballot_box")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ballot_participant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("ballot", "person_id", name=op.f("pk_ballot_participant")),
        sa.UniqueConstraint("receipt", name=op.f("uq_ballot_participant_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "named_vote",
        sa.Column("ballot", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False, comment="yes, no or blank"),
        sa.ForeignKeyConstraint(["ballot"], ["ballot_box.id"], name=op.f("fk_named_vote_ballot_ballot_box")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_named_vote_person_id_person")),
        sa.PrimaryKeyConstraint("ballot", "person_id", name=op.f("pk_named_vote")),
        sqlite_with_rowid=False,
    )
    for name, column in (
        ("sealed_ballot", sa.Column("seal", sa.LargeBinary(), nullable=False)),
        (
            "counted_ballot",
            sa.Column("choice", sa.String(length=10), nullable=False, comment="yes, no or blank"),
        ),
    ):
        op.create_table(
            name,
            sa.Column("id", sa.String(length=32), nullable=False, comment="drawn by lot"),
            sa.Column("ballot", sa.String(length=60), nullable=False),
            column,
            sa.ForeignKeyConstraint(["ballot"], ["ballot_box.id"], name=op.f(f"fk_{name}_ballot_ballot_box")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
        op.create_index(op.f(f"ix_{name}_ballot"), name, ["ballot"], unique=False)
    _keep_what_was_cast()


def _keep_what_was_cast() -> None:
    """Have the database itself refuse to change who took part and what was counted, whoever asks."""
    for table in _KEPT:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            continue
        for events, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = "append_only" if level == "ROW" else "no_truncate"
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {events} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION diudat_refuse()"
            )


def downgrade() -> None:
    """Bring the tables back."""
    for name in ("counted_ballot", "sealed_ballot", "named_vote", "ballot_participant", "ballot_box"):
        op.drop_table(name)
