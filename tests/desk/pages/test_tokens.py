"""My access tokens: made after proving oneself, shown once, taken back; nobody else's business."""

from __future__ import annotations

import re

from engine import messages, tokens
from engine.access import Grant
from tests.browsers import (
    NARROWEST,
    Chromium,
    axe_problems,
    scrolls_sideways,
    secretary,
    small_targets,
)
from tests.desk.api.programs import Program, program
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE

_PAGE = "/profile/tokens"
_WANTED = {"name": "Đồng bộ số liệu", "right": "read", "role": "all", "days": "90"}
_TOKEN = re.compile(r"dd_[0-9a-f]{48}")


def _made(browser: Browser, **changed: str) -> str:
    answer = browser.post(_PAGE, _WANTED | changed)
    found = _TOKEN.search(answer.text)
    assert found, answer.text
    return found[0]


def _kept(desk: DeskTest, account: str) -> tuple[tokens.TokenLine, ...]:
    with desk.desk.database.reading() as session:
        return tokens.tokens_of(session, account, desk.clock.at)


def test_token_is_shown_once_and_kept_as_a_digest(desk: DeskTest) -> None:
    browser = desk.signed_in()

    token = _made(browser)
    listed = browser.get(_PAGE).text

    assert Program(desk, token).get("/me").json()["may_record"] is False
    assert token not in listed
    assert f"{token[:9]}…" in listed
    (line,) = _kept(desk, desk.road.secretary(BRANCH))
    assert (line.name, line.may_record, line.role) == ("Đồng bộ số liệu", False, None)
    assert line.used_from == "192.0.2.7"


def test_owner_is_told_of_a_new_token_and_not_of_the_token_itself(desk: DeskTest) -> None:
    token = _made(desk.signed_in(), right="record", days="7")

    with desk.desk.database.reading() as session:
        person = messages.reader_of(session, desk.road.secretary(BRANCH))
        told = messages.messages_of(session, "" if person is None else person.person).messages
    letter = next(one for one in told if "mã truy cập" in one.subject)
    assert "Đồng bộ số liệu" in letter.body
    assert "Xem và ghi, đến 15/09/2021" in letter.body
    assert "/profile/tokens" in letter.body
    assert token not in letter.body


def test_token_is_made_only_by_who_has_just_proved_themselves(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    sqlite_desk.clock.on(minutes=16)

    asked = browser.post(_PAGE, _WANTED)
    proved = browser.post(_PAGE, _WANTED | {"_proof": PASSWORD})

    assert asked.status_code == 403
    assert _TOKEN.search(asked.text) is None
    assert _TOKEN.search(proved.text)


def test_form_sent_twice_makes_one_token(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()
    _made(browser, _key="k" * 20)

    again = browser.post(_PAGE, _WANTED | {"_key": "k" * 20})

    assert again.status_code == 422
    assert "chỉ hiện một lần" in again.text
    assert len(_kept(sqlite_desk, sqlite_desk.road.secretary(BRANCH))) == 1


def test_token_that_records_lives_a_month_and_reads_a_year_at_most(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()

    answers = {
        days: browser.post(_PAGE, _WANTED | {"right": "record", "days": days}) for days in ("30", "90")
    }
    forged = browser.post(_PAGE, _WANTED | {"days": "3650"})

    assert [one.status_code for one in answers.values()] == [200, 422]
    assert "từ 1 đến 30 ngày" in answers["90"].text
    assert forged.status_code == 422
    assert [one.may_record for one in _kept(sqlite_desk, sqlite_desk.road.secretary(BRANCH))] == [True]


def test_token_for_a_role_is_for_one_that_is_held(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()

    token = _made(browser, role=f"secretary {BRANCH}")
    forged = browser.post(_PAGE, _WANTED | {"role": f"secretary {COMMITTEE}"})
    blank = browser.post(_PAGE, {"name": " ", "right": "", "role": "", "days": ""})

    roles = Program(sqlite_desk, token).get("/me").json()["roles"]
    assert [(one["role"], one["unit"]["id"]) for one in roles] == [("secretary", BRANCH)]
    assert (forged.status_code, blank.status_code) == (422, 422)
    assert blank.text.count('class="wrong-text"') == 4


def test_token_is_taken_back_at_once_by_its_owner_alone(desk: DeskTest) -> None:
    held = program(desk)
    (line,) = _kept(desk, desk.road.secretary(BRANCH))

    by_another = desk.signed_in(desk.road.secretary(COMMITTEE)).post(f"{_PAGE}/revoke", {"token": line.token})
    still = held.get("/me").status_code
    by_its_owner = desk.signed_in().post(f"{_PAGE}/revoke", {"token": line.token})

    assert (by_another.status_code, still) == (404, 200)
    assert by_its_owner.status_code == 303
    assert held.get("/me").status_code == 401


def test_new_password_ends_every_token_before_it(desk: DeskTest) -> None:
    held = program(desk)
    desk.clock.on(seconds=1)

    browser = desk.signed_in()

    assert held.get("/me").status_code == 401
    assert "đã đổi mật khẩu" in browser.get(_PAGE).text
    assert program(desk).get("/me").status_code == 200


def test_account_has_so_many_tokens_and_ended_ones_are_forgotten(desk: DeskTest) -> None:
    browser = desk.signed_in()
    for _ in range(tokens.AT_MOST):
        held = program(desk, only=Grant(role="secretary", unit=BRANCH))

    answer = browser.post(_PAGE, _WANTED)

    assert answer.status_code == 422
    assert "20 mã truy cập" in answer.text
    desk.clock.on(days=30)
    assert held.get("/me").status_code == 401
    assert tokens.forget_old(desk.desk.database, desk.clock.at) == 0
    desk.clock.on(days=366)
    assert tokens.forget_old(desk.desk.database, desk.clock.at) == tokens.AT_MOST
    assert _kept(desk, desk.road.secretary(BRANCH)) == ()


def test_pages_for_programs_are_accessible_and_try_the_api_under_the_strict_policy(
    chromium: Chromium,
) -> None:
    with chromium.page(secretary(chromium), size=NARROWEST) as page:
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.goto(_PAGE)
        page.fill("#f-name", "Đồng bộ số liệu")
        page.click("#form .btn-primary")
        token = page.locator("code.token").first.inner_text()
        page.goto(_PAGE)
        problems = axe_problems(page)
        page.goto("/api/v1/docs")
        page.wait_for_selector(".swagger-ui .opblock")

        assert (problems, axe_problems(page), small_targets(page)) == ([], [], [])
        assert not scrolls_sideways(page)
        page.click("button.authorize")
        page.fill(".auth-container input", token)
        page.click(".auth-btn-wrapper .authorize")
        page.click(".btn-done")
        page.locator(".opblock-summary-path", has_text="/me").first.click()
        page.click(".opblock.is-open .execute")
        assert (
            '"may_record": false' in page.locator(".live-responses-table .highlight-code").first.inner_text()
        )
        assert said == []
