"""What the register refuses because it cannot be: each with a code of its own, and nothing is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine.access import SYSTEM
from engine.timeline import REGISTER
from models.commands import COMMAND
from models.errors import Conflict, DiudatError, Malformed
from outputs.wording import error_text
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road

TODAY = date(2022, 3, 1)
TOMORROW = TODAY + timedelta(days=1)
MEMBER = {
    "command": "enter_standing", "unit": BRANCH, "standing": "official", "joined_on": date(2020, 2, 3),
    "official_on": date(2021, 2, 3), "in_unit_since": TODAY,
}  # fmt: skip
SEAT = {
    "command": "take_seat",
    "unit": COMMITTEE,
    "position": "Ủy viên",
    "role": "committee_member",
    "votes": True,
}
BORN = {"command": "add_person", "id": "moi", "full_name": "Lê Văn Mới", "sex": "male", "born_on": TODAY}
CORRECTED = {"command": "correct_person", "reason": "Gõ nhầm."}


def _refused(road: Road, **command: object) -> DiudatError:
    before = len(road.entries(REGISTER))
    with pytest.raises(DiudatError) as refused:
        road.tell(TODAY, **command)
    assert len(road.entries(REGISTER)) == before
    return refused.value


def test_nothing_has_happened_on_a_day_yet_to_come(road: Road) -> None:
    person = road.person(BRANCH, TODAY)
    cases: list[tuple[str, Any]] = [
        ("born_on", BORN | {"born_on": TOMORROW}),
        ("union_joined_on", BORN | {"union_joined_on": TOMORROW}),
        ("in_unit_since", BORN | {"in_unit_since": TOMORROW}),
        ("value", CORRECTED | {"person": person, "field": "born_on", "value": TOMORROW.isoformat()}),
        ("joined_on", MEMBER | {"person": person, "joined_on": TOMORROW, "official_on": TOMORROW}),
        ("official_on", MEMBER | {"person": person, "official_on": TOMORROW}),
        ("in_unit_since", MEMBER | {"person": person, "in_unit_since": TOMORROW}),
    ]  # fmt: skip
    told = [_refused(road, **command) for _, command in cases]

    assert [(one.code, one.figures["field"]) for one in told] == [("day.future", field) for field, _ in cases]
    assert (
        error_text(told[0], "vi") == "Ngày 02/03/2022 chưa đến, hôm nay là 01/03/2022: cần ghi ngày đã qua."
    )
    road.tell(TODAY, **BORN, union_joined_on=TODAY, in_unit_since=TODAY)


def test_day_of_the_office_counts_and_not_that_of_the_clock(sqlite_road: Road) -> None:
    command = COMMAND.validate_python(BORN)
    midnight = datetime(2022, 2, 28, 17, tzinfo=UTC)  # in an office seven hours ahead

    with pytest.raises(Malformed):
        sqlite_road.registry.record(command, by=SYSTEM, at=midnight - timedelta(seconds=1))

    assert sqlite_road.registry.record(command, by=SYSTEM, at=midnight).events


def test_nobody_is_official_before_joining(road: Road) -> None:
    person = road.person(BRANCH, TODAY)

    refused = _refused(road, **(MEMBER | {"person": person, "joined_on": date(2021, 2, 4)}))

    assert (refused.code, refused.figures["field"]) == ("standing.order", "official_on")
    road.tell(TODAY, **(MEMBER | {"person": person, "joined_on": date(2021, 2, 3)}))


def test_standing_of_somebody_on_the_road_comes_of_the_dossier_alone(road: Road) -> None:
    candidate = road.person(BRANCH, TODAY - timedelta(days=40))
    dossier = road.open(TODAY, candidate)
    for status in ("under_way", "suspended"):
        assert road.state(dossier).status == status

        refused = _refused(road, **(MEMBER | {"person": candidate}))

        assert (type(refused), refused.code) == (Conflict, "standing.candidate")
        if status == "under_way":
            road.tell(
                TODAY, road.secretary(BRANCH), command="suspend", dossier=dossier, on=TODAY, reason="Chờ."
            )
    road.tell(TODAY, road.secretary(BRANCH), command="close", dossier=dossier, on=TODAY, cause="other",
              reason="Chuyển công tác.")  # fmt: skip

    assert road.tell(TODAY, **(MEMBER | {"person": candidate})).events


def test_seat_is_held_once_at_a_time_and_again_after_it_was_left(road: Road) -> None:
    person = road.rolls[BRANCH][5]
    leave = {"command": "leave_seat", "person": person, "unit": COMMITTEE, "role": "committee_member"}
    road.tell(TODAY, **SEAT, person=person, since=date(2020, 6, 1))

    twice = _refused(road, **SEAT, person=person, since=TODAY)
    early = _refused(road, **leave, until=date(2020, 5, 31))
    road.tell(TODAY, **leave, until=date(2021, 6, 1))
    overlapping = _refused(road, **SEAT, person=person, since=date(2021, 5, 31))
    road.tell(TODAY, **SEAT, person=person, since=date(2021, 6, 1))

    assert [one.code for one in (twice, early, overlapping)] == ["seat.taken", "seat.until", "seat.taken"]
    assert [type(one) for one in (twice, early)] == [Conflict, Malformed]
    road.tell(TODAY, **(SEAT | {"unit": OTHER_BRANCH}), person=person, since=TODAY)


def test_address_is_corrected_to_one_that_mail_can_be_sent_to(road: Road) -> None:
    person = road.person(BRANCH, TODAY)
    correct = CORRECTED | {"person": person, "field": "email"}

    refused = _refused(road, **correct, value="bi-thu@chi bo.vn")
    road.tell(TODAY, **correct, value="bi-thu@chi-bo.vn")

    assert (refused.code, refused.figures["field"]) == ("mail.address", "value")
