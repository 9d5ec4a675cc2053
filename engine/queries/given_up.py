"""Notices given up, as an administrator goes through them: to whom, why, and whether one waits again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from engine.database import ReadSession
from engine.queries.letters import DeadLetter, DeadMessage, dead_messages
from engine.queries.rights import Reach
from engine.resending import owed_again
from models.dossier import Dossier
from models.errors import NotFound
from models.notice import InboxMessage, Notice
from models.person import Person
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """One notice that was given up."""

    id: int
    """Of the notice, or of the message that is about no dossier."""
    letter: DeadLetter
    subject: str
    """Of a message about no dossier; empty for a notice, which is named by its text's id."""
    full_name: str
    """Empty for a webhook, which is named by its id."""
    unit_name: str
    path: str | None
    """Of the dossier's branch; else of the reader's unit, None where they have none."""
    waits_again: bool


def given_up(session: ReadSession, reach: Reach, *, after: int, size: int) -> tuple[GivenUp, ...]:
    """Return the notices given up about dossiers within reach, the oldest first, those after an id."""
    return _found(session, _within(reach).where(Notice.id > after).order_by(Notice.id).limit(size))


def one_given_up(session: ReadSession, reach: Reach, number: int) -> GivenUp:
    """Return one of them; raises `NotFound` for one that is not there or out of reach."""
    found = _found(session, _within(reach).where(Notice.id == number))
    if not found:
        raise NotFound("page.unknown")
    return found[0]


def messages_given_up(session: ReadSession, reach: Reach, *, size: int) -> tuple[GivenUp, ...]:
    """Return messages about no dossier whose mail to somebody within reach was given up, the oldest first."""
    return _waiting(session, dead_messages(session, reach.units_or_none(), at_most=size))


def one_message_given_up(session: ReadSession, reach: Reach, number: int) -> GivenUp:
    """Return one of them; raises `NotFound` for one that is not there or out of reach."""
    found = _waiting(session, dead_messages(session, reach.units_or_none(), InboxMessage.id == number))
    if not found:
        raise NotFound("page.unknown")
    return found[0]


def how_many(session: ReadSession, reach: Reach) -> int:
    """Return how many notices and messages given up there are within reach."""
    notices = select(func.count()).select_from(_within(reach).subquery())
    messages = (
        select(func.count())
        .select_from(InboxMessage)
        .join(Person, Person.id == InboxMessage.person_id)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(InboxMessage.mailed == "dead", reach.units_or_none())
    )
    return (session.scalar(notices) or 0) + (session.scalar(messages) or 0)


def _waiting(session: ReadSession, found: Sequence[DeadMessage]) -> tuple[GivenUp, ...]:
    waiting = owed_again(session, [one.letter for one in found]) if found else frozenset()
    return tuple(
        GivenUp(
            id=one.letter.about, letter=one.letter, subject=one.subject, full_name=one.full_name,
            unit_name=one.unit_name, path=one.path, waits_again=one.letter in waiting,
        )
        for one in found
    )  # fmt: skip


def _within(reach: Reach) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Notice.id, Notice.dossier, Notice.about, Notice.notice, Notice.person_id, Notice.channel,
            Notice.receipt, Notice.recorded_at, Person.full_name, Unit.name, Unit.path,
        )
        .join(Dossier, Dossier.number == Notice.dossier)
        .join(Unit, Unit.id == Dossier.unit_id)
        .join(Person, Person.id == Notice.person_id, isouter=True)
        .where(Notice.outcome == "dead", reach.units())
    )  # fmt: skip


def _found(session: ReadSession, statement: Select[*tuple[Any, ...]]) -> tuple[GivenUp, ...]:
    rows = session.rows(statement)
    letters = [
        DeadLetter(
            dossier=row.dossier, about=row.about, notice=row.notice, person=row.person_id,
            channel=row.channel, receipt=row.receipt, recorded_at=row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip
    waiting = owed_again(session, letters) if letters else frozenset()
    return tuple(
        GivenUp(
            id=row.id, letter=letter, subject="", full_name=row.full_name or "", unit_name=row.name,
            path=row.path, waits_again=letter in waiting,
        )
        for row, letter in zip(rows, letters, strict=True)
    )  # fmt: skip
