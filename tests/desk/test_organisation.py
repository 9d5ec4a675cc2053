"""Signing in at the organisation's identity provider: whom it vouches for gets in, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from joserfc.jwk import RSAKey
from starlette.responses import PlainTextResponse, Response

from desk.app import create_app
from desk.asking import Asked
from desk.elevation import elevated
from desk.identity import Provider
from desk.routes import all_routes, post
from engine import accounts
from tests.desk.providers import CLIENT, SECRET, IdentityProvider, provider_at_work
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH

_BACK = "/sign-in/organisation/back"


@elevated
def _decide(asked: Asked) -> Response:
    return PlainTextResponse(f"decided {asked.text('verdict')}")


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with provider_at_work() as known:
        yield known


@pytest.fixture
def office(desk: DeskTest, provider: IdentityProvider) -> DeskTest:
    """A desk whose organisation has the provider."""
    provider.now = int(desk.clock.at.timestamp())
    provider.name = desk.road.secretary(BRANCH)
    known = Provider(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET)
    made = replace(desk.desk, provider=known)
    return replace(desk, desk=made, app=create_app(made, [*all_routes(), post("/decide", _decide)]))


def _sign_in(browser: Browser, provider: IdentityProvider, then: str = "/profile/devices") -> Any:  # noqa: ANN401 -- httpx's answer
    away = browser.get("/sign-in/organisation", params={"then": then})
    return browser.get(_BACK, params=provider.consent(away.headers["Location"]))


def test_whom_the_provider_vouches_for_gets_in_and_where_they_wanted(
    office: DeskTest, provider: IdentityProvider
) -> None:
    browser = office.browser()
    answer = _sign_in(browser, provider)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/profile/devices")
    assert browser.get("/profile/devices").status_code == 200
    assert provider.asked["code_challenge_method"] == "S256"
    assert "diudat-away" not in dict(browser.cookies)


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 0},
        {"exp": None},
        {"preferred_username": None},
        {"preferred_username": ""},
        {"preferred_username": ["a"]},
        {"preferred_username": "nobody"},
    ],
)
def test_word_that_does_not_hold_lets_nobody_in(
    office: DeskTest, provider: IdentityProvider, lies: dict[str, Any]
) -> None:
    provider.lies = lies
    browser = office.browser()

    assert _sign_in(browser, provider).status_code == 403
    assert browser.get("/").status_code == 303


def test_word_signed_by_somebody_else_lets_nobody_in(office: DeskTest, provider: IdentityProvider) -> None:
    provider.publishes = RSAKey.generate_key(2048, {"kid": "1"})

    assert _sign_in(office.browser(), provider).status_code == 403


def test_provider_that_calls_itself_otherwise_is_not_believed(
    office: DeskTest, provider: IdentityProvider
) -> None:
    provider.lies = {"issuer": "https://elsewhere.example"}

    assert office.browser().get("/sign-in/organisation").status_code == 503


def test_way_back_begun_elsewhere_leads_nowhere(office: DeskTest, provider: IdentityProvider) -> None:
    begun, other = office.browser(), office.browser()
    brought = provider.consent(begun.get("/sign-in/organisation").headers["Location"])
    other.get("/sign-in/organisation")

    assert other.get(_BACK, params=brought).status_code == 403
    assert office.browser().get(_BACK, params=brought).status_code == 403
    assert begun.get(_BACK, params=brought | {"state": "x"}).status_code == 403
    assert begun.get(_BACK, params={"state": brought["state"], "error": "access_denied"}).status_code == 403


@pytest.mark.parametrize("kept", ["", "x", "e30=", "W10=", "bnVsbA=="])
def test_cookie_that_is_no_journey_leads_nowhere(office: DeskTest, kept: str) -> None:
    headers = {"Cookie": f"diudat-away={kept}"}

    assert office.browser().get(f"{_BACK}?code=x&state=y", headers=headers).status_code == 403


def test_nobody_is_led_elsewhere_from_there(office: DeskTest, provider: IdentityProvider) -> None:
    answer = _sign_in(office.browser(), provider, then="https://elsewhere.example")

    assert answer.headers["Location"] == "/"


def test_second_factor_that_is_on_is_asked_for_here_too(office: DeskTest, provider: IdentityProvider) -> None:
    account = office.with_password(office.road.secretary(BRANCH))
    secret = accounts.new_secret()
    codes = pyotp.TOTP(secret)
    now = int(office.clock.at.timestamp())
    accounts.turn_on_second_factor(
        office.desk.registry, office.desk.vault, account, secret, codes.at(now - 30), at=office.clock.at
    )
    browser = office.browser()
    answer = _sign_in(browser, provider)
    half = browser.get("/").status_code
    browser.post("/sign-in/code", {"_code": codes.at(now)})

    assert 'name="_code"' in answer.text
    assert (half, browser.get("/").status_code) == (303, 200)


def test_closed_account_is_not_let_in(office: DeskTest, provider: IdentityProvider) -> None:
    office.road.tell(office.clock.at.date(), command="close_account", account=provider.name)

    assert _sign_in(office.browser(), provider).status_code == 403


def test_provider_that_is_silent_is_said_to_be(office: DeskTest) -> None:
    silent = Provider(issuer="http://127.0.0.1:9", client_id=CLIENT, client_secret=SECRET)
    browser = Browser(create_app(replace(office.desk, provider=silent)))

    assert browser.get("/sign-in/organisation").status_code == 503
    assert browser.get("/sign-in").status_code == 200


def test_provider_over_a_plain_line_is_refused(office: DeskTest) -> None:
    plain = Provider(issuer="http://id.example.vn", client_id=CLIENT, client_secret=SECRET)

    answer = Browser(create_app(replace(office.desk, provider=plain))).get("/sign-in/organisation")

    assert answer.status_code == 422


def test_office_without_a_provider_offers_none(desk: DeskTest) -> None:
    assert "/sign-in/organisation" not in desk.browser().get("/sign-in").text
    assert desk.browser().get("/sign-in/organisation").status_code == 404


def test_sign_in_page_offers_the_provider_and_keeps_where_to_go(office: DeskTest) -> None:
    page = office.browser().get("/sign-in?then=/profile/devices").text

    assert 'href="/sign-in/organisation?then=%2Fprofile%2Fdevices"' in page
    assert "Đăng nhập qua 127.0.0.1" in page


def test_who_has_no_password_proves_themselves_again_at_the_provider(
    office: DeskTest, provider: IdentityProvider
) -> None:
    browser = office.browser()
    _sign_in(browser, provider)
    office.clock.on(minutes=16)
    provider.now = int(office.clock.at.timestamp())
    asked = browser.post("/decide", {"verdict": "clear"})
    not_yet = browser.post("/decide", {"verdict": "clear"})
    _sign_in(browser, provider)
    anew = provider.asked.get("prompt")
    decided = browser.post("/decide", {"verdict": "clear"})

    assert (asked.status_code, not_yet.status_code) == (403, 403)
    assert 'href="/sign-in/organisation' in asked.text
    assert 'name="_proof"' not in asked.text
    assert (anew, decided.text) == ("login", "decided clear")


def test_attempts_at_the_provider_are_kept_for_the_auditor(
    office: DeskTest, provider: IdentityProvider
) -> None:
    _sign_in(office.browser(), provider)
    provider.name = "nobody"
    _sign_in(office.browser(), provider)

    with office.desk.database.inspecting() as connection:
        kept = connection.exec_driver_sql("SELECT login, outcome FROM login_attempt ORDER BY id").all()
    assert [row[1] for row in kept] == ["vouched", "refused"]
    assert kept[0][0] == office.road.secretary(BRANCH)
