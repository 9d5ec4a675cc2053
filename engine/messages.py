"""What a person reads inside the program; what is about no dossier is mailed by an errand of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from engine import outbox
from engine.database import Database, ReadSession, WriteSession
from engine.outbox import Errand
from models.account import Account
from models.notice import InboxMessage
from models.person import Person

FLOW = "letters"
"""Of the errands that mail what is about no dossier."""
NO_STREAM = "-"
"""Stands for the timeline of such an errand; its sequence is the message's number."""
_ROWS_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The person behind an account, who can be told something."""

    person: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message about no dossier, on its way to its reader's mail address."""

    email: str | None
    language: str
    subject: str
    body: str
    at: datetime
    mailed: str | None
    """What became of it: sent or dead; None while it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one person is told."""

    person: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message as its reader sees it."""

    id: int
    dossier: str | None
    subject: str
    body: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """One page of somebody's messages, the newest first."""

    messages: tuple[Told, ...]
    unread: int
    """In all, not on this page alone."""
    before: int | None
    """Where the next page goes on; None where there is none."""


def reader_of(session: ReadSession, account: str) -> Reader | None:
    """Return the person behind an account; None for an account of nobody."""
    row = session.one(
        select(Person.id, Person.language)
        .join(Account, Account.person_id == Person.id)
        .where(Account.id == account)
    )
    return None if row is None else Reader(person=row.id, language=row.language)


def readers_of(session: ReadSession, persons: Collection[str]) -> tuple[Reader, ...]:
    """Return those of some persons whom the register knows."""
    rows = session.rows(
        select(Person.id, Person.language).where(Person.id.in_(sorted(persons))).order_by(Person.id)
    )
    return tuple(Reader(person=row.id, language=row.language) for row in rows)


def tell(database: Database, person: str, letter: str, subject: str, body: str, at: datetime) -> None:
    """Tell somebody about their own account: in the program at once, and by mail, which is owed."""
    with database.writing() as session:
        _tell(session, letter, (Word(person=person, subject=subject, body=body),), at)


def carry_word(database: Database, errand: Errand, letter: str, words: Sequence[Word], at: datetime) -> bool:
    """Tell everybody an errand names, and end it, all in one transaction.

    So whoever carries it out may fall at any moment: everybody is told once. Says False where it was ended
    before, and then tells nobody.
    """
    with database.writing() as session:
        if not outbox.ended(session, errand, at):
            return False
        _tell(session, letter, words, at)
    return True


def _tell(session: WriteSession, letter: str, words: Sequence[Word], at: datetime) -> None:
    if not words:
        return
    table = InboxMessage.__table__
    rows = [
        {"person_id": one.person, "subject": one.subject, "body": one.body, "letter": letter, "at": at}
        for one in words
    ]
    told = session.write_returning(insert(table).returning(InboxMessage.id, InboxMessage.person_id), rows)
    with session.together():
        for one in told:
            outbox.put(session, NO_STREAM, one.id, FLOW, outbox.word(letter, [one.person_id]), at)


def letter(session: ReadSession, message: int) -> Letter | None:
    """Return a message that is to be mailed."""
    row = session.one(
        select(
            Person.email, Person.language, InboxMessage.subject, InboxMessage.body, InboxMessage.at,
            InboxMessage.mailed,
        )
        .join(Person, Person.id == InboxMessage.person_id)
        .where(InboxMessage.id == message, InboxMessage.notice_id.is_(None))
    )  # fmt: skip
    if row is None:
        return None
    return Letter(
        email=row.email, language=row.language, subject=row.subject, body=row.body, at=row.at,
        mailed=row.mailed,
    )  # fmt: skip


def note_mailed(
    database: Database, message: int, outcome: str, at: datetime, receipt: str | None = None
) -> None:
    """Note what became of a message's mail and, where it was given up, why."""
    table = InboxMessage.__table__
    values = {"mailed": outcome, "mailed_at": at, "mail_receipt": receipt}
    with database.writing() as session:
        session.write(update(table).where(table.c.id == message).values(**values))


def messages_of(session: ReadSession, person: str, *, before: int | None = None) -> Messages:
    """Return what somebody was told, a page at a time, from before a message on."""
    statement = select(
        InboxMessage.id, InboxMessage.dossier, InboxMessage.subject, InboxMessage.body, InboxMessage.at,
        InboxMessage.read_at,
    ).where(InboxMessage.person_id == person)  # fmt: skip
    if before is not None:
        statement = statement.where(InboxMessage.id < before)
    rows = session.rows(statement.order_by(InboxMessage.id.desc()).limit(_ROWS_A_PAGE + 1))
    shown = rows[:_ROWS_A_PAGE]
    return Messages(
        messages=tuple(
            Told(
                id=row.id, dossier=row.dossier, subject=row.subject, body=row.body, at=row.at,
                is_read=row.read_at is not None,
            )
            for row in shown
        ),
        unread=unread(session, person),
        before=shown[-1].id if len(rows) > _ROWS_A_PAGE else None,
    )  # fmt: skip


_UNREAD = (
    select(func.count())
    .select_from(InboxMessage)
    .where(InboxMessage.person_id == bindparam("person"), InboxMessage.read_at.is_(None))
)


def unread(session: ReadSession, person: str) -> int:
    """Count what somebody has not read yet."""
    return session.scalar(_UNREAD, {"person": person}) or 0


def read_up_to(database: Database, person: str, newest: int, at: datetime) -> int:
    """Note that somebody has read everything up to a message; return how much that was."""
    table = InboxMessage.__table__
    seen = (table.c.person_id == person, table.c.id <= newest, table.c.read_at.is_(None))
    with database.writing() as session:
        return session.write(update(table).where(*seen).values(read_at=at))
