"""Dossiers and the steps that await somebody: the present, as lists and inboxes need it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Dossier(Base):
    """One candidate's dossier; its row is what a decision locks."""

    __tablename__ = "dossier"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    candidate_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    procedure: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(60))
    opened_on: Mapped[date]
    joined_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(Text, comment="canonical JSON; equals the replay of the timeline")
    sequence: Mapped[int] = mapped_column(comment="of its newest timeline entry")
    head: Mapped[str] = mapped_column(String(64), comment="hash of its newest timeline entry")


class WorkItem(Base):
    """A step that awaits a body or a person."""

    __tablename__ = "work_item"
    # On SQLite the row itself is kept in the order of its key: a decision rewrites one page, not three.
    __table_args__ = (Index(None, "unit_id", "due_on"), {"sqlite_with_rowid": False})

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.number"), primary_key=True)
    step: Mapped[str] = mapped_column(String(60), primary_key=True)
    stage: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    opened_on: Mapped[date]
    due_on: Mapped[date | None]
    attempt: Mapped[int]
