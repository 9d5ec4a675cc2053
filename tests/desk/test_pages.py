"""What holds for every page: languages, whole and part, the frame around it, keys that count once."""

from __future__ import annotations

import re

import html5lib
import pytest
from starlette.responses import PlainTextResponse, Response

from desk.app import create_app
from desk.asking import Asked
from desk.numbers import page_number
from desk.routes import Answers, all_routes, get, post
from models import commands
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH

_PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
_OPEN = {
    "/sign-in",
    "/sign-in/code",
    "/sign-in/organisation",
    "/sign-in/organisation/back",
    "/sign-out",
    "/X/{document}/{content}",
    "/calendar/{secret}.ics",
    "/healthz",
    "/readyz",
    "/api/v1/docs",
}
_OURS = ["/", "/profile/devices", "/profile/security", "/profile/password", "/profile/tokens", "/api/v1/docs"]


def _lang(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


def test_language_is_the_offices_until_another_is_chosen_and_then_kept(desk: DeskTest) -> None:
    browser = desk.signed_in()
    usual = browser.get("/profile/devices")
    chosen = browser.get("/profile/devices?lang=en")
    kept = browser.get("/profile/devices")
    back = browser.get("/profile/devices?lang=vi")

    assert [_lang(one.text) for one in (usual, chosen, kept, back)] == ["vi", "en", "en", "vi"]
    assert "My devices" in kept.text
    assert [one.headers["Content-Language"] for one in (usual, kept)] == ["vi", "en"]


def test_language_of_the_person_comes_before_the_offices(desk: DeskTest) -> None:
    person = desk.road.person(BRANCH, desk.clock.at.date(), language="en")
    account = desk.road.account("clerk", BRANCH, person=person)

    assert _lang(desk.signed_in(account).get("/").text) == "en"


def test_switch_leads_to_this_very_view(desk: DeskTest) -> None:
    page = desk.signed_in().get("/profile/devices?a=1&b=x%20y").text

    switch = re.findall(r'href="([^"]+)" lang="en"', page)
    assert switch == ["/profile/devices?a=1&amp;b=x+y&amp;lang=en"]


def test_page_number_of_any_length_is_answered(sqlite_desk: DeskTest) -> None:
    number, _ = sqlite_desk.road.at("branch_vote")
    browser = sqlite_desk.signed_in()
    far = "9" * 5_000
    lists = (
        "/",
        "/dossiers",
        "/committee",
        f"/dossiers/{number}",
        f"/dossiers/{number}?talk=all&talk_page=2",
    )

    for address in lists:
        mark = "&" if "?" in address else "?"
        assert browser.get(f"{address}{mark}page={far}&talk_page={far}").status_code == 200
    assert [page_number(one) for one in (far, "0", "-1", "²", "٣", "", "7", "99999")] == [
        1, 1, 1, 1, 1, 1, 7, 99_999,
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "", "en'\"><script>", "VI"])
def test_language_that_is_not_spoken_changes_nothing(sqlite_desk: DeskTest, lang: str) -> None:
    answer = sqlite_desk.browser().get("/sign-in", params={"lang": lang})

    assert _lang(answer.text) == "vi"
    assert "set-cookie" not in answer.headers


def test_part_of_a_page_is_its_content_without_the_frame(desk: DeskTest) -> None:
    browser = desk.signed_in()
    whole, part = browser.get("/profile/devices"), browser.get("/profile/devices", headers=_PARTIAL)

    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "<h1" in part.text
    assert {one.headers["Vary"].split(",")[0] for one in (whole, part)} == {"HX-Request"}


def test_history_and_selecting_scripts_get_the_whole_page(desk: DeskTest) -> None:
    browser = desk.signed_in()
    answers = [
        browser.get("/", headers={"HX-Request": "true", "HX-Request-Type": "full"}),
        browser.get("/", headers={"HX-Request-Type": "partial"}),
        browser.get("/", headers={"HX-Request": "true"}),
    ]

    assert ["<html" in one.text for one in answers] == [True, True, True]


@pytest.mark.parametrize("path", ["/sign-in", *_OURS, "/nowhere"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_page_is_valid_html_without_a_doubled_id(sqlite_desk: DeskTest, path: str, lang: str) -> None:
    page = (sqlite_desk.browser() if path == "/sign-in" else sqlite_desk.signed_in()).get(
        f"{path}?lang={lang}"
    )
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.text)

    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert parser.errors == []
    assert len(ids) == len(set(ids))
    assert page.text.count("<h1") == 1


def test_navigation_leads_only_to_pages_that_are_there(desk: DeskTest) -> None:
    browser = desk.signed_in()
    listed = re.findall(r'<li>\s*<a href="([^"]+)"', browser.get("/").text)

    assert listed
    assert {browser.get(one).status_code for one in listed} == {200}


def test_every_page_has_its_address_to_itself() -> None:
    addresses = [(one.method, one.path) for one in all_routes()]

    assert len(addresses) == len(set(addresses))


def test_pages_open_to_strangers_are_few_and_known() -> None:
    public = {one.path for one in all_routes() if one.public}

    assert public <= _OPEN


def _no_parts(one: Answers) -> bool:
    return not one.public and "{" not in one.path


@pytest.mark.parametrize("one", [one for one in all_routes() if _no_parts(one)], ids=lambda one: one.path)
def test_page_that_is_not_public_shows_a_stranger_the_door(sqlite_desk: DeskTest, one: Answers) -> None:
    answer = sqlite_desk.browser().send(one.method, one.path)

    assert answer.status_code == (303 if one.method == "GET" else 401)
    if one.method == "GET":
        assert answer.headers["Location"].startswith("/sign-in?then=")


def _suspends(asked: Asked) -> Response:
    command = commands.SetWorkday(on=asked.today, is_working=True, source=asked.text("source"))
    recorded = asked.record(command)
    return PlainTextResponse(f"{recorded.first} {recorded.repeated}")


def test_form_sent_twice_counts_once_and_its_key_serves_no_other(desk: DeskTest) -> None:
    account = desk.road.account("administrator", "quan-uy-q4")
    browser = Browser(create_app(desk.desk, [*all_routes(), post("/days", _suspends)]))
    browser.cookies = desk.signed_in(account).cookies
    first = browser.post("/days", {"source": "Công văn 1", "_key": "a" * 32}).text
    again = browser.post("/days", {"source": "Công văn 1", "_key": "a" * 32}).text
    other = browser.post("/days", {"source": "Công văn 2", "_key": "a" * 32})

    assert (first.split()[1], again.split()[1]) == ("False", "True")
    assert first.split()[0] == again.split()[0]
    assert other.status_code == 409


@pytest.mark.parametrize("key", ["short", "x" * 61, "đ" * 20, "a b" * 10])
def test_key_of_another_form_is_refused(sqlite_desk: DeskTest, key: str) -> None:
    account = sqlite_desk.road.account("administrator", "quan-uy-q4")
    browser = Browser(create_app(sqlite_desk.desk, [*all_routes(), post("/days", _suspends)]))
    browser.cookies = sqlite_desk.signed_in(account).cookies

    assert browser.post("/days", {"source": "Công văn 1", "_key": key}).status_code == 422


def test_actor_is_narrowed_to_the_role_chosen(desk: DeskTest) -> None:
    def grants(asked: Asked) -> Response:
        with asked.desk.database.reading() as session:
            return PlainTextResponse(str(sorted((one.role, one.unit) for one in asked.actor(session).grants)))

    account = desk.road.secretary(BRANCH)
    desk.road.tell(
        desk.clock.at.date(), command="grant_role", account=account, role="inspector", unit="quan-uy-q4"
    )
    browser = Browser(create_app(desk.desk, [*all_routes(), get("/grants", grants)]))
    browser.cookies = desk.signed_in(account).cookies
    both = browser.get("/grants").text
    browser.post("/profile/scope", {"scope": f"secretary@{BRANCH}"})
    one = browser.get("/grants").text
    desk.road.tell(
        desk.clock.at.date(), command="revoke_role", account=account, role="secretary", unit=BRANCH
    )

    assert both == str([("inspector", "quan-uy-q4"), ("secretary", BRANCH)])
    assert one == str([("secretary", BRANCH)])
    assert browser.get("/grants").text == str([("inspector", "quan-uy-q4")])


def test_desk_is_well_and_ready(desk: DeskTest) -> None:
    assert [desk.browser().get(one).status_code for one in ("/healthz", "/readyz")] == [200, 200]
