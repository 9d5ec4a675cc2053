"""The people of the register: found by name, and one of them with seats, accounts and dossiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import shown_to
from engine.queries.register_units import SeatRow, seat_rows, seats
from engine.queries.rights import Reach
from models.account import Account
from models.dossier import Dossier
from models.errors import NotFound
from models.person import Person
from models.text import fold
from models.unit import Seat, Unit

CORRECTABLE = (
    "full_name", "born_on", "birthplace", "home_town", "ethnicity", "religion", "residence", "occupation",
    "email",
)  # fmt: skip
"""What of a person may be corrected, in the order it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilter:
    """Which people a list shows; what is empty narrows nothing."""

    words: str = ""
    unit: str = ""
    """Of one unit alone."""
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in a list."""

    id: str
    full_name: str
    name_key: str
    born_on: date
    unit_name: str
    """Empty for somebody who belongs to no unit."""
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One person as the register has them."""

    id: str
    full_name: str
    unit: str
    unit_name: str
    unit_path: str | None
    in_unit_since: date | None
    standing: str
    joined_on: date | None
    official_on: date | None
    sex: str
    education: str | None
    identity_number: str | None
    union_joined_on: date | None
    language: str
    correctable: Mapping[str, str | date | None]
    """What may be corrected, by its name in `CORRECTABLE`."""
    seats: tuple[SeatRow, ...]
    accounts: tuple[tuple[str, bool], ...]
    """Name, and whether it is open."""
    dossiers: tuple[tuple[str, str], ...]
    """Number and status of those the reader may read."""


def people(
    session: ReadSession, reach: Reach, wanted: PersonFilter, *, after: tuple[str, str], size: int
) -> tuple[PersonRow, ...]:
    """Return the people within reach by name, those after a name key and an id."""
    statement = (
        select(Person.id, Person.full_name, Person.name_key, Person.born_on, Unit.name, Person.standing)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(reach.units_or_none())
    )
    for word in fold(wanted.words).split():
        statement = statement.where(
            or_(Person.name_folded.contains(word, autoescape=True), func.lower(Person.id) == word)
        )
    if wanted.unit:
        statement = statement.where(Person.unit_id == wanted.unit)
    if wanted.standing:
        statement = statement.where(Person.standing == wanted.standing)
    if any(after):
        key, number = after
        statement = statement.where(
            or_(Person.name_key > key, and_(Person.name_key == key, Person.id > number))
        )
    return tuple(
        PersonRow(
            id=row.id, full_name=row.full_name, name_key=row.name_key, born_on=row.born_on,
            unit_name=row.name or "", standing=row.standing,
        )
        for row in session.rows(statement.order_by(Person.name_key, Person.id).limit(size))
    )  # fmt: skip


def readable(session: ReadSession, reach: Reach, persons: Sequence[str]) -> frozenset[str]:
    """Return those of some persons who are within reach."""
    rows = session.rows(
        select(Person.id)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(Person.id.in_(persons), reach.units_or_none())
    )
    return frozenset(row.id for row in rows)


def person_facts(session: ReadSession, actor: Actor, reach: Reach, person: str) -> PersonFacts:
    """Return one person; raises `NotFound` for somebody out of reach as for nobody."""
    row = session.one(
        select(Person.__table__, Unit.name.label("unit_name"), Unit.path.label("unit_path"))
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(Person.id == person, reach.units_or_none())
    )
    if row is None:
        raise NotFound("person.unknown", person=person[:80])
    held = seats().where(Seat.person_id == person).order_by(Seat.since.desc(), Seat.id.desc())
    accounts = session.rows(
        select(Account.id, Account.is_active).where(Account.person_id == person).order_by(Account.id)
    )
    dossiers = shown_to(select(Dossier.number, Dossier.status), actor).where(Dossier.candidate_id == person)
    return PersonFacts(
        id=row.id,
        full_name=row.full_name,
        unit=row.unit_id or "",
        unit_name=row.unit_name or "",
        unit_path=row.unit_path,
        in_unit_since=row.in_unit_since,
        standing=row.standing,
        joined_on=row.joined_on,
        official_on=row.official_on,
        sex=row.sex,
        education=row.education,
        identity_number=row.identity_number,
        union_joined_on=row.union_joined_on,
        language=row.language,
        correctable={name: getattr(row, name) for name in CORRECTABLE},
        seats=seat_rows(session, held),
        accounts=tuple((one.id, one.is_active) for one in accounts),
        dossiers=tuple(
            (one.number, one.status) for one in session.rows(dossiers.order_by(Dossier.number.desc()))
        ),
    )
