"""The page of the keys: what they do, and that each browser turns them off for itself."""

from __future__ import annotations

from tests.desks import DeskTest
from tests.roads import BRANCH
from tests.sending import text_of

_PATH, _LIST = "/profile/keys", "<dialog"


def test_keys_are_turned_off_and_on_in_one_browser_alone(sqlite_desk: DeskTest) -> None:
    who = sqlite_desk.road.secretary(BRANCH)
    browser, other = sqlite_desk.signed_in(who), sqlite_desk.browser()
    other.sign_in(who)
    before = browser.get("/").text

    off = browser.post(_PATH, {"keys": "off"})
    told = text_of(browser.get(off.headers["Location"]))
    without, elsewhere = browser.get("/").text, other.get("/").text
    browser.post(_PATH, {"keys": "on"})

    assert "HttpOnly" in off.headers["Set-Cookie"]
    assert "Phím tắt đã tắt trên trình duyệt này." in told
    assert [_LIST in page for page in (before, without, elsewhere)] == [True, False, True]
    assert _LIST in browser.get("/").text
    assert _LIST not in sqlite_desk.browser().get("/sign-in").text
    assert f'href="{_PATH}"' in before
