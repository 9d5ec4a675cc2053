"""Checks of the whole record: asked for at the desk or due by the day, carried out by the walker."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class RecordCheck(Base):
    """One check of everything on record, from the asking to what it found."""

    __tablename__ = "record_check"
    __table_args__ = (Index(None, "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str | None] = mapped_column(
        ForeignKey("account.id"), comment="empty for the one of every day"
    )
    began_at: Mapped[datetime | None] = mapped_column(comment="newest start; one that died is begun again")
    done_at: Mapped[datetime | None]
    streams: Mapped[int | None]
    entries: Mapped[int | None]
    faults: Mapped[int | None]
    told: Mapped[str | None] = mapped_column(
        Text, comment="JSON: stream, sequence and code of the first faults"
    )
