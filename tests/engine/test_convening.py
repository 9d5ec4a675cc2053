"""Meetings convened with an agenda, opened, called off, or adjourned and convened again."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from engine.verification import verify
from models.commands import COMMAND
from models.errors import Conflict, Forbidden, NotFound, Refused
from models.events import AgendaItem, MeetingAdjourned, MeetingConvened, MeetingOpened
from models.meeting import Meeting
from tests.records import count
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road
from tests.sittings import (
    PLACE,
    agenda,
    convene,
    kinds,
    opened,
    points,
    standing,
    told,
    unmet_rules,
)

ONE_DAY = timedelta(days=1)


def _awaiting(road: Road, how_many: int = 2) -> tuple[list[str], date]:
    """Drive some dossiers to the branch's vote; return them and a day on which all await it."""
    found = [road.at("branch_vote") for _ in range(how_many)]
    return [dossier for dossier, _ in found], max(day for _, day in found)


def test_convened_meeting_keeps_its_agenda_in_order(road: Road) -> None:
    (first, second), day = _awaiting(road)

    number = convene(road, day, [second, first])

    [entry] = road.entries(number)
    assert entry.event == MeetingConvened(
        number=number,
        unit=BRANCH,
        held_on=day,
        hour="08:00",
        place=PLACE,
        roll_kind="official_members",
        agenda=(
            AgendaItem(dossier=second, step="branch_vote"),
            AgendaItem(dossier=first, step="branch_vote"),
        ),
        follows=None,
    )
    assert agenda(road, number) == [(second, "branch_vote"), (first, "branch_vote")]
    assert standing(road, number) == "convened"


def test_only_what_awaits_the_body_stands_on_its_agenda_once(road: Road) -> None:
    (dossier, other), day = _awaiting(road)
    elsewhere, later = road.at("branch_vote", unit=OTHER_BRANCH)
    day = max(day, later)
    unready = road.open(day)
    by = {"command": "suspend", "on": day, "reason": "Xác minh thêm."}
    road.tell(day, road.secretary(COMMITTEE), dossier=other, **by)

    for strange in (elsewhere, unready, other):
        with pytest.raises(Refused) as refused:
            convene(road, day, [dossier, strange])
        assert unmet_rules(refused) == ["agenda.awaits"]
        assert refused.value.unmet[0].figures["dossiers"] == strange
    with pytest.raises(Refused) as twice:
        convene(road, day, [dossier, dossier])
    with pytest.raises(Refused) as other_step:
        convene(road, day, [], agenda=points([dossier], "committee_resolution"))

    assert unmet_rules(twice) == ["agenda.named_once"]
    assert unmet_rules(other_step) == ["agenda.awaits"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agenda": []}, "agenda"),
        ({"hour": "24:00"}, "hour"),
        ({"hour": "8:00"}, "hour"),
        ({"place": " "}, "place"),
    ],
)
def test_malformed_convening_is_refused_by_its_field(
    sqlite_road: Road, given: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        convene(sqlite_road, date(2022, 3, 1), ["HS-2022-0001"], **given)

    assert wrong.value.errors()[0]["loc"][-1] == field


def test_body_is_not_convened_to_a_day_that_has_passed(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)

    with pytest.raises(Refused) as refused:
        road.tell(
            day, road.secretary(BRANCH), command="convene_meeting", unit=BRANCH, roll="official_members",
            held_on=day - ONE_DAY, place=PLACE, agenda=points([dossier]),
        )  # fmt: skip

    assert unmet_rules(refused) == ["meeting.ahead"]


def test_body_is_convened_by_its_own_office(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    stranger = road.secretary(OTHER_BRANCH)

    with pytest.raises(Forbidden):
        road.tell(
            day, stranger, command="convene_meeting", unit=BRANCH, roll="official_members", held_on=day,
            place=PLACE, agenda=points([dossier]),
        )  # fmt: skip
    for command, given in (
        ("change_agenda", {"agenda": points([dossier])}),
        ("call_off_meeting", {"reason": "Hoãn."}),
    ):
        with pytest.raises(Forbidden):
            told(road, command, number, day, stranger, **given)
    with pytest.raises(NotFound):
        told(road, "call_off_meeting", "HN-1999-0001", day, reason="Hoãn.")


def test_agenda_changes_until_the_meeting_opens(road: Road) -> None:
    (first, second), day = _awaiting(road)
    number = convene(road, day, [first])

    told(road, "change_agenda", number, day, agenda=points([second, first]))
    changed = agenda(road, number)
    opened(road, number, day)
    with pytest.raises(Refused) as refused:
        told(road, "change_agenda", number, day, agenda=points([second]))

    assert changed == [(second, "branch_vote"), (first, "branch_vote")]
    assert unmet_rules(refused) == ["meeting.convened"]
    assert agenda(road, number) == changed


def test_convened_meeting_opens_under_its_own_number(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])

    recorded = opened(road, number, day)

    [event] = recorded.events
    assert isinstance(event, MeetingOpened)
    assert (recorded.stream, recorded.first, event.number, event.roll) == (number, 2, number, 9)
    assert standing(road, number) == "open"
    assert road.step(dossier, "branch_vote", day, meeting=number, yes=9).events


@pytest.mark.parametrize("given", [{"held_on": date(2022, 1, 3)}, {"unit": OTHER_BRANCH}])
def test_meeting_opens_as_it_was_convened(road: Road, given: dict[str, object]) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    roll = road.rolls[str(given.get("unit", BRANCH))]
    if "unit" in given:
        road.tell(day, command="grant_role", account=road.secretary(OTHER_BRANCH), role="clerk", unit=BRANCH)

    with pytest.raises(Refused) as refused:
        opened(road, number, day, chair=roll[0], secretary=roll[1], **given)

    assert unmet_rules(refused) == ["meeting.as_convened"]
    assert standing(road, number) == "convened"


def test_meeting_opens_once(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    opened(road, number, day)

    with pytest.raises(Refused) as refused:
        opened(road, number, day)

    assert unmet_rules(refused) == ["meeting.convened"]


def test_nothing_is_decided_in_a_meeting_that_has_not_opened(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])

    with pytest.raises(Refused) as vote:
        road.step(dossier, "branch_vote", day, meeting=number, yes=9)
    with pytest.raises(Refused) as close:
        told(road, "close_meeting", number, day)
    with pytest.raises(Refused) as adjourn:
        told(road, "adjourn_meeting", number, day, reason="Chưa đủ người.")

    assert "meeting.open" in unmet_rules(vote)
    assert unmet_rules(close) == ["meeting.open"]
    assert unmet_rules(adjourn) == ["meeting.open"]


def test_meeting_called_off_is_convened_again_once(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    told(road, "call_off_meeting", number, day, reason="Đơn vị trực chiến.")

    again = convene(road, day, [dossier], follows=number)
    with pytest.raises(Refused) as third:
        convene(road, day, [dossier], follows=number)
    with pytest.raises(Refused) as follows_convened:
        convene(road, day, [dossier], follows=again)
    with pytest.raises(Refused) as reopened:
        opened(road, number, day)

    assert (standing(road, number), standing(road, again)) == ("called_off", "convened")
    assert kinds(road, number) == ["meeting_convened", "meeting_called_off"]
    assert unmet_rules(third) == ["meeting.follows"]
    assert unmet_rules(follows_convened) == ["meeting.follows"]
    assert unmet_rules(reopened) == ["meeting.convened"]
    assert "trực chiến" not in "".join(str(one.event) for one in road.entries(number))


def test_adjourned_meeting_is_convened_again_with_what_it_did_not_decide(road: Road) -> None:
    (decided, waiting, gone), day = _awaiting(road, 3)
    number = convene(road, day, [decided, gone, waiting])
    opened(road, number, day)
    road.step(decided, "branch_vote", day, meeting=number, yes=9)
    road.tell(
        day, road.secretary(BRANCH), command="withdraw", dossier=gone, on=day, reason="Người đó rút đơn."
    )  # fmt: skip

    recorded = told(road, "adjourn_meeting", number, day, reason="Thiếu người.", again_on=day + ONE_DAY)

    [event] = recorded.events
    assert isinstance(event, MeetingAdjourned)
    again = str(event.again)
    assert (event.again_on, standing(road, number), standing(road, again)) == (
        day + ONE_DAY, "adjourned", "convened"
    )  # fmt: skip
    assert kinds(road, number) == ["meeting_convened", "meeting_opened", "meeting_adjourned"]
    [convened] = road.entries(again)
    assert isinstance(convened.event, MeetingConvened)
    assert (convened.event.follows, convened.event.place, convened.event.hour) == (number, PLACE, "08:00")
    assert agenda(road, again) == [(waiting, "branch_vote")]
    opened(road, again, day + ONE_DAY)
    assert road.step(waiting, "branch_vote", day + ONE_DAY, meeting=again, yes=9).events


def test_failed_quorum_is_adjourned_and_the_vote_held_in_the_next_meeting(road: Road) -> None:
    """Statutes 2011: two thirds of the official members must be there; of nine, six."""
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    away = [{"person": one, "reason": "trực"} for one in road.rolls[BRANCH][5:]]
    opened(road, number, day, absent=away)

    with pytest.raises(Refused) as refused:
        road.step(dossier, "branch_vote", day, meeting=number, yes=5)
    event = told(road, "adjourn_meeting", number, day, reason="Không đủ.", again_on=day).events[0]
    assert isinstance(event, MeetingAdjourned)
    with pytest.raises(Refused) as over:
        road.step(dossier, "branch_vote", day, meeting=number, yes=5)
    opened(road, event.again, day)
    road.step(dossier, "branch_vote", day, meeting=event.again, yes=8)

    assert "vote.quorum" in unmet_rules(refused)
    assert "meeting.open" in unmet_rules(over)
    with road.database.reading() as session:
        assert verify(session).faults == ()


def test_vote_that_failed_is_not_carried_over(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    opened(road, number, day)
    road.step(dossier, "branch_vote", day, meeting=number, yes=1, no=8)

    event = told(road, "adjourn_meeting", number, day, reason="Hết giờ.", again_on=day).events[0]

    assert isinstance(event, MeetingAdjourned)
    assert agenda(road, str(event.again)) == []


def test_adjourning_says_when_and_where_or_neither(road: Road) -> None:
    _, day = _awaiting(road, 1)
    number = opened(road, None, day).stream

    with pytest.raises(Refused) as past:
        told(road, "adjourn_meeting", number, day, reason="x", again_on=day - ONE_DAY, place=PLACE)
    with pytest.raises(Refused) as nowhere:
        told(road, "adjourn_meeting", number, day, reason="x", again_on=day)
    with pytest.raises(Refused) as dayless:
        told(road, "adjourn_meeting", number, day, reason="x", place=PLACE)
    event = told(road, "adjourn_meeting", number, day, reason="x").events[0]

    assert unmet_rules(past) == ["meeting.ahead"]
    assert unmet_rules(nowhere) == ["meeting.place"]
    assert unmet_rules(dayless) == ["meeting.again_on"]
    assert isinstance(event, MeetingAdjourned)
    assert event.again is None


def test_adjourning_twice_under_one_key_convenes_once(road: Road) -> None:
    [dossier], day = _awaiting(road, 1)
    number = convene(road, day, [dossier])
    opened(road, number, day)
    command = {"command": "adjourn_meeting", "meeting": number, "reason": "Thiếu người.", "again_on": day}

    first, second = (
        road.do(COMMAND.validate_python(command), road.secretary(BRANCH), day, "mot") for _ in range(2)
    )
    with pytest.raises(Conflict):
        other = COMMAND.validate_python(command | {"reason": "Khác."})
        road.do(other, road.secretary(BRANCH), day, "mot")

    assert (first.events, second.repeated) == (second.events, True)
    assert count(road, Meeting) == [2]


def test_meetings_that_were_convened_verify(road: Road) -> None:
    (first, second), day = _awaiting(road)
    number = convene(road, day, [first])
    told(road, "change_agenda", number, day, agenda=points([first, second]))
    off = convene(road, day, [second])
    told(road, "call_off_meeting", off, day, reason="Hoãn.")

    with road.database.reading() as session:
        assert verify(session).faults == ()
