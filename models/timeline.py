"""The timelines: append-only, chained by hash; what was typed lies apart, under its salted digest."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class TimelineEntry(Base):
    """One event of one stream; triggers refuse to change or delete it."""

    __tablename__ = "timeline_entry"
    __table_args__ = (UniqueConstraint("stream", "sequence"), Index(None, "actor", "id"))

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    stream: Mapped[str] = mapped_column(String(40), comment="number of the dossier or meeting, or `register`")
    sequence: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80), comment="account")
    on_behalf_of: Mapped[str | None] = mapped_column(String(80), comment="person")
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[str] = mapped_column(Text, comment="canonical JSON, RFC 8785")
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    first: Mapped[int] = mapped_column(comment="sequence of the first entry of the same command")
    command_key: Mapped[str | None] = mapped_column(
        String(120), unique=True, comment="idempotency key, first entry only"
    )
    command_digest: Mapped[str | None] = mapped_column(String(64))


class Enclosure(Base):
    """What was typed with a command: it may have to be erased, and the chain stays valid when it is."""

    __tablename__ = "enclosure"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    stream: Mapped[str] = mapped_column(String(40))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    body: Mapped[str | None] = mapped_column(Text, comment="canonical JSON; empty once erased")
    erased_at: Mapped[datetime | None]


class Stream(Base):
    """The newest entry of a stream that has no row of its own elsewhere, such as the register."""

    __tablename__ = "stream"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sequence: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
