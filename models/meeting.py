"""Meetings: what they were convened for, and the roll that was frozen when they opened."""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Meeting(Base):
    """A meeting of a body, with the counts of its frozen roll and of those present now."""

    __tablename__ = "meeting"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    held_on: Mapped[date]
    hour: Mapped[str | None] = mapped_column(String(5), comment="08:00, in the office's zone")
    place: Mapped[str | None] = mapped_column(Text, comment="none where it was not convened")
    roll_kind: Mapped[str] = mapped_column(String(30))
    follows: Mapped[str | None] = mapped_column(
        ForeignKey("meeting.number"), unique=True, comment="the meeting it is held again for"
    )
    standing: Mapped[str] = mapped_column(
        String(20), index=True, comment="convened, open, closed, adjourned or called_off"
    )
    chair_id: Mapped[str | None] = mapped_column(
        ForeignKey("person.id"), comment="who presides now, or presided last; none until it opens"
    )
    secretary_id: Mapped[str | None] = mapped_column(
        ForeignKey("person.id"), comment="as the chair; of the meeting, not of the body"
    )
    roll: Mapped[int] = mapped_column(comment="0 until it opens, as the other counts")
    present: Mapped[int]
    probationary: Mapped[int]
    probationary_present: Mapped[int]
    minutes_sha256: Mapped[str | None] = mapped_column(String(64), comment="of the PDF its officers signed")
    chair_signed: Mapped[bool]
    secretary_signed: Mapped[bool]
    sequence: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class AgendaRow(Base):
    """One dossier on the agenda of a meeting."""

    __tablename__ = "agenda_item"

    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, comment="from 1, in the order they are taken")
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), index=True)
    step: Mapped[str] = mapped_column(String(60))


class RollEntry(Base):
    """One person on the roll of a meeting, as it was frozen when it opened."""

    __tablename__ = "roll_entry"

    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.number"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(20), comment="member, probationary or excused")
    present: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text, comment="of absence, or of being excused")


class AttendanceRow(Base):
    """Somebody on the roll who arrived or left since the meeting opened; the roll itself never changes."""

    __tablename__ = "attendance"

    meeting: Mapped[str] = mapped_column(String(40), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, comment="of the entry that notes it")
    person_id: Mapped[str] = mapped_column(String(80))
    present: Mapped[bool] = mapped_column(comment="from then on")

    __table_args__ = (
        ForeignKeyConstraint(["meeting", "person_id"], ["roll_entry.meeting", "roll_entry.person_id"]),
    )


class ProxyRow(Base):
    """Somebody who authorised another to vote for them in a meeting, or took that back; in its order."""

    __tablename__ = "meeting_proxy"

    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.number"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, comment="of the entry that tells of it")
    giver_id: Mapped[str] = mapped_column(ForeignKey("person.id"), comment="who is absent")
    holder_id: Mapped[str | None] = mapped_column(
        ForeignKey("person.id"), comment="who votes for them from then on; none: nobody any more"
    )
