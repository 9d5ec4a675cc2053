"""Dossiers as lists: what a reader may see, narrowed by a filter, in an order, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, extract, false, func, or_, select

from engine.access import SYSTEM, UNION_ROLES, Actor, in_scope
from engine.database import ReadSession
from engine.queries.answering import answer_by, is_answer_late
from engine.queries.dossier import awaits_union, endorsed_by
from models.dossier import Dossier, WorkItem
from models.person import Mentorship, Person
from models.state import LIVE, Status
from models.text import fold
from models.timeline import TimelineEntry
from models.unit import Unit

_Columns = TypeVarTuple("_Columns")

Order = Literal["deadline", "name", "number"]
ORDERS: tuple[Order, ...] = ("deadline", "name", "number")
NOBODY = "none"
"""As `mentor` of a filter: candidates whom nobody guides at present."""
ANY: Literal["any"] = "any"
"""As `joined` of a filter: whoever was admitted, in whatever year."""
LIVE_STATUSES = tuple(sorted(one.value for one in LIVE))
_SUSPENDED = Status.SUSPENDED.value
_AT_ONCE = 500  # numbers a question; databases limit how many values one may carry


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which dossiers a list shows; what is empty narrows nothing."""

    words: str = ""
    """Parts of the name or of the number, in any order, with or without marks."""
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    unit: str = ""
    """A unit with all that stands below it."""
    waits_for: str = ""
    """The body at which an open step lies; with `is_overdue`, that very step or its answer is late."""
    is_overdue: bool = False
    year: int | None = None
    """In which the dossier was opened."""
    joined: int | Literal["any"] | None = None
    """In which year the candidate was admitted, or `any`."""
    mentor: str = ""
    """Person who guides the candidate at present, or `none`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A step that awaits somebody."""

    step: str
    unit: str
    """Name of the body; empty where the line has none."""
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One dossier in a list."""

    number: str
    candidate: str
    """Full name."""
    born_on: date
    unit: str
    """Name of the branch."""
    procedure: str
    status: str
    stage: str
    opened_on: date
    joined_on: date | None
    due_on: date | None
    """The nearest limit of its open steps, or of the answer it owes."""
    awaits: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of a list."""

    lines: tuple[Line, ...]
    total: int
    """Of the whole list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How a list divides."""

    by_status: Mapping[str, int]
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit a list may be narrowed to."""

    id: str
    name: str
    kind: str
    path: str
    depth: int
    """How far below the highest of them it stands."""


def page_of(
    session: ReadSession, actor: Actor, wanted: Filter, today: date, *, order: Order, at: int, size: int
) -> Listed:
    """Return some lines of the list, from the `at`-th on, and how long the whole list is."""
    counted = narrowed(_joined(select(func.count())), actor, wanted, today)
    total = session.scalar(counted) or 0
    rows = session.rows(ordered(lines(actor, wanted, today), order).limit(size).offset(at))
    return Listed(lines=with_awaited(session, rows), total=total)


def all_of(
    session: ReadSession, actor: Actor, wanted: Filter, today: date, *, order: Order
) -> Iterator[Line]:
    """Yield every line of the list, a few hundred at a time."""
    batch: list[Any] = []
    for row in session.rows(ordered(lines(actor, wanted, today), order)):
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield from with_awaited(session, batch)
            batch = []
    yield from with_awaited(session, batch)


def counts(session: ReadSession, actor: Actor, wanted: Filter, today: date) -> Counts:
    """Count the list by status, and what of it is late."""
    late = is_overdue(today).label("late")
    counted = _joined(
        select(Dossier.status, func.count().label("dossiers"), func.count().filter(late).label("late"))
    )
    rows = session.rows(narrowed(counted, actor, wanted, today).group_by(Dossier.status))
    return Counts(by_status={row.status: row.dossiers for row in rows}, overdue=sum(row.late for row in rows))


def unit_choices(session: ReadSession, actor: Actor, below: str = "") -> tuple[UnitChoice, ...]:
    """Return the units under those in which the actor holds a role, as they stand in the tree.

    `below` narrows them to one of them and what stands below it.
    """
    statement = select(Unit.id, Unit.name, Unit.kind, Unit.path).where(~Unit.beside).order_by(Unit.path)
    if actor.account != SYSTEM:
        roots = select(Unit.path).where(Unit.id.in_({one.unit for one in actor.reads})).subquery()
        inside = func.substr(Unit.path, 1, func.length(roots.c.path)) == roots.c.path
        statement = statement.join(roots, inside).distinct()
    if below:
        root = select(Unit.path).where(Unit.id == below).scalar_subquery()
        statement = statement.where(func.substr(Unit.path, 1, func.length(root)) == root)
    rows = session.rows(statement)
    top = min((row.path.count(".") for row in rows), default=0)
    return tuple(
        UnitChoice(id=row.id, name=row.name, kind=row.kind, path=row.path, depth=row.path.count(".") - top)
        for row in rows
    )


def years(session: ReadSession, actor: Actor) -> tuple[int, ...]:
    """Return the years in which the dossiers an actor may see were opened, the newest first."""
    opened = extract("year", Dossier.opened_on)
    rows = session.rows(shown_to(select(opened.label("year")).distinct(), actor))
    return tuple(sorted((int(row.year) for row in rows), reverse=True))


def shown_to(statement: Select[*_Columns], actor: Actor) -> Select[*_Columns]:
    """Narrow a selection of dossiers to those the actor may read.

    That is by a role in their line, as named, or as an officer of a union: what awaits its endorsement, and
    what they endorsed themselves.
    """
    if actor.account == SYSTEM:
        return statement
    ways: list[ColumnElement[bool]] = [Dossier.number.in_(in_scope(select(Dossier.number), actor))]
    if actor.person is not None:
        ways.append(
            Dossier.number.in_(select(Mentorship.dossier).where(Mentorship.person_id == actor.person))
        )
    unions = sorted({grant.unit for grant in actor.reads if grant.role in UNION_ROLES})
    if unions:
        endorsed = select(TimelineEntry.stream).where(endorsed_by(actor))
        ways += [awaits_union(unions), Dossier.number.in_(endorsed)]
    return statement.where(or_(*ways))


def narrowed(statement: Select[*_Columns], actor: Actor, wanted: Filter, today: date) -> Select[*_Columns]:
    """Narrow a selection of dossiers joined with their candidates to what the actor sees of a filter."""
    return shown_to(statement, actor).where(*_conditions(wanted, today))


def is_late(today: date) -> ColumnElement[bool]:
    """Say of a step that awaits somebody that its last day has passed."""
    return and_(WorkItem.due_on.is_not(None), WorkItem.due_on < today)


def is_overdue(today: date) -> ColumnElement[bool]:
    """Say of a dossier that one of its open steps is late, or its answer where it was returned.

    No limit runs while it is suspended.
    """
    late = (
        select(WorkItem.dossier).where(WorkItem.dossier == Dossier.number, is_late(today)).correlate(Dossier)
    )
    return or_(and_(late.exists(), Dossier.status != _SUSPENDED), is_answer_late(today))


def under_unit(unit: str) -> ColumnElement[bool]:
    """Say of a dossier that its branch is a unit or stands below it."""
    root = select(Unit.path).where(Unit.id == unit).scalar_subquery()
    # Not LIKE, for which SQLite takes capitals for small letters, and `_` stands for any sign.
    return Dossier.unit_id.in_(select(Unit.id).where(func.substr(Unit.path, 1, func.length(root)) == root))


def matches(words: str) -> Iterator[ColumnElement[bool]]:
    """Yield a condition a word: it stands in the candidate's name, or in the dossier's number."""
    for word in fold(words).split():
        yield or_(
            Person.name_folded.contains(word, autoescape=True),
            func.lower(Dossier.number).contains(word, autoescape=True),
        )


def _conditions(wanted: Filter, today: date) -> Iterator[ColumnElement[bool]]:
    yield from matches(wanted.words)
    if wanted.stages:
        yield Dossier.stage.in_(wanted.stages)
    if wanted.statuses:
        yield Dossier.status.in_(wanted.statuses)
    if wanted.unit:
        yield under_unit(wanted.unit)
    if wanted.year is not None:
        yield extract("year", Dossier.opened_on) == wanted.year
    if wanted.joined == ANY:
        yield Dossier.joined_on.is_not(None)
    elif wanted.joined is not None:
        yield extract("year", Dossier.joined_on) == wanted.joined
    if wanted.waits_for or wanted.is_overdue:
        yield _waiting(wanted, today)
    if wanted.mentor:
        yield _guided(wanted.mentor)


def _waiting(wanted: Filter, today: date) -> ColumnElement[bool]:
    item = select(WorkItem.dossier).where(WorkItem.dossier == Dossier.number).correlate(Dossier)
    if wanted.waits_for:
        item = item.where(WorkItem.unit_id == wanted.waits_for)
    if not wanted.is_overdue:
        return item.exists()
    if not wanted.waits_for:
        return is_overdue(today)
    late = and_(item.where(is_late(today)).exists(), Dossier.status != _SUSPENDED)
    return or_(late, and_(Dossier.unit_id == wanted.waits_for, is_answer_late(today)))


def _guided(mentor: str) -> ColumnElement[bool]:
    guides = (
        select(Mentorship.dossier)
        .where(Mentorship.dossier == Dossier.number, Mentorship.role == "mentor", Mentorship.until.is_(None))
        .correlate(Dossier)
    )
    if mentor == NOBODY:
        return ~guides.exists()
    return guides.where(Mentorship.person_id == mentor).exists()


def _joined(statement: Select[*_Columns]) -> Select[*_Columns]:
    return statement.select_from(Dossier).join(Person, Person.id == Dossier.candidate_id)


def nearest_limit() -> Any:  # noqa: ANN401 -- a scalar subquery, whose type has no public name
    """Return the nearest limit of a dossier, of its open steps and of the answer it owes, as a column."""
    of_steps = (
        select(func.min(WorkItem.due_on))
        .where(WorkItem.dossier == Dossier.number)
        .correlate(Dossier)
        .scalar_subquery()
    )
    is_nearer = or_(of_steps.is_(None), answer_by() < of_steps)
    returned = Dossier.status == Status.RETURNED.value
    return case((and_(returned, is_nearer), answer_by()), else_=of_steps).label("due_on")


def lines(actor: Actor, wanted: Filter, today: date) -> Select[Any]:
    """Return the statement of a list's lines, in no order yet."""
    columns: Select[Any] = select(
        Dossier.number, Dossier.procedure, Dossier.status, Dossier.stage, Dossier.opened_on,
        Dossier.joined_on, Person.full_name, Person.born_on, Unit.name.label("unit"), nearest_limit(),
    )  # fmt: skip
    return narrowed(_joined(columns).join(Unit, Unit.id == Dossier.unit_id), actor, wanted, today)


def ordered(statement: Select[Any], order: Order) -> Select[Any]:
    """Return the statement of a list in one of its orders; what has no limit comes last."""
    if order == "name":
        return statement.order_by(Person.name_key, Dossier.number)
    if order == "number":
        return statement.order_by(Dossier.number)
    due = statement.selected_columns["due_on"]
    return statement.order_by(due.is_(None), due, Dossier.number)


def with_awaited(session: ReadSession, rows: Sequence[Any]) -> tuple[Line, ...]:
    """Return the lines of a list with the steps each awaits, asked for all of them at once."""
    awaited = awaited_by(session, [row.number for row in rows])
    return tuple(
        Line(
            number=row.number,
            candidate=row.full_name,
            born_on=row.born_on,
            unit=row.unit,
            procedure=row.procedure,
            status=row.status,
            stage=row.stage,
            opened_on=row.opened_on,
            joined_on=row.joined_on,
            due_on=row.due_on,
            awaits=tuple(awaited.get(row.number, ())),
        )
        for row in rows
    )


def awaited_by(session: ReadSession, numbers: Sequence[str]) -> Mapping[str, list[Awaited]]:
    """Return the open steps of some dossiers, the nearest limit first."""
    statement = (
        select(WorkItem.dossier, WorkItem.step, WorkItem.due_on, Unit.name)
        .join(Unit, Unit.id == WorkItem.unit_id, isouter=True)
        .where(WorkItem.dossier.in_(numbers) if numbers else false())
        .order_by(WorkItem.dossier, WorkItem.due_on.is_(None), WorkItem.due_on, WorkItem.step)
    )
    found: defaultdict[str, list[Awaited]] = defaultdict(list)
    for row in session.rows(statement):
        found[row.dossier].append(Awaited(step=row.step, unit=row.name or "", due_on=row.due_on))
    return found
