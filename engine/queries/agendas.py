"""Agendas: what a meeting takes in order and what became of each, and which meetings follow one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.database import ReadSession
from engine.procedures import Procedures
from engine.sittings import VOTED, VoteIn, agenda_of, is_voted_by, votes_in
from models.dossier import Dossier, WorkItem
from models.events import AgendaItem
from models.meeting import Meeting
from models.person import Person
from models.state import Status
from models.unit import Unit

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One dossier before a body at a step: on an agenda, or awaiting a place on one."""

    dossier: str
    step: str
    procedure: str
    candidate: str
    """Full name."""
    born_on: date
    branch: str
    """Name of its branch."""
    due_on: date | None = None
    awaits: bool = False
    """Whether it awaits the body at this step now."""
    outcome: str = ""
    """What the meeting decided; empty while it has not."""
    recorded_in: int | None = None
    """Sequence of the entry that says so, on the dossier's timeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One meeting of a chain of meetings held again for one another."""

    number: str
    held_on: date
    standing: str


def points_of(session: ReadSession, number: str, unit: str) -> tuple[Point, ...]:
    """Return the agenda of a meeting of a unit in its order, each with what became of it."""
    items = agenda_of(session, number)
    if not items:
        return ()
    dossiers = sorted({one.dossier for one in items})
    votes = {(one.dossier, one.event.step): one for one in votes_in(session, number, dossiers)}
    facts = _facts(session, dossiers, unit)
    return tuple(_point(one, facts, votes.get((one.dossier, one.step))) for one in items)


def awaiting_points(
    session: ReadSession, unit: str, roll_kind: str, procedures: Procedures
) -> tuple[Point, ...]:
    """Return what awaits a body and is voted on over a kind of roll, the earliest limit of a step first."""
    rows = session.rows(
        select(
            Dossier.number, Dossier.procedure, WorkItem.step, WorkItem.due_on, Person.full_name,
            Person.born_on, Unit.name,
        )
        .join_from(WorkItem, Dossier, Dossier.number == WorkItem.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(
            WorkItem.unit_id == unit, WorkItem.kind.in_(VOTED), Dossier.status == Status.UNDER_WAY.value
        )
        .order_by(WorkItem.step, WorkItem.due_on.is_(None), WorkItem.due_on, Dossier.number)
    )  # fmt: skip
    return tuple(
        Point(
            dossier=row.number, step=row.step, procedure=row.procedure, candidate=row.full_name,
            born_on=row.born_on, branch=row.name, due_on=row.due_on, awaits=True,
        )
        for row in rows
        if is_voted_by(procedures, row.procedure, row.step, roll_kind)
    )  # fmt: skip


def chain_of(session: ReadSession, number: str) -> tuple[Link, ...]:
    """Return the meetings held again for one another that a meeting is one of, the first first."""
    found: list[Link] = []
    earlier: str | None = number
    while earlier is not None and len(found) < _LONGEST_CHAIN:
        row = session.one(
            select(Meeting.number, Meeting.held_on, Meeting.standing, Meeting.follows).where(
                Meeting.number == earlier
            )
        )
        if row is None:
            break
        found.insert(0, Link(number=row.number, held_on=row.held_on, standing=row.standing))
        earlier = row.follows
    while found and len(found) < _LONGEST_CHAIN:
        row = session.one(
            select(Meeting.number, Meeting.held_on, Meeting.standing, Meeting.follows).where(
                Meeting.follows == found[-1].number
            )
        )
        if row is None:
            break
        found.append(Link(number=row.number, held_on=row.held_on, standing=row.standing))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    procedure: str
    candidate: str
    born_on: date
    branch: str
    awaited: Mapping[str, date | None]
    """Step at which it awaits the body → its limit."""


def _facts(session: ReadSession, dossiers: Sequence[str], unit: str) -> Mapping[str, _Facts]:
    awaited: dict[str, dict[str, date | None]] = {}
    for row in session.rows(
        select(WorkItem.dossier, WorkItem.step, WorkItem.due_on)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .where(
            WorkItem.dossier.in_(dossiers),
            WorkItem.unit_id == unit,
            Dossier.status == Status.UNDER_WAY.value,
        )
    ):
        awaited.setdefault(row.dossier, {})[row.step] = row.due_on
    rows = session.rows(
        select(Dossier.number, Dossier.procedure, Person.full_name, Person.born_on, Unit.name)
        .join_from(Dossier, Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(Dossier.number.in_(dossiers))
    )
    return {
        row.number: _Facts(
            procedure=row.procedure, candidate=row.full_name, born_on=row.born_on, branch=row.name,
            awaited=awaited.get(row.number, {}),
        )
        for row in rows
    }  # fmt: skip


def _point(item: AgendaItem, facts: Mapping[str, _Facts], vote: VoteIn | None) -> Point:
    of = facts[item.dossier]
    return Point(
        dossier=item.dossier,
        step=item.step,
        procedure=of.procedure,
        candidate=of.candidate,
        born_on=of.born_on,
        branch=of.branch,
        due_on=of.awaited.get(item.step),
        awaits=item.step in of.awaited,
        outcome="" if vote is None else vote.event.outcome,
        recorded_in=None if vote is None else vote.sequence,
    )
