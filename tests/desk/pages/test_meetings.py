"""Opening a meeting over a frozen roll, reading it, closing it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from engine import access_log
from models.meeting import Meeting
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, START, UNION, noon
from tests.sending import key_of, text_of
from tests.statements import asked

NEW = f"/meetings/new?unit={BRANCH}&then=/dossiers/HS-2021-0001/branch_vote"


def _roll(desk: DeskTest, absent: int = 2) -> dict[str, str]:
    """What is typed for a meeting of the branch with some away, and one excused."""
    roll = desk.road.rolls[BRANCH]
    away = {f"presence.{one}": "absent" for one in roll[-absent:]}
    reasons = {f"reason.{one}": "đi công tác" for one in roll[-absent:]}
    excused = {f"presence.{roll[2]}": "excused", f"reason.{roll[2]}": "nghỉ ốm dài ngày"}
    day = f"{desk.desk.day(desk.clock.at):%d/%m/%Y}"
    return away | reasons | excused | {"held_on": day, "chair": roll[0], "secretary": roll[1]}


def _meetings(desk: DeskTest) -> list[tuple[str, str, int, int, bool]]:
    with desk.desk.database.reading() as session:
        rows = session.rows(
            select(Meeting.number, Meeting.roll_kind, Meeting.roll, Meeting.present, Meeting.standing)
        )
    return [(row.number, row.roll_kind, row.roll, row.present, row.standing == "open") for row in rows]


def test_meeting_is_opened_with_its_roll_checked_and_counts_once(desk: DeskTest) -> None:
    browser = desk.signed_in()
    posted = _roll(desk) | {"_key": key_of(browser.get(NEW))}

    checked = browser.post(NEW, posted)
    first = browser.post(NEW, posted | {"_sure": "yes"})
    second = browser.post(NEW, posted | {"_sure": "yes"})

    assert "Cần ít nhất 6/8 đảng viên chính thức có mặt (2/3 tổng số), có 6." in text_of(checked)
    assert "đi công tác" in checked.text
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert _meetings(desk) == [("HN-2021-0001", "official_members", 8, 6, True)]


def test_meeting_page_shows_the_frozen_roll_and_leads_back(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    opened = browser.post(NEW, _roll(sqlite_desk) | {"_sure": "yes"})

    page = browser.get(opened.headers["Location"])

    assert "Có mặt 6" in text_of(page)
    assert "nghỉ ốm dài ngày" in page.text
    assert 'href="/dossiers/HS-2021-0001/branch_vote"' in page.text
    assert text_of(page).count("Nguyễn Văn Ví Dụ") >= 9


def test_committee_meets_over_its_seats(sqlite_desk: DeskTest) -> None:
    roll = sqlite_desk.road.rolls[COMMITTEE]
    browser = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMMITTEE))

    browser.post(
        "/meetings/new",
        {"held_on": "08/09/2021", "chair": roll[0], "secretary": roll[1], "_sure": "yes"},
    )

    assert _meetings(sqlite_desk) == [("HN-2021-0001", "committee_members", 7, 7, True)]


def test_meeting_is_refused_with_all_that_is_wrong(sqlite_desk: DeskTest) -> None:
    roll = sqlite_desk.road.rolls[BRANCH]
    browser = sqlite_desk.signed_in()
    tomorrow = sqlite_desk.desk.day(sqlite_desk.clock.at) + timedelta(days=1)

    page = browser.post(
        NEW,
        _roll(sqlite_desk)
        | {f"presence.{roll[0]}": "absent", f"reason.{roll[0]}": "ốm", "held_on": f"{tomorrow:%d/%m/%Y}"},
    )
    no_reason = browser.post(NEW, _roll(sqlite_desk) | {f"reason.{roll[-1]}": ""})

    assert page.status_code == 422
    assert "Ngày họp không được sau hôm nay" in text_of(page)
    assert "Chủ tọa và thư ký phải có mặt; vắng: Nguyễn Văn Ví Dụ 1." in text_of(page)
    assert "đi công tác" in page.text
    assert no_reason.status_code == 422
    assert "Lý do vắng hoặc được miễn của Nguyễn Văn Ví Dụ 9: chưa có chữ nào, cần điền." in text_of(
        no_reason
    )
    (field,) = re.findall(r'<li><a href="#([^"]+)">Lý do vắng', no_reason.text)
    assert f'id="{field}" aria-invalid="true"' in no_reason.text
    assert f'name="reason.{roll[-1]}"' in no_reason.text.partition(f'id="{field}" ')[2].partition(">")[0]
    assert _meetings(sqlite_desk) == []


def test_meeting_is_closed_after_a_second_word(sqlite_desk: DeskTest) -> None:
    number = sqlite_desk.road.meeting(BRANCH, START + timedelta(days=1))
    browser = sqlite_desk.signed_in()

    asked = browser.post(f"/meetings/{number}/close")
    still_open = _meetings(sqlite_desk)[0][4]
    closed = browser.post(f"/meetings/{number}/close", {"_sure": "yes", "_key": key_of(asked)})

    assert "Kết thúc cuộc họp?" in asked.text
    assert still_open
    assert closed.status_code == 303
    assert not _meetings(sqlite_desk)[0][4]
    assert "Đã kết thúc" in browser.get(f"/meetings/{number}").text


def test_meeting_of_another_body_is_unknown_to_strangers_and_closed_by_nobody_else(
    sqlite_desk: DeskTest,
) -> None:
    road = sqlite_desk.road
    number = road.meeting(BRANCH, START + timedelta(days=1))
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))
    above = sqlite_desk.signed_in(road.secretary(COMMITTEE))

    assert stranger.get(f"/meetings/{number}").status_code == 404
    assert stranger.post(f"/meetings/{number}/close", {"_sure": "yes"}).status_code == 404
    assert number not in stranger.get("/meetings").text
    assert stranger.get(NEW).status_code == 404
    assert stranger.post(NEW, _roll(sqlite_desk) | {"_sure": "yes"}).status_code == 404
    assert above.get(f"/meetings/{number}").status_code == 200
    assert above.post(f"/meetings/{number}/close").status_code == 403
    assert _meetings(sqlite_desk)[0][4]


def test_body_that_votes_on_nothing_opens_no_meeting(sqlite_desk: DeskTest) -> None:
    officer = sqlite_desk.signed_in(sqlite_desk.road.secretary(UNION))

    assert officer.get(f"/meetings/new?unit={UNION}").status_code == 404
    assert "Bạn không mở cuộc họp của đơn vị nào" in officer.get("/meetings").text


def test_roll_follows_the_day_that_is_typed(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    late = road.member(BRANCH, START + timedelta(days=1), full_name="Trần Thị Đến Sau")
    browser = sqlite_desk.signed_in()

    now = browser.get(NEW).text
    before = browser.post(NEW, {"held_on": f"{START:%d/%m/%Y}", "_roll": "yes"}).text

    assert f'name="presence.{late}"' in now
    assert f'name="presence.{late}"' not in before


def test_hostile_roll_opens_nothing(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    roll = sqlite_desk.road.rolls[BRANCH]

    for given in (
        {"chair": sqlite_desk.road.rolls[COMPETENT][0]},
        {"held_on": "99/99/9999"},
        {"held_on": "01/01/0001"},
        {f"presence.{roll[-1]}": "absent", f"reason.{roll[-1]}": "\u202e" * 5},
        {"secretary": "x" * 1000},
    ):
        page = browser.post(NEW, _roll(sqlite_desk) | given | {"_sure": "yes"})
        assert page.status_code == 422, given
    browser.post(NEW, _roll(sqlite_desk) | {"presence.ma-la": "absent", "roll": "committee_members"})

    assert _meetings(sqlite_desk) == []


def test_lists_of_meetings_and_members_ask_no_more_for_three_than_for_one(desk: DeskTest) -> None:
    database = desk.desk.database
    on = START + timedelta(days=1)
    number = desk.road.meeting(BRANCH, on)
    browser = desk.signed_in()
    pages = [partial(browser.get, path) for path in ("/meetings", f"/meetings/{number}", NEW)]
    one = [asked(database, ask) for ask in pages]
    for _ in range(2):
        desk.road.meeting(BRANCH, on)
        desk.road.member(BRANCH, START)

    three = [asked(database, ask) for ask in pages]

    assert three == one


def test_agenda_and_minutes_say_what_is_on_record_in_the_same_bytes_each_time(desk: DeskTest) -> None:
    road = desk.road
    first, _ = road.at("grassroots_vote")
    second, day = road.at("grassroots_vote")
    desk.clock.at = noon(day)
    meeting = road.meeting(COMMITTEE, day, absent=1)
    road.step(first, "grassroots_vote", day, meeting=meeting, yes=5, no=1)
    browser = desk.signed_in(road.secretary(COMMITTEE))
    papers = f"/meetings/{meeting}/papers"

    agenda = text_of(browser.get(f"{papers}/agenda/preview"))
    too_early = browser.get(f"{papers}/minutes/file.pdf").status_code
    browser.post(f"/meetings/{meeting}/close", {"_sure": "yes"})
    desk.clock.on(minutes=5)
    minutes = text_of(browser.get(f"{papers}/minutes/preview"))
    files = [browser.get(f"{papers}/minutes/file.{kind}").content for kind in ("pdf", "pdf", "docx", "docx")]

    assert all(one in agenda for one in (first, second, "đã biểu quyết", "CHƯƠNG TRÌNH", meeting))
    assert too_early == 404
    assert "Tổng số ủy viên: 7 đồng chí. Có mặt: 6 đồng chí." in minutes
    assert "đi công tác" in minutes
    assert "Số phiếu: 6; tán thành 5 , không tán thành 1" in minutes
    assert "Cần ít nhất 5/7 ủy viên tán thành" in minutes
    assert "Điều lệ Đảng 2011, Điều 4 và Điều 5" in minutes
    assert second not in minutes
    assert files[0].startswith(b"%PDF")
    assert (files[0], files[2]) == (files[1], files[3])
    assert f"{papers}/minutes" in browser.get(f"/meetings/{meeting}").text
    assert browser.get(f"{papers}/minutes").status_code == 200
    with desk.desk.database.reading() as session:
        read = {one.what for one in access_log.readings(session, first)}
    assert {f"{meeting} agenda", f"{meeting} minutes", f"{meeting} minutes pdf"} <= read


def test_papers_of_a_meeting_are_unknown_to_strangers(sqlite_desk: DeskTest) -> None:
    number = sqlite_desk.road.meeting(BRANCH, START + timedelta(days=1))
    stranger = sqlite_desk.signed_in(sqlite_desk.road.secretary(OTHER_BRANCH))
    own = sqlite_desk.signed_in()

    for part in ("agenda", "agenda/preview", "agenda/file.pdf", "minutes"):
        assert stranger.get(f"/meetings/{number}/papers/{part}").status_code == 404
    assert own.get(f"/meetings/{number}/papers/agenda/file.pdf").status_code == 200
    for part in ("secrets", "agenda/file.exe", "agenda/file.html"):
        assert own.get(f"/meetings/{number}/papers/{part}").status_code == 404


def test_inspector_and_the_level_above_see_the_meetings_below_them(desk: DeskTest) -> None:
    road = desk.road
    day = START + timedelta(days=2)
    own, others = road.meeting(BRANCH, day), road.meeting(OTHER_BRANCH, day)
    inspector = desk.signed_in(road.account("inspector", COMPETENT))
    branch = desk.signed_in(road.secretary(BRANCH))

    seen = [own in inspector.get("/meetings").text, others in inspector.get("/meetings").text]
    of_branch = branch.get("/meetings?after=khong-phai-ngay").text
    past = branch.get(f"/meetings?after=2021-09-08~{own}").text

    assert seen == [True, True]
    link = f'href="/meetings/{own}"'
    assert (link in of_branch, others in of_branch, link in past) == (True, False, False)
