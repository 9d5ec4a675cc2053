"""Sessions: new at every sign-in, ended by leaving, by time or by force; the role looked through."""

from __future__ import annotations

import hashlib

import pytest

from desk.devices import device_name, is_phone
from engine import accounts, sessions
from engine.access import SYSTEM
from models import commands
from models.errors import Forbidden
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT

_CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


def _token(browser: Browser) -> str:
    return browser.cookies["diudat"]


def _with_token(desk: DeskTest, token: str) -> Browser:
    browser = desk.browser()
    browser.cookies.set("diudat", token, domain="127.0.0.1")
    return browser


def _is_in(browser: Browser) -> bool:
    return browser.get("/profile/devices").status_code == 200


def test_token_is_new_at_every_sign_in_and_one_brought_along_is_worth_nothing(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    browser = _with_token(desk, "a-token-somebody-slipped-to-the-browser")
    browser.sign_in(account)
    first = browser.cookies.get("diudat", domain="127.0.0.1") or _token(browser)

    assert not _is_in(_with_token(desk, "a-token-somebody-slipped-to-the-browser"))
    assert first != "a-token-somebody-slipped-to-the-browser"


def test_token_changes_with_the_second_factor(desk: DeskTest) -> None:
    browser = desk.signed_in()
    before = _token(browser)
    browser.cookies.clear()
    again = _with_token(desk, before)
    again.sign_in(desk.road.secretary(BRANCH))

    assert not _is_in(_with_token(desk, before))


def test_only_a_digest_of_the_token_is_kept(desk: DeskTest) -> None:
    token = _token(desk.signed_in())

    with desk.desk.database.inspecting() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM web_session").all())

    assert token not in kept
    assert hashlib.sha256(token.encode()).hexdigest() in kept


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "đảng"])
def test_token_that_is_none_is_nobody(sqlite_desk: DeskTest, token: str) -> None:
    answer = sqlite_desk.browser().get("/", headers={"Cookie": f"diudat={token}".encode()})

    assert answer.status_code == 303


def test_session_ends_when_it_is_left_idle(desk: DeskTest) -> None:
    browser = desk.signed_in()
    desk.clock.on(hours=7, minutes=59)
    before = _is_in(browser)
    desk.clock.on(hours=7, minutes=59)
    still = _is_in(browser)
    desk.clock.on(hours=8, minutes=1)

    assert (before, still, _is_in(browser)) == (True, True, False)


def test_page_that_asks_by_itself_keeps_nobody_signed_in(desk: DeskTest) -> None:
    browser = desk.signed_in()
    desk.clock.on(hours=7, minutes=59)
    still = browser.get("/", headers={"Diudat-By-Itself": "1"}).status_code
    desk.clock.on(minutes=2)

    assert (still, _is_in(browser)) == (200, False)


def test_session_ends_at_last_however_much_it_is_used(desk: DeskTest) -> None:
    browser = desk.signed_in()
    for _ in range(27):
        desk.clock.on(hours=6)
        assert _is_in(browser)
    desk.clock.on(hours=6)

    assert not _is_in(browser)


def test_one_device_is_signed_out_and_the_others_stay(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    here, there = desk.signed_in(account), desk.browser()
    there.headers["User-Agent"] = _CHROME
    there.sign_in(account)
    page = here.get("/profile/devices").text
    name = page.partition('name="session" value="')[2].partition('"')[0]
    here.post("/profile/devices", {"session": name})

    assert "Chrome trên Windows" in page
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_everywhere_else_is_signed_out_and_it_stands_on_the_register(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    here = desk.signed_in(account)
    others = [desk.browser() for _ in range(3)]
    for one in others:
        one.sign_in(account)
    here.post("/profile/devices")

    last = desk.road.entries("register")[-1]
    assert (_is_in(here), [_is_in(one) for one in others]) == (True, [False] * 3)
    assert (last.actor, getattr(last.event, "change", "")) == (account, "end_sessions")


def test_session_of_somebody_else_cannot_be_ended(desk: DeskTest) -> None:
    theirs = desk.signed_in(desk.road.secretary(COMMITTEE))
    with desk.desk.database.reading() as session:
        name = sessions.devices(session, desk.road.secretary(COMMITTEE), desk.clock.at)[0].session
    answer = desk.signed_in(desk.road.secretary(BRANCH)).post("/profile/devices", {"session": name})

    assert answer.status_code == 404
    assert _is_in(theirs)


def test_devices_of_others_are_not_listed(desk: DeskTest) -> None:
    desk.signed_in(desk.road.secretary(COMMITTEE))
    page = desk.signed_in(desk.road.secretary(BRANCH)).get("/profile/devices").text

    assert page.count("row-item") == 1


def test_changing_the_password_signs_everywhere_else_out(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    here, there = desk.signed_in(account), desk.browser()
    there.sign_in(account)
    new = "con đường làng rợp bóng tre"
    answer = here.post("/profile/password", {"present": PASSWORD, "password": new, "again": new})

    assert answer.headers["Location"] == "/profile/security"
    assert (_is_in(here), _is_in(there)) == (True, False)
    assert desk.browser().sign_in(account).status_code == 422
    assert desk.browser().sign_in(account, new).status_code == 303


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"present": "wrong"}, "present"),
        ({"password": "ngắn", "again": "ngắn"}, "password"),
        ({"password": "12345678910", "again": "12345678910"}, "password"),
        ({"again": "something else entirely"}, "again"),
        ({"password": PASSWORD, "again": PASSWORD}, "password"),
    ],
)
def test_new_password_that_will_not_do_is_said_beside_its_field(
    sqlite_desk: DeskTest, typed: dict[str, str], field: str
) -> None:
    new = "con đường làng rợp bóng tre"
    fields = {"present": PASSWORD, "password": new, "again": new} | typed

    answer = sqlite_desk.signed_in().post("/profile/password", fields)

    assert answer.status_code == 422
    assert f'id="f-{field}-wrong"' in answer.text
    assert "<title>Lỗi: " in answer.text
    assert new not in answer.text


def test_password_set_by_somebody_else_must_be_changed_first(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    accounts.set_password(desk.desk.registry, account, PASSWORD, by=SYSTEM, at=desk.clock.at)
    browser = desk.browser()
    browser.sign_in(account)
    sent_on = browser.get("/")
    new = "con đường làng rợp bóng tre"
    browser.post("/profile/password", {"present": PASSWORD, "password": new, "again": new})

    assert (sent_on.status_code, sent_on.headers["Location"]) == (303, "/profile/password")
    assert _is_in(browser)


def test_page_says_through_which_role_it_is_seen_and_another_can_be_chosen(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    desk.road.tell(
        desk.clock.at.date(), command="grant_role", account=account, role="inspector", unit=COMPETENT
    )
    browser = desk.signed_in(account)
    both = browser.get("/").text
    answer = browser.post("/profile/scope", {"scope": f"inspector@{COMPETENT}", "_then": "/profile/devices"})
    one = browser.get("/").text
    browser.post("/profile/scope", {"scope": ""})

    assert answer.headers["Location"] == "/profile/devices"
    assert "Quận ủy Quận 4 (người kiểm tra); Chi bộ Quân sự Phường 4 (bí thư)" in both
    assert "Đang xem: Quận ủy Quận 4 (người kiểm tra)</span>" in one
    assert browser.get("/").text == both


def test_role_that_is_not_held_cannot_be_chosen(desk: DeskTest) -> None:
    browser = desk.signed_in(desk.road.secretary(BRANCH))
    before = browser.get("/").text
    browser.post("/profile/scope", {"scope": f"administrator@{COMPETENT}"})

    assert browser.get("/").text == before


def test_sessions_that_ended_long_ago_are_forgotten(desk: DeskTest) -> None:
    desk.signed_in()
    desk.clock.on(days=96)
    kept = sessions.forget_old(desk.desk.database, desk.clock.at)
    desk.clock.on(days=2)

    assert (kept, sessions.forget_old(desk.desk.database, desk.clock.at)) == (0, 1)


def test_account_of_another_line_cannot_be_signed_out_by_an_administrator(desk: DeskTest) -> None:
    administrator = desk.road.account("administrator", BRANCH)
    own = desk.with_password(desk.road.secretary(BRANCH))
    above = desk.with_password(desk.road.secretary(COMPETENT))

    desk.desk.registry.record(commands.EndSessions(account=own), by=administrator, at=desk.clock.at)
    with pytest.raises(Forbidden):
        desk.desk.registry.record(commands.EndSessions(account=above), by=administrator, at=desk.clock.at)


@pytest.mark.parametrize(
    ("agent", "name", "phone"),
    [
        (_CHROME, "Chrome trên Windows", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
         "Safari trên iPhone", True),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
         "Chrome trên Android", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0", "Firefox trên Linux", False),
        ("curl/8", "Trình duyệt không rõ tên", False),
        ("", "Trình duyệt không rõ tên", False),
    ],
)  # fmt: skip
def test_browser_is_called_as_people_call_it(agent: str, name: str, *, phone: bool) -> None:
    assert (device_name(agent, "vi"), is_phone(agent)) == (name, phone)
