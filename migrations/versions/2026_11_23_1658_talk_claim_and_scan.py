"""take steps upon oneself, talk about dossiers, attach scans of papers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_1658"
down_revision: str | None = "2026_11_23_1652"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KEPT = ("id", "dossier", "account_id", "at", "visibility", "unit_id", "body", "key")


def upgrade() -> None:
    """Bring the tables forward."""
    _claim()
    _comment()
    _scan()
    _guard()


def downgrade() -> None:
    """Bring the tables back."""
    op.drop_table("scan")
    op.drop_table("comment")
    op.drop_table("claim")


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False, comment="or `supplement`"),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="of the step; of a supplement, its round"),
        sa.Column(
            "opened_on", sa.Date(), nullable=True, comment="day the step opened; empty for a supplement"
        ),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_claim_account_id_account")),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_claim_dossier_dossier")),
        sa.PrimaryKeyConstraint("dossier", "step", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_account_id"), ["account_id"], unique=False)


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "visibility", sa.String(length=20), nullable=False, comment="`unit`, `readers` or `inspectors`"
        ),
        sa.Column(
            "unit_id",
            sa.String(length=80),
            nullable=True,
            comment="whose people read it, where it is for a unit alone",
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True, comment="of the form: sent once"),
        sa.Column(
            "struck_at", sa.DateTime(timezone=True), nullable=True, comment="when its author struck it out"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_account_id_account")),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_comment_dossier_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_comment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("key", name=op.f("uq_comment_key")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_dossier_id"), ["dossier", "id"], unique=False)


def _scan() -> None:
    op.create_table(
        "scan",
        sa.Column("dossier", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the entry that attached it"),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column(
            "kind", sa.String(length=10), nullable=False, comment="`pdf`, `jpeg` or `png`, by its content"
        ),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the file in the archive"),
        sa.Column(
            "enclosure",
            sa.String(length=64),
            nullable=False,
            comment="digest under which its name is kept",
        ),
        sa.Column(
            "standing",
            sa.String(length=20),
            nullable=False,
            comment="`waiting`, `clean`, `released` or `infected`",
        ),
        sa.Column(
            "settled", sa.Integer(), nullable=True, comment="sequence of the entry that ended the waiting"
        ),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.number"], name=op.f("fk_scan_dossier_dossier")),
        sa.PrimaryKeyConstraint("dossier", "sequence", name=op.f("pk_scan")),
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_sha256"), ["sha256"], unique=False)


def _guard() -> None:
    """Have the database itself refuse to delete a comment, or to change more than that it was struck out."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _KEPT)
    only_struck = f"OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR {changed}"
    if is_sqlite:
        op.execute(
            "CREATE TRIGGER comment_refuses_delete BEFORE DELETE ON comment "
            "BEGIN SELECT RAISE(ABORT, 'comment is kept'); END"
        )
        op.execute(
            f"CREATE TRIGGER comment_refuses_update BEFORE UPDATE ON comment WHEN {only_struck} "
            "BEGIN SELECT RAISE(ABORT, 'comment is kept'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER no_delete BEFORE DELETE ON comment FOR EACH ROW EXECUTE FUNCTION diudat_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER only_struck_out BEFORE UPDATE ON comment FOR EACH ROW WHEN ({only_struck}) "
        "EXECUTE FUNCTION diudat_refuse()"
    )
    op.execute(
        "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON comment "
        "FOR EACH STATEMENT EXECUTE FUNCTION diudat_refuse()"
    )
