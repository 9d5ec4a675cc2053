"""A small office and a way to drive dossiers along the real road, always through the registry."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from engine.access import SYSTEM
from engine.database import Database
from engine.procedures import Procedures
from engine.projection import STATE
from engine.registry import Recorded, Registry
from engine.rules.time_limits import add_months
from engine.timeline import Entry, entries
from models import commands
from models.commands import COMMAND, Command
from models.dossier import Dossier
from models.person import Mentorship
from models.procedure import FieldKind, FormField, Procedure, Step, StepKind
from models.state import DossierState
from tests.stills import Stills, Way

_T = TypeVar("_T")

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROCEDURES = Procedures(Path(__file__).resolve().parent.parent / "procedures")
BRANCH, OTHER_BRANCH = "chi-bo-qs-p4", "chi-bo-qs-p9"
COMMITTEE, COMPETENT, UNION = "dang-uy-qs-q4", "quan-uy-q4", "doan-qs-q4"
AT_MOST_CANDIDATES = 2
START = date(2021, 9, 6)
"""The first Monday the regulation of 2022 can be followed."""
LONG_AGO = date(2015, 1, 5)
"""Since when the example members have been in their units."""


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
    accounts: dict[str, str] = field(default_factory=dict)
    """Unit → account of its secretary, or of the union's officer."""
    rolls: dict[str, list[str]] = field(default_factory=dict)
    """Unit → those who vote in it."""
    stills: Stills | None = None
    way: Way | None = None

    def on(self, database: Database, stills: Stills) -> Self:
        """Return the same office as it lies in a fresh copy of its database."""
        registry = Registry(database=database, procedures=self.registry.procedures, zone=ZONE)
        kept = replace(self, database=database, registry=registry, stills=stills, way=stills.fresh(database))
        kept.learn(deepcopy(self.knows()))
        return kept

    def knows(self) -> dict[str, Any]:
        """Return what is known of the office beside its database."""
        known = ("persons", "members", "accounts", "rolls")
        return {one: getattr(self, one) for one in known}

    def learn(self, known: dict[str, Any]) -> None:
        """Know that instead."""
        for one, value in known.items():
            setattr(self, one, value)

    def once(self, what: Hashable, build: Callable[[], _T]) -> _T:
        """Build what many tests begin with, or show it as it was built before in this process."""
        return build() if self.stills is None else self.stills.once(self, what, build)

    def do(self, command: Command, by: str, on: date, key: str | None = None) -> Recorded:
        """Record a command at noon of a day."""
        return self.registry.record(command, by=by, at=noon(on), key=key)

    def tell(self, on: date, by: str = SYSTEM, /, **command: object) -> Recorded:
        """Record a command given as a plain value, at noon of a day."""
        return self.do(COMMAND.validate_python(command), by, on)

    def state(self, dossier: str) -> DossierState:
        """Return where a dossier stands."""
        with self.database.reading() as session:
            text = session.scalar(select(Dossier.state).where(Dossier.number == dossier))
        return STATE.validate_json(str(text))

    def entries(self, stream: str) -> list[Entry]:
        """Return a whole timeline."""
        with self.database.reading() as session:
            return entries(session, stream)

    def procedure(self, dossier: str) -> Procedure:
        """Return the version a dossier follows."""
        return self.registry.procedures.version(self.state(dossier).procedure)

    def person(self, unit: str, since: date, **known: object) -> str:
        """Enter an example person into a unit."""
        self.persons += 1
        name = f"nguoi-{self.persons:03}"
        given: dict[str, Any] = {
            "full_name": f"Nguyễn Văn Ví Dụ {self.persons}", "sex": "male", "born_on": date(2000, 5, 17),
            "birthplace": "Quận 4, Thành phố Hồ Chí Minh", "home_town": "xã Vĩnh Phước, tỉnh An Giang",
            "ethnicity": "Kinh", "religion": "Không", "residence": "Phường 4, Quận 4",
            "occupation": "Dân quân thường trực", "education": "upper_secondary",
            "email": f"{name}@example.org", "union_joined_on": min(date(2016, 3, 26), since),
        } | known  # fmt: skip
        self.tell(since, command="add_person", id=name, unit=unit, in_unit_since=since, **given)
        return name

    def member(self, unit: str, since: date, **known: object) -> str:
        """Enter an official member of a branch."""
        person = self.person(unit, since, **({"born_on": date(1980, 1, 15)} | known))
        self.tell(
            since, command="enter_standing", person=person, unit=unit, standing="official",
            joined_on=date(2005, 2, 3), official_on=date(2006, 2, 3), in_unit_since=since,
        )  # fmt: skip
        return person

    def seat(
        self, person: str, unit: str, role: str, position: str, since: date, *, votes: bool = True
    ) -> str:
        """Give a person a seat, an account and the role; return the account."""
        account = f"{person}@{unit}"
        self.tell(
            since, command="take_seat", person=person, unit=unit, position=position, role=role, votes=votes,
            since=since,
        )  # fmt: skip
        self.tell(since, command="open_account", id=account, person=person)
        if role != "committee_member":
            self.tell(since, command="grant_role", account=account, role=role, unit=unit)
        return account

    def account(self, role: str, unit: str, since: date = START, person: str | None = None) -> str:
        """Return a new account that holds a role in a unit, of somebody who does nothing else."""
        who = person or self.person(unit, since)
        account = f"{who}@{role}"
        self.tell(since, command="open_account", id=account, person=who)
        self.tell(since, command="grant_role", account=account, role=role, unit=unit)
        return account

    def open(self, on: date, candidate: str | None = None, unit: str = BRANCH) -> str:
        """Open a dossier for a new recruit of the branch."""
        who = candidate or self.person(unit, add_months(on, -1))
        command = commands.OpenDossier(candidate=who, unit=unit, source="standing_militia", on=on)
        return self.do(command, self.secretary(unit), on).stream

    def secretary(self, unit: str) -> str:
        """Return the account of a body's secretary."""
        return self.accounts[unit]

    def mentor(self, dossier: str) -> str:
        """Return the account of the candidate's mentor."""
        return _mentor(self.state(dossier))

    def meeting(self, unit: str, on: date, absent: int = 0) -> str:
        """Open a meeting of a body with some of its roll away."""
        roll = self.rolls[unit]
        away = [{"person": one, "reason": "đi công tác"} for one in roll[len(roll) - absent :]]
        return self.tell(
            on, self.secretary(unit), command="open_meeting", unit=unit, held_on=on, absent=away,
            roll="official_members" if unit in {BRANCH, OTHER_BRANCH} else "committee_members",
            chair=roll[0], secretary=roll[1],
        ).stream  # fmt: skip

    def command(self, dossier: str, step: str, on: date, **given: object) -> tuple[Command, str]:
        """Return a command that does an open step in the plainest way, and who may give it."""
        state = self.state(dossier)
        procedure = self.registry.procedures.version(state.procedure)
        spec = procedure.step(step)
        present = state.open_step(step)
        unit = BRANCH if present is None or present.unit is None else present.unit
        by = _mentor(state) if spec.acts.person == "mentor" else self.secretary(unit)
        plain: dict[str, object] = {"command": spec.kind.value, "dossier": dossier, "step": step}
        if spec.kind is StepKind.WAITING:
            return COMMAND.validate_python(plain | given), SYSTEM
        if spec.kind in {StepKind.VOTE, StepKind.DECISION}:
            plain |= self._tally(unit, on, given)
        else:
            free, second = (lambda: self.free_member(dossier)), (lambda: self._second(dossier))
            plain |= {"on": on} | act_of(spec, given, free, second)
        plain["answers"] = answers_at(procedure, spec, on, given)
        return COMMAND.validate_python(plain | given), by

    def _tally(self, unit: str, on: date, given: dict[str, object]) -> dict[str, object]:
        absent = int(str(given.pop("absent", 0)))
        meeting = given.pop("meeting", None) or self.meeting(unit, on, absent)
        return {"meeting": meeting, "yes": len(self.rolls[unit]) - absent, "no": 0}

    def step(self, dossier: str, step: str, on: date, **given: object) -> Recorded:
        """Do an open step in the plainest way."""
        command, by = self.command(dossier, step, on, **given)
        return self.do(command, by, on)

    def free_member(self, dossier: str) -> str:
        """Return a member of the dossier's branch who still may guide somebody."""
        unit = self.state(dossier).unit
        counted = (
            select(Mentorship.person_id, func.count().label("guided"))
            .where(Mentorship.role == "mentor", Mentorship.until.is_(None), Mentorship.dossier != dossier)
            .group_by(Mentorship.person_id)
        )
        with self.database.reading() as session:
            guided = {row.person_id: row.guided for row in session.rows(counted)}
        return next(one for one in self.rolls[unit] if guided.get(one, 0) < AT_MOST_CANDIDATES)

    def _second(self, dossier: str) -> str:
        state = self.state(dossier)
        mentors = {one.person for one in state.guides_now("mentor")}
        return next(one for one in self.rolls[state.unit] if one not in mentors)

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

    def at(self, step: str, on: date = date(2021, 9, 10), unit: str = BRANCH) -> tuple[str, date]:
        """Open a dossier and drive it until a step is open; return its number and the day after."""
        return self.once(("at", step, on, unit), lambda: self._driven(step, on, unit))

    def _driven(self, step: str, on: date, unit: str) -> tuple[str, date]:
        dossier = self.open(on, unit=unit)
        return dossier, self.drive(dossier, step, on + timedelta(days=1)) + timedelta(days=1)

    def _mentored(self, dossier: str, on: date) -> date:
        since = self.state(dossier).guides_now("mentor")[0].since
        for months in (3, 6, 9):
            on = max(add_months(on, 1), add_months(since, months))
            self.step(dossier, "mentorship", on, verdict="continued")
        on = max(on, add_months(since, 12))
        self.step(dossier, "mentorship", on)
        return on


def _mentor(state: DossierState) -> str:
    return f"{state.guides_now('mentor')[0].person}@self"


def act_of(
    spec: Step, given: Mapping[str, object], free: Callable[[], str], second: Callable[[], str]
) -> dict[str, object]:
    """Return what a step of a kind asks beside its papers, in the plainest way; members are asked for."""
    match spec.kind:
        case StepKind.FORM:
            return {"person": free() if spec.assigns is not None else None}
        case StepKind.ASSESSMENT:
            return {"verdict": "recommended"}
        case StepKind.ENDORSEMENT if given.get("endorser") == "member":
            return {"person": second()}
        case StepKind.ENDORSEMENT:
            return {"endorser": "youth_union", "roll": 9, "present": 8, "yes": 8, "no": 0}
        case StepKind.REVIEW:
            return {"verdict": "clear"}
        case StepKind.CEREMONY:
            return {"person": free(), "place": "Hội trường Ban Chỉ huy Quân sự"}
    raise AssertionError(spec.kind)


def answers_at(procedure: Procedure, spec: Step, on: date, given: Mapping[str, object]) -> dict[str, Any]:
    """Return plain answers for the papers of a step on a day; `given` may name the endorser."""
    forms = spec.papers
    if spec.kind is StepKind.ENDORSEMENT:
        endorser = given.get("endorser", "youth_union")
        forms = tuple(one.form for one in spec.endorsements if one.id == endorser)
    plain = answers_of(procedure, forms)
    return plain | ({"issued_on": on.isoformat()} if "issued_on" in plain else {})


def answers(procedure: Procedure, step: Step) -> dict[str, Any]:
    """Return plain answers for every field of a step's papers."""
    return answers_of(procedure, step.papers)


def answers_of(procedure: Procedure, forms: tuple[str, ...]) -> dict[str, Any]:
    """Return plain answers for every field of some forms."""
    return {one.id: _plain(one) for code in forms for one in procedure.forms.form(code).fields}


def _plain(one: FormField) -> object:
    match one.kind:
        case FieldKind.COUNT:
            return 3
        case FieldKind.FLAG:
            return True
        case FieldKind.DATE:
            return "2021-09-07"
        case FieldKind.CHOICE:
            return one.choices[0].id
        case FieldKind.TABLE:
            return [{column.id: f"{column.title.vi} ví dụ" for column in one.columns}]
        case _:
            return f"{one.title.vi}: nội dung ví dụ."


def office(
    database: Database,
    start: date = START,
    *,
    procedures: Procedures = PROCEDURES,
    branch_size: int = 9,
) -> Road:
    """Set up the office: a competent committee, a grassroots committee, two branches and a union."""
    road = Road(database=database, registry=Registry(database=database, procedures=procedures, zone=ZONE))
    for unit in _UNITS:
        road.tell(start, command="add_unit", place="Quận 4", on=start, **unit)
    for branch, size in ((BRANCH, branch_size), (OTHER_BRANCH, 5)):
        road.rolls[branch] = [road.member(branch, LONG_AGO) for _ in range(size)]
        road.accounts[branch] = road.seat(road.rolls[branch][0], branch, "secretary", "Bí thư", LONG_AGO)
        for person in road.rolls[branch]:
            road.tell(start, command="open_account", id=f"{person}@self", person=person)
    for body, size in ((COMMITTEE, 7), (COMPETENT, 9)):
        road.rolls[body] = [road.member(body, LONG_AGO) for _ in range(size)]
        road.accounts[body] = road.seat(road.rolls[body][0], body, "secretary", "Bí thư", LONG_AGO)
        for person in road.rolls[body][1:]:
            road.seat(person, body, "committee_member", "Ủy viên", LONG_AGO)
    officer = road.member(UNION, LONG_AGO)
    road.accounts[UNION] = road.seat(officer, UNION, "union_officer", "Bí thư", LONG_AGO)
    return road


_UNITS: tuple[Mapping[str, Any], ...] = (
    {"id": COMPETENT, "kind": "competent_committee", "name": "Quận ủy Quận 4", "code": "79"},
    {"id": COMMITTEE, "kind": "grassroots_committee", "name": "Đảng ủy Quân sự Quận 4", "code": "01",
     "parent": COMPETENT},
    {"id": BRANCH, "kind": "branch", "name": "Chi bộ Quân sự Phường 4", "code": "04", "parent": COMMITTEE},
    {"id": OTHER_BRANCH, "kind": "branch", "name": "Chi bộ Quân sự Phường 9", "code": "09",
     "parent": COMMITTEE},
    {"id": UNION, "kind": "youth_union", "name": "Đoàn cơ sở Quân sự Quận 4", "code": "D1",
     "parent": COMMITTEE, "beside": True},
)  # fmt: skip
