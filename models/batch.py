"""Batches: what one sitting at the committee desk recorded at once, and what it left out."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Batch(Base):
    """One batch of decisions; its events name it, and this row keeps what became of each dossier."""

    __tablename__ = "batch"
    __table_args__ = (Index(None, "account_id", "at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), comment="the body that decided")
    step: Mapped[str] = mapped_column(String(60))
    outcomes: Mapped[str] = mapped_column(
        Text, comment="JSON, a dossier each: its entry, or what stood in its way"
    )
