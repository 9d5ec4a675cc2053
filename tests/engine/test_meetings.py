"""Meetings: the roll is frozen when they open, whatever becomes of its people afterwards."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.belonging import members_on
from models.errors import Forbidden, NotFound, Refused
from models.events import MeetingOpened
from models.meeting import Meeting, RollEntry
from tests.records import count
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road

ONE_DAY = timedelta(days=1)
DAY = date(2022, 3, 1)


def _open(road: Road, unit: str = BRANCH, on: date = DAY, **given: object) -> MeetingOpened:
    roll = road.rolls[unit]
    plain: dict[str, object] = {
        "command": "open_meeting", "unit": unit, "held_on": on, "chair": roll[0], "secretary": roll[1],
        "roll": "official_members" if unit in {BRANCH, OTHER_BRANCH} else "committee_members",
    }  # fmt: skip
    event = road.tell(max(on, DAY), road.secretary(unit), **(plain | given)).events[0]
    assert isinstance(event, MeetingOpened)
    return event


def _refused(road: Road, **given: object) -> set[str]:
    with pytest.raises(Refused) as refused:
        _open(road, **given)  # type: ignore[arg-type]  # the fields by name
    return {one.rule for one in refused.value.unmet}


def _away(*persons: str) -> list[dict[str, str]]:
    return [{"person": person, "reason": "đi công tác"} for person in persons]


def test_roll_counts_official_members_less_those_excused(road: Road) -> None:
    roll = road.rolls[BRANCH]

    met = _open(road, absent=_away(roll[8]), excused=_away(roll[7], roll[6]))

    assert (met.roll, met.present, met.probationary) == (7, 6, 0)
    with road.database.reading() as session:
        rows = session.rows(
            select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason).where(
                RollEntry.meeting == met.number
            )
        )
    assert {row.person_id: (row.standing, row.present) for row in rows}[roll[7]] == ("excused", False)
    assert sum(row.standing == "member" for row in rows) == met.roll
    assert {row.reason for row in rows} == {None, "đi công tác"}


def test_roll_stays_as_it_was_frozen(road: Road) -> None:
    met = _open(road)
    road.tell(
        DAY, command="enter_standing", person=road.rolls[BRANCH][5], unit=OTHER_BRANCH, standing="official",
        joined_on=DAY, official_on=DAY, in_unit_since=DAY,
    )  # fmt: skip

    dossier, day = road.at("branch_vote")
    later = _open(road, on=day)

    with road.database.reading() as session:
        frozen = session.scalar(select(Meeting.roll).where(Meeting.number == met.number))
    assert (frozen, later.roll) == (9, 8)
    assert road.state(dossier).open


@pytest.mark.parametrize(("on", "roll"), [(DAY - ONE_DAY, 9), (DAY, 10)])
def test_member_who_came_later_is_not_on_an_earlier_roll(road: Road, on: date, roll: int) -> None:
    road.member(BRANCH, DAY)

    assert _open(road, on=on).roll == roll


def test_probationary_members_attend_from_the_day_they_joined_and_do_not_count(road: Road) -> None:
    dossier, day = road.at("new_member_course")
    joined = road.state(dossier).joined_on
    assert joined is not None

    before, after = _open(road, on=joined - ONE_DAY), _open(road, on=day)

    assert (before.roll, before.probationary) == (9, 0)
    assert (after.roll, after.probationary, after.probationary_present) == (9, 1, 1)


def test_backdated_roll_counts_who_has_left_since_and_nobody_who_has_come(road: Road) -> None:
    leaver = road.rolls[BRANCH][8]
    guest = road.member(OTHER_BRANCH, DAY - 2 * ONE_DAY)
    for person, unit in ((leaver, OTHER_BRANCH), (guest, BRANCH)):
        road.tell(
            DAY, command="enter_standing", person=person, unit=unit, standing="official",
            joined_on=date(2005, 2, 3), official_on=date(2006, 2, 3), in_unit_since=DAY,
        )  # fmt: skip

    before, after = _open(road, on=DAY - ONE_DAY, absent=_away(leaver)), _open(road, on=DAY)

    assert (before.roll, before.present, after.roll) == (9, 8, 9)
    with road.database.reading() as session:
        there = {roll: members_on(session, BRANCH, roll)[0] for roll in (DAY - ONE_DAY, DAY)}
        elsewhere = members_on(session, OTHER_BRANCH, DAY - ONE_DAY)[0]
        nobody_yet = members_on(session, OTHER_BRANCH, DAY - 3 * ONE_DAY)[0]
    assert there[DAY - ONE_DAY] - there[DAY] == {leaver}
    assert there[DAY] - there[DAY - ONE_DAY] == {guest}
    assert elsewhere - nobody_yet == {guest}


def test_backdated_roll_has_probationary_members_where_they_were_then(road: Road) -> None:
    moved, first = road.at("new_member_course")
    ended, day = road.at("new_member_course", first)
    later = day + ONE_DAY
    road.tell(
        later, road.secretary(COMMITTEE), command="transfer", dossier=moved, on=later, to_unit=OTHER_BRANCH,
        reason="Chuyển nơi công tác.",
    )  # fmt: skip
    road.tell(
        later, road.secretary(BRANCH), command="close", dossier=ended, on=later, cause="death",
        reason="Đồng chí qua đời.",
    )  # fmt: skip
    candidates = {road.state(one).candidate for one in (moved, ended)}

    with road.database.reading() as session:
        before = [members_on(session, unit, day)[1] for unit in (BRANCH, OTHER_BRANCH)]
        after = [members_on(session, unit, later)[1] for unit in (BRANCH, OTHER_BRANCH)]

    assert before == [candidates, frozenset()]
    assert after == [frozenset(), {road.state(moved).candidate}]


def test_committee_counts_voting_seats_held_that_day(road: Road) -> None:
    leaver, newcomer = road.rolls[COMMITTEE][6], road.member(COMMITTEE, DAY)
    road.tell(
        DAY, command="leave_seat", person=leaver, unit=COMMITTEE, role="committee_member", until=DAY
    )  # fmt: skip
    road.tell(
        DAY, command="take_seat", person=newcomer, unit=COMMITTEE, position="Ủy viên", votes=False,
        role="committee_member", since=DAY,
    )  # fmt: skip

    before, after = _open(road, COMMITTEE, DAY - ONE_DAY), _open(road, COMMITTEE, DAY)

    assert (before.roll, after.roll) == (7, 6)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"on": date(2022, 3, 2)}, "meeting.date"),
        ({"chair": "nguoi-020"}, "meeting.on_roll"),
        ({"secretary": "nobody"}, "meeting.on_roll"),
        ({"absent": _away("nguoi-020")}, "meeting.on_roll"),
        ({"absent": _away("nguoi-001")}, "meeting.officers_present"),
        ({"excused": _away("nguoi-002")}, "meeting.officers_present"),
        ({"absent": _away("nguoi-003", "nguoi-003")}, "meeting.named_once"),
        ({"absent": _away("nguoi-003"), "excused": _away("nguoi-003")}, "meeting.named_once"),
        ({"excused": _away(*(f"nguoi-{number:03}" for number in range(1, 10)))}, "meeting.roll"),
    ],
)
def test_meeting_that_could_not_have_been_held_is_refused(
    road: Road, given: dict[str, object], rule: str
) -> None:
    roll = road.rolls[BRANCH]
    given = {"chair": roll[0], "secretary": roll[1]} | given
    on = given.pop("on", None)
    if on is not None:
        command = {"command": "open_meeting", "unit": BRANCH, "held_on": on, "roll": "official_members"}
        with pytest.raises(Refused) as refused:
            road.tell(DAY, road.secretary(BRANCH), **(command | given))
        unmet = {one.rule for one in refused.value.unmet}
    else:
        unmet = _refused(road, **given)

    assert rule in unmet
    assert count(road, Meeting) == [0]


def test_probationary_member_presides_over_no_meeting(road: Road) -> None:
    dossier, day = road.at("new_member_course")

    assert "meeting.chair_votes" in _refused(road, on=day, chair=road.state(dossier).candidate)


@pytest.mark.parametrize("unit", [OTHER_BRANCH, COMMITTEE])
def test_meeting_is_opened_and_closed_by_the_bodys_own_office(road: Road, unit: str) -> None:
    met = _open(road)
    roll = road.rolls[BRANCH]

    with pytest.raises(Forbidden):
        road.tell(
            DAY, road.secretary(unit), command="open_meeting", unit=BRANCH, held_on=DAY, chair=roll[0],
            secretary=roll[1], roll="official_members",
        )  # fmt: skip
    with pytest.raises(Forbidden):
        road.tell(DAY, road.secretary(unit), command="close_meeting", meeting=met.number)
    road.tell(DAY, road.secretary(BRANCH), command="close_meeting", meeting=met.number)


def test_nothing_is_decided_in_a_meeting_that_has_closed(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    met = _open(road, on=day)
    road.tell(day, road.secretary(BRANCH), command="close_meeting", meeting=met.number)

    with pytest.raises(Refused) as refused:
        road.step(dossier, "branch_vote", day, meeting=met.number, yes=9)
    with pytest.raises(Refused) as closed:
        road.tell(day, road.secretary(BRANCH), command="close_meeting", meeting=met.number)

    assert [one.rule for one in refused.value.unmet] == ["meeting.open"]
    assert [one.rule for one in closed.value.unmet] == ["meeting.open"]


def test_meeting_or_body_nobody_knows_is_named(road: Road) -> None:
    with pytest.raises(NotFound):
        road.tell(DAY, road.secretary(BRANCH), command="close_meeting", meeting="HN-1999-0001")
    with pytest.raises(NotFound):
        road.tell(
            DAY, road.secretary(BRANCH), command="open_meeting", unit="nowhere", held_on=DAY, chair="x",
            secretary="y", roll="official_members",
        )  # fmt: skip


def test_vote_in_the_meeting_of_another_body_is_refused(road: Road) -> None:
    dossier, day = road.at("branch_vote")
    elsewhere = _open(road, OTHER_BRANCH, on=day)

    with pytest.raises(Refused) as refused:
        road.step(dossier, "branch_vote", day, meeting=elsewhere.number, yes=5)

    assert [one.rule for one in refused.value.unmet] == ["meeting.open"]


@pytest.mark.parametrize(("others", "decided"), [(2, True), (0, False)])
def test_mentor_decides_nothing_without_another_judge(road: Road, others: int, *, decided: bool) -> None:
    """Everybody else is excused; the candidate's mentor presides, over two other official members or none."""
    dossier, day = road.at("branch_vote")
    mentor = road.state(dossier).guides[0].person
    rest = [one for one in road.rolls[BRANCH] if one != mentor]
    probationary, _ = road.at("new_member_course")
    scribe = rest[0] if others else road.state(probationary).candidate
    later = max(day, road.at("new_member_course")[1])
    met = _open(road, on=later, chair=mentor, secretary=scribe, excused=_away(*rest[others:]))

    if decided:
        assert road.step(dossier, "branch_vote", later, meeting=met.number, yes=2).events
    else:
        with pytest.raises(Refused) as refused:
            road.step(dossier, "branch_vote", later, meeting=met.number, yes=1)
        assert {one.rule for one in refused.value.unmet} == {"vote.four_eyes", "vote.least_roll"}
