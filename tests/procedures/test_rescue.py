"""Another organisation's admission, written as data alone, is walked by the same rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from engine.procedure_check import check
from engine.procedures import load
from engine.rules import decide, evolve
from engine.rules.given import Applicant, Facts, Line, Meeting, Member
from engine.rules.time_limits import Calendar
from models import commands
from models.commands import Command, StepCommand
from models.errors import Refused
from models.state import DossierState, Status

FOLDER = Path(__file__).resolve().parent
RULES = load(FOLDER / "rescue-2018.yaml")
CREW, STATION = "crew-north", "station-bay"
BODIES = {"crew": CREW, "station_committee": STATION}
JOINS = date(2019, 1, 10)


def test_rules_of_another_organisation_leave_nothing_to_mend() -> None:
    assert check(FOLDER) == []


def test_newcomer_is_admitted_by_the_societys_own_steps_and_words() -> None:
    state = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=7, no=2)
    state = _station_decides(state, date(2019, 6, 1), yes=3)
    state = _done(
        state, commands.Ceremony, "promise", date(2019, 6, 15), person="ann", place="quay", boat="Gull"
    )

    season = state.open_step("first_season")
    assert season is not None
    assert season.due_on == date(2019, 12, 15)

    state = _done(state, commands.Waiting, "first_season", date(2019, 12, 15))

    assert state.status is Status.RECOGNISED
    assert state.ended_on == date(2019, 12, 15)


def test_crews_majority_is_of_the_valid_votes_and_more_than_three_quarters() -> None:
    state = _until_the_crew_votes()

    assert _crew_votes(state, date(2019, 5, 20), yes=6, no=2).done["crew_vote"].outcome == "failed"
    assert _crew_votes(state, date(2019, 5, 20), yes=7, no=2).done["crew_vote"].outcome == "passed"


def test_second_failed_vote_of_the_crew_ends_the_matter() -> None:
    state = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=1, no=8)

    assert state.status is Status.UNDER_WAY
    assert _crew_votes(state, date(2019, 6, 20), yes=2, no=7).status is Status.REFUSED


def test_stations_limit_counts_from_the_crews_vote() -> None:
    state = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=9, no=0)

    assert [(one.step, one.unit, one.due_on) for one in state.open] == [
        ("station_decision", STATION, date(2019, 6, 19))
    ]


def test_crew_does_not_vote_on_a_certificate_of_fitness_that_has_lapsed() -> None:
    state = _until_the_crew_votes(fitness_issued="2017-05-01")

    with pytest.raises(Refused) as refused:
        _crew_votes(state, date(2019, 5, 20), yes=9, no=0)

    assert [(one.rule, one.source) for one in refused.value.unmet] == [
        ("paper.valid", "Rules of the Society, 3")
    ]


def _until_the_crew_votes(fitness_issued: str = "2019-05-01") -> DossierState:
    command = commands.OpenDossier(candidate="tom", unit=CREW, source="other", on=JOINS)
    state = _recorded(None, command, JOINS)
    state = _done(state, commands.FormCommand, "buddy", JOINS, person="ann", appointed_on=JOINS.isoformat())
    for day, verdict in (
        (date(2019, 2, 10), "continued"),
        (date(2019, 3, 10), "continued"),
        (date(2019, 4, 10), "recommended"),
    ):
        state = _done(
            state, commands.Assessment, "watches", day, verdict=verdict, watches=6, remarks="steady"
        )
    state = _done(state, commands.FormCommand, "application", date(2019, 4, 20), motive="to serve")
    day = date(2019, 5, 2)
    return _done(state, commands.FormCommand, "fitness", day, physician="Dr Ray", issued_on=fitness_issued)


def _crew_votes(state: DossierState, day: date, *, yes: int, no: int) -> DossierState:
    meeting = _meeting(CREW, day, "official_members", roll=12, present=10)
    return _done(state, commands.Vote, "crew_vote", day, meeting=meeting, yes=yes, no=no, remarks="none")


def _station_decides(state: DossierState, day: date, *, yes: int) -> DossierState:
    meeting = _meeting(STATION, day, "committee_members", roll=5, present=5)
    return _done(state, commands.Decision, "station_decision", day, meeting=meeting, yes=yes, no=5 - yes)


def _done(
    state: DossierState,
    kind: type[StepCommand],
    step: str,
    day: date,
    meeting: Meeting | None = None,
    **given: object,
) -> DossierState:
    """Do one step: what its papers ask goes into the answers, the rest into the command."""
    if meeting is not None:
        given["meeting"] = meeting.number
    elif kind is not commands.Waiting:
        given["on"] = day
    known = {name: value for name, value in given.items() if name in kind.model_fields}
    answers = {name: value for name, value in given.items() if name not in known}
    command = kind.model_validate({"dossier": "R-1", "step": step, "answers": answers, **known})
    return _recorded(state, command, day, meeting)


def _recorded(
    state: DossierState | None, command: Command, day: date, meeting: Meeting | None = None
) -> DossierState:
    for event in decide(state, command, _facts(day, meeting)):
        state = evolve(state, event, 1)
    assert state is not None
    return state


def _facts(day: date, meeting: Meeting | None) -> Facts:
    ann = Member(
        person="ann",
        standing="official",
        official_on=date(2015, 1, 1),
        unit=CREW,
        in_unit_since=date(2014, 1, 1),
    )
    tom = Member(person="tom", standing="none", official_on=None, unit=CREW, in_unit_since=JOINS)
    return Facts(
        at=datetime.combine(day, time(12), UTC),
        today=day,
        procedure=RULES,
        calendar=Calendar(),
        actor="ann",
        applicant=Applicant(person="tom", born_on=date(1995, 3, 1), education=None, in_unit_since=JOINS),
        people={"ann": ann, "tom": tom},
        meeting=meeting,
        line=Line(unit=CREW, line=(CREW, STATION), bodies=BODIES),
        number="R-1",
    )


def _meeting(unit: str, day: date, roll_kind: str, *, roll: int, present: int) -> Meeting:
    return Meeting(
        number="M-1", unit=unit, held_on=day, roll_kind=roll_kind, roll=roll, present=present,
        probationary=0, probationary_present=0, is_open=True,
    )  # fmt: skip
