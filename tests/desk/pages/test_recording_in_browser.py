"""The pages on which something is recorded, in a real browser: what only a browser shows."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests.browsers import (
    PASSWORD,
    PHONE,
    Chromium,
    axe_problems,
    secretary,
)
from tests.roads import BRANCH, noon


def _voting(chromium: Chromium) -> tuple[str, date]:
    road = chromium.served.road
    number, on = road.at("branch_vote")
    road.meeting(BRANCH, on, absent=2)
    chromium.served.clock.at = noon(on)
    return number, on


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_tally_is_worked_out_while_it_is_typed_and_the_way_to_the_receipt(chromium: Chromium) -> None:
    number, _ = _voting(chromium)

    with chromium.page(secretary(chromium)) as page:
        page.goto(f"{chromium.address}/dossiers/{number}/branch_vote")
        page.locator("#f-yes").fill("5")
        page.get_by_text("Kết quả theo số phiếu: không được thông qua").wait_for()
        page.locator("#f-yes").fill("7")
        page.get_by_text("Kết quả theo số phiếu: được thông qua").wait_for()
        page.locator("#f-no").fill("1")
        page.get_by_role("button", name="Xem lại trước khi ghi").click()
        page.locator(".problems").wait_for()
        _look(page, "vote-wrong-1366")
        assert axe_problems(page) == []
        page.locator("#f-no").fill("0")
        for area in page.locator("textarea.form-control").all():
            area.fill("Đồng chí có động cơ phấn đấu đúng đắn.")
        page.get_by_role("button", name="Xem lại trước khi ghi").click()
        page.get_by_role("heading", name="Xem lại trước khi ghi").wait_for()
        _look(page, "check-1366")
        assert axe_problems(page) == []
        chromium.served.clock.on(minutes=16)
        page.get_by_role("button", name="Ghi vào hồ sơ").click()
        page.locator("#proof").wait_for()
        page.locator("#proof").fill(PASSWORD)
        page.get_by_role("button", name="Xác nhận").click()
        page.get_by_role("heading", name="Đã ghi vào hồ sơ").wait_for()
        _look(page, "receipt-1366")
        assert axe_problems(page) == []

    assert chromium.served.road.state(number).done["branch_vote"].outcome == "passed"


def test_vote_is_recorded_on_a_phone_without_a_script_in_english(chromium: Chromium) -> None:
    number, _ = _voting(chromium)

    with chromium.page(secretary(chromium), size=PHONE, scripts=False) as page:
        page.goto(f"{chromium.address}/dossiers/{number}/branch_vote?lang=en")
        page.locator("#f-yes").fill("7")
        page.locator("#f-no").fill("0")
        page.get_by_role("button", name="Work the requirements out again").click()
        page.get_by_text("Result by this tally:").wait_for()
        for area in page.locator("textarea.form-control").all():
            area.fill("Right motives, trusted by colleagues.")
        page.get_by_role("button", name="Check before recording").click()
        _look(page, "check-390")
        page.get_by_role("button", name="Record it").click()
        page.get_by_role("heading", name="Recorded in the dossier").wait_for()
        _look(page, "receipt-en-390")

    assert chromium.served.road.state(number).done["branch_vote"].outcome == "passed"
