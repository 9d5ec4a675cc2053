"""What must hold of everything recorded, whatever was asked."""

from __future__ import annotations

from sqlalchemy import func, select

from engine import rules
from engine.timeline import Entry
from engine.verification import verify
from models.base import Base
from models.dossier import WorkItem
from models.person import Mentorship
from models.state import DossierState
from tests.roads import Road


def replayed(told: list[Entry]) -> DossierState:
    state = None
    for entry in told:
        state = rules.evolve(state, entry.event, entry.sequence)
    assert state is not None
    return state


def assert_sound(road: Road, dossier: str, *, whole: bool = True) -> None:
    """Everything recorded of a dossier tells the same story; with `whole`, everything else verifies too."""
    state = road.state(dossier)
    with road.database.reading() as session:
        items = session.rows(
            select(WorkItem.step, WorkItem.stage, WorkItem.unit_id, WorkItem.opened_on, WorkItem.due_on)
            .where(WorkItem.dossier == dossier)
        )  # fmt: skip
        guides = session.rows(
            select(
                Mentorship.person_id, Mentorship.role, Mentorship.unit_id, Mentorship.since, Mentorship.until
            )
            .where(Mentorship.dossier == dossier)
            .order_by(Mentorship.position)
        )
        verified = verify(session, None if whole else dossier)
    assert replayed(road.entries(dossier)) == state
    assert {tuple(row) for row in items} == {
        (one.step, one.stage, one.unit, one.opened_on, one.due_on) for one in state.open
    }
    assert [tuple(row) for row in guides] == [
        (one.person, one.role, one.unit, one.since, one.until) for one in state.guides
    ]
    assert verified.faults == ()


def count(road: Road, *tables: type[Base]) -> list[int]:
    """Return how many rows each table has."""
    with road.database.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
