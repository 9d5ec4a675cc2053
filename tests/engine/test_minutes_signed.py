"""Minutes of a closed meeting, signed by its chair and its secretary, each by their own account."""

from datetime import date

import pytest

from engine.verification import archived_files, verify
from models.errors import Forbidden, Refused
from models.events import MinutesSigned
from tests.roads import BRANCH, COMMITTEE, Road
from tests.sittings import attendance, opened, told, unmet_rules

DAY = date(2022, 3, 1)
PDF, OTHER_PDF = "a" * 64, "b" * 64


def _closed(road: Road) -> str:
    number = opened(road, None, DAY).stream
    told(road, "close_meeting", number, DAY)
    return number


def test_chair_and_secretary_sign_the_same_file(road: Road) -> None:
    number = _closed(road)
    chair, secretary = (f"{one}@self" for one in road.rolls[BRANCH][:2])

    second = told(road, "sign_minutes", number, DAY, secretary, sha256=PDF).events[0]
    first = told(road, "sign_minutes", number, DAY, chair, sha256=PDF).events[0]

    assert second == MinutesSigned(
        number=number, role="secretary", person=road.rolls[BRANCH][1], pdf_sha256=PDF
    )
    assert first == MinutesSigned(number=number, role="chair", person=road.rolls[BRANCH][0], pdf_sha256=PDF)
    with road.database.reading() as session:
        assert verify(session).faults == ()
        assert archived_files(session) == (PDF,)


def test_nobody_signs_twice_or_another_file(road: Road) -> None:
    number = _closed(road)
    chair, secretary = (f"{one}@self" for one in road.rolls[BRANCH][:2])
    told(road, "sign_minutes", number, DAY, chair, sha256=PDF)

    with pytest.raises(Refused) as twice:
        told(road, "sign_minutes", number, DAY, chair, sha256=PDF)
    with pytest.raises(Refused) as other:
        told(road, "sign_minutes", number, DAY, secretary, sha256=OTHER_PDF)

    assert unmet_rules(twice) == ["minutes.once"]
    assert unmet_rules(other) == ["minutes.same"]


def test_minutes_are_signed_by_nobody_else(road: Road) -> None:
    number = _closed(road)
    clerk = road.account("clerk", BRANCH)

    for stranger in (f"{road.rolls[BRANCH][2]}@self", clerk, road.secretary(COMMITTEE)):
        with pytest.raises(Forbidden):
            told(road, "sign_minutes", number, DAY, stranger, sha256=PDF)


def test_open_meeting_has_no_minutes_to_sign(road: Road) -> None:
    number = opened(road, None, DAY).stream

    with pytest.raises(Refused) as refused:
        told(road, "sign_minutes", number, DAY, f"{road.rolls[BRANCH][0]}@self", sha256=PDF)

    assert unmet_rules(refused) == ["minutes.over"]


def test_minutes_of_an_adjourned_meeting_are_signed_too(road: Road) -> None:
    number = opened(road, None, DAY).stream
    told(road, "adjourn_meeting", number, DAY, reason="Thiếu người.")

    assert told(road, "sign_minutes", number, DAY, f"{road.rolls[BRANCH][0]}@self", sha256=PDF).events


def test_successor_signs_in_place_of_the_chair_who_left(road: Road) -> None:
    roll = road.rolls[BRANCH]
    number = opened(road, None, DAY).stream
    attendance(road, number, DAY, roll[0], "left", successor=roll[3])
    told(road, "close_meeting", number, DAY)

    with pytest.raises(Forbidden):
        told(road, "sign_minutes", number, DAY, f"{roll[0]}@self", sha256=PDF)
    event = told(road, "sign_minutes", number, DAY, f"{roll[3]}@self", sha256=PDF).events[0]

    assert isinstance(event, MinutesSigned)
    assert (event.role, event.person) == ("chair", roll[3])
