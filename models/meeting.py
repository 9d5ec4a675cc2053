"""Meetings and the roll that was frozen when they opened."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Meeting(Base):
    """A meeting of a body, with the counts of its frozen roll."""

    __tablename__ = "meeting"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    held_on: Mapped[date]
    roll_kind: Mapped[str] = mapped_column(String(30))
    chair_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    secretary_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    roll: Mapped[int]
    present: Mapped[int]
    probationary: Mapped[int]
    probationary_present: Mapped[int]
    is_open: Mapped[bool]
    sequence: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class RollEntry(Base):
    """One person on the roll of a meeting."""

    __tablename__ = "roll_entry"

    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.number"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(20), comment="member, probationary or excused")
    present: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text, comment="of absence, or of being excused")
