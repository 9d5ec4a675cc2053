"""Who is called to a meeting is told at the desk, reads its page, and has it in their calendar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar

from engine import messages
from tests.announcements import awaiting, claimed, give_all
from tests.desks import DeskTest
from tests.roads import BRANCH, COMPETENT, OTHER_BRANCH, ZONE, noon
from tests.sending import text_of
from tests.sittings import PLACE, convene, opened, told

_WEEK = timedelta(days=7)


def _convened(desk: DeskTest, **given: object) -> tuple[str, str, date]:
    """Convene the branch in a week; return the meeting, the dossier on its agenda, and the meeting's day."""
    [dossier], today = awaiting(desk.road, 1)
    desk.clock.at = noon(today)
    number = convene(desk.road, today, [dossier], held_on=today + _WEEK, **given)
    give_all(desk.road, desk.clock.at)
    return number, dossier, today + _WEEK


def test_member_finds_the_summons_among_their_messages_and_reads_the_meeting(desk: DeskTest) -> None:
    number, dossier, on = _convened(desk)
    member = desk.signed_in(f"{desk.road.rolls[BRANCH][3]}@self")
    stranger = desk.signed_in(f"{desk.road.rolls[OTHER_BRANCH][3]}@self")

    shown, meeting = member.get("/notices"), member.get(f"/meetings/{number}")
    notice = member.get(f"/meetings/{number}/papers/notice/file.pdf")
    told(desk.road, "call_off_meeting", number, on - _WEEK, reason="Trùng lịch.")
    give_all(desk.road, desk.clock.at)

    assert f"Triệu tập họp ngày {on:%d/%m/%Y}" in text_of(shown)
    assert f"Chương trình có 1 hồ sơ: {dossier}" in text_of(shown)
    assert f'href="/meetings/{number}"' in shown.text
    assert "Tin tự động" not in shown.text
    assert (meeting.status_code, notice.status_code) == (200, 200)
    assert PLACE in text_of(meeting)
    assert f"/meetings/{number}/call-off" not in meeting.text
    assert member.get(f"/meetings/{number}/call-off").status_code == 403
    assert member.get(f"/dossiers/{dossier}").status_code == 404
    assert f"Cuộc họp ngày {on:%d/%m/%Y} bị hủy" in text_of(member.get("/notices"))
    assert "Triệu tập họp" not in text_of(stranger.get("/notices"))
    assert stranger.get(f"/meetings/{number}").status_code == 404
    assert stranger.get(f"/meetings/{number}/papers/notice").status_code == 404


def test_once_it_is_open_it_is_read_by_its_officers_and_by_roles_as_ever(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    [dossier], today = awaiting(road, 1)
    sqlite_desk.clock.at = noon(today)
    number = convene(road, today, [dossier], hour="14:00")
    give_all(road, sqlite_desk.clock.at)
    member, chair = (sqlite_desk.signed_in(f"{road.rolls[BRANCH][place]}@self") for place in (3, 0))
    before = member.get(f"/meetings/{number}").status_code

    opened(road, number, today)

    assert (before, member.get(f"/meetings/{number}").status_code) == (200, 404)
    assert chair.get(f"/meetings/{number}").status_code == 200
    assert f"Triệu tập họp ngày {today:%d/%m/%Y}" in text_of(member.get("/notices"))


def _calendar(desk: DeskTest, account: str) -> Calendar:
    made = desk.signed_in(account).post("/profile/calendar")
    found = re.search(r"/calendar/[\w-]{43}\.ics", made.text)
    assert found is not None, made.text
    read = Calendar.from_ical(desk.browser().get(found[0]).content)
    assert isinstance(read, Calendar)
    return read


def test_meeting_stands_in_the_calendars_of_those_called_to_it_alone(desk: DeskTest) -> None:
    (first, second), today = awaiting(desk.road)
    desk.clock.at = noon(today)
    timed = convene(desk.road, today, [first], held_on=today + _WEEK)
    untimed = convene(desk.road, today, [second], held_on=today + 2 * _WEEK, hour=None)
    dropped = convene(desk.road, today, [second], held_on=today + _WEEK)
    told(desk.road, "call_off_meeting", dropped, today, reason="Trùng lịch.")

    mine, elsewhere = (_calendar(desk, f"{desk.road.rolls[unit][3]}@self") for unit in (BRANCH, OTHER_BRANCH))

    found = {str(one["uid"]).partition("@")[0]: one for one in mine.walk("VEVENT")}
    assert set(found) == {timed.lower(), untimed.lower()}
    event, whole_day = found[timed.lower()], found[untimed.lower()]
    assert event.decoded("dtstart") == datetime.combine(today + _WEEK, time(8), ZONE).astimezone(UTC)
    assert str(event["summary"]) == f"{timed}: họp Chi bộ Quân sự Phường 4"
    assert str(event["description"]) == f"Chương trình: {first}."
    assert str(event["location"]) == PLACE
    assert whole_day.decoded("dtstart") == today + 2 * _WEEK
    assert whole_day.decoded("dtend") == today + 2 * _WEEK + timedelta(days=1)
    assert elsewhere.walk("VEVENT") == []


def test_summons_whose_mail_was_given_up_is_listed_and_sent_again(desk: DeskTest) -> None:
    _, _, on = _convened(desk)
    for errand in claimed(desk.road, desk.clock.at, messages.FLOW):
        messages.note_mailed(
            desk.road.database, errand.sequence, "dead", desk.clock.at, "mail.refused answer=550 5.1.1"
        )
    administrator = desk.signed_in(desk.road.account("administrator", COMPETENT))
    below = desk.signed_in(desk.road.account("administrator", OTHER_BRANCH))
    page = administrator.get("/settings/letters")
    numbers = re.findall(r'name="message" value="(\d+)"', page.text)

    one = administrator.post("/settings/letters", {"message": numbers[0]})
    strange = below.post("/settings/letters", {"message": numbers[1]})
    again = administrator.get("/settings/letters").text
    every = administrator.post("/settings/letters", {"all": "yes"})

    assert len(numbers) == len(desk.road.rolls[BRANCH]) - 1
    assert f"Triệu tập họp ngày {on:%d/%m/%Y}" in text_of(page)
    assert "mail.refused answer=550 5.1.1" in page.text
    assert "/dossiers/-" not in page.text
    assert one.headers["Location"].endswith("resent=1")
    assert strange.status_code == 404
    assert "Triệu tập họp" not in below.get("/settings/letters").text
    assert again.count("đang chờ gửi lại") == 1
    assert every.headers["Location"].endswith(f"resent={len(numbers) - 1}")
    assert str(len(numbers)) in text_of(administrator.get("/settings/system"))
