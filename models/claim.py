"""Who has taken a step upon themselves, so that two do not begin the same work."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Claim(Base):
    """A step somebody has taken; it counts while that very opening of the step awaits somebody."""

    __tablename__ = "claim"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), primary_key=True)
    step: Mapped[str] = mapped_column(String(60), primary_key=True, comment="or `supplement`")
    attempt: Mapped[int] = mapped_column(comment="of the step; of a supplement, its round")
    opened_on: Mapped[date | None] = mapped_column(comment="day the step opened; empty for a supplement")
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    since: Mapped[datetime]
