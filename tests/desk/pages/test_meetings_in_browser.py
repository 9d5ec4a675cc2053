"""Meetings in a real browser: convened, held, adjourned and signed on a phone, without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browsers import DESKTOP, PHONE, Chromium, axe_problems, scrolls_sideways, small_targets
from tests.roads import BRANCH, Road, noon
from tests.sittings import attendance, convene, opened, told


def _fits(page: Page) -> bool:
    return not scrolls_sideways(page) and small_targets(page) == []


def test_meeting_is_convened_held_adjourned_and_signed_on_a_phone(chromium: Chromium) -> None:
    road, clock = chromium.served.road, chromium.served.clock
    first, _ = road.at("branch_vote")
    second, day = road.at("branch_vote")
    clock.at = noon(day)
    roll = road.rolls[BRANCH]
    fits = []

    with chromium.page(f"{roll[0]}@{BRANCH}", size=PHONE, scripts=False) as page:
        _convene(page, second, first)
        fits.append(_fits(page))
        page.click("#form .btn-primary")
        order = page.locator("#agenda").locator("xpath=../..").locator("a.whole").all_inner_texts()
        fits.append(_fits(page))

        _open(page, chair=roll[0], secretary=roll[1], away=roll[8])
        fits.append(_fits(page))

        page.click("text=Ghi người đến, người về")
        page.select_option("#f-person", roll[8])
        page.check("#f-change-0")
        page.fill("#f-reason", "xong việc, đến muộn")
        fits.append(_fits(page))
        page.click("#form .btn-primary")
        arrived = page.inner_text(".timeline")

        page.click("text=Hoãn cuộc họp")
        page.fill("#f-reason", "Đơn vị có lệnh báo động")
        page.fill("#f-again_on", f"{day:%d/%m/%Y}")
        fits.append(_fits(page))
        page.click("#form .btn-primary")
        chain = page.locator(".chain li").all_inner_texts()

        page.click(".chain a")
        page.click("text=Xem và ký biên bản")
        fits.append(_fits(page))
        page.click("text=Ký biên bản >> nth=-1")
        signed = page.inner_text("[aria-labelledby=signatures]")

    assert [one.partition(".")[0] for one in order] == ["1", "2"]
    assert "Nguyễn Văn Ví Dụ 9 đến" in arrived
    assert "có mặt 9/9" in arrived
    assert len(chain) == 2
    assert "Đã hoãn" in chain[0]
    assert "Đã triệu tập" in chain[1]
    assert ("Đã ký" in signed, "Chưa ký" in signed) == (True, True)
    assert fits == [True] * 6


def _convene(page: Page, *dossiers: str) -> None:
    page.goto("/meetings")
    page.click(".doing a")
    page.fill("#f-hour", "08:00")
    page.fill("#f-place", "Hội trường Ban Chỉ huy Quân sự")
    for place, one in enumerate(dossiers, start=1):
        page.fill(f"input[name='place:{one}:branch_vote']", str(place))


def _open(page: Page, *, chair: str, secretary: str, away: str) -> None:
    page.click("text=Điểm danh và mở")
    page.select_option("#f-chair", chair)
    page.select_option("#f-secretary", secretary)
    page.check(f"#p-{away}-absent")
    page.fill(f"[name='reason.{away}']", "đi công tác")
    page.click("[name=_check]")
    page.click("[name=_sure]")


def _held(road: Road) -> tuple[str, str]:
    """Hold a meeting to its end, and convene the next; return both."""
    dossiers = [road.at("branch_vote") for _ in range(3)]
    day = max(on for _, on in dossiers)
    first, *rest = [dossier for dossier, _ in dossiers]
    roll = road.rolls[BRANCH]
    number = convene(road, day, [first, *rest])
    opened(road, number, day, absent=[{"person": roll[8], "reason": "trực"}])
    road.step(first, "branch_vote", day, meeting=number, yes=8)
    attendance(road, number, day, roll[0], "left", successor=roll[3])
    again = told(road, "adjourn_meeting", number, day, reason="Hết giờ", again_on=day).events[0]
    return number, str(getattr(again, "again", ""))


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_pages_of_meetings_are_accessible_and_fit(chromium: Chromium, size: tuple[int, int]) -> None:
    road, clock = chromium.served.road, chromium.served.clock
    number, again = _held(road)
    clock.at = road.entries(again)[0].at
    problems, misfits = [], []

    with chromium.page(road.secretary(BRANCH), size=size) as page:
        for path in (
            "/meetings", f"/meetings/{number}", f"/meetings/{again}", f"/meetings/{again}/agenda",
            f"/meetings/{again}/call-off", f"/meetings/convene?unit={BRANCH}",
        ):  # fmt: skip
            page.goto(path)
            problems += axe_problems(page)
            misfits += [] if _fits(page) else [path]

    assert problems == []
    assert misfits == []
