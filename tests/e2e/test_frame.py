"""The frame, the door, the forms in a real browser: accessible, narrow, without scripts, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from engine import drafts
from tests.browsers import (
    DESKTOP,
    NARROWEST,
    PHONE,
    Chromium,
    axe_problems,
    scrolls_sideways,
    secretary,
    small_targets,
)
from tests.desks import PASSWORD
from tests.e2e.formpage import PATH, STEP, add_form_page

_PAGES = ["/profile/devices", "/nowhere"]
"""Every other page is looked at by test_every_page.py."""
_WITH_MENU = "/profile/devices"
_SIZES = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]


@pytest.fixture
def formed(chromium: Chromium) -> Chromium:
    """A desk with one more page: the longest form of the road."""
    add_form_page(chromium.served)
    return chromium


def _errors(page: Page) -> list[str]:
    """Return the list that gathers what the browser complains about."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


@pytest.mark.parametrize(("size", "lang"), [(DESKTOP, "vi"), (PHONE, "en")])
def test_pages_are_accessible(chromium: Chromium, size: tuple[int, int], lang: str) -> None:
    found = {}
    with chromium.page(size=size) as page:
        page.goto(f"/sign-in?lang={lang}")
        found["/sign-in"] = axe_problems(page) + small_targets(page)
    with chromium.page(secretary(chromium), size=size) as page:
        for path in _PAGES:
            page.goto(f"{path}?lang={lang}")
            if path == _WITH_MENU:  # elsewhere it lies over what it is to be measured
                page.locator("details.menu").first.evaluate("menu => { menu.open = true; }")
            found[path] = axe_problems(page) + small_targets(page)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_scrolls_sideways_on_the_narrowest_phone(formed: Chromium, *, scripts: bool) -> None:
    wide = []
    with formed.page(secretary(formed), size=NARROWEST, scripts=scripts) as page:
        for path in ["/sign-in", *_PAGES, PATH]:
            page.goto(path)
            if scrolls_sideways(page):
                wide.append(path)

    assert wide == []


def test_browser_finds_nothing_to_refuse(formed: Chromium) -> None:
    with formed.page(secretary(formed)) as page:
        told = _errors(page)
        for path in ["/", "/profile/devices", "/profile/security", PATH]:
            page.goto(path)
            page.wait_for_load_state("networkidle")

    assert told == []


def test_icons_and_fonts_are_there(chromium: Chromium) -> None:
    with chromium.page(secretary(chromium)) as page:
        answers: dict[str, int] = {}
        page.on("response", lambda one: answers.update({one.url.rpartition("/")[2]: one.status}))
        page.goto("/")
        page.wait_for_load_state("networkidle")
        loaded = page.evaluate("[...document.fonts].filter(one => one.status === 'loaded').length")

    assert {answers.get(name) for name in ("icons.svg", "desk.css", "desk.js", "htmx.min.js")} == {200}
    assert loaded == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_signs_in_reads_and_signs_out(chromium: Chromium, *, scripts: bool) -> None:
    account = chromium.served.with_password(secretary(chromium))
    with chromium.page(scripts=scripts) as page:
        page.goto("/profile/devices")
        page.get_by_label("Tên đăng nhập").fill(account)
        page.get_by_label("Mật khẩu").fill("wrong")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).to_have_title(re.compile("^Lỗi: Đăng nhập"))
        focused = page.evaluate("document.activeElement.className")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).to_have_title(re.compile("^Thiết bị của tôi"))
        page.locator(".masthead details.menu summary").click()
        page.get_by_role("button", name="Đăng xuất").first.click()
        expect(page).to_have_title(re.compile("^Đăng nhập"))

    assert focused == ("problems" if scripts else "")


@pytest.mark.parametrize("size", _SIZES)
def test_long_form_is_accessible_empty_and_with_everything_wrong(
    formed: Chromium, size: tuple[int, int]
) -> None:
    with formed.page(secretary(formed), size=size) as page:
        page.goto(PATH)
        empty = axe_problems(page) + small_targets(page)
        page.locator("button[name=_add_row]").first.click()
        expect(page.locator("table.typed-table").first.locator("tbody tr")).to_have_count(2)
        page.get_by_label("Ngày thực hiện").fill(f"{formed.served.clock.at:%d/%m/%Y}")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page).to_have_title(re.compile("^Lỗi: "))
        wrong = axe_problems(page) + small_targets(page)
        listed = page.locator("[data-problems] a")
        problems = listed.count()
        focused = page.evaluate("document.activeElement.hasAttribute('data-problems')")
        listed.first.click()
        led_to = page.evaluate("document.activeElement.id")

    assert (empty, wrong) == ([], [])
    assert problems == _required(formed)
    assert focused
    assert led_to.startswith("f-")


def _required(formed: Chromium) -> int:
    """Return how many fields of the form's papers may not be blank."""
    procedure = formed.served.road.registry.procedures.version("vn-2022")
    papers = [procedure.forms.form(code) for code in procedure.step(STEP).papers]
    return sum(one.required for paper in papers for one in paper.fields)


def test_every_problem_leads_to_a_field_that_is_there(formed: Chromium) -> None:
    with formed.page(secretary(formed)) as page:
        page.goto(PATH)
        page.get_by_label("Ngày thực hiện").fill(f"{formed.served.clock.at:%d/%m/%Y}")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page).to_have_title(re.compile("^Lỗi: "))
        dead = page.evaluate(
            """() => [...document.querySelectorAll('[data-problems] a')].map(one => one.hash.slice(1))
            .filter(id => !document.getElementById(id))"""
        )

    assert dead == []


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_stays_when_something_is_wrong(formed: Chromium, *, scripts: bool) -> None:
    with formed.page(secretary(formed), scripts=scripts) as page:
        page.goto(PATH)
        for one in page.locator("textarea").all():
            one.fill("Ưu điểm & <khuyết điểm>\nhai dòng")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page).to_have_title(re.compile("^Lỗi: "))
        kept = {one.input_value() for one in page.locator("form#form textarea").all()}

    assert kept == {"Ưu điểm & <khuyết điểm>\nhai dòng"}


def test_draft_saves_itself_while_somebody_types(chromium: Chromium) -> None:
    number, _ = add_form_page(chromium.served)
    account = secretary(chromium)
    with chromium.page(account) as page:
        page.goto(PATH)
        page.locator("form#form textarea").first.press_sequentially("Tích cực")
        expect(page.locator("#draft-state")).to_contain_text("Đã lưu nháp lúc")
        with page.expect_response("**/drafts/**"):
            page.locator("form#form textarea").nth(1).press_sequentially("Gương mẫu")
    with chromium.served.desk.database.reading() as session:
        kept = drafts.kept(session, account, number, STEP)

    assert kept is not None
    assert {"Tích cực", "Gương mẫu"} <= set(kept.typed.values())


def test_keyboard_reaches_the_content_first_and_closes_menus(chromium: Chromium) -> None:
    with chromium.page(secretary(chromium)) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.className")
        page.keyboard.press("Enter")
        then = page.evaluate("document.activeElement.id")
        page.locator(".masthead details.menu summary").click()
        opened = page.locator(".masthead details.menu").get_attribute("open")
        page.keyboard.press("Escape")
        closed = page.locator(".masthead details.menu").get_attribute("open")

    assert (first, then) == ("skip", "main")
    assert (opened, closed) == ("", None)


def test_menu_of_a_phone_spans_the_screen(chromium: Chromium) -> None:
    with chromium.page(secretary(chromium), size=NARROWEST, scripts=False) as page:
        page.goto("/")
        page.locator(".tabbar summary").click()
        box = page.locator(".tabbar .more").bounding_box()

        assert box is not None
        assert (box["x"], box["width"]) == (0, NARROWEST[0])


def test_focus_is_seen_as_a_ring_of_three_pixels(chromium: Chromium) -> None:
    with chromium.page() as page:
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").focus()
        style = page.evaluate("getComputedStyle(document.activeElement).outline")

    assert "3px" in style
    assert re.search(r"rgb\(255, 210, 31\)", style)


def test_language_is_one_click_away_on_the_same_page(chromium: Chromium) -> None:
    with chromium.page(secretary(chromium), scripts=False) as page:
        page.goto("/profile/devices")
        page.get_by_role("link", name="English").click()
        heading = page.get_by_role("heading", level=1).inner_text()
        page.goto("/profile/devices")

        assert heading.startswith("My devices")
        assert page.locator("html").get_attribute("lang") == "en"


def test_page_at_twice_its_size_still_fits(chromium: Chromium) -> None:
    half = (DESKTOP[0] // 2, DESKTOP[1] // 2)
    with chromium.page(secretary(chromium), size=half) as page:
        page.goto("/profile/security")

        assert not scrolls_sideways(page)
