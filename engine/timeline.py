"""The timelines: entries appended, chained by hash, and checked again from their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert, select

from engine.access import Grant
from engine.canonical import digest, plain_json
from engine.database import ReadSession, WriteSession
from models.errors import BrokenRecord
from models.events import EVENT, DossierEvents, MeetingEvents, RegisterChanged
from models.timeline import TimelineEntry

AnyEvent = DossierEvents | MeetingEvents | RegisterChanged
_INSERT = insert(TimelineEntry.__table__).inline()  # nobody asks for the row id it was given
REGISTER = "register"
"""The stream of the register of units, persons, seats, accounts, rights and workdays."""
BEGINNING = "0" * 64
"""What the first entry of a stream names as the entry before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest entry of a stream."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it was recorded."""

    stream: str
    sequence: int
    at: datetime
    actor: str
    on_behalf_of: str | None
    event: AnyEvent
    previous: str
    hash: str
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who recorded it and when, and the key under which a repetition is recognised."""

    at: datetime
    actor: str
    on_behalf_of: str | None = None
    key: str | None = None
    digest: str | None = None
    batch: str | None = None
    """The batch of decisions a step is recorded in, which its event names."""
    only: Grant | None = None
    """The one role the actor acts with; None: all they hold."""


def append(session: WriteSession, stream: str, head: Head, events: Sequence[AnyEvent], stamp: Stamp) -> Head:
    """Append the events of one command to a stream whose row the caller has locked; return its new head."""
    first = head.sequence + 1
    rows = []
    for event in events:
        row = _row(stream, head, event, stamp, first)
        head = Head(sequence=row["sequence"], hash=row["hash"])
        rows.append(row)
    session.write(_INSERT, rows if len(rows) > 1 else rows[0])
    return head


def entries(session: ReadSession, stream: str, *, since: int = 1, at_most: int | None = None) -> list[Entry]:
    """Return the timeline of a stream from a sequence on, oldest first."""
    statement = (
        select(*_COLUMNS)
        .where(TimelineEntry.stream == stream, TimelineEntry.sequence >= since)
        .order_by(TimelineEntry.sequence)
        .limit(at_most)
    )
    return [_entry(row) for row in session.rows(statement)]


def recorded_under(session: ReadSession, key: str) -> tuple[str, int, str] | None:
    """Return stream, first sequence and command digest recorded under an idempotency key."""
    statement = select(TimelineEntry.stream, TimelineEntry.first, TimelineEntry.command_digest).where(
        TimelineEntry.command_key == key
    )
    row = session.one(statement)
    return None if row is None else (row.stream, row.first, row.command_digest or "")


def verified(session: ReadSession, stream: str) -> Iterator[Entry]:
    """Yield a stream's entries, each checked against the one before and its own bytes.

    Raises `BrokenRecord` at the first entry that is altered, missing or out of order.
    """
    head = Head(sequence=0, hash=BEGINNING)
    statement = select(*_COLUMNS).where(TimelineEntry.stream == stream).order_by(TimelineEntry.sequence)
    for row in session.rows(statement):
        if row.sequence != head.sequence + 1:
            raise BrokenRecord("timeline.missing", stream=stream, sequence=head.sequence + 1)
        if row.previous != head.hash:
            raise BrokenRecord("timeline.unchained", stream=stream, sequence=row.sequence)
        if row.hash != _rehashed(row):
            raise BrokenRecord("timeline.altered", stream=stream, sequence=row.sequence)
        head = Head(sequence=row.sequence, hash=row.hash)
        yield _readable(row)


_COLUMNS = (
    TimelineEntry.stream,
    TimelineEntry.sequence,
    TimelineEntry.at,
    TimelineEntry.actor,
    TimelineEntry.on_behalf_of,
    TimelineEntry.kind,
    TimelineEntry.payload,
    TimelineEntry.previous,
    TimelineEntry.hash,
    TimelineEntry.first,
)


def _row(stream: str, head: Head, event: AnyEvent, stamp: Stamp, first: int) -> dict[str, Any]:
    sequence = head.sequence + 1
    payload = plain_json(EVENT.dump_python(event, mode="json"))
    is_first = sequence == first
    return {
        "stream": stream,
        "sequence": sequence,
        "at": stamp.at,
        "actor": stamp.actor,
        "on_behalf_of": stamp.on_behalf_of,
        "kind": event.kind,
        "payload": payload.decode(),
        "previous": head.hash,
        "hash": entry_hash(
            previous=head.hash, stream=stream, sequence=sequence, at=stamp.at, actor=stamp.actor,
            on_behalf_of=stamp.on_behalf_of, kind=event.kind, first=first, payload=payload,
        ),
        "first": first,
        "command_key": stamp.key if is_first else None,
        "command_digest": stamp.digest if is_first else None,
    }  # fmt: skip


def entry_hash(  # noqa: PLR0913 -- the fields an entry binds, each by name
    *,
    previous: str,
    stream: str,
    sequence: int,
    at: datetime,
    actor: str,
    on_behalf_of: str | None,
    kind: str,
    first: int,
    payload: bytes,
) -> str:
    """Return the hash that chains an entry to the one before; `at` counts to the microsecond."""
    head = [stream, sequence, at.isoformat(timespec="microseconds"), actor, on_behalf_of, kind, first]
    return digest(previous.encode(), plain_json(head), payload)


def _rehashed(row: Any) -> str:  # noqa: ANN401 -- a row of `_COLUMNS`
    return entry_hash(
        previous=row.previous,
        stream=row.stream,
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        kind=row.kind,
        first=row.first,
        payload=row.payload.encode(),
    )


def _readable(row: Any) -> Entry:  # noqa: ANN401 -- a row of `_COLUMNS`
    """Return an entry whose hash fits; who rewrites the newest one may still write what no event says."""
    try:
        entry = _entry(row)
    except ValidationError as unreadable:
        raise BrokenRecord("timeline.unreadable", stream=row.stream, sequence=row.sequence) from unreadable
    if entry.event.kind != row.kind:
        raise BrokenRecord("timeline.altered", stream=row.stream, sequence=row.sequence)
    return entry


def _entry(row: Any) -> Entry:  # noqa: ANN401 -- a row of `_COLUMNS`
    return Entry(
        stream=row.stream,
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        event=EVENT.validate_json(row.payload),
        previous=row.previous,
        hash=row.hash,
        first=row.first,
    )
