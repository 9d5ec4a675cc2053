"""The guards: our own origin and host, a limit to what is sent, and headers on every answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.responses import PlainTextResponse, Response

from desk.app import create_app
from desk.asking import Asked
from desk.guards import FRAMED_POLICY, policy
from desk.routes import get, post
from tests.desks import Browser, DeskTest, desk_over
from tests.roads import Road


def _sign_in_status(desk: DeskTest, headers: dict[str, str], origin: str = "http://127.0.0.1:8000") -> int:
    browser = Browser(desk.app, origin=origin, headers=headers)
    return browser.post("/sign-in", {"_login": "nobody", "_password": "x"}).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Referer": "http://127.0.0.1:8000/sign-in"},
    ],
)
def test_form_from_our_own_page_is_taken(sqlite_desk: DeskTest, headers: dict[str, str]) -> None:
    assert _sign_in_status(sqlite_desk, headers) == 422


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "anything new"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "https://elsewhere.example", "Referer": "http://127.0.0.1:8000/"},
        {"Referer": "https://elsewhere.example/http://127.0.0.1:8000"},
        {"Referer": "not an address"},
        {"Authorization": "Basic dTpw"},
        {"Authorization": "Bearer token"},
        {"Authorization": "Bearer token", "Cookie": "diudat=x", "Origin": "https://elsewhere.example"},
    ],
)
def test_form_from_elsewhere_is_refused(sqlite_desk: DeskTest, headers: dict[str, str]) -> None:
    assert _sign_in_status(sqlite_desk, headers) == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_way_of_changing_something_is_guarded(sqlite_desk: DeskTest, method: str) -> None:
    browser = Browser(sqlite_desk.app, headers={"Sec-Fetch-Site": "cross-site"})

    assert browser.send(method, "/sign-in").status_code == 403


def test_api_asks_for_a_token_and_not_for_an_origin(sqlite_desk: DeskTest) -> None:
    signed_in = sqlite_desk.signed_in()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}

    answers = [signed_in.send("POST", f"/api/v1/{path}", headers=foreign) for path in ("commands", "nothing")]
    assert [one.status_code for one in answers] == [401, 404]


def test_page_may_be_opened_from_a_link_elsewhere(sqlite_desk: DeskTest) -> None:
    browser = Browser(sqlite_desk.app, headers={"Sec-Fetch-Site": "cross-site"})

    assert browser.get("/sign-in").status_code == 200


def test_origin_behind_a_proxy_is_the_public_one(sqlite_road: Road, tmp_path: object) -> None:
    desk = desk_over(sqlite_road, tmp_path, public_url="https://hoso.example.vn")  # type: ignore[arg-type]  # a path

    taken = _sign_in_status(desk, {"Origin": "https://hoso.example.vn"}, origin="http://hoso.example.vn")
    refused = _sign_in_status(desk, {"Origin": "http://127.0.0.1"}, origin="http://hoso.example.vn")

    assert (taken, refused) == (422, 403)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:9000", "[::1]:8000"])
def test_desk_answers_under_its_own_names(sqlite_desk: DeskTest, host: str) -> None:
    assert sqlite_desk.browser().get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "169.254.169.254"])
def test_desk_does_not_answer_under_another_name(sqlite_desk: DeskTest, host: str) -> None:
    assert sqlite_desk.browser().get("/sign-in", headers={"Host": host}).status_code == 421


def test_health_may_be_asked_under_any_name(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.browser().get("/healthz", headers={"Host": "10.0.0.7"})

    assert answer.status_code != 421


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/static/x/desk.css", "/static/x/nothing.css"])
def test_every_answer_carries_the_headers(sqlite_desk: DeskTest, path: str) -> None:
    headers = sqlite_desk.browser().get(path).headers

    assert headers["Content-Security-Policy"] == policy()
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_refused_and_misdirected_answers_carry_the_headers_too(sqlite_desk: DeskTest) -> None:
    refused = Browser(sqlite_desk.app, headers={}).post("/sign-in")
    misdirected = sqlite_desk.browser().get("/", headers={"Host": "elsewhere.example"})

    assert {one.headers["X-Content-Type-Options"] for one in (refused, misdirected)} == {"nosniff"}


def test_policy_allows_no_inline_script_no_inline_style_and_no_other_host() -> None:
    said = policy()

    assert "unsafe" not in said
    assert "http" not in said
    assert "default-src 'none'" in said
    assert "frame-ancestors 'none'" in said


def test_pages_are_not_kept_on_a_shared_computer(sqlite_desk: DeskTest) -> None:
    assert sqlite_desk.signed_in().get("/").headers["Cache-Control"] == "no-store"


def test_encrypted_desk_insists_on_it(sqlite_road: Road, tmp_path: object) -> None:
    desk = desk_over(sqlite_road, tmp_path, public_url="https://hoso.example.vn")  # type: ignore[arg-type]  # a path
    account = desk.with_password(desk.road.secretary("chi-bo-qs-p4"))
    browser = Browser(desk.app, origin="https://hoso.example.vn")

    answer = browser.sign_in(account)

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-diudat=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_page_may_bring_a_policy_of_its_own(sqlite_desk: DeskTest) -> None:
    def framed(_: Asked) -> Response:
        return PlainTextResponse("x", headers={"Content-Security-Policy": FRAMED_POLICY})

    app = create_app(sqlite_desk.desk, [get("/framed", framed, public=True)])

    assert Browser(app).get("/framed").headers["Content-Security-Policy"] == FRAMED_POLICY


def test_more_than_a_form_may_hold_is_refused_unread(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.browser()

    refused = browser.post("/sign-in", {"_login": "x" * (2 * 1024 * 1024)})

    assert refused.status_code == 413


def test_page_that_takes_files_takes_more(sqlite_desk: DeskTest) -> None:
    def take(asked: Asked) -> Response:
        given = asked.file("scan")
        return PlainTextResponse(str(given.size if given else 0))

    app = create_app(sqlite_desk.desk, [post("/scans", take, public=True, megabytes=5)])
    browser = Browser(app)
    taken = browser.post("/scans", files={"scan": ("a.pdf", b"x" * 3 * 1024 * 1024)})
    refused = browser.post("/scans", files={"scan": ("a.pdf", b"x" * 6 * 1024 * 1024)})

    assert (taken.text, refused.status_code) == (str(3 * 1024 * 1024), 413)


def test_limit_holds_where_no_length_is_told(sqlite_desk: DeskTest) -> None:
    async def pieces() -> object:
        for _ in range(40):
            yield b"a=" + b"b" * 99_997 + b"&"

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = sqlite_desk.browser().send("POST", "/sign-in", content=pieces(), headers=headers)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "typed"),
    [
        ("GET", "/sign-in?then=%00", {}),
        ("POST", "/sign-in", {"_login": "a\x00b", "_password": "x"}),
        ("POST", "/sign-in", {"_login\x00": "a", "_password": "x"}),
        ("POST", "/drafts/a%00b/vote", {"yes": "1"}),
    ],
)
def test_sign_no_database_takes_is_refused_at_the_door(
    desk: DeskTest, method: str, path: str, typed: dict[str, str]
) -> None:
    assert desk.signed_in().send(method, path, data=typed).status_code == 400


def test_defect_in_a_page_is_told_by_its_number_alone(sqlite_desk: DeskTest) -> None:
    def broken(_: Asked) -> Response:
        raise ZeroDivisionError

    app = create_app(replace(sqlite_desk.desk), [get("/broken", broken, public=True)])
    answer = Browser(app).get("/broken")

    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "ZeroDivisionError" not in answer.text
