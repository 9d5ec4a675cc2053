"""The organisation tree as its office reads it: units with what stands below them, and who holds a seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from engine.database import ReadSession
from engine.queries.rights import Reach
from models.errors import NotFound
from models.notice import Webhook
from models.person import Person
from models.unit import Seat, Unit

_PAST = 20
"""Seats that have ended, as many as a page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit in a list."""

    id: str
    name: str
    kind: str
    path: str
    beside: bool
    below: int
    """How many units stand below it."""
    people: int
    """Of its own, those below aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """One unit with what stands right above it, as far as the reader sees."""

    id: str
    name: str
    kind: str
    place: str
    path: str
    beside: bool
    since: date
    people: int
    above: tuple[tuple[str, str], ...]
    """Id and name of every unit above it that the reader sees, the highest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A position somebody holds or held."""

    person: str
    full_name: str
    unit: str
    unit_name: str
    path: str
    position: str
    role: str
    votes: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOption:
    """A unit to choose, indented as the tree stands."""

    id: str
    name: str
    kind: str
    depth: int


def tops(session: ReadSession, reach: Reach) -> tuple[UnitRow, ...]:
    """Return the highest units within reach."""
    return _rows(session, select_units().where(Unit.path.in_(reach.below or ("",))))


def children(
    session: ReadSession, reach: Reach, parent: str, *, after: str, size: int
) -> tuple[UnitRow, ...]:
    """Return the units right below one, as the tree stands, those after a path."""
    statement = reach.narrow(select_units()).where(Unit.parent_id == parent, Unit.path > after)
    return _rows(session, statement.limit(size))


def unit_facts(session: ReadSession, reach: Reach, unit: str) -> UnitFacts:
    """Return one unit; raises `NotFound` for one out of reach as for one that is not there."""
    row = session.one(
        reach.narrow(
            select(
                Unit.id, Unit.name, Unit.kind, Unit.place, Unit.path, Unit.beside, Unit.since,
                _people().label("people"),
            ).where(Unit.id == unit)
        )
    )  # fmt: skip
    if row is None:
        raise NotFound("unit.unknown", unit=unit[:80])
    codes = row.path.rstrip(".").split(".")
    paths = [".".join(codes[:end]) + "." for end in range(1, len(codes))]
    above = session.rows(
        reach.narrow(select(Unit.id, Unit.name).where(Unit.path.in_(paths))).order_by(Unit.path)
    )
    return UnitFacts(
        id=row.id, name=row.name, kind=row.kind, place=row.place, path=row.path, beside=row.beside,
        since=row.since, people=row.people, above=tuple((one.id, one.name) for one in above),
    )  # fmt: skip


def unit_options(session: ReadSession, reach: Reach) -> tuple[UnitOption, ...]:
    """Return every unit within reach, as the tree stands."""
    rows = session.rows(reach.narrow(select(Unit.id, Unit.name, Unit.kind, Unit.path)).order_by(Unit.path))
    top = min((row.path.count(".") for row in rows), default=0)
    return tuple(
        UnitOption(id=row.id, name=row.name, kind=row.kind, depth=row.path.count(".") - top) for row in rows
    )


def kinds(session: ReadSession) -> tuple[str, ...]:
    """Return the kinds of unit there are."""
    return tuple(row.kind for row in session.rows(select(Unit.kind).distinct().order_by(Unit.kind)))


def seats_in(session: ReadSession, unit: str, today: date) -> tuple[SeatRow, ...]:
    """Return the seats of a unit that are held, or will be."""
    held = seats().where(Seat.unit_id == unit, or_(Seat.until.is_(None), Seat.until > today))
    return seat_rows(session, held.order_by(Seat.role.desc(), Seat.since, Seat.id))


def past_seats_in(session: ReadSession, unit: str, today: date) -> tuple[SeatRow, ...]:
    """Return the seats of a unit that ended last, the newest first."""
    left = seats().where(Seat.unit_id == unit, Seat.until <= today)
    return seat_rows(session, left.order_by(Seat.until.desc(), Seat.id.desc()).limit(_PAST))


def webhooks_in(session: ReadSession, unit: str) -> tuple[tuple[str, str], ...]:
    """Return id and address of the webhooks of a unit."""
    active = select(Webhook.id, Webhook.url).where(Webhook.unit_id == unit, Webhook.is_active)
    return tuple((row.id, row.url) for row in session.rows(active.order_by(Webhook.id)))


def seats() -> Select[*tuple[Any, ...]]:
    """Return the selection that `seat_rows` reads."""
    return (
        select(
            Seat.person_id, Person.full_name, Seat.unit_id, Unit.name, Unit.path, Seat.position, Seat.role,
            Seat.votes, Seat.since, Seat.until,
        )
        .join(Person, Person.id == Seat.person_id)
        .join(Unit, Unit.id == Seat.unit_id)
    )  # fmt: skip


def seat_rows(session: ReadSession, statement: Select[*tuple[Any, ...]]) -> tuple[SeatRow, ...]:
    """Return the seats a selection finds."""
    return tuple(
        SeatRow(
            person=row.person_id, full_name=row.full_name, unit=row.unit_id, unit_name=row.name,
            path=row.path, position=row.position, role=row.role, votes=row.votes, since=row.since,
            until=row.until,
        )
        for row in session.rows(statement)
    )  # fmt: skip


def select_units() -> Select[*tuple[Any, ...]]:
    """Return the selection of units with what stands below them."""
    inner = Unit.__table__.alias("inner_unit")
    is_below = func.substr(inner.c.path, 1, func.length(Unit.path)) == Unit.path
    below = select(func.count()).select_from(inner).where(is_below, inner.c.id != Unit.id).correlate(Unit)
    return select(
        Unit.id, Unit.name, Unit.kind, Unit.path, Unit.beside, below.scalar_subquery().label("below"),
        _people().label("people"),
    ).order_by(Unit.path)  # fmt: skip


def _people() -> Any:  # noqa: ANN401 -- a scalar subquery, whose type has no public name
    return select(func.count(Person.id)).where(Person.unit_id == Unit.id).correlate(Unit).scalar_subquery()


def _rows(session: ReadSession, statement: Select[*tuple[Any, ...]]) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            id=row.id, name=row.name, kind=row.kind, path=row.path, beside=row.beside, below=row.below,
            people=row.people,
        )
        for row in session.rows(statement)
    )  # fmt: skip
