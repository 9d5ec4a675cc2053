"""What awaits the vote of a body and is not being voted on, on members' own devices."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.database import ReadSession
from models.ballot import BallotBox
from models.dossier import Dossier, WorkItem
from models.person import Person
from models.procedure import StepKind
from models.state import Status

_MOST = 50
"""Dossiers listed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A dossier that awaits the vote of a body, with no ballot on it."""

    dossier: str
    candidate: str
    procedure: str
    step: str


def awaiting_body(session: ReadSession, unit: str) -> tuple[Undecided, ...]:
    """Return what awaits the vote of a body and is not being voted on, the oldest limit first."""
    held = select(BallotBox.dossier).where(
        BallotBox.step == WorkItem.step, BallotBox.standing.in_(("open", "counted"))
    )
    rows = session.rows(
        select(Dossier.number, Dossier.procedure, Person.full_name, WorkItem.step)
        .select_from(WorkItem)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .where(
            WorkItem.unit_id == unit,
            WorkItem.kind.in_((StepKind.VOTE.value, StepKind.DECISION.value)),
            Dossier.status == Status.UNDER_WAY.value,
            Dossier.number.not_in(held),
        )
        .order_by(WorkItem.due_on.is_(None), WorkItem.due_on, Dossier.number)
        .limit(_MOST)
    )
    return tuple(
        Undecided(dossier=row.number, candidate=row.full_name, procedure=row.procedure, step=row.step)
        for row in rows
    )
