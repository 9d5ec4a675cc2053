"""The outbox: what a recorded event still owes, put there in the event's own transaction."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class OutboxRow(Base):
    """Documents and notices one event asks for."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "available_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    stream: Mapped[str] = mapped_column(
        String(40), comment="timeline of a dossier, a meeting or the register; `-` for the mail of a message"
    )
    sequence: Mapped[int] = mapped_column(comment="of the event on its timeline; of a mail, the message")
    flow: Mapped[str] = mapped_column(String(60))
    due: Mapped[str] = mapped_column(Text, comment="canonical JSON: documents and notices")
    put_at: Mapped[datetime]
    available_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
