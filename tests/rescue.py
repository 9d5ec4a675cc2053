"""Another organisation's office: a harbour rescue society with its own regulation, in the same databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from engine.procedures import Procedures
from engine.registry import Registry
from tests.roads import COMPETENT, LONG_AGO, START, ZONE, Road

CREW, STATION = "crew-north", "station-bay"
RESCUE = Procedures(Path(__file__).resolve().parent / "procedures")


def society(road: Road) -> Road:
    """Return an office beside the one of a test: a crew of five below a station committee of four."""
    road = replace(road, registry=Registry(database=road.database, procedures=RESCUE, zone=ZONE))
    for unit in (
        {"id": STATION, "kind": "station_committee", "name": "Bay Station", "code": "B", "parent": COMPETENT},
        {"id": CREW, "kind": "crew", "name": "North Crew", "code": "N", "parent": STATION},
    ):
        road.tell(START, command="add_unit", place="Bay", on=START, **unit)
    road.rolls |= {CREW: [road.member(CREW, LONG_AGO) for _ in range(5)], STATION: []}
    road.accounts[CREW] = road.seat(road.rolls[CREW][0], CREW, "clerk", "Coxswain", LONG_AGO)
    for number in range(4):
        person = road.person(STATION, LONG_AGO)
        role = "committee_member" if number else "secretary"
        account = road.seat(person, STATION, role, "Warden", LONG_AGO)
        road.rolls[STATION].append(person)
        road.accounts.setdefault(STATION, account)
    road.tell(START, command="open_account", id="buddy@self", person=road.rolls[CREW][1])
    return road


def meeting(road: Road, unit: str, on: date) -> str:
    """Open a meeting in which everybody is there."""
    roll = "official_members" if unit == CREW else "committee_members"
    return road.tell(
        on, road.accounts[unit], command="open_meeting", unit=unit, held_on=on, roll=roll, absent=[],
        chair=road.rolls[unit][0], secretary=road.rolls[unit][1],
    ).stream  # fmt: skip


def do(road: Road, dossier: str, step: str, on: date, /, by: str = "", **given: object) -> None:
    """Do one step for whoever acts there."""
    spec = RESCUE.version("rescue-2018").step(step)
    command = {"command": spec.kind.value, "dossier": dossier, "step": step, "answers": {}} | given
    if spec.vote is None:
        command |= {"on": on}
    road.tell(on, by or road.accounts[CREW if spec.acts.body == "crew" else STATION], **command)


def before_the_crew(road: Road) -> tuple[str, date]:
    """Open a newcomer's dossier and go on until the crew votes; return it with the day."""
    on = START + timedelta(days=1)
    newcomer = road.person(CREW, on)
    dossier = road.tell(
        on, road.accounts[CREW], command="open_dossier", candidate=newcomer, unit=CREW, source="other", on=on
    ).stream
    do(road, dossier, "buddy", on, person=road.rolls[CREW][1], answers={"appointed_on": on.isoformat()})
    for verdict in ("continued", "continued", "recommended"):
        on += timedelta(days=40)
        told = {"watches": 6, "remarks": "steady"}
        do(road, dossier, "watches", on, by="buddy@self", verdict=verdict, answers=told)
    do(road, dossier, "application", on, answers={"motive": "to serve"})
    do(road, dossier, "fitness", on, answers={"physician": "Dr Ray", "issued_on": on.isoformat()})
    return dossier, on + timedelta(days=1)
