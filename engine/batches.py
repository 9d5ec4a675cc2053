"""Batches of decisions: recorded one by one under one name, and what became of each kept to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.access import Actor
from engine.canonical import digest
from engine.database import Database, ReadSession, for_update
from engine.queries.lists import shown_to
from engine.timeline import AnyEvent
from models.batch import Batch
from models.dossier import Dossier
from models.errors import NotFound
from models.events import EVENT
from models.person import Person
from models.requirements import Figure, Requirement
from models.timeline import TimelineEntry
from models.unit import Unit

_LATEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one dossier of a batch."""

    dossier: str
    entry: int | None
    """Sequence of the entry that recorded it; None where it was left out."""
    code: str = ""
    """What stood in its way, where it was an error."""
    figures: Mapping[str, Figure] | None = None
    unmet: tuple[Requirement, ...] = ()
    """What the regulation found missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A batch as it was recorded."""

    id: str
    at: datetime
    unit: str
    unit_name: str
    step: str
    outcomes: tuple[Outcome, ...]

    @property
    def done(self) -> int:
        """Return how many were recorded."""
        return sum(one.entry is not None for one in self.outcomes)

    @property
    def left(self) -> int:
        """Return how many were left out."""
        return len(self.outcomes) - self.done


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A dossier of a batch that the reader may see, with what was recorded of it."""

    candidate: str
    procedure: str
    event: AnyEvent | None


def name_of(account: str, key: str) -> str:
    """Return the name of the batch a form makes: the same for the same form of the same account."""
    return f"D-{digest(account.encode(), key.encode())[:16]}"


def keep(database: Database, account: str, made: Kept) -> None:
    """Keep what became of a batch; of one sent twice at once, what either sending recorded is kept."""
    table = Batch.__table__
    row = {
        "id": made.id,
        "account_id": account,
        "at": made.at,
        "unit_id": made.unit,
        "step": made.step,
        "outcomes": _written(made.outcomes),
    }
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    with database.writing() as session:
        if session.write(insert(table).on_conflict_do_nothing(), row):
            return
        before = session.scalar(for_update(select(Batch.outcomes).where(Batch.id == made.id)))
        outcomes = {one.dossier: one for one in map(_outcome, orjson.loads(before or "[]"))}
        outcomes |= {
            one.dossier: one for one in made.outcomes if one.entry is not None or one.dossier not in outcomes
        }
        merged = _written(tuple(outcomes.values()))
        session.write(update(table).where(table.c.id == made.id).values(outcomes=merged))


def kept(session: ReadSession, account: str, batch: str) -> Kept | None:
    """Return a batch of an account, if it is one of its own."""
    row = session.one(_BATCHES.where(Batch.id == batch, Batch.account_id == account))
    return None if row is None else _kept(row)


def batch(session: ReadSession, account: str, name: str) -> Kept:
    """Return a batch of an account; raises `NotFound` for anybody else's."""
    found = kept(session, account, name)
    if found is None:
        raise NotFound("batch.unknown", batch=name[:40])
    return found


def latest(session: ReadSession, account: str) -> tuple[Kept, ...]:
    """Return the newest batches of an account."""
    rows = session.rows(_BATCHES.where(Batch.account_id == account).order_by(Batch.at.desc()).limit(_LATEST))
    return tuple(map(_kept, rows))


def named(session: ReadSession, actor: Actor, found: Kept) -> Mapping[str, Named]:
    """Return the dossiers of a batch that the actor may still see, with the entries that recorded them."""
    numbers = [one.dossier for one in found.outcomes]
    rows = session.rows(
        shown_to(
            select(Dossier.number, Dossier.procedure, Person.full_name)
            .join(Person, Person.id == Dossier.candidate_id)
            .where(Dossier.number.in_(numbers)),
            actor,
        )
    )
    told = _told(session, {one.dossier: one.entry for one in found.outcomes if one.entry is not None})
    return {
        row.number: Named(candidate=row.full_name, procedure=row.procedure, event=told.get(row.number))
        for row in rows
    }


def _told(session: ReadSession, sequences: Mapping[str, int]) -> Mapping[str, AnyEvent]:
    rows = session.rows(
        select(TimelineEntry.stream, TimelineEntry.sequence, TimelineEntry.payload).where(
            TimelineEntry.stream.in_(sorted(sequences)),
            TimelineEntry.sequence.in_(sorted(set(sequences.values()))),
        )
    )
    return {
        row.stream: EVENT.validate_json(row.payload) for row in rows if sequences[row.stream] == row.sequence
    }


_BATCHES = select(Batch.id, Batch.at, Batch.unit_id, Unit.name, Batch.step, Batch.outcomes).join(
    Unit, Unit.id == Batch.unit_id
)


def _kept(row: Any) -> Kept:  # noqa: ANN401 -- a row of the columns above
    return Kept(
        id=row.id,
        at=row.at,
        unit=row.unit_id,
        unit_name=row.name,
        step=row.step,
        outcomes=tuple(map(_outcome, orjson.loads(row.outcomes))),
    )


def _written(outcomes: tuple[Outcome, ...]) -> str:
    return orjson.dumps([_plain(one) for one in outcomes]).decode()


def _plain(one: Outcome) -> dict[str, Any]:
    return {
        "dossier": one.dossier,
        "entry": one.entry,
        "code": one.code,
        "figures": dict(one.figures or {}),
        "unmet": [
            {"rule": each.rule, "source": each.source, "figures": dict(each.figures)} for each in one.unmet
        ],
    }


def _outcome(plain: Mapping[str, Any]) -> Outcome:
    return Outcome(
        dossier=plain["dossier"],
        entry=plain["entry"],
        code=plain["code"],
        figures=plain["figures"],
        unmet=tuple(
            Requirement(rule=one["rule"], source=one["source"], figures=one["figures"], met=False)
            for one in plain["unmet"]
        ),
    )
