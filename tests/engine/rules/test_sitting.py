"""A meeting is what its events make of it, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.rules.meeting import quorum
from engine.rules.sitting import Sitting, evolve
from models.events import (
    AgendaChanged,
    AgendaItem,
    AttendanceNoted,
    MeetingAdjourned,
    MeetingCalledOff,
    MeetingClosed,
    MeetingConvened,
    MeetingOpened,
    MinutesSigned,
)
from models.procedure import Threshold
from models.state import MeetingStanding

DAY = date(2022, 9, 20)
AGENDA = (AgendaItem(dossier="HS-1", step="vote"),)
CONVENED = MeetingConvened(
    number="HN-2", unit="cb", held_on=DAY, hour="08:00", place="Hội trường", roll_kind="official_members",
    agenda=AGENDA, follows="HN-1",
)  # fmt: skip
OPENED = MeetingOpened(
    number="HN-2", unit="cb", held_on=DAY, roll_kind="official_members", chair="an", secretary="binh", roll=9,
    present=7, probationary=3, probationary_present=2, roll_sha256="0" * 64,
)  # fmt: skip
AHEAD = Sitting(
    number="HN-2", unit="cb", held_on=DAY, roll_kind="official_members", standing=MeetingStanding.CONVENED,
    hour="08:00", place="Hội trường", follows="HN-1", agenda=AGENDA,
)  # fmt: skip
HELD = replace(
    AHEAD, standing=MeetingStanding.OPEN, chair="an", secretary="binh", roll=9, present=7, probationary=3,
    probationary_present=2,
)  # fmt: skip


def test_meeting_is_convened_and_opens_over_its_roll() -> None:
    assert evolve(None, CONVENED) == AHEAD
    assert evolve(AHEAD, OPENED) == HELD
    assert HELD.officers == {"an", "binh"}
    assert (AHEAD.officers, AHEAD.is_open, HELD.is_open) == (frozenset(), False, True)


def test_meeting_that_was_not_convened_opens_all_the_same() -> None:
    assert evolve(None, OPENED) == replace(HELD, hour=None, place=None, follows=None, agenda=())


def test_what_happens_to_a_meeting_changes_what_it_says_and_nothing_else() -> None:
    noted = AttendanceNoted(
        number="HN-2", person="an", change="left", chair="cuong", secretary="dung", roll=9, present=6,
        probationary=3, probationary_present=1, enclosure="0" * 64,
    )  # fmt: skip
    other = (AgendaItem(dossier="HS-2", step="vote"),)

    assert evolve(AHEAD, AgendaChanged(number="HN-2", agenda=other)) == replace(AHEAD, agenda=other)
    assert evolve(AHEAD, MeetingCalledOff(number="HN-2", enclosure="0" * 64)) == replace(
        AHEAD, standing=MeetingStanding.CALLED_OFF
    )
    assert evolve(HELD, noted) == replace(
        HELD, chair="cuong", secretary="dung", present=6, probationary_present=1
    )
    assert evolve(HELD, MeetingClosed(number="HN-2")) == replace(HELD, standing=MeetingStanding.CLOSED)
    adjourned = MeetingAdjourned(number="HN-2", again=None, again_on=None, enclosure="0" * 64)
    assert evolve(HELD, adjourned) == replace(HELD, standing=MeetingStanding.ADJOURNED)


def test_minutes_are_signed_by_each_over_one_file() -> None:
    chair, secretary = (
        MinutesSigned(number="HN-2", role=role, person="an", pdf_sha256=role[0] * 64)
        for role in ("chair", "secretary")
    )

    assert evolve(HELD, chair) == replace(HELD, minutes_sha256="c" * 64, chair_signed=True)
    assert evolve(HELD, secretary) == replace(HELD, minutes_sha256="s" * 64, secretary_signed=True)


def test_nothing_happens_to_a_meeting_that_never_began() -> None:
    with pytest.raises(ValueError, match="meeting_closed"):
        evolve(None, MeetingClosed(number="HN-2"))


@pytest.mark.parametrize("present", [None, 0])
def test_nobody_is_present_before_it_opens(present: int | None) -> None:
    half = Threshold.model_validate(
        {"share": [1, 2], "of": "present", "comparison": "more_than", "source": "Nguồn"}
    )

    assert (quorum(half, 9, present).figures["part"], quorum(half, 9, present).figures["whole"]) == (0, 0)
