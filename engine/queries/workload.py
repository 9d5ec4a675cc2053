"""Where work lies and where none comes from: the funnel, what is late, idle branches, and who guides whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import Select, extract, func, select, union_all

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.answering import answer_by, is_answer_late
from engine.queries.lists import (
    LIVE_STATUSES,
    Filter,
    UnitChoice,
    is_late,
    is_overdue,
    narrowed,
    shown_to,
    unit_choices,
)
from models.dossier import Dossier, WorkItem
from models.person import Mentorship, Person
from models.unit import Unit

_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The few counts at the head of the page."""

    dossiers: int
    live: int
    overdue: int
    joined: int
    """Whose ceremony was held, in any year."""
    without_mentor: int
    """Under way, and nobody guides the candidate at present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateUnit:
    """A body at which steps lie, or answers are owed, whose last day has passed."""

    unit: str
    name: str
    dossiers: int
    oldest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsOfUnit:
    """What came of one unit and all below it, year by year."""

    unit: UnitChoice
    opened: tuple[int, ...]
    """Dossiers opened, a number a year."""
    joined: tuple[int, ...]
    """Candidates admitted, a number a year."""

    @property
    def is_idle(self) -> bool:
        """Say whether in all these years no dossier was opened, or nobody was admitted."""
        return not any(self.opened) or not any(self.joined)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorLoad:
    """How many candidates a member guides at present."""

    person: str
    full_name: str
    unit: str
    candidates: int


def totals(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> Totals:
    """Count the dossiers an actor sees of a filter."""
    guided = _guides().where(Mentorship.dossier == Dossier.number).correlate(Dossier).exists()
    row = session.one(
        _of(
            select(
                func.count(),
                func.count().filter(Dossier.status.in_(LIVE_STATUSES)),
                func.count().filter(is_overdue(today)),
                func.count(Dossier.joined_on),
                func.count().filter(Dossier.status.in_(LIVE_STATUSES), ~guided),
            ),
            actor,
            wanted,
            today,
        )
    )
    counts: Sequence[int] = (0, 0, 0, 0, 0) if row is None else tuple(row)
    return Totals(
        dossiers=counts[0],
        live=counts[1],
        overdue=counts[2],
        joined=counts[3],
        without_mentor=counts[4],
    )


def by_stage(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> Mapping[str, int]:
    """Count the dossiers by the stage they stand in, ended ones by the stage they ended in."""
    statement = _of(select(Dossier.stage, func.count().label("dossiers")), actor, wanted, today)
    return {row.stage: row.dossiers for row in session.rows(statement.group_by(Dossier.stage))}


def late_units(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> tuple[LateUnit, ...]:
    """Return the bodies at which dossiers are late, those with most first."""
    steps = _of(select(WorkItem.unit_id, Dossier.number, WorkItem.due_on), actor, wanted, today)
    answers = _of(select(Dossier.unit_id, Dossier.number, answer_by()), actor, wanted, today)
    late = union_all(
        steps.join(WorkItem, WorkItem.dossier == Dossier.number).where(is_late(today), is_overdue(today)),
        answers.where(is_answer_late(today)),
    ).subquery()
    dossiers = func.count(late.c.number.distinct())
    statement = (
        select(Unit.id, Unit.name, dossiers.label("dossiers"), func.min(late.c.due_on).label("oldest"))
        .join(late, late.c.unit_id == Unit.id)
        .group_by(Unit.id, Unit.name)
        .order_by(dossiers.desc(), Unit.name)
    )
    return tuple(
        LateUnit(unit=row.id, name=row.name, dossiers=row.dossiers, oldest=row.oldest)
        for row in session.rows(statement)
    )


def years_of_units(
    session: ReadSession, actor: Actor, kind: str, years: Sequence[int], below: str = ""
) -> tuple[YearsOfUnit, ...]:
    """Return what came of every unit of a kind in scope, year by year, as the units stand in the tree."""
    units = [one for one in unit_choices(session, actor, below) if one.kind == kind]
    opened = _counted(session, actor, years, Dossier.opened_on)
    joined = _counted(session, actor, years, Dossier.joined_on)
    return tuple(
        YearsOfUnit(
            unit=one,
            opened=tuple(_below(opened, one, year) for year in years),
            joined=tuple(_below(joined, one, year) for year in years),
        )
        for one in units
    )


def mentors(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> tuple[MentorLoad, ...]:
    """Return who guides candidates at present, those who guide most first."""
    guide = Person.__table__.alias("guide")
    statement = (
        _of(
            select(guide.c.id, guide.c.full_name, Unit.name.label("unit"), func.count().label("candidates")),
            actor,
            wanted,
            today,
        )
        .join(Mentorship, Mentorship.dossier == Dossier.number)
        .join(guide, guide.c.id == Mentorship.person_id)
        .join(Unit, Unit.id == guide.c.unit_id, isouter=True)
        .where(Mentorship.role == "mentor", Mentorship.until.is_(None), Dossier.status.in_(LIVE_STATUSES))
        .group_by(guide.c.id, guide.c.full_name, guide.c.name_key, Unit.name)
        .order_by(func.count().desc(), guide.c.name_key, guide.c.id)
    )
    return tuple(
        MentorLoad(person=row.id, full_name=row.full_name, unit=row.unit or "", candidates=row.candidates)
        for row in session.rows(statement)
    )


def loads(of: Sequence[MentorLoad]) -> Mapping[int, int]:
    """Count the mentors by how many candidates they guide."""
    return Counter(one.candidates for one in of)


def _counted(
    session: ReadSession,
    actor: Actor,
    years: Sequence[int],
    day: Any,  # noqa: ANN401 -- a column of days
) -> Mapping[int, Sequence[tuple[str, int]]]:
    """Count dossiers by a year and by the place of their branch in the tree."""
    year = extract("year", day)
    statement = (
        shown_to(select(year.label("year"), Unit.path, func.count().label("dossiers")), actor)
        .select_from(Dossier)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(year.in_(years))
        .group_by(year, Unit.path)
    )
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in session.rows(statement):
        found[int(row.year)].append((row.path, row.dossiers))
    return found


def _below(counted: Mapping[int, Sequence[tuple[str, int]]], unit: UnitChoice, year: int) -> int:
    return sum(dossiers for path, dossiers in counted.get(year, ()) if path.startswith(unit.path))


def _of(statement: Select[*_Columns], actor: Actor, wanted: Filter, today: date) -> Select[*_Columns]:
    joined = statement.select_from(Dossier).join(Person, Person.id == Dossier.candidate_id)
    return narrowed(joined, actor, wanted, today)


def _guides() -> Select[Any]:
    return select(Mentorship.dossier).where(Mentorship.role == "mentor", Mentorship.until.is_(None))
