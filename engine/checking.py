"""Checks of the whole record: asked for by somebody or by the day, carried out apart from the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, insert, or_, select, update

from engine.database import Database, ReadSession, for_update_skip_locked
from engine.verification import Fault, verify
from models.record_check import RecordCheck

LEASE = timedelta(minutes=30)
"""How long a check that began may take before it counts as lost, and is begun again."""
MOST_TOLD = 500
"""Faults that are kept with where they stand; of more, only how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of the whole record, asked for, under way or done."""

    asked_at: datetime
    began_at: datetime | None
    done_at: datetime | None
    streams: int
    entries: int
    faults: int
    told: tuple[Fault, ...]
    """The first of the faults."""


def ask(database: Database, account: str | None, at: datetime) -> bool:
    """Ask for a check; say False where one is asked for already and not yet done.

    `account` is None for the check of every day.
    """
    open_checks = select(RecordCheck.id).where(RecordCheck.done_at.is_(None)).limit(1)
    with database.writing() as session:
        if session.scalar(open_checks) is not None:
            return False
        session.write(insert(RecordCheck.__table__), {"asked_at": at, "asked_by": account})
    return True


def waits(session: ReadSession, at: datetime) -> bool:
    """Say whether a check is asked for that nobody carries out."""
    return session.scalar(select(RecordCheck.id).where(_is_free(at)).limit(1)) is not None


def carry_out(database: Database, now: Callable[[], datetime]) -> Check | None:
    """Carry out a check that was asked for, and keep what it found; None where none waits."""
    began_at = now()
    number = _begun(database, began_at)
    if number is None:
        return None
    with database.reading() as session:
        found = verify(session)
    told = [{"stream": one.stream, "sequence": one.sequence, "code": one.code} for one in found.faults]
    values = {
        "done_at": now(),
        "streams": found.streams,
        "entries": found.entries,
        "faults": len(found.faults),
        "told": orjson.dumps(told[:MOST_TOLD]).decode(),
    }
    table = RecordCheck.__table__
    with database.writing() as session:
        session.write(update(table).where(table.c.id == number).values(**values))
        row = session.one(_CHECKS.where(RecordCheck.id == number))
    return None if row is None else _check(row)


def latest(session: ReadSession) -> Check | None:
    """Return the newest check that is done."""
    row = session.one(
        _CHECKS.where(RecordCheck.done_at.is_not(None)).order_by(RecordCheck.done_at.desc()).limit(1)
    )
    return None if row is None else _check(row)


def under_way(session: ReadSession) -> Check | None:
    """Return the check that is asked for or under way, if there is one."""
    row = session.one(_CHECKS.where(RecordCheck.done_at.is_(None)).order_by(RecordCheck.id).limit(1))
    return None if row is None else _check(row)


def _begun(database: Database, at: datetime) -> int | None:
    table = RecordCheck.__table__
    chosen = select(RecordCheck.id).where(_is_free(at)).order_by(RecordCheck.id).limit(1)
    with database.writing() as session:
        number = session.scalar(for_update_skip_locked(chosen))
        if number is not None:
            session.write(update(table).where(table.c.id == number).values(began_at=at))
    return number


def _is_free(at: datetime) -> ColumnElement[bool]:
    is_lost = or_(RecordCheck.began_at.is_(None), RecordCheck.began_at < at - LEASE)
    return RecordCheck.done_at.is_(None) & is_lost


_CHECKS = select(
    RecordCheck.asked_at,
    RecordCheck.began_at,
    RecordCheck.done_at,
    RecordCheck.streams,
    RecordCheck.entries,
    RecordCheck.faults,
    RecordCheck.told,
)


def _check(row: Any) -> Check:  # noqa: ANN401 -- a row of the columns above
    return Check(
        asked_at=row.asked_at,
        began_at=row.began_at,
        done_at=row.done_at,
        streams=row.streams or 0,
        entries=row.entries or 0,
        faults=row.faults or 0,
        told=tuple(Fault(**one) for one in orjson.loads(row.told or "[]")),
    )
