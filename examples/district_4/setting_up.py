"""How the office is entered before its first dossier: bodies, people, seats, accounts, rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.access import SYSTEM
from examples.district_4.acts import Act, at
from examples.district_4.candidates import Candidate
from examples.district_4.office import BEGINNING, COMPETENT, Seat, bodies, members, seats
from models import commands
from models.commands import Command

ADMINISTRATOR, INSPECTOR = "quan-tri", "kiem-tra"
"""Accounts of the administrator and of the committee's inspector."""


def office_entered() -> Iterator[Act]:
    """Yield what an operator enters on the first day, a second apart, and the seats that change later."""
    start = at(BEGINNING, 8)
    for number, command in enumerate(_at_the_beginning()):
        yield Act(at=start + timedelta(seconds=number), by=SYSTEM, command=command)
    for seat in seats():
        if seat.since > BEGINNING:
            yield from _acts(at(seat.since, 7, 30), _taken(seat))
        if seat.until is not None:
            yield from _acts(at(seat.until, 7), _left(seat))


def candidate_entered(who: Candidate, when: datetime, by: str) -> Act:
    """Return that a branch's office enters somebody it means to guide."""
    number = int(who.id.removeprefix("qc-"))
    command = commands.AddPerson(
        id=who.id,
        full_name=who.full_name,
        sex=who.sex,
        born_on=who.born_on,
        birthplace="Quận 4, Thành phố Hồ Chí Minh",
        home_town=who.home_town,
        ethnicity="Kinh",
        religion=who.religion,
        residence=f"{who.street}, {who.ward}, Quận 4, Thành phố Hồ Chí Minh",
        occupation=who.occupation,
        education="upper_secondary",
        identity_number=f"000{who.born_on.year % 100:02}{number:07}",  # nobody's: no province is 000
        union_joined_on=who.union_joined_on,
        email=f"{who.id}@quan4.example",
        unit=who.unit,
        in_unit_since=who.since,
    )
    return Act(at=when, by=by, command=command)


def _at_the_beginning() -> Iterator[Command]:
    for body in bodies():
        yield commands.AddUnit(
            id=body.id, kind=body.kind, name=body.name, place=body.place, code=body.code, parent=body.parent,
            beside=body.beside, on=BEGINNING,
        )  # fmt: skip
    for one in members():
        yield commands.AddPerson(
            id=one.id, full_name=one.full_name, sex=one.sex, born_on=one.born_on,
            email=f"{one.id}@quan4.example", unit=one.unit, in_unit_since=one.in_unit_since,
        )  # fmt: skip
        yield commands.EnterStanding(
            person=one.id, unit=one.unit, standing="official", joined_on=one.joined_on,
            official_on=one.joined_on.replace(year=one.joined_on.year + 1), in_unit_since=one.in_unit_since,
        )  # fmt: skip
        yield commands.OpenAccount(id=one.id, person=one.id)
    for seat in seats():
        if seat.since <= BEGINNING:
            yield from _taken(seat)
    yield commands.OpenAccount(id=ADMINISTRATOR)
    yield commands.GrantRole(account=ADMINISTRATOR, role="administrator", unit=COMPETENT)
    yield commands.OpenAccount(id=INSPECTOR)
    yield commands.GrantRole(account=INSPECTOR, role="inspector", unit=COMPETENT)


def _taken(seat: Seat) -> Iterator[Command]:
    yield commands.TakeSeat(
        person=seat.person, unit=seat.unit, position=seat.position, role=seat.role, votes=seat.votes,
        since=seat.since,
    )  # fmt: skip
    if seat.role != "committee_member":
        yield commands.GrantRole(account=seat.person, role=seat.role, unit=seat.unit)


def _left(seat: Seat) -> Iterator[Command]:
    until = seat.until or BEGINNING
    yield commands.LeaveSeat(person=seat.person, unit=seat.unit, role=seat.role, until=until)
    if seat.role != "committee_member":
        yield commands.RevokeRole(account=seat.person, role=seat.role, unit=seat.unit)


def _acts(start: datetime, entered: Iterator[Command]) -> Iterator[Act]:
    for number, command in enumerate(entered):
        yield Act(at=start + timedelta(seconds=number), by=SYSTEM, command=command)
