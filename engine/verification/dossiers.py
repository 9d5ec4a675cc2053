"""A dossier's rows: each must be what its timeline, replayed, gives again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from engine import rules
from engine.database import ReadSession
from engine.projection import STATE
from engine.timeline import Entry
from engine.verification.reading import Fault, rows_as_kept
from models.dossier import Dossier, WorkItem
from models.person import Mentorship
from models.state import DossierState, OpenStep


def dossier_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield where the dossier's row, the steps that wait and the guides differ from the replay."""
    state: DossierState | None = None
    for entry in told:
        state = rules.evolve(state, entry.event, entry.sequence)
    if state is None:
        raise AssertionError(name)  # its first entry opens it
    kept = rows_as_kept(session, select(*_SHOWN).where(Dossier.number == name))
    text = session.scalar(select(Dossier.state).where(Dossier.number == name))
    newest = told[-1].sequence
    if _read(text) != state:
        yield Fault(stream=name, sequence=newest, code="state.differs")
    if kept is None or [tuple(row) for row in kept] != [_shown(state, told[-1])]:
        yield Fault(stream=name, sequence=newest, code="dossier.differs")
    if _work_items(session, name) != {_waiting(one) for one in state.open}:
        yield Fault(stream=name, sequence=newest, code="work_items.differ")
    if _guides(session, name) != [
        (position, one.person, one.role, one.unit, one.since, one.until)
        for position, one in enumerate(state.guides)
    ]:
        yield Fault(stream=name, sequence=newest, code="guides.differ")


def _read(text: str | None) -> DossierState | None:
    """Return the state a row keeps; None where it keeps none that can be read."""
    try:
        return STATE.validate_json(text or "")
    except ValidationError:
        return None


_SHOWN = (
    Dossier.status,
    Dossier.stage,
    Dossier.unit_id,
    Dossier.procedure,
    Dossier.candidate_id,
    Dossier.source,
    Dossier.opened_on,
    Dossier.joined_on,
    Dossier.ended_on,
    Dossier.changed_at,
)


def _shown(state: DossierState, newest: Entry) -> tuple[object, ...]:
    return (
        state.status.value, state.stage, state.unit, state.procedure, state.candidate, state.source,
        state.opened_on, state.joined_on, state.ended_on, newest.at,
    )  # fmt: skip


def _work_items(session: ReadSession, name: str) -> set[tuple[Any, ...]] | None:
    rows = rows_as_kept(
        session,
        select(
            WorkItem.step, WorkItem.stage, WorkItem.kind, WorkItem.unit_id, WorkItem.opened_on,
            WorkItem.due_on, WorkItem.attempt,
        ).where(WorkItem.dossier == name),
    )  # fmt: skip
    return None if rows is None else {tuple(row) for row in rows}


def _waiting(one: OpenStep) -> tuple[Any, ...]:
    return one.step, one.stage, one.kind.value, one.unit, one.opened_on, one.due_on, one.attempt


def _guides(session: ReadSession, name: str) -> list[tuple[Any, ...]] | None:
    rows = rows_as_kept(
        session,
        select(
            Mentorship.position, Mentorship.person_id, Mentorship.role, Mentorship.unit_id,
            Mentorship.since, Mentorship.until,
        )
        .where(Mentorship.dossier == name)
        .order_by(Mentorship.position),
    )  # fmt: skip
    return None if rows is None else [tuple(row) for row in rows]
