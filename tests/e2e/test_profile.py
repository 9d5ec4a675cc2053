"""How I am told, my calendar and my notices in a real browser: at every width, also without scripts."""

from __future__ import annotations

from datetime import timedelta

from engine import messages
from tests.browsers import (
    DESKTOP,
    NARROWEST,
    Chromium,
    axe_problems,
    scrolls_sideways,
    secretary,
    small_targets,
)


def test_pages_about_myself_are_fit_for_everybody(chromium: Chromium) -> None:
    desk, who = chromium.served, secretary(chromium)
    person = who.partition("@")[0]
    body = "Có bước đang chờ.\n\nViệc cần làm: mở hồ sơ.\n\nhttp://127.0.0.1\n\nTin tự động."
    for n in range(2):
        at = desk.clock.at - timedelta(days=n)
        messages.tell(desk.desk.database, person, "new_device", f"Thông báo {n}", body, at)
    visits = (
        (NARROWEST, "/profile/notices?saved=yes&lang=vi"), (DESKTOP, "/profile/notices?lang=en"),
        (NARROWEST, "/notices?lang=en"), (NARROWEST, "/profile/calendar?lang=vi"),
    )  # fmt: skip

    for size, path in visits:
        with chromium.page(who, size=size) as page:
            page.goto(path)
            assert (path, axe_problems(page), small_targets(page)) == (path, [], [])
            assert not scrolls_sideways(page)
            if path.startswith("/profile/calendar"):
                page.get_by_role("button", name="Tạo địa chỉ lịch").click()
                assert page.locator(".feed-address").inner_text().endswith(".ics")
                assert not scrolls_sideways(page)


def test_choices_are_made_on_a_phone_without_scripts(chromium: Chromium) -> None:
    with chromium.page(secretary(chromium), size=NARROWEST, scripts=False) as page:
        page.goto("/profile/notices?lang=vi")
        page.get_by_role("radio", name="Nhắc hạn Gộp mỗi ngày một thư").check()
        page.get_by_label("Từ", exact=True).fill("22h")
        page.get_by_label("Đến", exact=True).fill("6")
        page.get_by_role("button", name="Lưu").click()

        assert page.get_by_role("status").inner_text().strip() == "Đã lưu cách nhận thông báo."
        assert page.get_by_role("radio", name="Nhắc hạn Gộp mỗi ngày một thư").is_checked()
        assert page.get_by_label("Từ", exact=True).input_value() == "22:00"


def test_question_mark_lists_the_keys_unless_they_are_off(chromium: Chromium) -> None:
    who = secretary(chromium)

    for size, language in ((NARROWEST, "vi"), (DESKTOP, "en")):
        with chromium.page(who, size=size) as page:
            page.goto(f"/dossiers?lang={language}")
            page.keyboard.press("?")
            shown = page.get_by_role("dialog", name={"vi": "Phím tắt", "en": "Keys"}[language])
            assert (shown.is_visible(), axe_problems(page), small_targets(page)) == (True, [], [])
            assert not scrolls_sideways(page)
            page.keyboard.press("Escape")
            assert not shown.is_visible()
            page.keyboard.press("/")
            page.keyboard.type("?")
            assert page.locator("[data-search]").input_value() == "?"
            assert not shown.is_visible()

            page.goto("/profile/keys")
            assert (axe_problems(page), small_targets(page)) == ([], [])
            page.locator("button[name=keys]").click()
            page.get_by_role("status").wait_for()
            page.keyboard.press("?")
            page.keyboard.press("/")
            assert page.locator("dialog").count() == 0
            assert page.evaluate("document.activeElement.matches('[data-search]')") is False
