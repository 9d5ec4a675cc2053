"""A dossier at a step, and the errands its office owes by then."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from engine import outbox
from engine.database import Database
from engine.outbox import Errand
from engine.queries import errands as query
from engine.queries.errands import Owed
from models.document import Document
from models.notice import InboxMessage, Notice
from models.outbox import OutboxRow
from models.timeline import TimelineEntry
from tests.roads import BRANCH, Road, noon

OPENED = date(2021, 9, 10)


def dossier_at(road: Road, step: str, opened: date = OPENED) -> tuple[str, date]:
    """Open a dossier whose papers can all be printed, drive it to a step; return it and the day after."""
    candidate = road.person(
        BRANCH, opened - timedelta(days=40), identity_number=f"079200{road.persons:06}", email=None
    )
    dossier = road.open(opened, candidate)
    return dossier, road.drive(dossier, step, opened + timedelta(days=1)) + timedelta(days=1)


def claimed(road: Road, on: date, walker: str = "test") -> list[Errand]:
    """Claim everything that waits at noon of a day."""
    return outbox.claim(road.database, walker=walker, at=noon(on), lease=timedelta(minutes=5), at_most=1000)


def the_last(road: Road, on: date) -> Errand:
    """Claim everything and return the newest errand."""
    return claimed(road, on)[-1]


def owed(road: Road, errand: Errand) -> Owed:
    """Return what an errand still owes."""
    with road.database.reading() as session:
        return query.owed(session, errand)


def kinds(road: Road, dossier: str) -> list[str]:
    """Return the kinds of a dossier's entries in order."""
    return [one.event.kind for one in road.entries(dossier)]


def notices(database: Database) -> list[tuple[str, str, str, str]]:
    """Return every notice on record: what, whom, how, and what became of it."""
    columns = select(Notice.notice, Notice.person_id, Notice.channel, Notice.outcome)
    with database.reading() as session:
        return [
            (row.notice, row.person_id, row.channel, row.outcome)
            for row in session.rows(columns.order_by(Notice.id))
        ]


def issued(database: Database) -> dict[str, bool]:
    """Return every document that is due, and whether it was made."""
    with database.reading() as session:
        rows = session.rows(select(Document.document, Document.issued_at).order_by(Document.document))
        return {row.document: row.issued_at is not None for row in rows}


def inbox_of(database: Database, person: str) -> list[tuple[str, str]]:
    """Return subject and text of what a person reads inside the program."""
    with database.reading() as session:
        rows = session.rows(
            select(InboxMessage.subject, InboxMessage.body).where(InboxMessage.person_id == person)
        )
        return [(row.subject, row.body) for row in rows]


def waiting(database: Database) -> list[tuple[str, str | None]]:
    """Return what is still to be carried out, with the error of the last try."""
    with database.reading() as session:
        rows = session.rows(
            select(OutboxRow.flow, OutboxRow.last_error)
            .where(OutboxRow.done_at.is_(None))
            .order_by(OutboxRow.id)
        )
        return [(row.flow, row.last_error) for row in rows]


def entries_of_kind(database: Database, kind: str) -> list[str]:
    """Return the payloads of all entries of a kind, on every timeline."""
    with database.reading() as session:
        rows = session.rows(
            select(TimelineEntry.payload).where(TimelineEntry.kind == kind).order_by(TimelineEntry.id)
        )
        return [row.payload for row in rows]
