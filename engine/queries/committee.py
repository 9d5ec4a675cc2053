"""What awaits a body that decides: step by step, dossier by dossier, for whoever acts for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.duties import moves
from models.account import Account
from models.claim import Claim
from models.dossier import Dossier, WorkItem
from models.person import Person
from models.procedure import StepKind
from models.unit import Unit

DECIDED = (StepKind.VOTE, StepKind.DECISION, StepKind.REVIEW)
"""Kinds of step in which a body says yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agendum:
    """One step at which dossiers await a body."""

    unit: str
    unit_name: str
    step: str
    dossiers: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Docketed:
    """One dossier that awaits a body at a step."""

    number: str
    candidate: str
    """Full name."""
    born_on: date
    branch: str
    """Name of the dossier's branch."""
    procedure: str
    since: date
    due_on: date | None
    attempt: int
    taken_by: str
    """Full name of who has taken it upon themselves, or their account; empty where nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """One page of what awaits a body at a step."""

    lines: tuple[Docketed, ...]
    has_more: bool


def agenda_of(session: ReadSession, actor: Actor, procedures: Procedures, today: date) -> tuple[Agendum, ...]:
    """Return the bodies an actor acts for with the steps that await them, as they stand in the tree."""
    late = func.sum(case((WorkItem.due_on < today, 1), else_=0))
    rows = session.rows(
        select(WorkItem.unit_id, Unit.name, WorkItem.step, func.count().label("dossiers"), late.label("late"))
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .where(_awaits(actor, procedures))
        .group_by(WorkItem.unit_id, Unit.name, Unit.path, WorkItem.step)
        .order_by(Unit.path, func.min(WorkItem.stage), WorkItem.step)
    )
    return tuple(
        Agendum(
            unit=row.unit_id or "", unit_name=row.name, step=row.step, dossiers=row.dossiers, late=row.late
        )
        for row in rows
    )


def docket(
    session: ReadSession, actor: Actor, procedures: Procedures, *, unit: str, step: str, at: int, size: int
) -> Docket:
    """Return the dossiers that await a body at a step, the oldest limit first, from the `at`-th on."""
    wanted = _lines(actor, procedures, unit, step)
    rows = session.rows(wanted.limit(size + 1).offset(at))
    return Docket(lines=tuple(map(_line, rows[:size])), has_more=len(rows) > size)


def chosen(
    session: ReadSession,
    actor: Actor,
    procedures: Procedures,
    *,
    unit: str,
    step: str,
    numbers: Sequence[str],
) -> tuple[Docketed, ...]:
    """Return those of some dossiers that await a body at a step; what awaits another is not among them."""
    wanted = _lines(actor, procedures, unit, step).where(Dossier.number.in_(sorted(set(numbers))))
    return tuple(map(_line, session.rows(wanted)))


def _lines(actor: Actor, procedures: Procedures, unit: str, step: str) -> Select[*tuple[Any, ...]]:
    taker = aliased(Person)
    wanted: Select[*tuple[Any, ...]] = (
        select(
            Dossier.number, Dossier.procedure, Person.full_name, Person.born_on, Unit.name,
            WorkItem.opened_on, WorkItem.due_on, WorkItem.attempt,
            func.coalesce(taker.full_name, Claim.account_id, "").label("taken_by"),
        )
        .select_from(WorkItem)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(Claim, _taken())
        .outerjoin(Account, Account.id == Claim.account_id)
        .outerjoin(taker, taker.id == Account.person_id)
        .where(_awaits(actor, procedures), WorkItem.unit_id == unit, WorkItem.step == step)
        .order_by(WorkItem.due_on.is_(None), WorkItem.due_on, WorkItem.opened_on, Dossier.number)
    )  # fmt: skip
    return wanted


def _line(row: Any) -> Docketed:  # noqa: ANN401 -- a row of the columns above
    return Docketed(
        number=row.number,
        candidate=row.full_name,
        born_on=row.born_on,
        branch=row.name,
        procedure=row.procedure,
        since=row.opened_on,
        due_on=row.due_on,
        attempt=row.attempt,
        taken_by=row.taken_by,
    )


def _taken() -> ColumnElement[bool]:
    """Ask for the claim on this very opening of a step: one on an earlier opening is over."""
    return and_(
        Claim.dossier == WorkItem.dossier,
        Claim.step == WorkItem.step,
        Claim.attempt == WorkItem.attempt,
        Claim.opened_on == WorkItem.opened_on,
    )


def _awaits(actor: Actor, procedures: Procedures) -> ColumnElement[bool]:
    """Ask for a step that a body decides, for which the actor holds one of the roles that act there."""
    return and_(moves(), or_(false(), *_theirs(actor, procedures)))


def _theirs(actor: Actor, procedures: Procedures) -> Iterator[ColumnElement[bool]]:
    deciding = [
        (version.id, step.id, step.acts.roles)
        for version in procedures.all()
        for stage in version.stages
        for step in stage.steps
        if step.kind in DECIDED
    ]
    held = actor.held_for("vote") & actor.held_for("decision")
    for role in sorted({grant.role for grant in held}):
        units = sorted({grant.unit for grant in held if grant.role == role})
        steps = [(version, step) for version, step, roles in deciding if role in roles]
        if steps:
            at_step = tuple_(Dossier.procedure, WorkItem.step).in_(steps)
            yield and_(WorkItem.unit_id.in_(units), at_step)
