"""A small office and a way to drive dossiers along the real road, always through the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.access import SYSTEM
from engine.database import Database
from engine.procedures import Procedures
from engine.projection import STATE
from engine.registry import Recorded, Registry
from engine.rules.time_limits import add_months
from models import commands
from models.commands import Command
from models.dossier import Dossier
from models.procedure import FieldKind, FormField, Procedure, StepKind
from models.state import DossierState
from sqlalchemy import select

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROCEDURES = Procedures(Path(__file__).resolve().parent.parent / "procedures")
BRANCH, OTHER_BRANCH = "chi-bo-qs-p4", "chi-bo-qs-p9"
COMMITTEE, COMPETENT, UNION = "dang-uy-qs-q4", "quan-uy-q4", "doan-qs-q4"


def noon(day: date) -> datetime:
    """Return noon of a day in the office's zone, in UTC."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


@dataclass
class Road:
    """An office of one branch line, with people to act in it."""

    database: Database
    registry: Registry
    persons: int = 0
    members: list[str] = field(default_factory=list)

    def do(self, command: Command, by: str, on: date, key: str | None = None) -> Recorded:
        """Record a command at noon of a day."""
        return self.registry.record(command, by=by, at=noon(on), key=key)

    def state(self, dossier: str) -> DossierState:
        """Return where a dossier stands."""
        with self.database.reading() as session:
            text = session.scalar(select(Dossier.state).where(Dossier.number == dossier))
        return STATE.validate_json(str(text))

    def procedure(self, dossier: str) -> Procedure:
        """Return the version a dossier follows."""
        return self.registry.procedures.version(self.state(dossier).procedure)

    def person(self, unit: str, since: date, **known: Any) -> str:
        """Enter an example person into a unit."""
        self.persons += 1
        name = f"nguoi-{self.persons:03}"
        given = {
            "full_name": f"Nguyễn Văn Ví Dụ {self.persons}", "sex": "male", "born_on": date(2000, 5, 17),
            "birthplace": "Quận 4, Thành phố Hồ Chí Minh", "home_town": "xã Vĩnh Phước, tỉnh An Giang",
            "ethnicity": "Kinh", "religion": "Không", "residence": "Phường 4, Quận 4",
            "occupation": "Dân quân thường trực", "education": "upper_secondary",
            "email": f"{name}@example.org", "union_joined_on": date(2016, 3, 26),
        } | known  # fmt: skip
        self.do(commands.AddPerson(id=name, unit=unit, in_unit_since=since, **given), SYSTEM, since)
        return name

    def member(self, unit: str, since: date, **known: Any) -> str:
        """Enter an official member of a branch."""
        person = self.person(unit, since, born_on=date(1980, 1, 15), **known)
        self.do(
            commands.EnterStanding(
                person=person, unit=unit, standing="official", joined_on=date(2005, 2, 3),
                official_on=date(2006, 2, 3), in_unit_since=since,
            ),
            SYSTEM, since,
        )  # fmt: skip
        return person

    def seat(
        self, person: str, unit: str, role: str, position: str, since: date, *, votes: bool = True
    ) -> str:
        """Give a person a seat, an account and the role; return the account."""
        account = f"{person}@{unit}"
        self.do(
            commands.TakeSeat(
                person=person, unit=unit, position=position, role=role, votes=votes, since=since  # type: ignore[arg-type]  # a plain text of the literal
            ),
            SYSTEM, since,
        )  # fmt: skip
        self.do(commands.OpenAccount(id=account, person=person), SYSTEM, since)
        if role != "committee_member":
            self.do(commands.GrantRole(account=account, role=role, unit=unit), SYSTEM, since)  # type: ignore[arg-type]  # the same
        return account

    def open(self, on: date, candidate: str | None = None, unit: str = BRANCH) -> str:
        """Open a dossier for a new recruit of the branch."""
        who = candidate or self.person(unit, add_months(on, -1))
        command = commands.OpenDossier(candidate=who, unit=unit, source="standing_militia", on=on)
        return self.do(command, self.secretary(unit), on).stream

    def secretary(self, unit: str) -> str:
        """Return the account of a body's secretary."""
        return self.accounts[unit]

    accounts: dict[str, str] = field(default_factory=dict)

    def meeting(self, unit: str, on: date, absent: int = 0) -> str:
        """Open a meeting of a body with some of its roll away."""
        roll = self.rolls[unit]
        kind = "official_members" if unit in {BRANCH, OTHER_BRANCH} else "committee_members"
        away = tuple(commands.Absence(person=one, reason="đi công tác") for one in roll[len(roll) - absent :])
        command = commands.OpenMeeting(
            unit=unit,
            held_on=on,
            roll=kind,
            chair=roll[0],
            secretary=roll[1],
            absent=away,  # type: ignore[arg-type]  # a plain text of the literal
        )
        return self.do(command, self.secretary(unit), on).stream

    rolls: dict[str, list[str]] = field(default_factory=dict)

    def command(self, dossier: str, step: str, on: date, **given: Any) -> tuple[Command, str]:
        """Return a command that does an open step in the plainest way, and who may give it."""
        spec = self.procedure(dossier).step(step)
        present = self.state(dossier).open_step(step)
        unit = BRANCH if present is None or present.unit is None else present.unit
        by = self.secretary(unit)
        common: dict[str, Any] = {
            "dossier": dossier,
            "step": step,
            "answers": answers(self.procedure(dossier), spec),
        }
        match spec.kind:
            case StepKind.FORM:
                person = self.free_member(dossier) if spec.assigns is not None else None
                return commands.FormCommand(**(common | {"on": on, "person": person} | given)), by
            case StepKind.ASSESSMENT:
                mentor = self.state(dossier).guides_now("mentor")[0].person
                return commands.Assessment(
                    **(common | {"on": on, "verdict": "recommended"} | given)
                ), f"{mentor}@self"
            case StepKind.ENDORSEMENT:
                source = next(
                    one for one in spec.endorsements if one.id == given.get("endorser", "youth_union")
                )
                common["answers"] = answers_of(self.procedure(dossier), (source.form,))
                tally = {"endorser": source.id, "roll": 9, "present": 8, "yes": 8, "no": 0}
                return commands.Endorsement(**(common | {"on": on} | tally | given)), by
            case StepKind.REVIEW:
                return commands.Review(**(common | {"on": on, "verdict": "clear"} | given)), by
            case StepKind.CEREMONY:
                person = self.free_member(dossier)
                return commands.Ceremony(
                    **(
                        common
                        | {"on": on, "person": person, "place": "Hội trường Ban Chỉ huy Quân sự"}
                        | given
                    )
                ), by
            case StepKind.WAITING:
                return commands.Waiting(dossier=dossier, step=step), SYSTEM
            case StepKind.VOTE | StepKind.DECISION:
                kind = commands.Vote if spec.kind is StepKind.VOTE else commands.Decision
                absent = given.pop("absent", 0)
                meeting = given.pop("meeting", None) or self.meeting(unit, on, absent)
                present_count = len(self.rolls[unit]) - absent
                tally = {"meeting": meeting, "yes": present_count, "no": 0}
                return kind(**(common | tally | given)), by
        raise AssertionError(spec.kind)

    def step(self, dossier: str, step: str, on: date, **given: Any) -> Recorded:
        """Do an open step in the plainest way."""
        command, by = self.command(dossier, step, on, **given)
        return self.do(command, by, on)

    def free_member(self, dossier: str) -> str:
        """Return a member of the dossier's branch who still may guide somebody."""
        unit = self.state(dossier).unit
        guided: dict[str, int] = {}
        for number in self.dossiers():
            for guide in self.state(number).guides_now("mentor"):
                guided[guide.person] = guided.get(guide.person, 0) + (number != dossier)
        return next(one for one in self.rolls[unit] if guided.get(one, 0) < 2)  # noqa: PLR2004 -- one or two each

    def dossiers(self) -> list[str]:
        """Return every dossier's number."""
        with self.database.reading() as session:
            return [row.number for row in session.rows(select(Dossier.number).order_by(Dossier.number))]

    def drive(self, dossier: str, to: str, on: date) -> date:
        """Do step after step until one is open, or the dossier has ended; return the day reached."""
        while True:
            state = self.state(dossier)
            if state.open_step(to) is not None or not state.open:
                return on
            present = state.open[0]
            on += timedelta(days=1)
            if present.kind is StepKind.WAITING and len(state.open) > 1:
                present = state.open[1]
            if present.kind is StepKind.WAITING and present.due_on is not None:
                on = max(on, present.due_on)
            if present.step == "mentorship":
                on = self._mentored(dossier, on)
                continue
            self.step(dossier, present.step, on)

    def _mentored(self, dossier: str, on: date) -> date:
        since = self.state(dossier).guides_now("mentor")[0].since
        for months in (3, 6, 9):
            on = max(on, add_months(since, months))
            self.step(dossier, "mentorship", on, verdict="continued")
        on = add_months(since, 12)
        self.step(dossier, "mentorship", on)
        return on


def answers(procedure: Procedure, step: Any) -> dict[str, Any]:
    """Return plain answers for every field of a step's papers."""
    return answers_of(procedure, step.papers)


def answers_of(procedure: Procedure, forms: tuple[str, ...]) -> dict[str, Any]:
    """Return plain answers for every field of some forms."""
    return {one.id: _plain(one) for code in forms for one in procedure.forms.form(code).fields}


def _plain(one: FormField) -> Any:
    match one.kind:
        case FieldKind.COUNT:
            return 3
        case FieldKind.FLAG:
            return True
        case FieldKind.DATE:
            return "2022-01-10"
        case FieldKind.CHOICE:
            return one.choices[0].id
        case FieldKind.TABLE:
            return [{column.id: f"{column.title.vi} ví dụ" for column in one.columns}]
        case _:
            return f"{one.title.vi}: nội dung ví dụ."


def office(
    database: Database, start: date = date(2021, 9, 6), *, procedures: Procedures = PROCEDURES
) -> Road:
    """Set up the office: a competent committee, a grassroots committee, two branches and a union."""
    road = Road(database=database, registry=Registry(database=database, procedures=procedures, zone=ZONE))
    for unit in _units(start):
        road.do(unit, SYSTEM, start)
    earlier = date(2015, 1, 5)
    for unit, size in ((BRANCH, 9), (OTHER_BRANCH, 5)):
        road.rolls[unit] = [road.member(unit, earlier) for _ in range(size)]
        road.accounts[unit] = road.seat(road.rolls[unit][0], unit, "secretary", "Bí thư", earlier)
        for person in road.rolls[unit]:
            road.do(commands.OpenAccount(id=f"{person}@self", person=person), SYSTEM, start)
    for unit, size in ((COMMITTEE, 7), (COMPETENT, 9)):
        road.rolls[unit] = [road.member(unit, earlier) for _ in range(size)]
        road.accounts[unit] = road.seat(road.rolls[unit][0], unit, "secretary", "Bí thư", earlier)
        for person in road.rolls[unit][1:]:
            road.seat(person, unit, "committee_member", "Ủy viên", earlier)
    officer = road.member(UNION, earlier)
    road.accounts[UNION] = road.seat(officer, UNION, "union_officer", "Bí thư", earlier)
    return road


def _units(on: date) -> Iterator[commands.AddUnit]:
    rows: tuple[Mapping[str, Any], ...] = (
        {"id": COMPETENT, "kind": "competent_committee", "name": "Quận ủy Quận 4", "code": "79", "parent": None},
        {"id": COMMITTEE, "kind": "grassroots_committee", "name": "Đảng ủy Quân sự Quận 4", "code": "01", "parent": COMPETENT},
        {"id": BRANCH, "kind": "branch", "name": "Chi bộ Quân sự Phường 4", "code": "04", "parent": COMMITTEE},
        {"id": OTHER_BRANCH, "kind": "branch", "name": "Chi bộ Quân sự Phường 9", "code": "09", "parent": COMMITTEE},
        {"id": UNION, "kind": "youth_union", "name": "Đoàn cơ sở Quân sự Quận 4", "code": "D1", "parent": COMMITTEE, "beside": True},
    )  # fmt: skip
    for row in rows:
        yield commands.AddUnit(place="Quận 4", on=on, **row)
