"""What happens to a meeting or a substitution owes word to whom it concerns, in its own transaction."""

from datetime import date, datetime, time, timedelta

import pytest

from engine.access import Grant
from engine.rules.time_limits import local_date
from models.commands import COMMAND
from models.errors import Refused
from tests.announcements import Owed, awaiting, owed
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, ZONE, Road, noon
from tests.sittings import convene, opened, points, told
from tests.substitutions import DAY, member_of_branch, offer, settle

_WEEK = timedelta(days=7)


def _words(road: Road) -> list[tuple[str, str, int]]:
    return [(one.notice, one.stream, one.sequence) for one in owed(road)]


def _all_but_secretary(road: Road, unit: str = BRANCH) -> frozenset[str]:
    return frozenset(road.rolls[unit][1:])


def test_whole_roll_is_told_of_a_convened_meeting_and_reminded_on_the_working_day_before(road: Road) -> None:
    [dossier], day = awaiting(road, 1)
    probationary = road.person(BRANCH, day - _WEEK)
    road.tell(
        day, command="enter_standing", person=probationary, unit=BRANCH, standing="probationary",
        joined_on=day - _WEEK, in_unit_since=day - _WEEK,
    )  # fmt: skip
    monday = day + timedelta(days=14 - day.weekday())

    number = convene(road, day, [dossier], held_on=monday)

    everybody = _all_but_secretary(road) | {probationary}
    told_now, reminder = owed(road)
    assert told_now == Owed(number, 1, "meeting_convened", everybody, noon(day))
    assert (reminder.stream, reminder.notice, reminder.persons) == (number, "meeting_near", everybody)
    friday = monday - timedelta(days=3)
    assert reminder.available_at == datetime.combine(friday, time(7), ZONE)


def test_committee_is_told_by_its_seats_that_vote(road: Road) -> None:
    dossier, day = road.at("grassroots_vote")
    guest = road.member(COMMITTEE, day - _WEEK)
    road.seat(guest, COMMITTEE, "clerk", "Văn phòng", day - _WEEK, votes=False)

    agenda = points([dossier], "grassroots_vote")
    convene(road, day, [], unit=COMMITTEE, agenda=agenda, held_on=day + _WEEK)

    assert owed(road)[0].persons == _all_but_secretary(road, COMMITTEE)


@pytest.mark.parametrize(
    ("ahead", "hour", "words"), [(0, "08:00", 0), (0, "14:00", 1), (0, None, 1), (1, "08:00", 1)]
)
def test_nobody_is_told_of_a_meeting_that_has_begun_nor_reminded_on_the_eve(
    sqlite_road: Road, ahead: int, hour: str | None, words: int
) -> None:
    [dossier], day = awaiting(sqlite_road, 1)
    day += timedelta(days=7 - day.weekday())  # a Monday: the day after is told of on its eve

    convene(sqlite_road, day, [dossier], held_on=day + timedelta(days=ahead), hour=hour)

    assert [one.notice for one in owed(sqlite_road)] == ["meeting_convened"] * words


def test_refused_owes_nothing_and_a_repetition_nothing_more(road: Road) -> None:
    [dossier], day = awaiting(road, 1)
    with pytest.raises(Refused):
        convene(road, day, [dossier, dossier], held_on=day + _WEEK)
    refused = owed(road)
    plain = {
        "command": "convene_meeting", "unit": BRANCH, "roll": "official_members", "held_on": day + _WEEK,
        "hour": "08:00", "place": "Hội trường", "agenda": points([dossier]),
    }  # fmt: skip

    answers = [
        road.do(COMMAND.validate_python(plain), road.secretary(BRANCH), day, key="k" * 20).repeated
        for _ in range(2)
    ]

    assert refused == []
    assert answers == [False, True]
    assert [one.notice for one in owed(road)] == ["meeting_convened", "meeting_near"]


def test_change_of_agenda_and_calling_off_are_told_while_the_meeting_is_ahead(road: Road) -> None:
    (first, second), day = awaiting(road)
    number = convene(road, day, [first], held_on=day + _WEEK)
    late = convene(road, day, [first], hour="08:00")

    told(road, "change_agenda", number, day, agenda=points([second, first]))
    told(road, "call_off_meeting", number, day, reason="Trùng lịch huấn luyện.")
    told(road, "call_off_meeting", late, day + timedelta(days=1), reason="Không họp được.")

    assert _words(road) == [
        ("meeting_convened", number, 1),
        ("meeting_near", number, 1),
        ("agenda_changed", number, 2),
        ("meeting_called_off", number, 3),
    ]
    assert {one.persons for one in owed(road)} == {_all_but_secretary(road)}


def test_meeting_called_off_after_its_hour_on_its_day_is_still_told(sqlite_road: Road) -> None:
    [dossier], day = awaiting(sqlite_road, 1)
    number = convene(sqlite_road, day, [dossier], hour="08:00")

    told(sqlite_road, "call_off_meeting", number, day, reason="Không đủ người.")

    assert _words(sqlite_road) == [("meeting_called_off", number, 2)]


def test_adjourned_meeting_is_told_of_once_whether_its_day_is_known_or_not(road: Road) -> None:
    (first, second), day = awaiting(road)
    numbers = [convene(road, day, [one]) for one in (first, second)]
    for number in numbers:
        opened(road, number, day)

    told(road, "adjourn_meeting", numbers[0], day, reason="Thiếu người.", again_on=day + _WEEK)
    told(road, "adjourn_meeting", numbers[1], day, reason="Thiếu người.")

    again = owed(road)[1].stream
    assert again not in numbers
    assert _words(road) == [
        ("meeting_adjourned", numbers[0], 3),
        ("meeting_near", again, 1),
        ("meeting_adjourned", numbers[1], 3),
    ]
    assert local_date(owed(road)[1].available_at, ZONE) < day + _WEEK


def test_meeting_held_years_ago_and_entered_now_tells_nobody(sqlite_road: Road) -> None:
    [dossier], day = awaiting(sqlite_road, 1)
    number = opened(sqlite_road, None, day).stream

    told(sqlite_road, "adjourn_meeting", number, day + timedelta(days=400), reason="Thiếu người.")

    assert (dossier in number, owed(sqlite_road)) == (False, [])


def test_who_convenes_with_one_role_alone_is_not_told_either(sqlite_road: Road) -> None:
    [dossier], day = awaiting(sqlite_road, 1)
    command = COMMAND.validate_python({
        "command": "convene_meeting", "unit": BRANCH, "roll": "official_members", "held_on": day + _WEEK,
        "place": "Hội trường", "agenda": points([dossier]),
    })  # fmt: skip

    sqlite_road.registry.record(
        command, by=sqlite_road.secretary(BRANCH), at=noon(day), only=Grant("secretary", BRANCH)
    )

    assert {one.persons for one in owed(sqlite_road)} == {_all_but_secretary(sqlite_road)}


def test_parties_of_a_substitution_hear_what_the_other_did(road: Road) -> None:
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    first = offer(road, absent, substitute)
    settle(road, "decline_substitution", substitute, first)
    second = offer(road, absent, substitute)
    settle(road, "accept_substitution", substitute, second)
    settle(road, "end_substitution", substitute, second)
    third = offer(road, absent, substitute)
    settle(road, "end_substitution", absent, third)

    mine, theirs = frozenset({road.rolls[BRANCH][0]}), frozenset({road.rolls[BRANCH][2]})
    found = owed(road)
    assert [one.persons for one in found] == [theirs, mine, theirs, mine, mine, theirs, theirs]
    assert {(one.stream, one.notice) for one in found} == {("register", "substitution")}
    sequences = [one.sequence for one in found]
    assert sequences == list(range(sequences[0], sequences[0] + 7))


def test_administrator_who_ends_a_substitution_tells_both_and_a_refused_offer_nobody(
    sqlite_road: Road,
) -> None:
    road = sqlite_road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    administrator = road.account("administrator", COMPETENT)
    found = offer(road, absent, substitute, DAY, administrator)
    with pytest.raises(Refused):
        offer(road, absent, f"{road.rolls[OTHER_BRANCH][2]}@self")

    road.tell(DAY, administrator, command="end_substitution", account=absent, substitution=found)

    parties = frozenset({road.rolls[BRANCH][0], road.rolls[BRANCH][2]})
    assert [one.persons for one in owed(road)] == [parties - {road.rolls[BRANCH][0]}, parties]


def test_whatever_else_the_register_records_tells_nobody(sqlite_road: Road) -> None:
    sqlite_road.person(BRANCH, date(2021, 9, 8))
    sqlite_road.meeting(BRANCH, date(2021, 9, 8))

    assert owed(sqlite_road) == []
