"""Commands repeated under their key, and commands that come at once: one answer, one winner, no gap."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from engine.access import SYSTEM
from engine.database import Database
from engine.registry import Recorded, Registry
from engine.verification import verify
from models import commands
from models.commands import Command
from models.document import Document, NumberSeries
from models.dossier import Dossier
from models.errors import Conflict, DiudatError, Refused
from models.meeting import Meeting
from models.unit import Unit
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, PROCEDURES, ZONE, Road, noon
from tests.sittings import opened
from tests.together import at_once

ONE_DAY = timedelta(days=1)
OPENED = date(2021, 9, 10)


def _recorded(answers: list[Recorded | DiudatError]) -> list[Recorded]:
    return [one for one in answers if isinstance(one, Recorded)]


def _refused(answers: list[Recorded | DiudatError]) -> list[DiudatError]:
    return [one for one in answers if isinstance(one, DiudatError)]


def _assert_verified(road: Road) -> None:
    with road.database.reading() as session:
        assert verify(session).faults == ()


_EACH: tuple[Callable[[Road, str], tuple[Command, str]], ...] = (
    lambda road, dossier: road.command(dossier, "mentor_assignment", OPENED),
    lambda _, dossier: (
        commands.Withdraw(dossier=dossier, on=OPENED, reason="Xin rút."), f"nguoi-001@{BRANCH}"
    ),
    lambda road, _: (
        commands.OpenDossier(
            candidate=road.person(BRANCH, OPENED), unit=BRANCH, source="other", on=OPENED
        ),
        road.secretary(BRANCH),
    ),
    lambda road, _: (
        commands.OpenMeeting(
            unit=BRANCH, held_on=OPENED, roll="official_members", chair=road.rolls[BRANCH][0],
            secretary=road.rolls[BRANCH][1],
        ),
        road.secretary(BRANCH),
    ),
    lambda _, __: (
        commands.AddUnit(
            id="moi", kind="branch", name="Chi bộ mới", place="Quận 4", code="55", parent=COMMITTEE, on=OPENED
        ),
        SYSTEM,
    ),
)  # fmt: skip


@pytest.mark.parametrize("make", _EACH)
def test_repeated_command_answers_the_same_and_changes_nothing(
    road: Road, make: Callable[[Road, str], tuple[Command, str]]
) -> None:
    command, by = make(road, road.open(OPENED))

    first = road.do(command, by, OPENED, key="mot-lan")
    again = road.do(command, by, OPENED + 3 * ONE_DAY, key="mot-lan")

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.stream, again.first, again.events) == (first.stream, first.first, first.events)
    assert sum(one.first == first.first for one in road.entries(first.stream)) == len(first.events)


@pytest.mark.parametrize("make", _EACH)
def test_same_command_at_once_is_recorded_once_and_answered_alike(
    road: Road, make: Callable[[Road, str], tuple[Command, str]]
) -> None:
    command, by = make(road, road.open(OPENED))

    answers = at_once(*[lambda: road.do(command, by, OPENED, key="mot-lan")] * 4)

    recorded = _recorded(answers)
    assert _refused(answers) == []
    assert sorted(one.repeated for one in recorded) == [False, True, True, True]
    assert {(one.stream, one.first, len(one.events)) for one in recorded} == {
        (recorded[0].stream, recorded[0].first, len(recorded[0].events))
    }
    _assert_verified(road)


def test_key_of_another_command_is_a_conflict_that_changes_nothing(road: Road) -> None:
    dossier = road.open(OPENED)
    command, by = road.command(dossier, "mentor_assignment", OPENED)
    road.do(command, by, OPENED, key="mot-lan")
    before = road.state(dossier)

    for other in (
        commands.Withdraw(dossier=dossier, on=OPENED, reason="Xin rút."),
        commands.OpenDossier(candidate="x", unit=BRANCH, source="other", on=OPENED),
        commands.CloseMeeting(meeting="HN-2021-0001"),
    ):
        with pytest.raises(Conflict):
            road.do(other, by, OPENED, key="mot-lan")

    assert road.state(dossier) == before


def test_key_of_somebody_else_is_a_conflict_and_tells_nothing_of_the_record(road: Road) -> None:
    dossier = road.open(OPENED)
    command, by = road.command(dossier, "mentor_assignment", OPENED)
    road.do(command, by, OPENED, key="mot-lan")
    stranger = road.account("secretary", OTHER_BRANCH)

    with pytest.raises(Conflict) as conflict:
        road.do(command, stranger, OPENED, key="mot-lan")

    assert conflict.value.figures == {"key": "mot-lan"}


def test_key_of_a_refused_command_is_free(road: Road) -> None:
    dossier = road.open(OPENED)
    early, by = road.command(dossier, "mentor_assignment", OPENED + ONE_DAY)
    with pytest.raises(Refused):
        road.do(early, by, OPENED, key="mot-lan")

    recorded = road.do(early, by, OPENED + ONE_DAY, key="mot-lan")

    assert not recorded.repeated


@pytest.mark.parametrize("step", ["mentor_assignment", "branch_vote"])
def test_step_decided_twice_at_once_is_decided_by_one(road: Road, step: str) -> None:
    dossier, day = road.at(step)
    command, by = road.command(dossier, step, day)

    answers = at_once(*[lambda: road.do(command, by, day)] * 4)

    assert len(_recorded(answers)) == 1
    refused = _refused(answers)
    assert all(isinstance(one, Refused) for one in refused)
    assert all("step.open" in str(one) for one in refused)
    _assert_verified(road)


def test_two_outcomes_at_once_leave_one(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    carried, by = road.command(dossier, "branch_vote", day)
    withdrawn = commands.Withdraw(dossier=dossier, on=day, reason="Xin rút.")

    answers = at_once(lambda: road.do(carried, by, day), lambda: road.do(withdrawn, by, day))

    kinds = {one.events[0].kind for one in _recorded(answers)}
    assert kinds in ({"withdrawn"}, {"voted", "withdrawn"})
    assert road.state(dossier).status.value == "withdrawn"
    _assert_verified(road)


def test_mentors_last_place_is_given_to_one(road: Road) -> None:
    mentor = road.rolls[BRANCH][3]
    first, *others = (road.open(OPENED) for _ in range(4))
    road.step(first, "mentor_assignment", OPENED, person=mentor)
    asked = [road.command(one, "mentor_assignment", OPENED, person=mentor) for one in others]

    answers = at_once(*[lambda one=one: road.do(one[0], one[1], OPENED) for one in asked])

    assert len(_recorded(answers)) == 1
    assert all("mentor.capacity" in str(one) for one in _refused(answers))
    guided = [one for one in road.dossiers() if road.state(one).guides]
    assert len(guided) == 2


def test_candidate_is_given_one_dossier(road: Road) -> None:
    candidate = road.person(BRANCH, OPENED)

    answers = at_once(*[lambda: _opened(road, candidate)] * 4)

    assert [one.stream for one in _recorded(answers)] == ["HS-2021-0001"]
    assert all("candidate.no_other_dossier" in str(one) for one in _refused(answers))
    with road.database.reading() as session:
        assert session.scalar(select(NumberSeries.last).where(NumberSeries.symbol == "HS")) == 1


def _opened(road: Road, candidate: str) -> Recorded:
    command = commands.OpenDossier(candidate=candidate, unit=BRANCH, source="other", on=OPENED)
    return road.do(command, road.secretary(BRANCH), OPENED)


def test_numbers_given_at_once_have_no_gap_and_none_is_given_twice(road: Road) -> None:
    candidates = [road.person(BRANCH, OPENED) for _ in range(6)]

    opened = _recorded(at_once(*[lambda one=one: _opened(road, one) for one in candidates]))
    asked = [road.command(one.stream, "mentor_assignment", OPENED, person=road.rolls[BRANCH][position])
             for position, one in enumerate(opened)]  # fmt: skip
    at_once(*[lambda one=one: road.do(one[0], one[1], OPENED) for one in asked])

    with road.database.reading() as session:
        numbers = sorted(row.number for row in session.rows(select(Dossier.number)))
        papers = session.rows(select(Document.number).where(Document.symbol == "NQ/CB"))
    assert numbers == [f"HS-2021-{number:04}" for number in range(1, 7)]
    assert sorted(row.number or 0 for row in papers) == [1, 2, 3, 4, 5, 6]
    _assert_verified(road)


def test_meetings_opened_at_once_are_numbered_one_after_another(road: Road) -> None:
    answers = at_once(*[lambda: _met(road)] * 4)

    with road.database.reading() as session:
        numbers = sorted(row.number for row in session.rows(select(Meeting.number)))
    assert _refused(answers) == []
    assert numbers == [f"HN-2021-{number:04}" for number in range(1, 5)]
    _assert_verified(road)


def _met(road: Road) -> Recorded:
    roll = road.rolls[BRANCH]
    command = commands.OpenMeeting(
        unit=BRANCH, held_on=OPENED, roll="official_members", chair=roll[0], secretary=roll[1]
    )
    return road.do(command, road.secretary(BRANCH), OPENED)


def test_changes_of_the_register_at_once_stand_in_one_chain(road: Road) -> None:
    def add(code: int) -> Recorded:
        return road.tell(
            OPENED, command="add_unit", id=f"u{code}", kind="branch", name="Chi bộ", place="Quận 4",
            code=str(code), parent=COMMITTEE, on=OPENED,
        )  # fmt: skip

    answers = at_once(*[lambda code=code: add(code) for code in (50, 51, 52, 50)])

    assert len(_recorded(answers)) == 3
    assert [str(one) for one in _refused(answers)] == ["register.taken change=add_unit"]
    with road.database.reading() as session:
        found = {row.id for row in session.rows(select(Unit.id).where(Unit.id.startswith("u")))}
    assert found == {"u50", "u51", "u52"}
    _assert_verified(road)


def test_first_words_of_an_office_may_come_at_once(database: Database) -> None:
    registry = Registry(database=database, procedures=PROCEDURES, zone=ZONE)

    def add(code: int) -> Recorded:
        account = commands.OpenAccount(id=f"u{code}")
        return registry.record(account, by=SYSTEM, at=noon(OPENED))

    answers = at_once(*[lambda code=code: add(code) for code in range(4)])

    assert _refused(answers) == []
    assert sorted(one.first for one in _recorded(answers)) == [1, 2, 3, 4]


def test_votes_and_attendance_at_once_leave_every_vote_the_presence_it_had(road: Road) -> None:
    awaiting = [road.at("branch_vote") for _ in range(3)]
    day = max(on for _, on in awaiting)
    roll, by = road.rolls[BRANCH], road.secretary(BRANCH)
    meeting = opened(road, None, day).stream
    votes = [road.command(dossier, "branch_vote", day, meeting=meeting, yes=6) for dossier, _ in awaiting]
    leaving = [
        commands.NoteAttendance(meeting=meeting, person=one, change="left", reason="trực") for one in roll[6:]
    ]
    closing = commands.CloseMeeting(meeting=meeting)

    answers = at_once(
        *(partial(road.do, command, account, day) for command, account in votes),
        *(partial(road.do, one, by, day) for one in leaving),
        partial(road.do, closing, by, day),
    )

    refused = [one for one in _refused(answers) if isinstance(one, Refused)]
    assert len(refused) == len(_refused(answers))
    assert {rule.rule for one in refused for rule in one.unmet} <= {"meeting.open"}
    told = road.entries(meeting)
    assert told[-1].event.kind == "meeting_closed"
    assert len(told) == 2 + sum(isinstance(one, Recorded) for one in answers[3:6])
    _assert_verified(road)


def test_who_leaves_at_once_twice_leaves_once(road: Road) -> None:
    meeting = opened(road, None, OPENED).stream
    leaving = commands.NoteAttendance(
        meeting=meeting, person=road.rolls[BRANCH][5], change="left", reason="trực"
    )

    answers = at_once(*(lambda: road.do(leaving, road.secretary(BRANCH), OPENED) for _ in range(4)))

    assert (len(_recorded(answers)), len(_refused(answers))) == (1, 3)
    _assert_verified(road)


def test_meeting_signed_by_both_at_once_with_two_files_keeps_one(road: Road) -> None:
    meeting = opened(road, None, OPENED).stream
    road.do(commands.CloseMeeting(meeting=meeting), road.secretary(BRANCH), OPENED)
    signing = [
        (commands.SignMinutes(meeting=meeting, sha256=digit * 64), f"{person}@self")
        for digit, person in zip("ab", road.rolls[BRANCH][:2], strict=True)
    ]

    answers = at_once(*(partial(road.do, command, account, OPENED) for command, account in signing))

    assert (len(_recorded(answers)), len(_refused(answers))) == (1, 1)
    _assert_verified(road)
