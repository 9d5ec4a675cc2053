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
    state = _aboard(state, date(2019, 6, 2))
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


def test_crews_vote_counts_only_where_more_than_half_of_those_present_cast_a_ballot() -> None:
    state = _until_the_crew_votes()

    assert _refused(state, date(2019, 5, 20), yes=5, no=0) == {"vote.participation"}
    assert _crew_votes(state, date(2019, 5, 20), yes=5, no=0, blank=1).done["crew_vote"].outcome == "passed"


def test_coxswain_stops_the_matter_by_a_vote_against_and_must_say_how_he_voted() -> None:
    state, day = _until_the_crew_votes(), date(2019, 5, 20)

    assert _crew_votes(state, day, yes=9, no=1, chair_vote="no").done["crew_vote"].outcome == "failed"
    assert _crew_votes(state, day, yes=9, no=1, chair_vote="abstained").done["crew_vote"].outcome == "passed"
    assert _crew_votes(state, day, yes=9, no=0, chair_vote=None).done["crew_vote"].outcome == "passed"
    assert _refused(state, day, yes=9, no=1, chair_vote=None) == {"vote.chair_said"}
    assert _refused(state, day, yes=9, no=0, chair_vote="no") == {"vote.chair_counted"}


@pytest.mark.parametrize(("chair", "outcome"), [("yes", "approved"), ("no", "refused")])
def test_chair_breaks_the_stations_tie(chair: str, outcome: str) -> None:
    state = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=9, no=0)

    decided = _station_decides(state, date(2019, 6, 1), yes=2, present=4, chair_vote=chair)

    assert decided.done["station_decision"].outcome == outcome


def test_station_meets_with_three_and_says_how_the_chair_voted_on_a_tie() -> None:
    state, day = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=9, no=0), date(2019, 6, 1)

    assert _station_decides(state, day, yes=2, present=3).done["station_decision"].outcome == "approved"
    for present, yes, rule in ((2, 2, "vote.quorum"), (4, 2, "vote.chair_said")):
        with pytest.raises(Refused) as refused:
            _station_decides(state, day, yes=yes, present=present)
        assert [one.rule for one in refused.value.unmet] == [rule]


def test_one_vote_against_keeps_a_newcomer_off_the_boat_and_without_the_keys() -> None:
    state = _crew_votes(_until_the_crew_votes(), date(2019, 5, 20), yes=9, no=0)
    state, day = _station_decides(state, date(2019, 6, 1), yes=5), date(2019, 6, 2)
    crew = _meeting(CREW, day, "official_members", roll=12, present=10)

    stopped = _done(state, commands.Vote, "berth", day, meeting=crew, yes=9, no=1)
    station = _meeting(STATION, day, "committee_members", roll=6, present=5)
    aboard = _done(stopped, commands.Vote, "berth", day, meeting=crew, yes=2, no=0)
    kept = _done(aboard, commands.Decision, "keys", day, meeting=station, yes=4, no=0, blank=1)

    assert [one.step for one in stopped.open] == ["berth"]
    assert (aboard.done["berth"].outcome, kept.status) == ("passed", Status.REFUSED)
    with pytest.raises(Refused) as refused:
        _done(state, commands.Vote, "berth", day, meeting=crew, yes=9, no=0, chair_vote="yes")
    assert [one.rule for one in refused.value.unmet] == ["vote.chair_not_asked"]


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


def _crew_votes(
    state: DossierState, day: date, *, chair_vote: str | None = "yes", **tally: int
) -> DossierState:
    meeting = _meeting(CREW, day, "official_members", roll=12, present=10)
    return _done(
        state, commands.Vote, "crew_vote", day,
        meeting=meeting, chair_vote=chair_vote, remarks="none", **tally,
    )  # fmt: skip


def _station_decides(
    state: DossierState, day: date, *, yes: int, chair_vote: str | None = None, present: int = 5
) -> DossierState:
    meeting = _meeting(STATION, day, "committee_members", roll=6, present=present)
    return _done(
        state, commands.Decision, "station_decision", day,
        meeting=meeting, yes=yes, no=present - yes, chair_vote=chair_vote,
    )  # fmt: skip


def _aboard(state: DossierState, day: date) -> DossierState:
    """The crew gives a berth, and the station hands over the keys."""
    crew = _meeting(CREW, day, "official_members", roll=12, present=10)
    state = _done(state, commands.Vote, "berth", day, meeting=crew, yes=2, no=0, blank=8)
    station = _meeting(STATION, day, "committee_members", roll=6, present=5)
    return _done(state, commands.Decision, "keys", day, meeting=station, yes=4, no=0)


def _refused(state: DossierState, day: date, **given: int | str | None) -> set[str]:
    """Return the rules a vote of the crew is refused by."""
    with pytest.raises(Refused) as refused:
        _crew_votes(state, day, **given)  # type: ignore[arg-type]  # the figures by name
    return {one.rule for one in refused.value.unmet}


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
