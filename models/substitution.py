"""Roles given over to somebody else while their holder is absent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Substitution(Base):
    """That one account may do some of the tasks of another in one unit, for some days."""

    __tablename__ = "substitution"
    __table_args__ = (CheckConstraint("until >= since", name="ends_after_it_begins"),)

    id: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="`LT-` and the register's sequence of the offer"
    )
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True, comment="who is absent")
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    substitute_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    tasks: Mapped[str] = mapped_column(String(200), comment="kinds of task, with a comma between")
    since: Mapped[date]
    until: Mapped[date] = mapped_column(comment="the last day")
    reason: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(String(20), comment="offered, accepted, declined or ended")
    offered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(comment="accepted or declined")
    ended_at: Mapped[datetime | None]
