"""Proving oneself again: asked for when it is long ago, once, without losing what was typed."""

from __future__ import annotations

import re
from html import unescape

import pyotp
from starlette.responses import PlainTextResponse, Response

from desk.app import create_app
from desk.asking import Asked
from desk.elevation import elevated
from desk.routes import all_routes, get, post
from engine import accounts
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH

_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@elevated
def _decide(asked: Asked) -> Response:
    return PlainTextResponse(f"decided {asked.text('verdict')} {sorted(asked.typed())}")


@elevated
def _export(asked: Asked) -> Response:
    return PlainTextResponse(f"list {asked.query('unit')}")


def _later(desk: DeskTest) -> Browser:
    """Return a browser whose account proved itself a quarter of an hour ago."""
    routes = [*all_routes(), post("/decide", _decide), get("/export", _export)]
    browser = desk.signed_in()
    desk.clock.on(minutes=15)
    return Browser(create_app(desk.desk, routes), cookies=browser.cookies)


def _carried(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {unescape(name): unescape(text) for name, text in found}


def test_nothing_is_asked_shortly_after_signing_in(desk: DeskTest) -> None:
    routes = [*all_routes(), post("/decide", _decide)]
    browser = Browser(create_app(desk.desk, routes), cookies=desk.signed_in().cookies)
    desk.clock.on(minutes=14, seconds=59)

    assert browser.post("/decide", {"verdict": "clear"}).text == "decided clear ['verdict']"


def test_proof_is_asked_for_and_what_was_typed_comes_along(desk: DeskTest) -> None:
    browser = _later(desk)
    asked = browser.post("/decide", {"verdict": "clear\nvà <rõ>", "_key": "k" * 20})
    carried = _carried(asked.text)
    decided = browser.post("/decide", carried | {"_proof": PASSWORD})

    assert asked.status_code == 403
    assert carried == {"verdict": "clear\nvà <rõ>", "_key": "k" * 20}
    assert decided.text == "decided clear\nvà <rõ> ['verdict']"
    assert browser.post("/decide", {"verdict": "again"}).text == "decided again ['verdict']"


def test_wrong_proof_does_nothing_and_keeps_what_was_typed(desk: DeskTest) -> None:
    browser = _later(desk)
    refused = browser.post("/decide", {"verdict": "clear", "_proof": "wrong"})

    assert refused.status_code == 422
    assert _carried(refused.text) == {"verdict": "clear"}
    assert "wrong" not in refused.text.partition("<main")[2].replace("wrong-text", "")


def test_guessing_is_slowed_down(desk: DeskTest) -> None:
    browser = _later(desk)
    statuses = [browser.post("/decide", {"_proof": "wrong"}).status_code for _ in range(5)]

    assert statuses == [422, 422, 422, 422, 429]
    assert browser.post("/decide", {"_proof": PASSWORD}).status_code == 429


def test_who_guesses_elsewhere_keeps_nobody_from_proving_themselves_or_coming_back(desk: DeskTest) -> None:
    browser, account = _later(desk), desk.road.secretary(BRANCH)
    outside = [desk.browser().sign_in(account, "wrong").status_code for _ in range(5)]

    assert outside == [422, 422, 422, 422, 429]
    assert (
        browser.post("/decide", {"verdict": "clear", "_proof": PASSWORD}).text == "decided clear ['verdict']"
    )
    assert desk.browser().sign_in(account).status_code == 429
    browser.post("/sign-out")
    guessed = [browser.sign_in(account, "wrong").status_code for _ in range(4)]
    assert (guessed, browser.sign_in(account).status_code) == ([422] * 4, 429)
    desk.clock.on(seconds=15)
    assert browser.sign_in(account).status_code == 303


def test_download_is_led_to_after_the_proof_and_no_password_stands_in_an_address(desk: DeskTest) -> None:
    browser = _later(desk)
    asked = browser.get("/export?unit=a&b=c")
    led = browser.post("/elevate", _carried(asked.text) | {"_proof": PASSWORD})

    assert (asked.status_code, 'action="/elevate"' in asked.text) == (403, True)
    assert led.headers["Location"] == "/export?unit=a&b=c"
    assert browser.get("/export?unit=a&b=c").text == "list a"


def test_nobody_is_led_elsewhere_after_the_proof(desk: DeskTest) -> None:
    led = _later(desk).post("/elevate", {"_then": "//elsewhere.example", "_proof": PASSWORD})

    assert led.headers["Location"] == "/"


def test_code_proves_as_well_as_the_password(desk: DeskTest) -> None:
    account = desk.with_password(desk.road.secretary(BRANCH))
    code = pyotp.TOTP(_SECRET).at(int(desk.clock.at.timestamp()))
    recovery = accounts.turn_on_second_factor(
        desk.desk.registry, desk.desk.vault, account, _SECRET, code, at=desk.clock.at
    )
    desk.clock.on(minutes=1)
    browser = desk.browser()
    browser.sign_in(account)
    browser.post("/sign-in/code", {"_code": pyotp.TOTP(_SECRET).at(int(desk.clock.at.timestamp()))})
    desk.clock.on(minutes=15)
    browser.app = create_app(desk.desk, [*all_routes(), post("/decide", _decide)])

    by_recovery = browser.post("/decide", {"_proof": recovery[0]}).status_code
    by_code = browser.post("/decide", {"_proof": pyotp.TOTP(_SECRET).at(int(desk.clock.at.timestamp()))})

    assert (by_recovery, by_code.status_code) == (422, 200)


def test_elevation_belongs_to_one_browser(desk: DeskTest) -> None:
    browser = _later(desk)
    other = Browser(browser.app, cookies=desk.browser().cookies)
    other.sign_in(desk.road.secretary(BRANCH))
    desk.clock.on(minutes=15)
    browser.cookies = browser.cookies
    browser.post("/decide", {"verdict": "x", "_proof": PASSWORD})

    assert other.post("/decide", {"verdict": "x"}).status_code == 403
