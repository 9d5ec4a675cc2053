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
