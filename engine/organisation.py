"""The organisation tree read upwards: which bodies stand above a branch, and which unions beside it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from engine.database import ReadSession
from engine.rules.given import Line
from models.errors import NotFound
from models.unit import Unit


def line_of(session: ReadSession, unit: str, *, on: date) -> Line:
    """Return a unit's line upwards, with the body of each kind it can turn to on a day.

    A kind is resolved to the nearest unit of that kind in the line; a body that stands beside the line (a
    union) serves everything below its parent, the nearest first. Raises `NotFound` for an unknown unit.
    """
    path = session.scalar(select(Unit.path).where(Unit.id == unit))
    if path is None:
        raise NotFound("unit.unknown", unit=unit)
    above = _prefixes(path)
    rows = session.rows(
        select(Unit.id, Unit.kind, Unit.path, Unit.parent_id, Unit.beside, Unit.since)
        .where(or_(Unit.path.in_(above), Unit.parent_id.in_(select(Unit.id).where(Unit.path.in_(above)))))
        .order_by(Unit.path)
    )
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


def _prefixes(path: str) -> list[str]:
    codes = path.rstrip(".").split(".")
    return [".".join(codes[: end + 1]) + "." for end in range(len(codes))]
