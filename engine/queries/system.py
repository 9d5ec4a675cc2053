"""The state of an installation, for whoever keeps it running: queues, what runs by itself, the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import DBAPIError

from engine import checking, signs_of_life
from engine.database import Database, ReadSession
from engine.queries.letters import how_many_dead
from models.dossier import Dossier
from models.errors import OutsideFailure
from models.outbox import OutboxRow
from models.timeline import TimelineEntry

DECISIONS = (
    "submitted", "assessed", "endorsed", "voted", "reviewed", "decided", "ceremony_held", "waiting_ended",
)  # fmt: skip
"""Kinds of entry that say how a step ended."""
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How far behind the walkers are."""

    waiting: int
    oldest_put_at: datetime | None
    late_since: datetime | None
    """Since when something waits that nobody has taken up and nothing holds back."""
    failing: int
    """Entries that were tried and failed; they are tried again by themselves."""
    done_at: datetime | None
    """When something was carried out last."""
    reasons: tuple[tuple[str, int], ...]
    """Why entries failed, the first word of it, with how many."""

    def late_by(self, at: datetime) -> timedelta:
        """Return how long at an instant something has been waiting for a walker."""
        return timedelta(0) if self.late_since is None else max(at - self.late_since, timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The installation at an instant."""

    queue: Queue
    dead: int
    """Notices given up."""
    dossiers: int
    walker_at: datetime | None
    sweep_at: datetime | None
    check: checking.Check | None
    """The newest check of the whole record that is done."""
    database_bytes: int | None
    database_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted again and again, for those who watch the machines."""

    queue: Queue
    dead: int
    decisions: Mapping[str, int]


def figures(database: Database, at: datetime) -> Figures | None:
    """Return the figures of an office; None while its database does not answer."""
    try:
        with database.reading() as session:
            return Figures(
                queue=queue(session, at), dead=how_many_dead(session), decisions=decisions(session)
            )
    except (DBAPIError, OutsideFailure):
        return None


def queue(session: ReadSession, at: datetime) -> Queue:
    """Return what waits in the outbox at an instant."""
    row = session.one(
        select(
            # What is put off for somebody's quiet hours counts as put there when they end, and a reminder
            # when its day comes.
            func.count().filter(OutboxRow.put_at <= at).label("waiting"),
            func.min(OutboxRow.put_at).filter(OutboxRow.put_at <= at).label("oldest"),
            func.count(OutboxRow.last_error).label("failing"),
            func.min(OutboxRow.available_at).filter(_is_nobodys(at)).label("late_since"),
        ).where(OutboxRow.done_at.is_(None))
    )
    newest = select(OutboxRow.done_at).where(OutboxRow.done_at.is_not(None)).order_by(OutboxRow.id.desc())
    if row is None:
        raise AssertionError  # an aggregate always has a row
    return Queue(
        waiting=row.waiting,
        oldest_put_at=row.oldest,
        late_since=row.late_since,
        failing=row.failing,
        done_at=session.scalar(newest.limit(1)),
        reasons=_reasons(session) if row.failing else (),
    )


def refuse_late(session: ReadSession, at: datetime, limit: timedelta) -> None:
    """Raise `OutsideFailure` where something has been waiting for a walker for longer than the limit.

    What was tried, failed and rests until it is tried again is not late: a mail server that is away keeps
    nobody from working.
    """
    waiting = select(func.min(OutboxRow.available_at)).where(OutboxRow.done_at.is_(None), _is_nobodys(at))
    since = session.scalar(waiting)
    if since is not None and at - since > limit:
        minutes = int((at - since).total_seconds() // 60)
        at_most = int(limit.total_seconds() // 60)
        raise OutsideFailure("outbox.late", minutes=minutes, at_most=at_most)


def decisions(session: ReadSession) -> Mapping[str, int]:
    """Return how many steps have ended, by the kind of entry that says so."""
    rows = session.rows(
        select(TimelineEntry.kind, func.count().label("entries"))
        .where(TimelineEntry.kind.in_(DECISIONS))
        .group_by(TimelineEntry.kind)
    )
    return dict.fromkeys(DECISIONS, 0) | {row.kind: row.entries for row in rows}


def state(database: Database, at: datetime) -> State:
    """Return the state of the installation."""
    with database.reading() as session:
        signs = signs_of_life.last(session)
        return State(
            queue=queue(session, at),
            dead=how_many_dead(session),
            dossiers=session.scalar(select(func.count()).select_from(Dossier)) or 0,
            walker_at=signs.get(signs_of_life.WALKER),
            sweep_at=signs.get(signs_of_life.SWEEP),
            check=checking.latest(session),
            database_bytes=_size(database, session),
            database_version=_version(session),
        )


def _is_nobodys(at: datetime) -> ColumnElement[bool]:
    unclaimed = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= at)
    return and_(OutboxRow.available_at <= at, unclaimed)


def _reasons(session: ReadSession) -> tuple[tuple[str, int], ...]:
    rows = session.rows(
        select(OutboxRow.last_error, func.count().label("entries"))
        .where(OutboxRow.done_at.is_(None), OutboxRow.last_error.is_not(None))
        .group_by(OutboxRow.last_error)
    )
    counted: dict[str, int] = {}
    for row in rows:
        # Only the code or the kind of error: what follows may name somebody.
        reason = str(row.last_error).split(maxsplit=1)[0].rstrip(":")
        counted[reason] = counted.get(reason, 0) + row.entries
    most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(most[:_MOST_REASONS])


def _size(database: Database, session: ReadSession) -> int | None:
    if database.dialect == "postgresql":
        return session.scalar(select(func.pg_database_size(func.current_database())))
    file = Path(str(database.url.database))
    return file.stat().st_size if file.is_file() else None


def _version(session: ReadSession) -> str:
    if session.dialect == "postgresql":
        version = func.current_setting("server_version")
        return f"PostgreSQL {session.scalar(select(version))}"
    return f"SQLite {session.scalar(select(func.sqlite_version()))}"
