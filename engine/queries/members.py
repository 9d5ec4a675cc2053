"""The members a step may put in charge: who is official in a branch, and how many candidates each guides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engine.database import ReadSession
from models.person import Mentorship, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One official member, as a list to choose from shows them."""

    person: str
    full_name: str
    guides: int
    """How many candidates the member guides at present, the dossier at hand aside."""
    in_unit_since: date | None


def official_members(
    session: ReadSession, unit: str, *, on: date, besides: str, but: frozenset[str]
) -> tuple[MemberLine, ...]:
    """Return the official members of a branch on a day, by name, without those who cannot be chosen.

    `besides` is the dossier whose own mentorship does not count.
    """
    guided = (
        select(Mentorship.person_id, func.count(Mentorship.dossier.distinct()).label("guides"))
        .where(Mentorship.role == "mentor", Mentorship.until.is_(None), Mentorship.dossier != besides)
        .group_by(Mentorship.person_id)
        .subquery()
    )
    rows = session.rows(
        select(Person.id, Person.full_name, Person.in_unit_since, guided.c.guides)
        .outerjoin(guided, guided.c.person_id == Person.id)
        .where(
            Person.unit_id == unit,
            Person.standing == "official",
            Person.official_on <= on,
            Person.id.not_in(sorted(but)),
        )
        .order_by(Person.name_key, Person.id)
    )
    return tuple(
        MemberLine(
            person=row.id, full_name=row.full_name, guides=row.guides or 0, in_unit_since=row.in_unit_since
        )
        for row in rows
    )
