"""The second factor: whoever has only the password, or a desk left open, can neither drop nor replace it."""

from __future__ import annotations

import re
from html import unescape

import pyotp

from engine import accounts
from engine.accounts import Security
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import COMPETENT

_OFF, _ENROL, _ON = "/profile/security/off", "/profile/security/enrol", "/profile/security/on"


def _security(desk: DeskTest, account: str) -> Security:
    with desk.desk.database.reading() as session:
        return accounts.security_of(session, account)


def _code(desk: DeskTest, secret: str) -> str:
    return pyotp.TOTP(secret).at(int(desk.clock.at.timestamp()))


def _shown(page: str) -> tuple[str, str]:
    """Return the secret an authenticator is shown, and the same as it is sent back."""
    return re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0], unescape(
        re.findall(r'name="sealed" value="([^"]+)"', page)[0]
    )


def _turned_on(desk: DeskTest, browser: Browser) -> tuple[str, list[str]]:
    secret, sealed = _shown(browser.post(_ENROL).text)
    codes = browser.post(_ON, {"sealed": sealed, "_code": _code(desk, secret)}).text
    desk.clock.on(minutes=1)
    return secret, re.findall(r"<code>([a-z0-9-]{19})</code>", codes)


def test_second_factor_goes_only_with_a_code_of_it(desk: DeskTest) -> None:
    account = desk.road.account("administrator", COMPETENT)
    browser = desk.signed_in(account)
    early = _shown(browser.post(_ENROL).text)[1]
    _, codes = _turned_on(desk, browser)
    own = f"/settings/do/turn_off_second_factor?account={account}"

    asked = [browser.post(place).status_code for place in (_OFF, _ENROL, own)]
    by_password = [browser.post(place, {"_proof": PASSWORD}).status_code for place in (_OFF, _ENROL, own)]
    slipped = [browser.post(_ON, {"sealed": one, "_code": "000000"}) for one in (early, "", "x.y.z")]

    assert (asked, by_password) == ([403] * 3, [422] * 3)
    assert [one.headers.get("Location") for one in slipped] == ["/profile/security"] * 3
    assert _security(desk, account).has_second_factor
    assert browser.post(_OFF, {"_proof": codes[0]}).headers["Location"] == "/profile/security"
    assert not _security(desk, account).has_second_factor


def test_phone_is_replaced_by_who_gives_a_code_of_the_one_before(desk: DeskTest) -> None:
    account = desk.road.account("administrator", COMPETENT)
    browser = desk.signed_in(account)
    secret, _ = _turned_on(desk, browser)

    fresh, sealed = _shown(browser.post(_ENROL, {"_proof": _code(desk, secret)}).text)
    mistyped = browser.post(_ON, {"sealed": sealed, "_code": "000000"})
    done = browser.post(_ON, {"sealed": _shown(mistyped.text)[1], "_code": _code(desk, fresh)})
    desk.clock.on(minutes=1)

    assert (mistyped.status_code, done.status_code) == (422, 200)
    assert browser.post(_OFF, {"_proof": _code(desk, secret)}).status_code == 422
    assert browser.post(_OFF, {"_proof": _code(desk, fresh)}).status_code == 303
    assert not _security(desk, account).has_second_factor
