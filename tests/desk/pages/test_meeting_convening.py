"""Meetings convened, called off, adjourned and signed at the desk."""

import re
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

import httpx
import pytest

from engine import access_log
from engine.verification import archived_files, verify
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, noon
from tests.sending import key_of, text_of
from tests.sittings import agenda, attendance, convene, kinds, opened, standing, told
from tests.statements import asked

CONVENE = f"/meetings/convene?unit={BRANCH}"


def _awaiting(desk: DeskTest, how_many: int = 2) -> tuple[list[str], date]:
    """Drive some dossiers to the branch's vote, and the desk's clock to a day on which all await it."""
    found = [desk.road.at("branch_vote") for _ in range(how_many)]
    day = max(day for _, day in found)
    desk.clock.at = noon(day)
    return [dossier for dossier, _ in found], day


def _typed(day: date, dossiers: list[str], **given: str) -> dict[str, str]:
    places = {f"place:{one}:branch_vote": str(place) for place, one in enumerate(dossiers, start=1)}
    return {"held_on": f"{day:%d/%m/%Y}", "hour": "08:00", "place": "Hội trường"} | places | given


def _number(response: httpx.Response) -> str:
    assert response.status_code == 303, text_of(response)
    return response.headers["Location"].removeprefix("/meetings/").partition("?")[0]


def test_body_is_convened_with_an_agenda_in_the_order_typed(desk: DeskTest) -> None:
    (first, second), day = _awaiting(desk)
    browser = desk.signed_in()

    form = browser.get(CONVENE)
    posted = _typed(day, [second, first]) | {"_key": key_of(form)}
    number = _number(browser.post(CONVENE, posted))
    again = _number(browser.post(CONVENE, posted))
    page = text_of(browser.get(f"/meetings/{number}"))

    assert "Cần có mặt ít nhất 6 trong 9 đảng viên chính thức, là 2/3 tổng số." in text_of(form)
    assert again == number
    assert agenda(desk.road, number) == [(second, "branch_vote"), (first, "branch_vote")]
    assert "Cần có mặt ít nhất 6 trong 9 đảng viên chính thức, là 2/3 tổng số." in page
    assert "Hội trường" in page
    assert page.index(second) < page.index(first)
    assert "Danh sách dự kiến" in page
    assert f'href="/meetings/{number}"' in browser.get("/meetings?standing=convened").text
    assert f'href="/meetings/{number}"' not in browser.get("/meetings?standing=open").text
    with desk.desk.database.reading() as session:
        assert f"{number} agenda" in {one.what for one in access_log.readings(session, first)}


def test_convening_that_is_wrong_is_said_beside_its_field(sqlite_desk: DeskTest) -> None:
    [dossier], day = _awaiting(sqlite_desk, 1)
    browser = sqlite_desk.signed_in()

    wrong = {
        "blank": browser.post(CONVENE, _typed(day, [])),
        "place": browser.post(CONVENE, _typed(day, [dossier], **{f"place:{dossier}:branch_vote": "một"})),
        "hour": browser.post(CONVENE, _typed(day, [dossier], hour="8 giờ")),
        "past": browser.post(CONVENE, _typed(day - timedelta(days=1), [dossier])),
    }

    assert {one.status_code for one in wrong.values()} == {422}
    assert "chưa có, cần điền" in text_of(wrong["blank"]) or "cần" in text_of(wrong["blank"])
    assert "Cần là một số thứ tự từ 0 đến 9999." in text_of(wrong["place"])
    assert 'value="một"' in wrong["place"].text
    assert "Cần là giờ và phút, như 08:00." in text_of(wrong["hour"])
    assert "Phải triệu tập họp từ hôm nay" in text_of(wrong["past"])
    assert "Hội trường" in wrong["past"].text


def test_agenda_is_changed_and_a_meeting_called_off_with_its_reason(sqlite_desk: DeskTest) -> None:
    (first, second), day = _awaiting(sqlite_desk)
    road, browser = sqlite_desk.road, sqlite_desk.signed_in()
    number = convene(road, day, [first])

    form = browser.get(f"/meetings/{number}/agenda").text
    browser.post(f"/meetings/{number}/agenda", _typed(day, [second, first]))
    changed = agenda(road, number)
    empty = browser.post(f"/meetings/{number}/agenda", {})
    no_reason = browser.post(f"/meetings/{number}/call-off", {"reason": " "})
    browser.post(f"/meetings/{number}/call-off", {"reason": "Đơn vị trực chiến"})
    page = text_of(browser.get(f"/meetings/{number}"))

    assert re.search(rf'name="place:{first}:branch_vote" value="1"', form)
    assert re.search(rf'name="place:{second}:branch_vote" value=""', form)
    assert changed == [(second, "branch_vote"), (first, "branch_vote")]
    assert (empty.status_code, no_reason.status_code) == (422, 422)
    assert standing(road, number) == "called_off"
    assert "Lý do: Đơn vị trực chiến" in page
    assert "Triệu tập lại" in page


def test_convened_meeting_is_opened_by_calling_its_roll(sqlite_desk: DeskTest) -> None:
    [dossier], day = _awaiting(sqlite_desk, 1)
    road, browser = sqlite_desk.road, sqlite_desk.signed_in()
    number, roll = convene(road, day, [dossier]), road.rolls[BRANCH]
    address = f"/meetings/new?unit={BRANCH}&meeting={number}"

    assert f'value="{day:%d/%m/%Y}"' in browser.get(address).text
    chosen = {"held_on": f"{day:%d/%m/%Y}", "chair": roll[0], "secretary": roll[1], "_sure": "yes"}
    assert _number(browser.post(address, chosen)) == number
    assert standing(road, number) == "open"
    assert browser.get(address).status_code == 404
    assert f"/dossiers/{dossier}/branch_vote" in browser.get(f"/meetings/{number}").text


def test_who_arrives_and_leaves_is_noted_and_shown(desk: DeskTest) -> None:
    _, day = _awaiting(desk, 1)
    road, browser = desk.road, desk.signed_in()
    roll = road.rolls[BRANCH]
    number = opened(road, None, day, absent=[{"person": roll[8], "reason": "trực"}]).stream
    address = f"/meetings/{number}/attendance"

    form = browser.get(address)
    posted = {"person": roll[8], "change": "arrived", "reason": "xong ca trực", "_key": key_of(form)}
    for _ in range(2):
        browser.post(address, posted)
    alone = browser.post(address, {"person": roll[0], "change": "left", "reason": "họp gấp"})
    browser.post(
        address, {"person": roll[0], "change": "left", "reason": "họp gấp", "successor": roll[4]}
    )  # fmt: skip
    page = text_of(browser.get(f"/meetings/{number}"))

    assert "Nguyễn Văn Ví Dụ 9 (đang vắng)" in text_of(form)
    assert kinds(road, number) == ["meeting_opened", "attendance_noted", "attendance_noted"]
    assert alone.status_code == 422
    assert "Nguyễn Văn Ví Dụ 1 là chủ tọa hoặc thư ký" in text_of(alone)
    assert "Nguyễn Văn Ví Dụ 9 đến" in page
    assert "có mặt 9/9" in page
    assert "Chủ tọa Nguyễn Văn Ví Dụ 5" in page
    assert "Cần ít nhất 6/9 đảng viên chính thức có mặt (2/3 tổng số), có 8." in page


def test_adjourned_meeting_and_the_next_show_one_another(sqlite_desk: DeskTest) -> None:
    [dossier], day = _awaiting(sqlite_desk, 1)
    road, browser = sqlite_desk.road, sqlite_desk.signed_in()
    number = convene(road, day, [dossier])
    opened(road, number, day)
    address = f"/meetings/{number}/adjourn"

    wrong = browser.post(address, {"reason": "Không đủ", "hour": "09:00"})
    later = day + timedelta(days=3)
    again = _number(browser.post(address, {"reason": "Không đủ", "again_on": f"{later:%d/%m/%Y}"}))
    pages = [text_of(browser.get(f"/meetings/{one}")) for one in (number, again)]

    assert "phải ghi ngày họp lại" in text_of(wrong)
    assert standing(road, again) == "convened"
    for page in pages:
        assert page.index(f"{number} {day:%d/%m/%Y} Đã hoãn") < page.index(f"{again} {later:%d/%m/%Y}")
    assert f"cuộc họp {again}" in pages[0]
    assert dossier in pages[1]


def _closed(desk: DeskTest) -> tuple[str, Browser, Browser]:
    """Hold and close a meeting; return it with the browsers of its chair and its secretary."""
    dossiers, day = _awaiting(desk)
    road = desk.road
    number = convene(road, day, dossiers)
    opened(road, number, day)
    road.step(dossiers[0], "branch_vote", day, meeting=number, yes=9)
    attendance(road, number, day, road.rolls[BRANCH][7], "left")
    told(road, "close_meeting", number, day)
    chair, secretary = (desk.signed_in(f"{one}@self") for one in road.rolls[BRANCH][:2])
    return number, chair, secretary


def test_minutes_await_both_officers_and_are_signed_over_one_file(desk: DeskTest) -> None:
    number, chair, secretary = _closed(desk)
    sign = f"/meetings/{number}/sign"

    waiting = [text_of(one.get("/")) for one in (chair, secretary)]
    shown = chair.get(sign)
    pdf = chair.get(f"/meetings/{number}/papers/minutes/file.pdf").content
    digest = sha256(pdf).hexdigest()
    outdated = chair.post(sign, {"sha256": "0" * 64})
    for _ in range(2):
        signed = chair.post(sign, {"sha256": digest, "_key": key_of(shown)})
    half = text_of(secretary.get(f"/meetings/{number}"))
    secretary.post(sign, {"sha256": digest, "_key": key_of(secretary.get(sign))})
    whole = text_of(secretary.get(f"/meetings/{number}"))

    assert all("Biên bản chờ tôi ký" in one and number in one for one in waiting)
    assert digest in shown.text
    assert (outdated.status_code, signed.status_code) == (200, 303)
    assert ("Chưa ký" in half, "Đã ký" in half) == (True, True)
    assert "Chưa ký" not in whole
    assert kinds(desk.road, number)[-2:] == ["minutes_signed", "minutes_signed"]
    assert desk.desk.archive.get(digest) == pdf
    assert all("Biên bản chờ tôi ký" not in text_of(one.get("/")) for one in (chair, secretary))
    with desk.desk.database.reading() as session:
        assert digest in archived_files(session)
        assert verify(session).faults == ()


def test_minutes_are_signed_by_the_officers_alone(sqlite_desk: DeskTest) -> None:
    number, _, _ = _closed(sqlite_desk)
    road = sqlite_desk.road
    member = sqlite_desk.signed_in(f"{road.rolls[BRANCH][2]}@self")
    clerk = sqlite_desk.signed_in(road.account("clerk", BRANCH))
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))

    answers = [one.get(f"/meetings/{number}/sign").status_code for one in (member, clerk, stranger)]

    assert answers == [404, 403, 404]
    assert clerk.post(f"/meetings/{number}/sign", {"sha256": "0" * 64}).status_code == 403


def test_minutes_tell_of_the_agenda_and_of_who_left(sqlite_desk: DeskTest) -> None:
    number, chair, _ = _closed(sqlite_desk)

    minutes = text_of(chair.get(f"/meetings/{number}/papers/minutes/preview"))

    assert "Có mặt: 9 đồng chí." in minutes
    assert "Cần ít nhất 6/9 đảng viên chính thức có mặt (2/3 tổng số), có 9" in minutes
    assert "Đồng chí Nguyễn Văn Ví Dụ 8 ra về, lý do: việc riêng; từ đó có mặt 8" in minutes
    assert "Chưa biểu quyết trong chương trình: Nguyễn Văn Ví Dụ" in minutes


def test_notice_says_when_where_and_how_many_must_come(sqlite_desk: DeskTest) -> None:
    dossiers, day = _awaiting(sqlite_desk)
    road, browser = sqlite_desk.road, sqlite_desk.signed_in()
    number = convene(road, day, dossiers)
    unconvened = opened(road, None, day).stream
    papers = f"/meetings/{number}/papers"

    notice = text_of(browser.get(f"{papers}/notice/preview"))
    planned = text_of(browser.get(f"{papers}/agenda/preview"))
    files = [browser.get(f"{papers}/notice/file.pdf").content for _ in range(2)]
    opened(road, number, day)
    road.step(dossiers[0], "branch_vote", day, meeting=number, yes=9)
    files.append(browser.get(f"{papers}/notice/file.pdf").content)

    assert "họp hồi 08:00" in notice
    assert "Cần có mặt ít nhất 6 trong 9 đảng viên chính thức, là 2/3 tổng số" in notice
    assert all(one in notice and one in planned for one in dossiers)
    assert "Cần có mặt ít nhất 6 trong 9" in planned
    assert len(set(files)) == 1
    assert browser.get(f"/meetings/{unconvened}/papers/notice").status_code == 404
    assert browser.get(f"{papers}/minutes").status_code == 404


@pytest.mark.parametrize("part", ["agenda", "call-off", "attendance", "adjourn"])
def test_meeting_is_run_by_nobody_but_its_own_office(sqlite_desk: DeskTest, part: str) -> None:
    [dossier], day = _awaiting(sqlite_desk, 1)
    road = sqlite_desk.road
    number = convene(road, day, [dossier])
    above = sqlite_desk.signed_in(road.secretary(COMMITTEE))
    stranger = sqlite_desk.signed_in(road.secretary(OTHER_BRANCH))

    for method in (Browser.get, Browser.post):
        assert method(above, f"/meetings/{number}/{part}").status_code == 403
        assert method(stranger, f"/meetings/{number}/{part}").status_code == 404
    assert stranger.get(CONVENE).status_code == 404
    assert standing(road, number) == "convened"


def test_meeting_with_three_points_asks_no_more_than_with_one(desk: DeskTest) -> None:
    dossiers, day = _awaiting(desk, 3)
    browser = desk.signed_in()
    one, three = (convene(desk.road, day, some) for some in (dossiers[:1], dossiers))

    paths = [[f"/meetings/{number}", f"/meetings/{number}/agenda"] for number in (one, three)]
    found = [[asked(desk.desk.database, partial(browser.get, path)) for path in some] for some in paths]

    assert found[0] == found[1]
