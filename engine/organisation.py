"""The organisation tree read upwards: bodies above a branch, unions beside it, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from engine.database import ReadSession
from engine.rules.given import Line
from models.errors import NotFound
from models.person import Person
from models.unit import Seat, Unit

# Asked for by nearly every command: made once.
_PATH = select(Unit.path).where(Unit.id == bindparam("unit"))
_ABOVE = Unit.path.in_(bindparam("above", expanding=True))
_AROUND = (
    select(Unit.id, Unit.kind, Unit.path, Unit.parent_id, Unit.beside, Unit.since)
    .where(or_(_ABOVE, Unit.parent_id.in_(select(Unit.id).where(_ABOVE))))
    .order_by(Unit.path)
)


def line_of(session: ReadSession, unit: str, *, on: date) -> Line:
    """Return a unit's line upwards, with the body of each kind it can turn to on a day.

    A kind is resolved to the nearest unit of that kind in the line; a body that stands beside the line (a
    union) serves everything below its parent, the nearest first. Raises `NotFound` for an unknown unit.
    """
    path = session.scalar(_PATH, {"unit": unit})
    if path is None:
        raise NotFound("unit.unknown", unit=unit)
    above = _prefixes(path)
    rows = session.rows(_AROUND, {"above": above})
    in_line = sorted((row for row in rows if row.path in above), key=lambda row: -len(row.path))
    line = tuple(row.id for row in in_line)
    beside = [row for row in rows if row.beside and row.path not in above and row.since <= on]
    bodies: dict[str, str] = {}
    for row in in_line:
        if row.since <= on:
            bodies.setdefault(row.kind, row.id)
    for parent in line:
        for row in beside:
            if row.parent_id == parent:
                bodies.setdefault(row.kind, row.id)
    return Line(unit=unit, line=line, bodies=bodies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs what a body issues."""

    person: str
    full_name: str
    position: str


def signer_of(session: ReadSession, unit: str, on: date) -> Signer | None:
    """Return who signs for a body on a day: its secretary, of a union its officer."""
    rows = session.rows(
        select(Person.id, Person.full_name, Seat.position)
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.unit_id == unit,
            Seat.role.in_(("secretary", "union_officer")),
            Seat.since <= on,
            or_(Seat.until.is_(None), Seat.until > on),
        )
        .order_by(Seat.role, Seat.since)
        .limit(1)
    )
    if not rows:
        return None
    return Signer(person=rows[0].id, full_name=rows[0].full_name, position=rows[0].position)


def _prefixes(path: str) -> list[str]:
    codes = path.rstrip(".").split(".")
    return [".".join(codes[: end + 1]) + "." for end in range(len(codes))]
