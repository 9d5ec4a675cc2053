"""log who reads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1512"
down_revision: str | None = "2026_11_23_1500"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column(
            "what",
            sa.String(length=80),
            nullable=False,
            comment="`dossier`, or a document's mark with the kind of file that was fetched",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_log_account_id_account")
        ),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_access_log_dossier_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_log_dossier_id"), ["dossier", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_log_account_id_id"), ["account_id", "id"], unique=False)
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_entry_actor_id"), ["actor", "id"], unique=False)
    _guard()


def downgrade() -> None:
    """Bring the tables back."""
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timeline_entry_actor_id"))
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_log_account_id_id"))
        batch_op.drop_index(batch_op.f("ix_access_log_dossier_id"))
    op.drop_table("access_log")


def _guard() -> None:
    """Have the database itself refuse to change what is on record, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER access_log_refuses_{verb.lower()} BEFORE {verb} ON access_log "
                "BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_log "
        "FOR EACH ROW EXECUTE FUNCTION diudat_refuse()"
    )
    op.execute(
        "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON access_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION diudat_refuse()"
    )
