"""The access log: that somebody read a dossier or one of its documents, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from engine.database import Database, ReadSession
from models.access import AccessLine

DOSSIER = "dossier"
"""What was read, where it was the dossier's own page."""
BALLOT = "ballot"
"""What was read, where it was a ballot: its candidate and what is asked, by a voter too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One line of the log."""

    account: str
    dossier: str
    at: datetime
    what: str


def note(database: Database, reading: Reading) -> None:
    """Keep that somebody read something; called once it is certain that they may."""
    row = {
        "at": reading.at, "account_id": reading.account, "dossier": reading.dossier, "what": reading.what,
    }  # fmt: skip
    with database.writing() as session:
        session.write(insert(AccessLine.__table__), row)


def note_all(database: Database, account: str, dossiers: Sequence[str], *, at: datetime, what: str) -> None:
    """Keep that somebody took a whole list away: a line for every dossier in it."""
    rows = [{"at": at, "account_id": account, "dossier": dossier, "what": what} for dossier in dossiers]
    if rows:
        with database.writing() as session:
            session.write(insert(AccessLine.__table__), rows)


def readings(session: ReadSession, dossier: str) -> tuple[Reading, ...]:
    """Return who read a dossier, the earliest first."""
    rows = session.rows(
        select(AccessLine.account_id, AccessLine.at, AccessLine.what)
        .where(AccessLine.dossier == dossier)
        .order_by(AccessLine.id)
    )
    return tuple(Reading(account=row.account_id, dossier=dossier, at=row.at, what=row.what) for row in rows)
