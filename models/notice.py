"""Notices that went out or were given up, the in-app inbox, and the addresses events are posted to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Notice(Base):
    """One notice to one person over one channel about one event: at most one row."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("dossier", "about", "notice", "person_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"))
    about: Mapped[int] = mapped_column(comment="sequence of the event it tells of")
    notice: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str] = mapped_column(String(80), comment="person, or webhook for that channel")
    channel: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(10), index=True, comment="sent, dead, digest or unwanted")
    receipt: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]


class InboxMessage(Base):
    """A notice as a person reads it inside the program; one about something else belongs to none."""

    __tablename__ = "inbox_message"
    __table_args__ = (Index(None, "person_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    dossier: Mapped[str | None] = mapped_column(ForeignKey("dossier.number"))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    letter: Mapped[str | None] = mapped_column(
        String(60), comment="kind of letter, of what belongs to no dossier and is on no timeline"
    )
    mailed: Mapped[str | None] = mapped_column(String(10), comment="sent or dead, of such a letter")
    mailed_at: Mapped[datetime | None]
    mail_receipt: Mapped[str | None] = mapped_column(Text, comment="why it was given up")


class Webhook(Base):
    """An address to which events of a unit and all below it are posted, signed."""

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
