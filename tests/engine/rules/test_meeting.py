"""A roll is frozen as a meeting opens: who counts, who may only attend, who is away and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.rules.meeting import Roll, RollEntry, freeze, requirements
from models.commands import OpenMeeting
from models.requirements import Figure, Requirement, unmet

ONE_DAY = timedelta(days=1)
DAY = date(2022, 3, 1)
MEMBERS = frozenset({"an", "binh", "cuong"})
PROBATIONARY = frozenset({"dung"})


def _opening(**given: object) -> OpenMeeting:
    plain: dict[str, object] = {
        "unit": "cb", "held_on": DAY, "roll": "official_members", "chair": "an", "secretary": "binh",
    }  # fmt: skip
    return OpenMeeting.model_validate(plain | given)


def _away(*persons: str) -> list[dict[str, str]]:
    return [{"person": person, "reason": f"{person} đi vắng"} for person in persons]


def _refused(today: date = DAY, members: frozenset[str] = MEMBERS, /, **given: object) -> list[Requirement]:
    return list(unmet(requirements(_opening(**given), members, PROBATIONARY, today)))


def _told(rule: str, /, **figures: Figure) -> Requirement:
    return Requirement(rule=rule, source="Điều lệ Đảng 2011, Điều 9", figures=figures, met=False)


def test_roll_says_of_everybody_whether_he_counts_and_why_he_is_away() -> None:
    command = _opening(absent=_away("cuong"), excused=_away("dung"))

    roll = freeze(command, MEMBERS, PROBATIONARY)

    assert roll == Roll(
        entries=(
            RollEntry(person="an", standing="member", present=True, reason=None),
            RollEntry(person="binh", standing="member", present=True, reason=None),
            RollEntry(person="cuong", standing="member", present=False, reason="cuong đi vắng"),
            RollEntry(person="dung", standing="excused", present=False, reason="dung đi vắng"),
        )
    )


def test_roll_counts_by_standing_those_present_those_away_or_all() -> None:
    command = _opening(absent=_away("cuong", "dung"))

    roll = freeze(command, MEMBERS, PROBATIONARY)

    assert [roll.count("member", present=one) for one in (None, True, False)] == [3, 2, 1]
    assert [roll.count("probationary", present=one) for one in (None, True, False)] == [1, 0, 1]
    assert roll.count("excused") == 0


def test_meeting_of_those_on_its_roll_is_opened_on_its_day_and_after() -> None:
    assert _refused() == _refused(DAY + ONE_DAY) == []
    assert _refused(absent=_away("cuong"), excused=_away("dung")) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"held_on": DAY + ONE_DAY}, [_told("meeting.date", on="2022-03-02")]),
        ({"excused": _away("x", "y")}, [_told("meeting.on_roll", persons="x, y")]),
        ({"absent": _away("x")}, [_told("meeting.on_roll", persons="x")]),
        (
            {"chair": "x"},
            [_told("meeting.on_roll", persons="x"), _told("meeting.chair_votes", person="x")],
        ),
        ({"secretary": "x"}, [_told("meeting.on_roll", persons="x")]),
        ({"absent": _away("binh", "an")}, [_told("meeting.officers_present", persons="an, binh")]),
        ({"excused": _away("binh")}, [_told("meeting.officers_present", persons="binh")]),
        ({"secretary": "an"}, [_told("meeting.officers_differ", person="an")]),
        ({"chair": "dung"}, [_told("meeting.chair_votes", person="dung")]),
        (
            {"absent": _away("cuong"), "excused": _away("cuong")},
            [_told("meeting.named_once", persons=2)],
        ),
    ],
)
def test_opening_that_does_not_fit_its_roll_tells_who_and_when(
    given: dict[str, object], told: list[Requirement]
) -> None:
    assert _refused(**given) == told


def test_meeting_in_which_nobody_counts_is_none() -> None:
    told = _refused(excused=_away("an", "binh", "cuong"))

    assert told == [
        _told("meeting.roll", roll=0),
        _told("meeting.officers_present", persons="an, binh"),
    ]
    assert _refused(DAY, frozenset({"an", "binh"}), excused=_away("dung")) == []
