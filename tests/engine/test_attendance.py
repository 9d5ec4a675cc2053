"""Members who arrive late or leave early: who is present changes from then on, the roll never."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.sittings import presence_in
from engine.verification import verify
from models.errors import Forbidden, Refused
from models.events import AttendanceNoted, Voted
from tests.roads import BRANCH, OTHER_BRANCH, Road
from tests.sittings import attendance, kinds, opened, told, unmet_rules


def _away(*persons: str) -> list[dict[str, str]]:
    return [{"person": person, "reason": "đi công tác"} for person in persons]


def _noted(road: Road, *given: object, **named: object) -> AttendanceNoted:
    event = attendance(road, *given, **named).events[0]  # type: ignore[arg-type]  # as they are passed on
    assert isinstance(event, AttendanceNoted)
    return event


DAY = date(2022, 3, 1)


def test_who_arrives_and_who_leaves_is_counted_from_then_on(road: Road) -> None:
    roll = road.rolls[BRANCH]
    number = opened(road, None, DAY, absent=_away(roll[7], roll[8])).stream

    arrived = _noted(road, number, DAY, roll[8], "arrived")
    left = _noted(road, number, DAY, roll[5], "left")
    back = _noted(road, number, DAY, roll[5], "arrived")

    assert [(one.roll, one.present) for one in (arrived, left, back)] == [(9, 8), (9, 7), (9, 8)]
    assert kinds(road, number) == ["meeting_opened", *(["attendance_noted"] * 3)]
    with road.database.reading() as session:
        present = {person for person, one in presence_in(session, number).items() if one.present}
        assert verify(session).faults == ()
    assert present == set(roll) - {roll[7]}


def test_vote_stands_with_the_presence_it_had(road: Road) -> None:
    first, _ = road.at("branch_vote")
    second, day = road.at("branch_vote")
    roll = road.rolls[BRANCH]
    number = opened(road, None, day, absent=_away(roll[8])).stream

    before = road.step(first, "branch_vote", day, meeting=number, yes=8).events[0]
    attendance(road, number, day, roll[6], "left")
    attendance(road, number, day, roll[7], "left")
    after = road.step(second, "branch_vote", day, meeting=number, yes=6).events[0]

    assert isinstance(before, Voted)
    assert isinstance(after, Voted)
    assert (before.roll, before.present, after.roll, after.present) == (9, 8, 9, 6)
    with road.database.reading() as session:
        assert verify(session).faults == ()


def test_leaving_below_the_quorum_leaves_nothing_to_be_voted_on(road: Road) -> None:
    """Statutes 2011: of nine official members six must be there."""
    dossier, day = road.at("branch_vote")
    roll = road.rolls[BRANCH]
    number = opened(road, None, day, absent=_away(*roll[6:])).stream
    attendance(road, number, day, roll[5], "left")

    with pytest.raises(Refused) as refused:
        road.step(dossier, "branch_vote", day, meeting=number, yes=5)

    assert "vote.quorum" in unmet_rules(refused)


def test_probationary_member_who_leaves_changes_no_quorum(road: Road) -> None:
    dossier, day = road.at("new_member_course")
    joined = road.state(dossier).candidate
    number = opened(road, None, day).stream

    left = _noted(road, number, day, joined, "left")

    assert (left.present, left.probationary, left.probationary_present) == (9, 1, 0)


@pytest.mark.parametrize(
    ("person", "change", "rule"),
    [
        ("nguoi-011", "arrived", "meeting.on_roll"),
        ("nobody", "left", "meeting.on_roll"),
        ("nguoi-007", "left", "meeting.on_roll"),
        ("nguoi-003", "arrived", "attendance.absent"),
        ("nguoi-008", "left", "attendance.present"),
    ],
)
def test_attendance_that_changes_nothing_is_refused(road: Road, person: str, change: str, rule: str) -> None:
    """The seventh on the roll is excused, the eighth is away."""
    roll = road.rolls[BRANCH]
    number = opened(road, None, DAY, absent=_away(roll[7]), excused=_away(roll[6])).stream

    with pytest.raises(Refused) as refused:
        attendance(road, number, DAY, person, change)

    assert unmet_rules(refused) == [rule]
    assert kinds(road, number) == ["meeting_opened"]


@pytest.mark.parametrize("ended", ["close_meeting", "adjourn_meeting"])
def test_nobody_arrives_or_leaves_once_it_is_over(road: Road, ended: str) -> None:
    number = opened(road, None, DAY).stream
    told(road, ended, number, DAY, **({"reason": "Hết giờ."} if ended == "adjourn_meeting" else {}))

    with pytest.raises(Refused) as refused:
        attendance(road, number, DAY, road.rolls[BRANCH][4], "left")

    assert unmet_rules(refused) == ["meeting.open"]


def test_attendance_is_noted_by_the_bodys_own_office(road: Road) -> None:
    number = opened(road, None, DAY).stream

    with pytest.raises(Forbidden):
        attendance(road, number, DAY, road.rolls[BRANCH][4], "left", road.secretary(OTHER_BRANCH))


@pytest.mark.parametrize(("leaves", "officers"), [(0, (4, 1)), (1, (0, 4))])
def test_chair_or_secretary_leaves_to_a_successor(road: Road, leaves: int, officers: tuple[int, int]) -> None:
    roll = road.rolls[BRANCH]
    number = opened(road, None, DAY).stream

    with pytest.raises(Refused) as alone:
        attendance(road, number, DAY, roll[leaves], "left")
    event = _noted(road, number, DAY, roll[leaves], "left", successor=roll[4])

    assert unmet_rules(alone) == ["attendance.successor"]
    assert (event.chair, event.secretary) == (roll[officers[0]], roll[officers[1]])
    assert event.present == 8


@pytest.mark.parametrize(
    ("leaves", "successor", "rules"),
    [
        (0, 0, ["meeting.officers_present"]),
        (0, 1, ["meeting.officers_differ"]),
        (1, 0, ["meeting.officers_differ"]),
        (0, 8, ["meeting.officers_present"]),
        (0, "nguoi-011", ["meeting.on_roll", "meeting.officers_present", "meeting.chair_votes"]),
        (4, 5, ["attendance.no_successor"]),
    ],
)
def test_successor_is_present_and_another(
    road: Road, leaves: int, successor: int | str, rules: list[str]
) -> None:
    roll = road.rolls[BRANCH]
    number = opened(road, None, DAY, absent=_away(roll[8])).stream

    with pytest.raises(Refused) as refused:
        attendance(
            road, number, DAY, roll[leaves], "left",
            successor=successor if isinstance(successor, str) else roll[successor],
        )  # fmt: skip

    assert unmet_rules(refused) == rules


def test_probationary_member_takes_the_minutes_and_not_the_chair(road: Road) -> None:
    dossier, day = road.at("new_member_course")
    joined, roll = road.state(dossier).candidate, road.rolls[BRANCH]
    number = opened(road, None, day).stream

    with pytest.raises(Refused) as refused:
        attendance(road, number, day, roll[0], "left", successor=joined)
    event = _noted(road, number, day, roll[1], "left", successor=joined)

    assert unmet_rules(refused) == ["meeting.chair_votes"]
    assert event.secretary == joined


def test_attendance_that_was_noted_is_not_changed(road: Road) -> None:
    number = opened(road, None, DAY).stream
    attendance(road, number, DAY, road.rolls[BRANCH][4], "left")

    for statement in ("UPDATE attendance SET present = true", "DELETE FROM attendance"):
        with pytest.raises(DBAPIError), road.database.writing() as session:
            session.write(text(statement))


def test_row_or_agenda_altered_past_the_program_is_found(road: Road) -> None:
    number = opened(road, None, DAY).stream
    attendance(road, number, DAY, road.rolls[BRANCH][4], "left")

    with road.database.writing() as session:
        session.write(text("UPDATE meeting SET present = 9"))
        session.write(
            text(
                "INSERT INTO attendance (meeting, sequence, person_id, present)"
                f" VALUES ('{number}', 7, '{road.rolls[BRANCH][5]}', false)"
            )
        )

    with road.database.reading() as session:
        faults = verify(session, number).faults
    assert {one.code for one in faults} == {"meeting.differs", "attendance.differs"}
