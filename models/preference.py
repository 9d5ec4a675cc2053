"""What people choose for themselves: which mails they want and when, and a calendar they subscribe to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class NoticePreference(Base):
    """How one person wants to be told by mail; whoever has no row is told at once, at any hour."""

    __tablename__ = "notice_preference"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    modes: Mapped[str] = mapped_column(
        Text, comment="JSON: channel → kind of notice → at_once, digest, never"
    )
    quiet_from: Mapped[int | None] = mapped_column(comment="minute of the office's day; no hours where null")
    quiet_until: Mapped[int | None]
    quiet_on_days_off: Mapped[bool] = mapped_column(comment="all of a day on which the office does not work")
    chosen_at: Mapped[datetime]


class CalendarFeed(Base):
    """The secret address under which an account's deadlines can be read as a calendar."""

    __tablename__ = "calendar_feed"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, comment="digest of the secret, which is not kept"
    )
    made_at: Mapped[datetime]
    content_sha256: Mapped[str | None] = mapped_column(String(64), comment="of what was last read")
    changed_at: Mapped[datetime | None] = mapped_column(comment="when it was first read so")
