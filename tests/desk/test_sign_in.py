"""Signing in: passwords, the second factor, what is told and what is not, and where it leads."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from html import unescape

import httpx
import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.door import own_address
from engine import accounts
from engine.access import SYSTEM
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE

_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _with_second_factor(desk: DeskTest) -> tuple[str, tuple[str, ...]]:
    account = desk.with_password(desk.road.secretary(BRANCH))
    codes = accounts.turn_on_second_factor(
        desk.desk.registry, desk.desk.vault, account, _SECRET, _code(desk), at=desk.clock.at
    )
    desk.clock.on(seconds=30)
    return account, codes


def _code(desk: DeskTest, ahead: int = 0) -> str:
    return pyotp.TOTP(_SECRET).at(int(desk.clock.at.timestamp()) + ahead)


def test_stranger_is_led_to_the_door_and_back(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    browser = desk.browser()
    turned_away = browser.get("/profile/devices?x=1")
    door = browser.get(turned_away.headers["Location"])
    then = re.search(r'name="_then" value="([^"]+)"', door.text)

    assert turned_away.status_code == 303
    assert then is not None
    led = browser.post("/sign-in", {"_login": account, "_password": PASSWORD, "_then": unescape(then[1])})
    assert (led.status_code, led.headers["Location"]) == (303, "/profile/devices?x=1")
    assert browser.get("/profile/devices").status_code == 200


def test_who_is_signed_in_is_not_asked_again(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.signed_in().get("/sign-in?then=/profile/devices")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/profile/devices")


def test_wrong_password_and_unknown_account_are_told_alike(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))

    wrong = desk.browser().sign_in(account, "not the password")
    unknown = desk.browser().sign_in("nobody", "not the password")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text.replace(account, "") == unknown.text.replace("nobody", "")
    assert "Set-Cookie" not in wrong.headers


def test_account_without_a_password_cannot_sign_in(sqlite_desk: DeskTest) -> None:
    assert sqlite_desk.browser().sign_in(sqlite_desk.road.secretary(BRANCH), "").status_code == 422


def test_system_account_cannot_sign_in(sqlite_desk: DeskTest) -> None:
    assert sqlite_desk.browser().sign_in(SYSTEM, PASSWORD).status_code == 422


def test_login_and_password_are_the_same_in_either_form_of_writing(sqlite_desk: DeskTest) -> None:
    account = sqlite_desk.with_password(sqlite_desk.road.secretary(BRANCH), "mật khẩu của đồng chí Ẩn")
    decomposed = unicodedata.normalize("NFD", "mật khẩu của đồng chí Ẩn")

    assert sqlite_desk.browser().sign_in(f" {account} ", decomposed).status_code == 303


def test_closed_account_is_out_at_once_and_cannot_come_back(desk: DeskTest) -> None:
    browser = desk.signed_in(desk.road.secretary(BRANCH))
    before = browser.get("/").status_code
    desk.road.tell(desk.clock.at.date(), command="close_account", account=desk.road.secretary(BRANCH))

    assert (before, browser.get("/").status_code) == (200, 303)
    assert desk.browser().sign_in(desk.road.secretary(BRANCH)).status_code == 422


def test_account_is_slowed_down_after_some_failures_and_told_how_long(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    browser = desk.browser()
    statuses = [browser.sign_in(account, "wrong").status_code for _ in range(5)]
    even_right = browser.sign_in(account)

    assert statuses == [422, 422, 422, 422, 429]
    assert even_right.status_code == 429
    assert int(even_right.headers["Retry-After"]) == 15
    desk.clock.on(seconds=15)
    assert browser.sign_in(account).status_code == 303


def test_waiting_grows_and_asking_too_early_does_not_prolong_it(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    browser = desk.browser()
    waits = []
    for _ in range(9):
        while (answer := browser.sign_in(account, "wrong")).status_code != 429:
            continue
        waits.append(int(answer.headers["Retry-After"]))
        desk.clock.on(seconds=waits[-1])

    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_success_forgives_what_went_before(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    browser = desk.browser()
    for _ in range(3):
        browser.sign_in(account, "wrong")
    browser.sign_in(account)

    assert [desk.browser().sign_in(account, "wrong").status_code for _ in range(4)] == [422] * 4


def test_address_that_tries_many_accounts_is_slowed_down(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    statuses = [desk.browser().sign_in(f"nobody-{number}", "wrong").status_code for number in range(31)]

    assert statuses == [422] * 30 + [429]
    assert desk.browser().sign_in(account).status_code == 429


def test_what_was_typed_as_login_is_kept_only_as_a_digest(desk: DeskTest) -> None:
    desk.browser().sign_in("my secret password", "wrong")

    with desk.desk.database.inspecting() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT login FROM login_attempt")]

    assert len(kept) == 1
    assert kept[0].startswith("?")
    assert "secret" not in kept[0]


def test_second_factor_is_asked_for_before_anything_is_shown(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    browser = desk.browser()
    asked = browser.sign_in(account)
    half = browser.get("/")
    done = browser.post("/sign-in/code", {"_code": _code(desk)})

    assert (asked.status_code, half.status_code, done.status_code) == (200, 303, 303)
    assert 'name="_code"' in asked.text
    assert browser.get("/").status_code == 200


def test_code_serves_once_even_within_its_time(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    first, second = desk.browser(), desk.browser()
    for browser in (first, second):
        browser.sign_in(account)

    assert first.post("/sign-in/code", {"_code": _code(desk)}).status_code == 303
    assert second.post("/sign-in/code", {"_code": _code(desk)}).status_code == 422


@pytest.mark.parametrize(("ahead", "status"), [(-60, 422), (-30, 422), (0, 303), (30, 303), (60, 422)])
def test_clock_of_a_phone_may_differ_by_half_a_minute(desk: DeskTest, ahead: int, status: int) -> None:
    account, _ = _with_second_factor(desk)  # the step before was used to turn it on
    browser = desk.browser()
    browser.sign_in(account)

    accepted = browser.post("/sign-in/code", {"_code": _code(desk, ahead)}).status_code

    assert accepted == (303 if ahead == -30 else status)


@pytest.mark.parametrize("code", ["", "abc", "١٢٣٤٥٦", "0" * 5000, "-00000"])
def test_code_that_is_none_is_refused(sqlite_desk: DeskTest, code: str) -> None:
    account, _ = _with_second_factor(sqlite_desk)
    browser = sqlite_desk.browser()
    browser.sign_in(account)

    assert browser.post("/sign-in/code", {"_code": code}).status_code == 422


def test_guessing_codes_is_slowed_down_like_guessing_passwords(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    browser = desk.browser()
    browser.sign_in(account)

    statuses = [browser.post("/sign-in/code", {"_code": "000000"}).status_code for _ in range(5)]

    assert statuses == [422, 422, 422, 422, 429]


def test_password_again_does_not_forgive_wrong_codes(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    statuses = []
    for _ in range(5):
        browser = desk.browser()
        statuses.append(browser.sign_in(account).status_code)
        browser.post("/sign-in/code", {"_code": "000000"})

    assert statuses == [200, 200, 200, 200, 429]


def test_recovery_code_serves_once_in_any_writing(desk: DeskTest) -> None:
    account, codes = _with_second_factor(desk)
    first, second = desk.browser(), desk.browser()
    for browser in (first, second):
        browser.sign_in(account)

    assert first.post("/sign-in/code", {"_code": codes[0].upper().replace("-", " ")}).status_code == 303
    assert second.post("/sign-in/code", {"_code": codes[0]}).status_code == 422
    assert second.post("/sign-in/code", {"_code": codes[1]}).status_code == 303


def test_second_factor_cannot_be_awaited_for_ever(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    browser = desk.browser()
    browser.sign_in(account)
    desk.clock.on(minutes=11)

    answer = browser.post("/sign-in/code", {"_code": _code(desk)})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_code_without_a_password_before_it_leads_to_the_door(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.browser().post("/sign-in/code", {"_code": "000000"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def _late(desk: DeskTest, browser: Browser, **typed: str) -> httpx.Response:
    """Send a form to a dossier after the session has run out."""
    desk.road.open(date(2021, 9, 7))
    desk.clock.on(hours=9)
    return browser.post("/drafts/HS-2021-0001/branch_vote", typed)


def test_form_sent_after_the_session_ran_out_is_held_and_offered_again(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    browser = desk.signed_in(account)
    late = _late(desk, browser, **{"answers.strengths": "Tốt & <bền>", "_sure": "1", "_key": "k" * 20})
    again = desk.browser().sign_in(account)  # from any browser
    browser.sign_in(account)
    sent = browser.post(unescape(re.findall(r'action="(/drafts[^"]+)"', again.text)[0]), _fields(again.text))

    assert (late.status_code, again.status_code, sent.status_code) == (401, 200, 200)
    assert "nội dung bạn vừa nhập vẫn còn" in late.text
    assert "Tốt" not in late.text
    assert _fields(again.text) == {"answers.strengths": "Tốt & <bền>", "_key": "k" * 20}


def test_what_was_held_is_shown_to_nobody_but_its_author(desk: DeskTest) -> None:
    author, other = desk.road.secretary(BRANCH), desk.with_password(desk.road.secretary(COMMITTEE))
    browser = desk.signed_in(author)
    late = _fields(_late(desk, browser, yes="17").text)
    theirs = browser.post("/sign-in", late | {"_login": other, "_password": PASSWORD})
    browser.post("/sign-out")

    assert (theirs.status_code, theirs.headers["Location"]) == (303, "/")
    assert _fields(browser.sign_in(author).text) == {"yes": "17"}
    assert browser.sign_in(author).status_code == 303


def test_form_of_who_signed_out_is_held_where_only_they_sign_in(desk: DeskTest) -> None:
    author, other = desk.road.secretary(BRANCH), desk.with_password(desk.road.secretary(COMMITTEE))
    browser = desk.signed_in(author)
    browser.post("/sign-out")
    late = _late(desk, browser, yes="17")
    offered = browser.sign_in(author)
    for each in (other, author):
        browser.post("/sign-out")
        browser.sign_in(each)
    browser.post("/sign-out")
    shared = browser.post("/drafts/HS-2021-0001/branch_vote", {"yes": "18"})

    assert ("vẫn còn" in late.text, _fields(offered.text)) == (True, {"yes": "17"})
    assert "không được giữ lại" in shared.text
    assert [browser.sign_in(each).status_code for each in (author, other)] == [303, 303]


def test_what_was_held_survives_a_wrong_password_and_the_second_factor(desk: DeskTest) -> None:
    account, _ = _with_second_factor(desk)
    browser = desk.browser()
    browser.sign_in(account)
    browser.post("/sign-in/code", {"_code": _code(desk)})
    late = _fields(_late(desk, browser, yes="17").text)
    wrong = _fields(browser.post("/sign-in", late | {"_login": account, "_password": "wrong"}).text)
    code = _fields(browser.post("/sign-in", wrong | {"_login": account, "_password": PASSWORD}).text)
    again = browser.post("/sign-in/code", code | {"_code": _code(desk)})

    assert _fields(again.text) == {"yes": "17"}


def test_script_of_somebody_signed_out_is_told_to_load_the_door(sqlite_desk: DeskTest) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    answer = sqlite_desk.browser().get("/profile/devices", headers=headers)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?then=%2F")


def test_draft_that_comes_too_late_leaves_the_page_and_what_is_typed_in_it(sqlite_desk: DeskTest) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    answer = sqlite_desk.browser().post("/drafts/HS-2021-0001/branch_vote", {"yes": "1"}, headers=headers)

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert "hết hạn" in answer.text


@pytest.mark.parametrize("field", ["_proof", "_code", "present", "password", "again"])
def test_password_is_never_held(sqlite_desk: DeskTest, field: str) -> None:
    account = sqlite_desk.road.secretary(BRANCH)
    browser = sqlite_desk.signed_in(account)
    sqlite_desk.clock.on(hours=9)
    browser.post("/profile/password", {field: "the secret", "yes": "1"})

    assert _fields(browser.sign_in(account).text) == {"yes": "1"}


@pytest.mark.parametrize(
    "address",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example",
     "javascript:alert(1)", "elsewhere", "", "/\t/elsewhere.example", "/x\n", " /x", "/\\/x", "http:/x"],
)  # fmt: skip
def test_nobody_is_led_elsewhere_after_signing_in(sqlite_desk: DeskTest, address: str) -> None:
    account = sqlite_desk.with_password(sqlite_desk.road.secretary(BRANCH))

    led = sqlite_desk.browser().post("/sign-in", {"_login": account, "_password": PASSWORD, "_then": address})

    assert led.headers["Location"] == "/"


@given(st.text())
def test_address_to_go_on_to_is_always_our_own(text: str) -> None:
    kept = own_address(text)

    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert kept == kept.strip()


def test_signing_out_ends_the_session_on_the_server_too(desk: DeskTest) -> None:
    browser = desk.signed_in()
    stolen = Browser(desk.app, cookies=browser.cookies)
    answer = browser.post("/sign-out")

    assert answer.headers["Location"] == "/sign-in"
    assert 'diudat=""' in answer.headers["Set-Cookie"]
    stolen.cookies.set("diudat", dict(stolen.cookies).get("diudat", ""))
    assert stolen.get("/").status_code == 303


def _fields(page: str) -> dict[str, str]:
    """Return what a page carries along in hidden fields, as a browser would send it."""
    main = page.partition("<main")[2]
    carried = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', main, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {unescape(name): unescape(text) for name, text in (*carried, *hidden)}
