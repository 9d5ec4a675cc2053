"""What the walker asks before it makes something: what an event still owes, and what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.database import ReadSession
from engine.outbox import Errand
from engine.projection import STATE
from engine.queries.dossier import units_named
from engine.queries.letters import outcomes
from models.document import Document
from models.dossier import Dossier
from models.errors import NotFound
from models.events import EVENT, DossierEvents
from models.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An event with what it still owes, and the dossier as it stands."""

    event: DossierEvents
    recorded_at: datetime
    unit: str
    """The dossier's branch."""
    line: tuple[str, ...]
    """Unit ids from the branch upwards."""
    units: Mapping[str, str]
    """Names, by their ids, of the units the event speaks of."""
    procedure: str
    documents: tuple[str, ...]
    """Marks of the documents that have not been made yet, in the order in which they fell due."""
    outcomes: Mapping[tuple[str, str, str], str]
    """What became of the event's notices so far, by notice, person and channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a dossier belongs."""

    unit: str
    """Its branch."""
    procedure: str


def owed(session: ReadSession, errand: Errand) -> Owed:
    """Return what an errand still owes; raises `NotFound` where its event is not on record."""
    return happened(session, errand.stream, errand.sequence, errand.due.documents)


def happened(session: ReadSession, dossier: str, sequence: int, documents: tuple[str, ...] = ()) -> Owed:
    """Return an event with what became of its notices, and which of the documents are not made yet.

    Raises `NotFound` where it is not on record.
    """
    entry = session.one(
        select(TimelineEntry.payload, TimelineEntry.at).where(
            TimelineEntry.stream == dossier, TimelineEntry.sequence == sequence
        )
    )
    text = session.scalar(select(Dossier.state).where(Dossier.number == dossier))
    if entry is None or text is None:
        raise NotFound("event.unknown", dossier=dossier, sequence=sequence)
    state, event = STATE.validate_json(text), EVENT.validate_json(entry.payload)
    if not isinstance(event, DossierEvents):
        raise NotFound("event.unknown", dossier=dossier, sequence=sequence)
    return Owed(
        event=event,
        recorded_at=entry.at,
        unit=state.unit,
        line=state.line,
        units=units_named(session, _spoken_of(event)),
        procedure=state.procedure,
        documents=_not_made(session, documents),
        outcomes=outcomes(session, dossier, sequence),
    )


def places_of(session: ReadSession, dossiers: Iterable[str]) -> Mapping[str, Place]:
    """Return where dossiers belong, by their numbers."""
    rows = session.rows(
        select(Dossier.number, Dossier.unit_id, Dossier.procedure).where(
            Dossier.number.in_(sorted(set(dossiers)))
        )
    )
    return {row.number: Place(unit=row.unit_id, procedure=row.procedure) for row in rows}


def _spoken_of(event: DossierEvents) -> list[str]:
    named = (getattr(event, name, None) for name in ("unit", "asked_by", "from_unit", "escalated_to", "body"))
    return [one for one in named if isinstance(one, str)]


def _not_made(session: ReadSession, marks: tuple[str, ...]) -> tuple[str, ...]:
    if not marks:
        return ()
    made = select(Document.document).where(Document.document.in_(marks), Document.issued_at.is_not(None))
    known = {row.document for row in session.rows(made)}
    return tuple(mark for mark in marks if mark not in known)
