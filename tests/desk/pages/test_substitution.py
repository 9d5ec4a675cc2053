"""Tasks given over at the desk: offered after a check, answered by the substitute, shown with both names."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
from sqlalchemy import select

from engine import messages
from engine.access import Grant
from engine.timeline import REGISTER
from models.commands import OpenMeeting
from models.substitution import Substitution
from tests.announcements import give_all
from tests.desk.api.programs import program
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMPETENT, noon
from tests.sending import key_of, text_of
from tests.substitutions import given_over, member_of_branch, offer

_PAGE, _NEW = "/profile/substitution", "/profile/substitution/new"
_TODAY = date(2021, 9, 8)


def _offered(browser: Browser, substitute: str, path: str = _NEW, **typed: str) -> httpx.Response:
    answers = {
        "substitute": substitute, "since": "08/09/2021", "until": "20/09/2021", "reason": "Đi học.",
        "papers": "true", "reviews": "false", "votes": "true", "movements": "false",
    } | typed  # fmt: skip
    answers["_key"] = key_of(browser.get(path))
    checked = browser.post(path, answers)
    if checked.status_code != 200:
        return checked
    assert "Xem lại trước khi gửi" in text_of(checked)
    return browser.post(path, answers | {"_sure": "yes"})


def _kept(desk: DeskTest) -> list[tuple[str, str, str]]:
    with desk.road.database.reading() as session:
        rows = session.rows(
            select(Substitution.id, Substitution.tasks, Substitution.standing).order_by(Substitution.id)
        )
    return [(row.id, row.tasks, row.standing) for row in rows]


def _subjects(desk: DeskTest, account: str) -> list[str]:
    """Return what an account's person is told, once the walk has carried out what waits."""
    give_all(desk.road, desk.clock.at)
    with desk.road.database.reading() as session:
        reader = messages.reader_of(session, account)
        assert reader is not None
        return [one.subject for one in messages.messages_of(session, reader.person).messages]


def test_offer_is_checked_made_answered_and_acted_on_with_both_names(desk: DeskTest) -> None:
    road = desk.road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    theirs, mine = desk.signed_in(absent), desk.signed_in(substitute)

    answer = _offered(theirs, substitute)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{_PAGE}?done=offer_substitution")
    ((name, tasks, standing),) = _kept(desk)
    assert (tasks, standing) == ("papers,votes", "offered")
    assert "nhờ bạn làm thay từ 08/09/2021 đến 20/09/2021" in text_of(mine.get("/"))
    assert "Có người nhờ bạn làm thay khi vắng mặt" in _subjects(desk, substitute)
    accepted = mine.post(_PAGE, {"substitution": name, "answer": "accept_substitution"})
    assert accepted.status_code == 303
    assert "Người được nhờ đã nhận làm thay bạn" in _subjects(desk, absent)
    assert "làm thay bạn từ 08/09/2021 đến 20/09/2021" in text_of(theirs.get("/"))
    assert "đang làm thay" in text_of(mine.get(_PAGE))

    number = road.open(_TODAY)
    inbox, page = text_of(mine.get("/")), text_of(mine.get(f"/dossiers/{number}"))
    step = text_of(mine.get(f"/dossiers/{number}/mentor_assignment"))
    assert ("Thay Nguyễn Văn Ví Dụ 1" in inbox, "Thay Nguyễn Văn Ví Dụ 1" in page) == (True, True)
    assert "Bạn làm việc này thay Nguyễn Văn Ví Dụ 1" in step
    command, _ = road.command(number, "mentor_assignment", _TODAY)
    road.do(command, substitute, _TODAY)
    told = text_of(theirs.get(f"/dossiers/{number}"))
    receipt = text_of(mine.get(f"/dossiers/{number}/receipt/2"))
    assert "Nguyễn Văn Ví Dụ 3 thay mặt Nguyễn Văn Ví Dụ 1" in told
    assert "Nguyễn Văn Ví Dụ 3 thay mặt Nguyễn Văn Ví Dụ 1" in receipt


def test_offer_that_may_not_be_says_why_before_it_is_checked(sqlite_desk: DeskTest) -> None:
    absent, substitute = sqlite_desk.road.secretary(BRANCH), member_of_branch(sqlite_desk.road)
    browser = sqlite_desk.signed_in(absent)

    late = _offered(browser, substitute, since="01/09/2021", until="31/12/2021")
    none = _offered(browser, substitute, papers="false", votes="false")
    stranger = _offered(browser, sqlite_desk.road.secretary("chi-bo-qs-p9"))
    blank = browser.post(_NEW, {"_key": "k" * 20})

    assert [one.status_code for one in (late, none, stranger, blank)] == [422] * 4
    assert "phải từ hôm nay (08/09/2021) trở đi" in text_of(late)
    assert "nhiều nhất 92 ngày; lần này là 122 ngày" in text_of(late)
    assert _kept(sqlite_desk) == []


def test_substitute_declines_and_either_ends(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    theirs, mine = sqlite_desk.signed_in(absent), sqlite_desk.signed_in(substitute)
    first = offer(road, absent, substitute, _TODAY)
    stranger = sqlite_desk.signed_in(member_of_branch(road, 4))

    declined = mine.post(_PAGE, {"substitution": first, "answer": "decline_substitution"})
    again = mine.post(_PAGE, {"substitution": first, "answer": "accept_substitution"})
    second = given_over(road, absent, substitute, _TODAY)
    others = stranger.post(_PAGE, {"substitution": second, "answer": "end_substitution"})
    ended = theirs.post(_PAGE, {"substitution": second, "answer": "end_substitution"})
    strange = mine.post(_PAGE, {"substitution": second, "answer": "sell"})

    nameless = mine.post(_PAGE, {"substitution": "", "answer": "end_substitution"})
    unnamed = mine.post("/settings/substitution", {"substitution": second})
    assert [one.status_code for one in (declined, again, others, ended, strange)] == [303, 422, 404, 303, 404]
    assert (nameless.status_code, unnamed.status_code) == (404, 404)
    assert "phải còn hiệu lực để làm việc này; hiện: đã từ chối" in text_of(again)
    assert [standing for _, _, standing in _kept(sqlite_desk)] == ["declined", "ended"]
    assert "đã chấm dứt" in text_of(mine.get(_PAGE))
    assert "Một việc làm thay đã chấm dứt" in _subjects(sqlite_desk, substitute)
    assert second not in stranger.get(_PAGE).text


def test_administrator_gives_over_for_who_is_absent_already_and_ends_it(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    browser = sqlite_desk.signed_in(road.account("administrator", COMPETENT))
    there = f"?account={absent}"

    shown = browser.get(f"/settings/account?id={absent}")
    offered = _offered(browser, substitute, f"/settings/substitution/new{there}")

    assert "/settings/substitution?account=" in shown.text
    assert offered.status_code == 303, text_of(offered)
    ((name, _, _),) = _kept(sqlite_desk)
    assert name in browser.get(f"/settings/substitution{there}").text
    assert road.entries(REGISTER)[-1].actor != absent
    history = text_of(browser.get(f"/settings/history?account={substitute}"))
    assert "giấy tờ của hồ sơ; họp, biểu quyết, quyết định" in history
    elsewhere = sqlite_desk.signed_in(road.account("administrator", "chi-bo-qs-p9"))
    for path in (f"/settings/substitution{there}", f"/settings/substitution/new{there}"):
        assert elsewhere.get(path).status_code == 404
    assert elsewhere.post(f"/settings/substitution{there}", {"substitution": name}).status_code == 404
    ended = browser.post(f"/settings/substitution{there}", {"substitution": name})
    assert (ended.status_code, _kept(sqlite_desk)[0][2]) == (303, "ended")


def test_who_holds_several_roles_chooses_one_and_who_holds_none_is_offered_nothing(
    sqlite_desk: DeskTest,
) -> None:
    road = sqlite_desk.road
    account = road.secretary(BRANCH)
    road.tell(_TODAY, command="grant_role", account=account, role="clerk", unit=BRANCH)
    browser = sqlite_desk.signed_in(account)
    nobody = sqlite_desk.signed_in(member_of_branch(road))

    choices, forged = browser.get(_NEW), browser.get(f"{_NEW}?role=secretary&unit={COMPETENT}")
    chosen = browser.get(f"{_NEW}?role=clerk&unit={BRANCH}")

    assert "Chọn vai trò" in text_of(choices)
    assert (forged.status_code, chosen.status_code) == (404, 200)
    assert nobody.get(_NEW).status_code == 404
    assert _NEW not in nobody.get(_PAGE).text


def test_programs_see_whose_duty_it_is_and_a_narrowed_token_stands_in_for_nobody(desk: DeskTest) -> None:
    road = desk.road
    absent, substitute = road.secretary(BRANCH), road.account("clerk", BRANCH, _TODAY)
    number = road.open(_TODAY)
    desk.clock.at = noon(_TODAY + timedelta(days=1))
    given_over(road, absent, substitute, _TODAY, tasks=["movements"])
    whole, narrow = (
        program(desk, substitute),
        program(desk, substitute, only=Grant(role="clerk", unit=BRANCH)),
    )
    suspend = {
        "command": "suspend", "dossier": number, "on": "2021-09-09", "reason": "Chờ xác minh lý lịch."
    }  # fmt: skip

    refused = narrow.post("/commands", suspend, key="a" * 20)
    recorded = whole.post("/commands", suspend, key="b" * 20)

    assert (refused.status_code, recorded.status_code) == (403, 201)
    entries = whole.items(f"/dossiers/{number}/timeline")
    assert entries[-1]["on_behalf_of"] == road.rolls[BRANCH][0]


def test_substitution_ended_by_a_program_is_told_as_at_the_desk(desk: DeskTest) -> None:
    absent, substitute = desk.road.secretary(BRANCH), member_of_branch(desk.road)
    desk.clock.at = noon(_TODAY)
    found = given_over(desk.road, absent, substitute, _TODAY)
    end = {"command": "end_substitution", "account": substitute, "substitution": found}

    answer = program(desk, substitute).post("/commands", end, key="a" * 20)

    assert answer.status_code == 201, answer.text
    assert _subjects(desk, absent) == ["Một việc làm thay đã chấm dứt", "Người được nhờ đã nhận làm thay bạn"]
    assert _subjects(desk, substitute) == ["Có người nhờ bạn làm thay khi vắng mặt"]


def test_meeting_run_by_a_substitute_names_both(desk: DeskTest) -> None:
    road = desk.road
    absent, substitute = road.secretary(BRANCH), member_of_branch(road)
    given_over(road, absent, substitute, _TODAY)
    roll = road.rolls[BRANCH]
    command = OpenMeeting(
        unit=BRANCH, held_on=_TODAY, roll="official_members", chair=roll[1], secretary=roll[2]
    )
    number = road.do(command, substitute, _TODAY).stream

    seen, own = (text_of(desk.signed_in(one).get(f"/meetings/{number}")) for one in (substitute, absent))

    both = "Nguyễn Văn Ví Dụ 3 thay mặt Nguyễn Văn Ví Dụ 1"
    assert (both in seen, both in own) == (True, True)
    note = "Bạn làm việc này thay Nguyễn Văn Ví Dụ 1"
    assert (note in seen, note in own) == (True, False)
