"""What proves a dossier's timeline to somebody outside: its entries with their hashes, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import shown_to
from models.dossier import Dossier
from models.errors import NotFound
from models.timeline import TimelineEntry
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedEntry:
    """One entry of a timeline with everything its hash is made from."""

    sequence: int
    at: datetime
    actor: str
    on_behalf_of: str | None
    kind: str
    first: int
    payload: str
    """Canonical JSON, as it was hashed."""
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the record an actor may see."""

    dossiers: int
    entries: int


def known_number(session: ReadSession, actor: Actor, number: str) -> str:
    """Return a dossier's number as it is written; raises `NotFound` for one unknown to the actor."""
    wanted = func.lower(Dossier.number) == number.lower()
    found = session.scalar(shown_to(select(Dossier.number).where(wanted), actor))
    if found is None:
        raise NotFound("dossier.unknown", dossier=number)
    return found


def extent(session: ReadSession, actor: Actor) -> Extent:
    """Count the dossiers an actor may see, and the entries of their timelines."""
    statement = select(func.count(), func.coalesce(func.sum(Dossier.sequence), 0)).select_from(Dossier)
    row = session.one(shown_to(statement, actor))
    return Extent(dossiers=0, entries=0) if row is None else Extent(dossiers=row[0], entries=int(row[1]))


def seen(session: ReadSession, actor: Actor, numbers: frozenset[str]) -> frozenset[str]:
    """Return those of some dossiers that an actor may see."""
    rows = session.rows(shown_to(select(Dossier.number).where(Dossier.number.in_(numbers)), actor))
    return frozenset(row.number for row in rows)


def stands_above_all(session: ReadSession, actor: Actor, roles: frozenset[str]) -> bool:
    """Say whether an actor holds one of the roles over every unit, and so over register and meetings too."""
    held = {grant.unit for grant in actor.grants if grant.role in roles}
    tops = {row.id for row in session.rows(select(Unit.id).where(Unit.parent_id.is_(None)))}
    return bool(tops) and tops <= held


def proved(session: ReadSession, actor: Actor, number: str) -> tuple[ProvedEntry, ...]:
    """Return a dossier's timeline to check elsewhere; raises `NotFound`."""
    rows = session.rows(
        select(
            TimelineEntry.sequence, TimelineEntry.at, TimelineEntry.actor, TimelineEntry.on_behalf_of,
            TimelineEntry.kind, TimelineEntry.first, TimelineEntry.payload, TimelineEntry.previous,
            TimelineEntry.hash,
        )
        .where(TimelineEntry.stream == known_number(session, actor, number))
        .order_by(TimelineEntry.sequence)
    )  # fmt: skip
    return tuple(
        ProvedEntry(
            sequence=row.sequence,
            at=row.at,
            actor=row.actor,
            on_behalf_of=row.on_behalf_of,
            kind=row.kind,
            first=row.first,
            payload=row.payload,
            previous=row.previous,
            hash=row.hash,
        )
        for row in rows
    )
