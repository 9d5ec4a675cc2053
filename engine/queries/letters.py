"""What became of notices: those given up, those that wait for the daily mail, and those of one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from engine.database import ReadSession
from engine.messages import NO_STREAM
from models.notice import InboxMessage, Notice
from models.person import Person
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A notice that was given up until somebody has it sent again."""

    dossier: str
    """`-` for a message that is about none."""
    about: int
    """Sequence of the event it tells of; number of the message where it is about no dossier."""
    notice: str
    person: str
    """Person, or webhook for that channel."""
    channel: str
    receipt: str | None
    """Why it was given up."""
    recorded_at: datetime


def dead_letters(session: ReadSession, *, dossier: str | None = None) -> tuple[DeadLetter, ...]:
    """Return the notices given up, of one dossier or of all and about none, the oldest first."""
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
    found = [
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
    ]
    if dossier is None:
        found += [one.letter for one in dead_messages(session)]
    return tuple(sorted(found, key=lambda one: one.recorded_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadMessage:
    """A message about no dossier whose mail was given up, with whom it is for."""

    letter: DeadLetter
    subject: str
    full_name: str
    unit_name: str
    """Of the unit of its reader, as their path; both empty where they have none."""
    path: str | None


def dead_messages(
    session: ReadSession, *which: ColumnElement[bool], at_most: int | None = None
) -> tuple[DeadMessage, ...]:
    """Return the messages about no dossier whose mail was given up, the oldest first.

    `which` narrows them by message, reader and the reader's unit.
    """
    rows = session.rows(
        select(
            InboxMessage.id, InboxMessage.letter, InboxMessage.person_id, InboxMessage.subject,
            InboxMessage.mailed_at, InboxMessage.mail_receipt, InboxMessage.at, Person.full_name,
            Unit.name, Unit.path,
        )
        .join(Person, Person.id == InboxMessage.person_id)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(InboxMessage.mailed == "dead", *which)
        .order_by(InboxMessage.mailed_at, InboxMessage.id)
        .limit(at_most)
    )  # fmt: skip
    return tuple(
        DeadMessage(
            letter=DeadLetter(
                dossier=NO_STREAM, about=row.id, notice=row.letter or "", person=row.person_id,
                channel="email", receipt=row.mail_receipt, recorded_at=row.mailed_at or row.at,
            ),
            subject=row.subject, full_name=row.full_name, unit_name=row.name or "", path=row.path,
        )
        for row in rows
    )  # fmt: skip


def how_many_dead(session: ReadSession) -> int:
    """Return how many notices and messages were given up."""
    notices = session.scalar(select(func.count()).where(Notice.outcome == "dead")) or 0
    return notices + (session.scalar(select(func.count()).where(InboxMessage.mailed == "dead")) or 0)


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
