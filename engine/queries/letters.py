"""What became of notices: those given up, and those an event has already sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.database import ReadSession
from models.notice import Notice


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


def outcomes(session: ReadSession, dossier: str, about: int) -> Mapping[tuple[str, str, str], str]:
    """Return what became of an event's notices so far: `sent` or `dead` by notice, person and channel."""
    rows = session.rows(
        select(Notice.notice, Notice.person_id, Notice.channel, Notice.outcome).where(
            Notice.dossier == dossier, Notice.about == about
        )
    )
    return {(row.notice, row.person_id, row.channel): row.outcome for row in rows}
