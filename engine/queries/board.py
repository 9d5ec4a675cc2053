"""The board: every stage with how many dossiers stand in it, how many are late, and the most urgent ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import LIVE_STATUSES, Filter, is_overdue, narrowed, nearest_limit
from models.dossier import Dossier
from models.person import Person
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One dossier on the board."""

    number: str
    candidate: str
    unit: str
    """Name of the branch."""
    status: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One stage of the board."""

    stage: str
    dossiers: int
    overdue: int
    cards: tuple[Card, ...]
    """The first few, the nearest limit first."""


def columns(
    session: ReadSession, actor: Actor, wanted: Filter, today: date, *, at_most: int
) -> tuple[Column, ...]:
    """Return the stages in which dossiers stand that have not ended, by their ids."""
    limit = nearest_limit()
    place = func.row_number().over(
        partition_by=Dossier.stage, order_by=(limit.element.is_(None), limit.element, Dossier.number)
    )
    every = (
        select(
            Dossier.stage, Dossier.number, Dossier.status, Dossier.unit_id, Person.full_name, limit,
            place.label("place"), func.count().over(partition_by=Dossier.stage).label("dossiers"),
            func.count().filter(is_overdue(today)).over(partition_by=Dossier.stage).label("overdue"),
        )
        .select_from(Dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .where(Dossier.status.in_(LIVE_STATUSES))
    )  # fmt: skip
    ranked = narrowed(every, actor, wanted, today).subquery()
    rows = session.rows(
        select(ranked, Unit.name)
        .join(Unit, Unit.id == ranked.c.unit_id)
        .where(ranked.c.place <= at_most)
        .order_by(ranked.c.stage, ranked.c.place)
    )
    found: dict[str, list[Card]] = {}
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        counts[row.stage] = (row.dossiers, row.overdue)
        found.setdefault(row.stage, []).append(
            Card(
                number=row.number,
                candidate=row.full_name,
                unit=row.name,
                status=row.status,
                due_on=row.due_on,
            )
        )
    return tuple(
        Column(stage=stage, dossiers=counts[stage][0], overdue=counts[stage][1], cards=tuple(cards))
        for stage, cards in found.items()
    )
