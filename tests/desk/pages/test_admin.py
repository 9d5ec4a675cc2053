"""Administration: who may open what, and every change of the register through its form, once."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import select

from desk.changing.kinds import KINDS
from engine.access import RIGHTS
from engine.timeline import REGISTER
from models.account import Account, RoleGrant
from models.person import Person
from models.unit import Seat, Unit
from models.workday import Workday
from tests.desks import PASSWORD, Browser, DeskTest
from tests.records import assert_sound
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, START, Road
from tests.sending import key_of, text_of
from tests.statements import asked

MEMBER = "nguoi-003"  # of the branch
ACCOUNT = quote("nguoi-001@self")
ADMIN_PAGES = (
    "/settings/people", f"/settings/person?id={MEMBER}", "/settings/accounts",
    f"/settings/account?id={ACCOUNT}", "/settings/workdays",
)  # fmt: skip


def _administrator(desk: DeskTest, unit: str = COMPETENT) -> Browser:
    return desk.signed_in(desk.road.account("administrator", unit))


def _change(browser: Browser, command: str, about: dict[str, str], **typed: str) -> httpx.Response:
    address = f"/settings/do/{command}?" + "&".join(f"{name}={quote(one)}" for name, one in about.items())
    shown = browser.get(address)
    assert shown.status_code == 200, text_of(shown)
    return browser.post(address, typed | {"_key": key_of(shown)})


def _rows(road: Road, *columns: Any, **where: object) -> list[tuple[Any, ...]]:  # noqa: ANN401 -- columns
    with road.database.reading() as session:
        rows = session.rows(select(*columns).filter_by(**where))
    return [tuple(row) for row in rows]


def test_every_change_of_the_register_has_a_form_or_a_page_of_its_own() -> None:
    administered = {
        name
        for name, rights in RIGHTS.items()
        if any(right.where == "line" and "administrator" in right.roles for right in rights)
    }

    own_pages = {"set_password", "migrate", "offer_substitution", "end_substitution"}
    assert administered - set(KINDS) == own_pages


def test_whole_register_is_kept_through_its_forms(sqlite_desk: DeskTest) -> None:
    browser, road = _administrator(sqlite_desk), sqlite_desk.road
    before = len(road.entries(REGISTER))
    for command, about, typed in (
        ("add_unit", {"parent": COMMITTEE}, {"id": "chi-bo-moi", "kind": "branch", "name": "Chi bộ Mới",
         "place": "Quận 4", "code": "77", "on": "08/09/2021"}),
        ("add_person", {"unit": "chi-bo-moi"}, {"id": "an", "full_name": "Lê Thị An", "sex": "female",
         "born_on": "2/3/1990", "language": "vi", "in_unit_since": "06/09/2021", "email": "an@example.org"}),
        ("correct_person", {"person": "an", "field": "born_on"}, {"value": "3/2/1990", "reason": "Gõ nhầm."}),
        ("correct_person", {"person": "an", "field": "email"}, {"value": "le.an@example.org",
         "reason": "Mới."}),
        ("enter_standing", {"person": "an"}, {"unit": "chi-bo-moi", "standing": "official",
         "joined_on": "03/02/2015", "official_on": "03/02/2016", "in_unit_since": "06/09/2021"}),
        ("take_seat", {"person": "an", "unit": "chi-bo-moi"}, {"position": "Bí thư", "role": "secretary",
         "votes": "true", "since": "07/09/2021"}),
        ("open_account", {"person": "an"}, {"id": "le.an"}),
        ("grant_role", {"account": "le.an"}, {"role": "secretary", "unit": "chi-bo-moi"}),
        ("grant_role", {"account": "le.an"}, {"role": "inspector", "unit": COMMITTEE}),
        ("revoke_role", {"account": "le.an", "role": "inspector", "unit": COMMITTEE}, {}),
        ("leave_seat", {"person": "an", "unit": "chi-bo-moi", "role": "secretary"}, {"until": "08/09/2021"}),
        ("set_workday", {}, {"on": "10/09/2021", "is_working": "false", "source": "Công văn 1"}),
        ("add_webhook", {"unit": "chi-bo-moi"}, {"id": "noi-vu", "url": "https://example.org/x",
         "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}),
        ("end_sessions", {"account": "le.an"}, {}),
        ("close_account", {"account": "le.an"}, {}),
    ):  # fmt: skip
        answer = _change(browser, command, about, **typed)
        assert answer.status_code == 303, (command, text_of(answer))
        assert browser.get(answer.headers["Location"]).status_code == 200, command

    assert len(road.entries(REGISTER)) == before + 15
    assert _rows(road, Unit.path, id="chi-bo-moi")[0][0].endswith(".77.")
    assert _rows(road, Person.email, Person.standing, id="an") == [("le.an@example.org", "official")]
    assert [str(one) for one in _rows(road, Seat.since, Seat.until, person_id="an")[0]] == [
        "2021-09-07", "2021-09-08",
    ]  # fmt: skip
    assert _rows(road, RoleGrant.role, account_id="le.an") == [("secretary",)]
    assert _rows(road, Account.is_active, id="le.an") == [(False,)]
    assert _rows(road, Workday.is_working, Workday.source) == [(False, "Công văn 1")]
    assert_sound(road, road.open(START))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(sqlite_desk: DeskTest) -> None:
    desk, browser = sqlite_desk, _administrator(sqlite_desk)
    before = len(desk.road.entries(REGISTER))
    seat = {"person": desk.road.rolls[BRANCH][0], "unit": BRANCH}
    late = _change(browser, "add_person", {"unit": BRANCH}, id="x", full_name="Lê <b>Mới</b>", sex="male",
                   born_on="09/09/2021", language="vi")  # fmt: skip
    blank = _change(browser, "add_unit", {"parent": BRANCH}, name="Tổ 1")
    twice = _change(browser, "take_seat", seat, position="Bí thư", role="secretary", votes="true",
                    since="08/09/2021")  # fmt: skip

    assert (late.status_code, blank.status_code, twice.status_code) == (422, 422, 409)
    assert "hôm nay là 08/09/2021" in text_of(late)
    assert 'value="Lê &lt;b&gt;Mới&lt;/b&gt;"' in late.text
    assert 'href="#f-born_on"' in late.text
    assert 'value="Tổ 1"' in blank.text
    assert "đã giữ chức vụ này (bí thư) ở " in text_of(twice)
    assert len(desk.road.entries(REGISTER)) == before


def test_change_is_recorded_once_and_only_by_whoever_proves_themselves(sqlite_desk: DeskTest) -> None:
    browser = _administrator(sqlite_desk)
    sqlite_desk.clock.on(minutes=16)
    before = len(sqlite_desk.road.entries(REGISTER))
    address = f"/settings/do/grant_role?account={ACCOUNT}"
    posted = {"role": "inspector", "unit": BRANCH, "_key": key_of(browser.get(address))}

    unproved = browser.post(address, posted)
    counted = len(sqlite_desk.road.entries(REGISTER))
    answers = [browser.post(address, posted | {"_proof": PASSWORD}) for _ in range(2)]

    assert (unproved.status_code, counted) == (403, before)
    assert [one.status_code for one in answers] == [303, 303]
    assert len(sqlite_desk.road.entries(REGISTER)) == before + 1


@pytest.mark.parametrize("role", ["member", "inspector", "administrator"])
def test_others_are_told_that_there_is_no_such_page(sqlite_desk: DeskTest, role: str) -> None:
    desk = sqlite_desk
    browser = desk.signed_in(desk.road.account(role, OTHER_BRANCH))  # nothing above the other branch
    whole = {"administrator", "inspector"}
    seen = {page: browser.get(page).status_code for page in ADMIN_PAGES}
    forms = {
        "take_seat": f"person={MEMBER}", "open_account": f"person={MEMBER}", "add_unit": f"parent={BRANCH}",
        "close_account": f"account={ACCOUNT}", "set_workday": "", "add_person": f"unit={BRANCH}",
        "grant_role": f"account={ACCOUNT}", "leave_seat": f"person={MEMBER}&unit={BRANCH}&role=clerk",
        "correct_person": f"person={MEMBER}&field=religion", "nothing": "",
    }  # fmt: skip
    before = len(desk.road.entries(REGISTER))
    refused = {
        browser.send(method, f"/settings/do/{name}?{query}").status_code
        for name, query in forms.items()
        for method in ("GET", "POST")
    }

    assert seen == {
        "/settings/people": 404 if role == "member" else 200,
        f"/settings/person?id={MEMBER}": 404,
        "/settings/accounts": 200 if role in whole else 404,
        f"/settings/account?id={ACCOUNT}": 404,
        "/settings/workdays": 200 if role in whole else 404,
    }
    assert refused == {404}
    assert browser.get(f"/organisation?unit={BRANCH}").status_code == 404
    assert browser.get(f"/settings/password?account={ACCOUNT}").status_code == 404
    assert browser.post(f"/settings/password?account={ACCOUNT}").status_code == 404
    assert len(desk.road.entries(REGISTER)) == before
    assert MEMBER not in browser.get("/settings/people").text


def test_unit_forged_into_a_form_is_refused_as_one_that_is_not_there(sqlite_desk: DeskTest) -> None:
    browser = _administrator(sqlite_desk, OTHER_BRANCH)
    mine = sqlite_desk.road.rolls[OTHER_BRANCH][0]
    before = len(sqlite_desk.road.entries(REGISTER))
    seat = {"position": "Ủy viên", "role": "clerk", "votes": "true", "since": "08/09/2021"}
    answers = [
        _change(browser, "take_seat", {"person": mine}, unit=unit, **seat) for unit in (BRANCH, "khong-co")
    ]
    hidden = _change(browser, "take_seat", {"person": mine, "unit": OTHER_BRANCH}, unit=BRANCH, **seat)

    assert [one.status_code for one in answers] == [422, 422]
    assert len({re.sub(r'value="[^"]*"', "", one.text) for one in answers}) == 1
    assert hidden.headers["Location"].startswith(f"/organisation?unit={OTHER_BRANCH}")
    assert len(sqlite_desk.road.entries(REGISTER)) == before + 1


def test_first_password_is_shown_once_and_opens_the_door(sqlite_desk: DeskTest) -> None:
    desk, browser = sqlite_desk, _administrator(sqlite_desk)
    account = desk.road.secretary(BRANCH)
    address = f"/settings/password?account={quote(account)}"
    posted = {"_key": key_of(browser.get(address))}

    made = browser.post(address, posted)
    again = browser.post(address, posted)
    shown = re.search(r'new-password">([^<]+)<', made.text)

    assert shown is not None
    assert (made.status_code, again.status_code) == (200, 409)
    assert made.headers["Cache-Control"] == "no-store"
    stranger = desk.browser()
    assert stranger.sign_in(account, shown[1]).status_code == 303
    assert stranger.get("/").headers["Location"] == "/profile/password"


def test_account_with_a_role_elsewhere_is_not_taken_over_from_below(sqlite_desk: DeskTest) -> None:
    desk = sqlite_desk
    account = desk.road.account("clerk", BRANCH)
    desk.road.tell(START, command="grant_role", account=account, role="administrator", unit=COMPETENT)
    browser = _administrator(desk, COMMITTEE)
    page = browser.get(f"/settings/account?id={quote(account)}")

    assert page.status_code == 200
    assert "Còn 1 vai trò ở đơn vị khác" in text_of(page)
    assert "/settings/password" not in page.text
    for way in (
        f"/settings/password?account={quote(account)}",
        f"/settings/do/close_account?account={quote(account)}",
    ):
        assert (browser.get(way).status_code, browser.post(way).status_code) == (404, 404)


def test_lists_are_paged_and_ask_no_more_for_more_rows(desk: DeskTest) -> None:
    browser, road = _administrator(desk), desk.road
    pages = ("/settings/people", "/settings/accounts", f"/organisation?unit={BRANCH}", "/organisation")
    counted = []
    for _ in range(2):
        counted.append([asked(road.database, lambda: browser.get(page)) for page in pages])  # noqa: B023 -- called at once
        for number in range(2):
            road.seat(road.person(BRANCH, START), BRANCH, "clerk", "Chi ủy viên", START)
            road.tell(START, command="add_unit", id=f"to-{len(counted)}-{number}", kind="cell", name="Tổ",
                      place="Quận 4", code=f"T{len(counted)}{number}", parent=BRANCH, on=START)  # fmt: skip

    assert counted[0] == counted[1]


def test_every_person_stands_on_one_page_of_the_list(sqlite_desk: DeskTest) -> None:
    for _ in range(60):
        sqlite_desk.road.person(BRANCH, START)
    browser = _administrator(sqlite_desk)
    found: list[str] = []
    address = "/settings/people?q=vi+du"
    while address:
        page = browser.get(address).text
        found += re.findall(r"/settings/person\?id=([\w-]+)", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""

    assert len(found) == len(set(found)) == sqlite_desk.road.persons


def test_people_are_found_without_marks_and_chosen_for_a_seat(sqlite_desk: DeskTest) -> None:
    browser = _administrator(sqlite_desk)
    sqlite_desk.road.person(BRANCH, START, full_name="Đào Thị Đặng")
    page = browser.get(f"/settings/people?q=dang+dao&seat_in={COMMITTEE}")

    assert re.findall(r'class="whole" href="([^"]+)">([^<]+)', page.text) == [
        (
            f"/settings/do/take_seat?person=nguoi-{sqlite_desk.road.persons:03}&amp;unit={COMMITTEE}",
            "Đào Thị Đặng",
        )
    ]
    assert browser.get("/settings/people?q=khong+ai&standing=x&after=~&unit=").status_code == 200
    assert browser.get("/settings/people?unit=nowhere").status_code == 404


def test_clerk_enters_the_people_of_their_own_branch_and_no_others(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in(sqlite_desk.road.account("clerk", BRANCH))
    person = {
        "id": "moi",
        "full_name": "Lê Văn Mới",
        "sex": "male",
        "born_on": "01/02/2001",
        "language": "vi",
    }
    form = browser.get("/settings/do/add_person")
    nowhere = _change(browser, "add_person", {}, **person, unit="")
    elsewhere = _change(browser, "add_person", {}, **person, unit=OTHER_BRANCH)
    added = _change(browser, "add_person", {}, **person, unit=BRANCH)
    corrected = _change(
        browser, "correct_person", {"person": "moi", "field": "occupation"}, value="Công nhân", reason="Mới."
    )

    assert f'value="{BRANCH}" checked' in form.text
    assert [one.status_code for one in (nowhere, elsewhere, added, corrected)] == [422, 422, 303, 303]
    assert browser.get("/settings/do/enter_standing?person=moi").status_code == 404
    assert _rows(sqlite_desk.road, Person.unit_id, Person.occupation, id="moi") == [(BRANCH, "Công nhân")]


def test_seat_of_somebody_from_elsewhere_is_ended_where_it_is_held(sqlite_desk: DeskTest) -> None:
    desk = sqlite_desk
    guest = desk.road.rolls[COMPETENT][3]
    desk.road.seat(guest, BRANCH, "clerk", "Chi ủy viên", START)
    browser = _administrator(desk, BRANCH)
    page = browser.get(f"/organisation?unit={BRANCH}").text
    seat = {"unit": BRANCH, "person": guest, "role": "clerk"}

    assert f"/settings/person?id={guest}" not in page
    assert browser.get(f"/settings/person?id={guest}").status_code == 404
    assert browser.get(f"/settings/do/leave_seat?unit={BRANCH}&person={guest}&role=king").status_code == 404
    assert _change(browser, "leave_seat", seat, until="08/09/2021").status_code == 303
    assert _change_status(browser, "leave_seat", seat) == 404


def _change_status(browser: Browser, command: str, about: dict[str, str]) -> int:
    query = "&".join(f"{name}={quote(one)}" for name, one in about.items())
    return browser.get(f"/settings/do/{command}?{query}").status_code


def test_changes_are_told_with_who_made_them_and_not_beyond_the_readers_reach(desk: DeskTest) -> None:
    road, person = desk.road, desk.road.rolls[BRANCH][3]
    clerk = road.account("clerk", BRANCH)
    road.tell(
        START, clerk, command="correct_person", person=person, field="religion", value="Phật giáo",
        reason="Khai lại <rõ>.",
    )  # fmt: skip
    account = road.account("clerk", BRANCH, person=person)
    road.tell(START, command="grant_role", account=account, role="inspector", unit=COMPETENT)
    road.tell(
        START, command="open_account", id=person, person=road.rolls[BRANCH][4]
    )  # a namesake of the person
    near, far = _administrator(desk, BRANCH), _administrator(desk)
    of_person = text_of(near.get(f"/settings/history?person={person}"))
    of_account = [text_of(one.get(f"/settings/history?account={quote(account)}")) for one in (near, far)]

    assert "Đính chính thông tin của một người Nguyễn Văn Ví Dụ" in of_person
    assert "Mục cần đính chính Tôn giáo" in of_person
    assert "Khai lại <rõ>." in of_person
    assert of_person.count("Mở tài khoản") == 2  # their own two, and not their namesake's
    assert [page.count("Giao vai trò") for page in of_account] == [1, 2]
    assert "argon2" not in "".join(of_account)
    assert f"Người Nguyễn Văn Ví Dụ 4 ({person})" in of_person
    assert f"Đơn vị Quận ủy Quận 4 ({COMPETENT})" in of_account[1]
    assert "Mở tài khoản Người vận hành tại máy" in of_person
    assert near.get(f"/settings/history?unit={BRANCH}").status_code == 200
    for about in ("", f"?unit={COMMITTEE}", f"?person={road.rolls[COMMITTEE][0]}", "?account=nobody"):
        assert near.get(f"/settings/history{about}").status_code == 404
    assert desk.signed_in(clerk).get(f"/settings/history?person={person}").status_code == 404


def test_change_of_nobody_leads_to_where_they_are_chosen(sqlite_desk: DeskTest) -> None:
    near, clerk = _administrator(sqlite_desk, BRANCH), sqlite_desk.signed_in()
    choosers = {
        "do/add_unit": "/organisation", "do/open_account": "/settings/people",
        "do/grant_role": "/settings/accounts", "do/leave_seat": "/organisation",
        "do/correct_person?person=": "/settings/people", "password": "/settings/accounts",
    }  # fmt: skip

    led = {path: near.get(f"/settings/{path}").headers.get("Location") for path in choosers}

    assert led == choosers
    assert {near.get(path).status_code for path in choosers.values()} == {200}
    assert near.post("/settings/do/grant_role", {"role": "clerk"}).headers["Location"] == "/settings/accounts"
    assert [clerk.get(f"/settings/do/{one}").status_code for one in ("add_unit", "no_such")] == [404, 404]
