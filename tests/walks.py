"""A dossier carried along in memory by the rules alone: nothing is recorded, no database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from engine import rules
from engine.rules.given import Applicant, Facts, Line, Meeting, Member
from engine.rules.time_limits import Calendar, add_months
from engine.workdays import shipped_overrides, vietnam_calendar
from models import commands
from models.commands import COMMAND, Command
from models.errors import Refused
from models.events import DossierEvents
from models.procedure import Procedure, StepKind
from models.requirements import Requirement
from models.state import DossierState
from tests.roads import PROCEDURES, act_of, answers_at

VN_2022 = PROCEDURES.version("vn-2022")
CALENDAR = vietnam_calendar(range(2020, 2031), shipped_overrides())
LINE = Line(
    unit="cb",
    line=("cb", "du", "qu"),
    bodies={"branch": "cb", "grassroots_committee": "du", "competent_committee": "qu", "youth_union": "doan"},
)
CANDIDATE, MENTOR, SECOND = "ung-vien", "nguoi-giup-do", "nguoi-thu-hai"
LONG_AGO = date(2015, 1, 5)


def member(person: str = MENTOR, /, **known: object) -> Member:
    """Return an official member of the branch, as the register knows one."""
    plain: dict[str, object] = {
        "person": person, "standing": "official", "official_on": date(2006, 2, 3), "unit": "cb",
        "in_unit_since": LONG_AGO,
    }  # fmt: skip
    return Member(**(plain | known))  # type: ignore[arg-type]  # the fields by name


def meeting(unit: str, on: date, roll: int = 9, present: int | None = None, **known: object) -> Meeting:
    """Return an open meeting of a body over a frozen roll, everybody present unless said otherwise."""
    plain: dict[str, object] = {
        "number": f"HN-{on}", "unit": unit, "held_on": on, "roll": roll,
        "present": roll if present is None else present, "probationary": 0, "probationary_present": 0,
        "is_open": True, "roll_kind": "official_members" if unit == "cb" else "committee_members",
    }  # fmt: skip
    return Meeting(**(plain | known))  # type: ignore[arg-type]  # the fields by name


def version(of: Procedure, **changed: object) -> Procedure:
    """Return a procedure with something in it put differently."""
    return Procedure(**({name: getattr(of, name) for name in Procedure.model_fields} | changed))


def with_vote(step: str, **changed: object) -> Procedure:
    """Return the regulation of 2022 with something in the vote of one step put differently."""
    vote = VN_2022.step(step).vote
    assert vote is not None
    put = {"vote": vote.model_copy(update=changed)}
    stages = tuple(
        stage.model_copy(
            update={
                "steps": tuple(one.model_copy(update=put) if one.id == step else one for one in stage.steps)
            }
        )
        for stage in VN_2022.stages
    )
    return version(VN_2022, stages=stages)


@dataclass
class Walk:
    """One dossier and the people its rules ask for."""

    procedure: Procedure = VN_2022
    opened_on: date = date(2021, 9, 10)
    calendar: Calendar = CALENDAR
    line: Line = LINE
    applicant: Applicant = field(
        default_factory=lambda: Applicant(
            person=CANDIDATE, born_on=date(2000, 5, 17), education="upper_secondary", in_unit_since=LONG_AGO
        )
    )
    people: dict[str, Member] = field(
        default_factory=lambda: (
            {one: member(one) for one in (MENTOR, SECOND)}
            | {CANDIDATE: member(CANDIDATE, standing="none", official_on=None)}
        )
    )
    state: DossierState = field(init=False)
    told: list[DossierEvents] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the dossier."""
        command = commands.OpenDossier(
            candidate=CANDIDATE, unit="cb", source="standing_militia", on=self.opened_on
        )
        given = self.facts(self.opened_on, line=self.line, number="HS-2021-0001")
        self._tell(None, rules.decide(None, command, given))

    def copy(self) -> Walk:
        """Return a walk that goes on from here by itself."""
        other = copy(self)
        other.told = list(self.told)
        other.people = dict(self.people)
        return other

    def facts(self, today: date, **given: object) -> Facts:
        """Return what a rule is given on a day."""
        plain: dict[str, object] = {
            "at": datetime(today.year, today.month, today.day, 5, tzinfo=UTC), "today": today,
            "procedure": self.procedure, "calendar": self.calendar, "actor": "thu-ky",
            "applicant": self.applicant, "people": self.people, "newest": len(self.told),
        }  # fmt: skip
        return Facts(**(plain | given))  # type: ignore[arg-type]  # the fields by name

    def do(self, command: Command, today: date, **given: object) -> list[DossierEvents]:
        """Decide a command on a day and carry the state on; raises as the rules do."""
        decided = rules.decide(self.state, command, self.facts(today, **given))
        self._tell(self.state, decided)
        return decided

    def tell(self, today: date, /, facts: Mapping[str, object] | None = None, **command: object) -> None:
        """Decide a command given as a plain value."""
        named = COMMAND.validate_python({"dossier": self.state.number} | command)
        self.do(named, today, **(facts or {}))

    def command(self, step: str, on: date, **given: object) -> tuple[Command, dict[str, object]]:
        """Return a command that does a step in the plainest way, and the facts it needs beside."""
        spec = self.procedure.step(step)
        plain: dict[str, object] = {
            "command": spec.kind.value, "dossier": self.state.number, "step": step,
        }  # fmt: skip
        if spec.kind is StepKind.WAITING:
            return COMMAND.validate_python(plain | given), {}
        facts: dict[str, object] = {}
        if spec.kind in {StepKind.VOTE, StepKind.DECISION}:
            met = given.pop("meeting", None) or meeting(self.state.bodies[str(spec.acts.body)], on)
            assert isinstance(met, Meeting)
            facts["meeting"] = met
            plain |= {"meeting": met.number, "yes": met.present, "no": 0}
        else:
            plain |= {"on": on} | act_of(spec, given, lambda: MENTOR, lambda: SECOND)
        plain["answers"] = answers_at(self.procedure, spec, on, given)
        return COMMAND.validate_python(plain | given), facts

    def step(self, step: str, on: date, **given: object) -> list[DossierEvents]:
        """Do a step in the plainest way on a day."""
        command, facts = self.command(step, on, **given)
        return self.do(command, on, **facts)

    def unmet(self, step: str, on: date, **given: object) -> dict[str, Requirement]:
        """Return by their rules what stands in the way of a step."""
        command, facts = self.command(step, on, **given)
        return self.refused(command, on, **facts)

    def refused(self, command: Command, today: date, **given: object) -> dict[str, Requirement]:
        """Return by their rules what stands in the way of a command; empty when nothing does."""
        try:
            rules.decide(self.state, command, self.facts(today, **given))
        except Refused as refused:
            return {one.rule: one for one in refused.unmet}
        return {}

    def drive(self, to: str, on: date | None = None) -> date:
        """Do step after step, one a day, until a step is open or the dossier has ended; return the day."""
        day = on or self.opened_on
        while self.state.open_step(to) is None and self.state.open:
            present = self.state.open[0]
            if present.kind is StepKind.WAITING and len(self.state.open) > 1:
                present = self.state.open[1]
            day += timedelta(days=1)
            if present.kind is StepKind.WAITING and present.due_on is not None:
                day = max(day, present.due_on)
            if present.step == "mentorship":
                day = self._mentored(day)
                continue
            self.step(present.step, day)
        return day

    def _mentored(self, day: date) -> date:
        since = self.state.guides_now("mentor")[0].since
        for months in (3, 6, 9):
            day = max(add_months(day, 1), add_months(since, months))
            self.step("mentorship", day, verdict="continued")
        day = max(day, add_months(since, 12))
        self.step("mentorship", day)
        return day

    def _tell(self, state: DossierState | None, decided: list[DossierEvents]) -> None:
        for event in decided:
            self.told.append(event)
            state = rules.evolve(state, event, len(self.told))
        assert state is not None
        self.state = state


@cache
def _made(step: str, opened_on: date) -> tuple[Walk, date]:
    walk = Walk(opened_on=opened_on)
    return walk, walk.drive(step) + timedelta(days=1)


def at(step: str, opened_on: date = date(2021, 9, 10)) -> tuple[Walk, date]:
    """Return a walk on which a step of the regulation of 2022 is open, and the day after it opened."""
    walk, day = _made(step, opened_on)
    return walk.copy(), day


def with_state(walk: Walk, **changed: object) -> Walk:
    """Return the walk with something in its state put differently."""
    other = walk.copy()
    other.state = replace(walk.state, **changed)  # type: ignore[arg-type]  # the fields by name
    return other
