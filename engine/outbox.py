"""The outbox: what recorded events still owe, put in their transaction, claimed by walkers, done once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from engine.canonical import plain_json
from engine.database import Database, ReadSession, WriteSession, for_update_skip_locked
from models.outbox import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A notice that is due, and whom the procedure names."""

    notice: str
    to: tuple[Mapping[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one event owes: documents by their mark, notices by their addressees."""

    documents: tuple[str, ...] = ()
    notices: tuple[Addressed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One claimed row: an event of a timeline with what it owes."""

    id: int
    stream: str
    sequence: int
    flow: str
    due: Due
    attempts: int
    put_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far behind the walkers are."""

    waiting: int
    oldest_put_at: datetime | None
    failing: int
    """Rows that were tried at least once and failed."""


def word(notice: str, persons: Iterable[str], **narrowed: str) -> Due:
    """Return a notice owed to persons by name; `narrowed` is what the sending of it again adds to each."""
    to = tuple({"unit": None, "role": None, "person": one, **narrowed} for one in persons)
    return Due(notices=(Addressed(notice=notice, to=to),))


_PUT = insert(OutboxRow.__table__).inline()  # nobody asks for the row id it was given


def put(session: WriteSession, stream: str, sequence: int, flow: str, due: Due, at: datetime) -> None:
    """Owe something for an event, in the event's own transaction."""
    session.write(
        _PUT,
        {
            "stream": stream,
            "sequence": sequence,
            "flow": flow,
            "due": written(due),
            "put_at": at,
            "available_at": at,
            "attempts": 0,
        },
    )


def written(due: Due) -> str:
    """Return what is owed as it is kept: alike for what is alike."""
    return plain_json(_plain(due)).decode()


def is_owed(session: ReadSession, stream: str, sequence: int, due: Due) -> bool:
    """Say whether exactly this is owed for an event and not yet done."""
    waiting = select(OutboxRow.id).where(
        OutboxRow.stream == stream,
        OutboxRow.sequence == sequence,
        OutboxRow.due == written(due),
        OutboxRow.done_at.is_(None),
    )
    return session.scalar(waiting) is not None


def claim(database: Database, *, walker: str, at: datetime, lease: timedelta, at_most: int) -> list[Errand]:
    """Claim waiting rows for a walker until the lease ends; what it does not finish by then is free again.

    Rows of one timeline are claimed oldest first. Several walkers share the queue without waiting for each
    other.
    """
    chosen = select(OutboxRow.id).where(_free(walker, at)).order_by(OutboxRow.id).limit(at_most)
    with database.writing() as session:
        ids = [row.id for row in session.rows(for_update_skip_locked(chosen))]
        if not ids:
            return []
        session.write(
            update(OutboxRow.__table__)
            .where(OutboxRow.__table__.c.id.in_(ids))
            .values(claimed_by=walker, claimed_until=at + lease, attempts=OutboxRow.__table__.c.attempts + 1)
        )
        rows = session.rows(select(*_COLUMNS).where(OutboxRow.id.in_(ids)).order_by(OutboxRow.id))
    return [_errand(row) for row in rows]


def waits(session: ReadSession, walker: str, at: datetime) -> bool:
    """Say whether there is anything that a walker could claim at an instant."""
    return session.scalar(select(OutboxRow.id).where(_free(walker, at)).limit(1)) is not None


def done(database: Database, errands: Sequence[Errand], at: datetime) -> None:
    """Say that everything the rows owe has been made and recorded."""
    _finish(database, errands, done_at=at, claimed_by=None, claimed_until=None, last_error=None)


def ended(session: WriteSession, errand: Errand, at: datetime) -> bool:
    """End a row in the transaction that makes what it owes; say False where another walker has ended it."""
    table = OutboxRow.__table__
    unended = update(table).where(table.c.id == errand.id, table.c.done_at.is_(None))
    return session.write(unended.values(done_at=at)) == 1


def failed(database: Database, errand: Errand, *, error: str, again_at: datetime) -> None:
    """Give a row back after a failure, to be tried again at an instant."""
    _finish(database, [errand], available_at=again_at, claimed_by=None, claimed_until=None, last_error=error)


def put_off(database: Database, errand: Errand, until: datetime) -> None:
    """Give a row back that may only be finished later; it counts as put there then, and as not tried yet."""
    _finish(
        database, [errand], available_at=until, put_at=until, attempts=errand.attempts - 1, claimed_by=None,
        claimed_until=None, last_error=None,
    )  # fmt: skip


def renew(database: Database, errands: Sequence[Errand], until: datetime) -> None:
    """Keep claimed rows for longer, while their wave is still under way."""
    _finish(database, errands, claimed_until=until)


def lag(session: ReadSession) -> Lag:
    """Count what waits, since when, and what keeps failing."""
    row = session.one(
        select(
            func.count().label("waiting"),
            func.min(OutboxRow.put_at).label("oldest"),
            func.count(OutboxRow.last_error).label("failing"),
        ).where(OutboxRow.done_at.is_(None))
    )
    if row is None:
        return Lag(waiting=0, oldest_put_at=None, failing=0)
    return Lag(waiting=row.waiting, oldest_put_at=row.oldest, failing=row.failing)


def _free(walker: str, at: datetime) -> ColumnElement[bool]:
    """Say of a row that a walker may claim it: it is due, and no other walker holds it."""
    return and_(
        OutboxRow.done_at.is_(None),
        OutboxRow.available_at <= at,
        or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= at, OutboxRow.claimed_by == walker),
    )


def _finish(database: Database, errands: Sequence[Errand], **values: object) -> None:
    ids = [errand.id for errand in errands]
    with database.writing() as session:
        session.write(update(OutboxRow.__table__).where(OutboxRow.__table__.c.id.in_(ids)).values(**values))


_COLUMNS = (
    OutboxRow.id,
    OutboxRow.stream,
    OutboxRow.sequence,
    OutboxRow.flow,
    OutboxRow.due,
    OutboxRow.attempts,
    OutboxRow.put_at,
)


def _errand(row: Any) -> Errand:  # noqa: ANN401 -- a row of the columns above
    return Errand(
        id=row.id,
        stream=row.stream,
        sequence=row.sequence,
        flow=row.flow,
        due=_due(json.loads(row.due)),
        attempts=row.attempts,
        put_at=row.put_at,
    )


def _plain(due: Due) -> dict[str, Any]:
    notices = [{"notice": one.notice, "to": [dict(whom) for whom in one.to]} for one in due.notices]
    return {"documents": list(due.documents), "notices": notices}


def _due(plain: Mapping[str, Any]) -> Due:
    return Due(
        documents=tuple(plain["documents"]),
        notices=tuple(Addressed(notice=one["notice"], to=tuple(one["to"])) for one in plain["notices"]),
    )
