"""What became of notices: those given up, those that wait for the daily mail, and those of one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.database import ReadSession
from models.notice import Notice
from models.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A notice that was given up until somebody has it sent again."""

    dossier: str
    about: int
    """Sequence of the event it tells of."""
    notice: str
    person: str
    """Person, or webhook for that channel."""
    channel: str
    receipt: str | None
    """Why it was given up."""
    recorded_at: datetime


def dead_letters(session: ReadSession, *, dossier: str | None = None) -> tuple[DeadLetter, ...]:
    """Return the notices given up, of one dossier or of all, the oldest first."""
    statement = (
        select(
            Notice.dossier, Notice.about, Notice.notice, Notice.person_id, Notice.channel, Notice.receipt,
            Notice.recorded_at,
        )
        .where(Notice.outcome == "dead")
        .order_by(Notice.recorded_at, Notice.id)
    )  # fmt: skip
    if dossier is not None:
        statement = statement.where(Notice.dossier == dossier)
    return tuple(
        DeadLetter(
            dossier=row.dossier,
            about=row.about,
            notice=row.notice,
            person=row.person_id,
            channel=row.channel,
            receipt=row.receipt,
            recorded_at=row.recorded_at,
        )
        for row in session.rows(statement)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A notice that waits for somebody's daily mail."""

    person: str
    email: str | None
    language: str
    dossier: str
    about: int
    """Sequence of the event it tells of."""
    notice: str


def gathered(session: ReadSession, before: datetime) -> tuple[Gathered, ...]:
    """Return what was put by for the daily mail before an instant, person by person, the oldest first."""
    rows = session.rows(
        select(Notice.person_id, Person.email, Person.language, Notice.dossier, Notice.about, Notice.notice)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.outcome == "digest", Notice.recorded_at < before)
        .order_by(Notice.person_id, Notice.id)
    )
    return tuple(
        Gathered(
            person=row.person_id,
            email=row.email,
            language=row.language,
            dossier=row.dossier,
            about=row.about,
            notice=row.notice,
        )
        for row in rows
    )


def outcomes(session: ReadSession, dossier: str, about: int) -> Mapping[tuple[str, str, str], str]:
    """Return what became of an event's notices so far, by notice, person and channel.

    Sent, put by for the daily mail (`digest`), not wanted (`unwanted`), or given up (`dead`).
    """
    rows = session.rows(
        select(Notice.notice, Notice.person_id, Notice.channel, Notice.outcome).where(
            Notice.dossier == dossier, Notice.about == about
        )
    )
    return {(row.notice, row.person_id, row.channel): row.outcome for row in rows}
