"""The calendar people subscribe to: what stands in it, under which address, and for whom no longer."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
from icalendar import Calendar
from structlog.testing import capture_logs

from engine import feeds
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, noon
from tests.statements import counted

_PATH = "/profile/calendar"


def _made(browser: Browser) -> str:
    """Make an address on the page and return the path of the calendar."""
    page = browser.post(_PATH)
    found = re.search(r"http://127\.0\.0\.1:8000(/calendar/[\w-]{43}\.ics)", page.text)
    assert found is not None, page.text
    return found[1]


def _events(answer: httpx.Response) -> dict[str, tuple[str, date]]:
    """Return what a calendar program reads: summary and day, by uid."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    assert isinstance(read, Calendar)
    found = {}
    for event in read.walk("VEVENT"):
        day = event.decoded("dtstart")
        assert type(day) is date
        assert event.decoded("dtend") - day == timedelta(days=1)
        found[str(event["uid"])] = (str(event["summary"]), day)
    return found


def test_calendar_tells_what_awaits_and_what_is_due_in_scope_by_number_alone(desk: DeskTest) -> None:
    number, on = desk.road.at("branch_vote")
    desk.clock.at = noon(on)
    own, above, elsewhere = (
        desk.browser().get(_made(desk.signed_in(desk.road.secretary(unit))))
        for unit in (BRANCH, COMPETENT, OTHER_BRANCH)
    )
    step = desk.road.state(number).open_step("branch_vote")
    assert step is not None

    found = _events(own)
    uid = f"{number}-branch_vote-1@127.0.0.1".lower()
    assert found[uid][0].startswith(f"{number}: chờ tôi")
    assert found[uid][1] == (step.due_on or step.opened_on)
    assert number not in str(_events(elsewhere))
    assert all("chờ tôi" not in summary for summary, _ in _events(above).values())
    assert "Ví Dụ" not in own.text + above.text


def test_calendar_is_the_same_until_something_changes(sqlite_desk: DeskTest) -> None:
    number, on = sqlite_desk.road.at("branch_vote")
    sqlite_desk.clock.at = noon(on)
    address, reader = _made(sqlite_desk.signed_in()), sqlite_desk.browser()
    first = reader.get(address)
    sqlite_desk.clock.on(hours=1)
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]

    known = [
        reader.get(address, headers=given).status_code
        for given in (
            {"If-None-Match": tag}, {"If-None-Match": f'W/{tag}, "x"'}, {"If-Modified-Since": since},
            {"If-None-Match": '"x"', "If-Modified-Since": since}, {"If-Modified-Since": "yesterday"},
        )
    ]  # fmt: skip
    again = reader.get(address)
    sqlite_desk.road.step(number, "branch_vote", on)
    changed = reader.get(address, headers={"If-None-Match": tag, "If-Modified-Since": since})

    assert known == [304, 304, 304, 200, 200]
    assert (again.content, again.headers["Last-Modified"]) == (first.content, since)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] != since


def test_address_is_shown_once_renewed_and_taken_back(desk: DeskTest) -> None:
    browser, reader = desk.signed_in(), desk.browser()
    first = _made(browser)
    again = browser.get(_PATH)
    second = _made(browser)
    codes = [reader.get(one).status_code for one in (first, second)]
    browser.post(f"{_PATH}/revoke")

    assert second not in browser.get(_PATH).text + again.text
    assert codes == [404, 200]
    assert reader.get(second).status_code == 404
    with desk.desk.database.reading() as session:
        assert feeds.feed_of(session, desk.road.secretary(BRANCH)) is None


def test_address_of_a_closed_account_is_not_there(sqlite_desk: DeskTest) -> None:
    account = sqlite_desk.road.account("clerk", BRANCH)
    address, reader = _made(sqlite_desk.signed_in(account)), sqlite_desk.browser()
    before = reader.get(address).status_code

    sqlite_desk.road.tell(sqlite_desk.clock.at.date(), command="close_account", account=account)
    after = reader.get(address)

    assert (before, after.status_code) == (200, 404)
    nothing = "/calendar/no-such-thing.ics"
    assert after.text.replace(address, nothing) == reader.get(nothing).text


def test_address_serves_no_longer_once_the_password_was_changed(sqlite_desk: DeskTest) -> None:
    account = sqlite_desk.road.secretary(BRANCH)
    address, reader = _made(sqlite_desk.signed_in(account)), sqlite_desk.browser()
    before = reader.get(address).status_code
    sqlite_desk.clock.on(minutes=1)

    browser = sqlite_desk.signed_in(account)  # under a password set anew

    assert (before, reader.get(address).status_code) == (200, 404)
    assert "chưa bật" in browser.get(_PATH).text


def test_making_and_revoking_ask_for_the_password_again(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    sqlite_desk.clock.on(minutes=16)

    asked = browser.post(_PATH)
    refused = browser.post(f"{_PATH}/revoke")
    proved = browser.post(_PATH, {"_proof": PASSWORD})

    assert (asked.status_code, refused.status_code) == (403, 403)
    assert "/calendar/" not in asked.text.replace("/profile/calendar", "")
    assert re.search(r"/calendar/[\w-]{43}\.ics", proved.text)


def test_guesses_and_eager_programs_are_slowed_down(sqlite_desk: DeskTest) -> None:
    address, reader = _made(sqlite_desk.signed_in()), sqlite_desk.browser()
    with capture_logs() as logged:
        reader.get(address)
    sqlite_desk.clock.on(minutes=10)

    guessed = [reader.get(f"/calendar/{n:043}.ics") for n in range(21)]
    eager = [reader.get(address) for _ in range(31)]
    sqlite_desk.clock.on(minutes=11)

    assert "/calendar/{secret}.ics" in str(logged)
    assert address not in str(logged)
    assert [one.status_code for one in guessed] == [404] * 20 + [429]
    assert [one.status_code for one in eager] == [200] * 30 + [429]
    assert 0 < int(eager[-1].headers["Retry-After"]) <= 600
    assert reader.get(address).status_code == 200


def test_questions_do_not_grow_with_the_calendar(desk: DeskTest) -> None:
    desk.road.at("branch_vote")
    desk.clock.at = noon(desk.road.at("branch_vote")[1])
    address, reader = _made(desk.signed_in(desk.road.secretary(COMMITTEE))), desk.browser()
    reader.get(address)
    with counted(desk.desk.database) as few:
        reader.get(address)
    desk.road.at("branch_vote")
    reader.get(address)
    with counted(desk.desk.database) as many:
        reader.get(address)

    assert len(few) == len(many)
    assert len(many) <= 8
