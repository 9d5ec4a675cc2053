"""What the rules of meetings, their attendance and minutes tell, whole, met or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest

from engine.rules.attendance import Presence, attendance_requirements, noted
from engine.rules.convening import (
    adjourning_requirements,
    agenda_requirements,
    carried_over,
    convened_requirement,
    convening_requirements,
    items_of,
)
from engine.rules.meeting import convened_as, ended_requirements, open_requirement, quorum
from engine.rules.minutes import role_of, signing_requirements
from models import commands
from models.commands import AgendaPoint
from models.events import AttendanceNoted
from models.procedure import Threshold
from models.requirements import Figure, Requirement
from models.state import MeetingStanding
from tests.told import CONVENED, DAY, HELD, ONE_DAY, order, whole

CHARTER = "Điều lệ Đảng 2011, Điều 9"


def _charter(rule: str, /, *, met: bool, **figures: Figure) -> Requirement:
    return whole(CHARTER, rule, met=met, **figures)


@pytest.mark.parametrize(
    ("standing", "is_open", "is_convened"),
    [
        (MeetingStanding.OPEN, True, False),
        (MeetingStanding.CONVENED, False, True),
        (MeetingStanding.CLOSED, False, False),
    ],
)
def test_standing_that_is_asked_for_is_told_with_the_meeting(
    *, standing: MeetingStanding, is_open: bool, is_convened: bool
) -> None:
    sitting = replace(HELD, standing=standing)

    assert open_requirement(sitting) == _charter("meeting.open", met=is_open, meeting="HN-1")
    assert convened_requirement(sitting) == order("meeting.convened", met=is_convened, meeting="HN-1")


@pytest.mark.parametrize("unsettled", [0, 2])
def test_end_of_a_meeting_tells_how_many_ballots_are_left(unsettled: int) -> None:
    assert ended_requirements(HELD, unsettled) == (
        _charter("meeting.open", met=True, meeting="HN-1"),
        _charter("meeting.ballots_settled", met=unsettled == 0, ballots=unsettled),
    )


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"unit": "cb9"}, False),
        ({"held_on": DAY + ONE_DAY}, False),
        ({"roll": "committee_members"}, False),
    ],
)
def test_meeting_opens_as_it_was_convened(*, changed: dict[str, object], same: bool) -> None:
    given: dict[str, object] = {
        "unit": "cb", "held_on": DAY, "roll": "official_members", "chair": "an", "secretary": "binh",
    }  # fmt: skip
    opening = commands.OpenMeeting.model_validate(given | changed)

    for sitting, is_convened in ((CONVENED, True), (HELD, False)):
        assert convened_as(opening, sitting) == (
            _charter("meeting.convened", met=is_convened, meeting="HN-1"),
            _charter("meeting.as_convened", met=same, meeting="HN-1", on="2022-09-20"),
        )


@pytest.mark.parametrize(
    ("present", "rule", "met"),
    [(None, "meeting.quorum", False), (5, "vote.quorum", False), (6, "vote.quorum", True)],
)
def test_quorum_is_told_as_a_need_before_a_meeting_and_as_a_count_in_it(
    *, present: int | None, rule: str, met: bool
) -> None:
    two_thirds = Threshold.model_validate(
        {"share": [2, 3], "of": "roll", "comparison": "at_least", "source": "Nguồn"}
    )
    figures: dict[str, Figure] = {"needed": 6, "comparison": "at_least", "whole": 9, "of": "roll"}

    told = quorum(two_thirds, 9, present)

    assert told == whole("Nguồn", rule, met=met, part=present or 0, share="2/3", **figures)


@pytest.mark.parametrize("base", ["roll", "present", "cast", "valid"])
def test_quorum_knows_its_roll_and_who_is_present_and_no_ballots(base: str) -> None:
    half = Threshold.model_validate(
        {"share": [1, 2], "of": base, "comparison": "more_than", "source": "Nguồn"}
    )
    wholes = {"roll": 9, "present": 4, "cast": 0, "valid": 0}

    assert quorum(half, 9, 4).figures["whole"] == wholes[base]


def _convening(**given: Any) -> commands.ConveneMeeting:  # noqa: ANN401 -- the fields by name
    plain = {
        "unit": "cb", "roll": "official_members", "held_on": DAY, "place": "Hội trường",
        "agenda": [{"dossier": "HS-1", "step": "vote"}],
    }  # fmt: skip
    return commands.ConveneMeeting.model_validate(plain | given)


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_convening_tells_the_day_and_the_agenda(late: int) -> None:
    today = DAY + late * ONE_DAY
    awaited = frozenset({("HS-1", "vote")})

    assert convening_requirements(_convening(), awaited, today, None, is_followed=False) == (
        order("meeting.ahead", met=late <= 0, on="2022-09-20", today=today.isoformat()),
        order("agenda.awaits", met=True, dossiers=""),
        order("agenda.named_once", met=True, dossiers=""),
    )


@pytest.mark.parametrize(
    ("standing", "known", "is_followed", "fits"),
    [
        (MeetingStanding.ADJOURNED, {}, False, True),
        (MeetingStanding.CALLED_OFF, {}, False, True),
        (MeetingStanding.CLOSED, {}, False, False),
        (MeetingStanding.OPEN, {}, False, False),
        (MeetingStanding.ADJOURNED, {}, True, False),
        (MeetingStanding.ADJOURNED, {"unit": "cb9"}, False, False),
        (MeetingStanding.ADJOURNED, {"roll_kind": "committee_members"}, False, False),
    ],
)
def test_meeting_held_again_tells_what_it_follows(
    *, standing: MeetingStanding, known: dict[str, Any], is_followed: bool, fits: bool
) -> None:
    followed = replace(HELD, standing=standing, **known)

    told = convening_requirements(
        _convening(), frozenset({("HS-1", "vote")}), DAY, followed, is_followed=is_followed
    )

    assert told[3:] == (order("meeting.follows", met=fits, meeting="HN-1"),)


def test_agenda_names_what_does_not_await_the_body_and_what_stands_twice_once_each() -> None:
    points = tuple(
        AgendaPoint(dossier=dossier, step=step)
        for dossier, step in (
            ("HS-1", "vote"), ("HS-2", "vote"), ("HS-2", "decision"), ("HS-1", "vote"), ("HS-3", "vote"),
        )
    )  # fmt: skip

    assert agenda_requirements(points, frozenset({("HS-1", "vote"), ("HS-3", "vote")})) == (
        order("agenda.awaits", met=False, dossiers="HS-2"),
        order("agenda.named_once", met=False, dossiers="HS-1"),
    )
    assert agenda_requirements(points, frozenset())[0].figures == {"dossiers": "HS-1, HS-2, HS-3"}
    assert items_of(points[:2]) == HELD.agenda


def test_what_was_not_decided_and_still_awaits_the_body_is_carried_over_in_order() -> None:
    both = frozenset({("HS-1", "vote"), ("HS-2", "vote")})

    assert carried_over(HELD, frozenset(), both) == HELD.agenda
    assert carried_over(HELD, frozenset({("HS-1", "vote")}), both) == HELD.agenda[1:]
    assert carried_over(HELD, frozenset({("HS-1", "decision")}), both) == HELD.agenda
    assert carried_over(HELD, frozenset(), frozenset({("HS-1", "vote")})) == HELD.agenda[:1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, [order("meeting.again_on", met=True)]),
        ({"hour": "08:00"}, [order("meeting.again_on", met=False)]),
        ({"place": "Hội trường"}, [order("meeting.again_on", met=False)]),
        (
            {"again_on": DAY},
            [
                order("meeting.ahead", met=True, on="2022-09-20", today="2022-09-20"),
                order("meeting.place", met=False),
            ],
        ),
        (
            {"again_on": DAY - ONE_DAY, "place": "Hội trường"},
            [
                order("meeting.ahead", met=False, on="2022-09-19", today="2022-09-20"),
                order("meeting.place", met=True),
            ],
        ),
    ],
)
def test_adjourning_tells_when_and_where_it_meets_again(
    given: dict[str, object], told: list[Requirement]
) -> None:
    plain: dict[str, object] = {"meeting": "HN-1", "reason": "Mất điện."}
    command = commands.AdjournMeeting.model_validate(plain | given)

    weighed = adjourning_requirements(command, HELD, DAY, 1)

    assert weighed[:2] == ended_requirements(HELD, 1)
    assert list(weighed[2:]) == told
    placed = adjourning_requirements(command, replace(HELD, place="Phòng họp"), DAY, 1)
    assert all(one.met for one in placed if one.rule == "meeting.place")


@pytest.mark.parametrize(
    ("standing", "over"),
    [
        (MeetingStanding.CLOSED, True),
        (MeetingStanding.ADJOURNED, True),
        (MeetingStanding.OPEN, False),
        (MeetingStanding.CALLED_OFF, False),
    ],
)
@pytest.mark.parametrize(("person", "role"), [("an", "chair"), ("binh", "secretary")])
def test_minutes_tell_who_signed_what(
    *, standing: MeetingStanding, over: bool, person: str, role: str
) -> None:
    ours, theirs = "a" * 64, "b" * 64
    command = commands.SignMinutes(meeting="HN-1", sha256=ours)
    sitting = replace(HELD, standing=standing)

    for signed in (None, ours, theirs):
        for done in (False, True):
            known: dict[str, Any] = {f"{role}_signed": done, "minutes_sha256": signed}
            assert signing_requirements(command, replace(sitting, **known), person) == (
                order("minutes.over", met=over, meeting="HN-1"),
                order("minutes.once", met=not done, person=person),
                order("minutes.same", met=signed != theirs, signed=signed or "", given=ours),
            )
    assert role_of(HELD, person) == role


ROLL = {
    "an": Presence(standing="member", present=True),
    "binh": Presence(standing="member", present=True),
    "cuong": Presence(standing="member", present=False),
    "dung": Presence(standing="probationary", present=True),
    "giang": Presence(standing="excused", present=False),
}


def _noting(**given: object) -> commands.NoteAttendance:
    plain: dict[str, object] = {"meeting": "HN-1", "reason": "Có việc."}
    return commands.NoteAttendance.model_validate(plain | given)


def _on_roll(strangers: str = "") -> list[Requirement]:
    return [
        _charter("meeting.open", met=True, meeting="HN-1"),
        order("meeting.on_roll", met=not strangers, persons=strangers),
    ]


def _succeeds(
    person: str, /, *, there: bool = True, differs: bool = True, votes: bool = True
) -> list[Requirement]:
    return [
        order("meeting.officers_present", met=there, persons=person),
        order("meeting.officers_differ", met=differs, person=person),
        order("meeting.chair_votes", met=votes, person=person),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"person": "cuong", "change": "arrived"},
            [
                order("attendance.absent", met=True, person="cuong"),
                order("attendance.no_successor", met=True, person="cuong"),
            ],
        ),
        (
            {"person": "cuong", "change": "left"},
            [
                order("attendance.present", met=False, person="cuong"),
                order("attendance.no_successor", met=True, person="cuong"),
            ],
        ),
        (
            {"person": "dung", "change": "left", "successor": "binh"},
            [
                order("attendance.present", met=True, person="dung"),
                order("attendance.no_successor", met=False, person="dung"),
            ],
        ),
        (
            {"person": "an", "change": "arrived"},
            [
                order("attendance.absent", met=False, person="an"),
                order("attendance.no_successor", met=True, person="an"),
            ],
        ),
        (
            {"person": "an", "change": "left"},
            [
                order("attendance.present", met=True, person="an"),
                order("attendance.successor", met=False, person="an"),
            ],
        ),
        (
            {"person": "an", "change": "left", "successor": "binh"},
            [order("attendance.present", met=True, person="an"), *_succeeds("binh", differs=False)],
        ),
        (
            {"person": "an", "change": "left", "successor": "cuong"},
            [order("attendance.present", met=True, person="an"), *_succeeds("cuong", there=False)],
        ),
        (
            {"person": "an", "change": "left", "successor": "an"},
            [order("attendance.present", met=True, person="an"), *_succeeds("an", there=False)],
        ),
        (
            {"person": "an", "change": "left", "successor": "dung"},
            [order("attendance.present", met=True, person="an"), *_succeeds("dung", votes=False)],
        ),
        (
            {"person": "binh", "change": "left", "successor": "dung"},
            [order("attendance.present", met=True, person="binh"), *_succeeds("dung")],
        ),
        (
            {"person": "binh", "change": "left", "successor": "an"},
            # Only of a chair is it asked that they vote: who keeps the minutes need not.
            [order("attendance.present", met=True, person="binh"), *_succeeds("an", differs=False)],
        ),
    ],
)
def test_attendance_tells_who_comes_goes_and_takes_whose_place(
    given: dict[str, object], told: list[Requirement]
) -> None:
    assert list(attendance_requirements(_noting(**given), HELD, ROLL)) == [*_on_roll(), *told]


def test_attendance_of_strangers_and_of_those_excused_names_them_in_order() -> None:
    stranger = _noting(person="xuan", change="left", successor="giang")
    passed_on = attendance_requirements(_noting(person="an", change="left", successor="xuan"), HELD, ROLL)

    assert list(attendance_requirements(stranger, HELD, ROLL)) == _on_roll("giang, xuan")
    assert list(passed_on) == [
        *_on_roll("xuan"),
        order("attendance.present", met=True, person="an"),
        *_succeeds("xuan", there=False, votes=False),
    ]


@pytest.mark.parametrize(
    ("person", "change", "successor", "officers", "present", "probationary"),
    [
        ("cuong", "arrived", None, ("an", "binh"), 8, 2),
        ("an", "left", "cuong", ("cuong", "binh"), 6, 2),
        ("binh", "left", "dung", ("an", "dung"), 6, 2),
        ("dung", "left", None, ("an", "binh"), 7, 1),
        ("dung", "arrived", None, ("an", "binh"), 7, 3),
    ],
)
def test_attendance_is_noted_with_the_counts_after_it(
    person: str,
    change: Literal["arrived", "left"],
    successor: str | None,
    officers: tuple[str, str],
    present: int,
    probationary: int,
) -> None:
    command = _noting(person=person, change=change, successor=successor)

    assert noted(command, HELD, ROLL, "e" * 64) == AttendanceNoted(
        number="HN-1", person=person, change=change, chair=officers[0], secretary=officers[1], roll=9,
        present=present, probationary=3, probationary_present=probationary, enclosure="e" * 64,
    )  # fmt: skip
