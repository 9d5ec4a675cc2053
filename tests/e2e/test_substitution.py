"""Giving tasks over in a real browser: offered on a phone without scripts, accepted, done in both names."""

from __future__ import annotations

from datetime import date

from tests.browsers import (
    DESKTOP,
    NARROWEST,
    Chromium,
    axe_problems,
    scrolls_sideways,
    secretary,
    small_targets,
)
from tests.sending import typed_of
from tests.substitutions import member_of_branch

_TODAY = date(2021, 9, 8)
_FIRST, _THIRD = "Nguyễn Văn Ví Dụ 1", "Nguyễn Văn Ví Dụ 3"


def test_tasks_are_given_over_accepted_and_done_in_both_names(chromium: Chromium) -> None:
    road, absent = chromium.served.road, secretary(chromium)
    substitute = member_of_branch(road)
    number = road.open(_TODAY)

    with chromium.page(absent, size=NARROWEST, scripts=False) as page:
        page.goto("/profile/substitution?lang=vi")
        page.get_by_role("link", name="Giao việc cho người làm thay").click()
        page.get_by_label("Người làm thay").select_option(substitute)
        page.get_by_label("Đến ngày").fill("20/09/2021")
        page.get_by_label("Lý do").fill("Đi học.")
        page.get_by_role("group", name="Giấy tờ của hồ sơ").get_by_label("có").check()
        page.get_by_role("button", name="Xem lại trước khi gửi").click()
        assert page.get_by_text("từ hôm nay").count() == 0
        page.get_by_role("button", name="Gửi lời đề nghị").click()
        assert page.get_by_text("chờ trả lời").is_visible()

    with chromium.page(substitute, size=DESKTOP) as page:
        page.goto("/?lang=vi")
        page.get_by_role("link", name="Xem và trả lời").click()
        assert (axe_problems(page), small_targets(page)) == ([], [])
        page.get_by_role("button", name="Nhận làm thay").click()
        page.get_by_text("đang làm thay").wait_for()
        page.goto("/")
        assert page.get_by_text(f"Thay {_FIRST}").is_visible()
        page.goto(f"/dossiers/{number}/mentor_assignment")
        assert page.get_by_text(f"Bạn làm việc này thay {_FIRST}").is_visible()
        for name, text in typed_of(road.command(number, "mentor_assignment", _TODAY)[0]).items():
            field = page.locator(f'[name="{name}"]')
            match field.first.evaluate("one => one.type"):
                case "radio":
                    field.and_(page.locator(f'[value="{text}"]')).check()
                case "select-one":
                    field.select_option(text)
                case _:
                    field.fill(text)
        page.get_by_role("button", name="Xem lại trước khi ghi").click()
        page.wait_for_load_state()
        assert page.locator(".problems").all_inner_texts() == []
        page.get_by_role("button", name="Ghi vào hồ sơ").click()
        page.get_by_text(f"{_THIRD} thay mặt {_FIRST}").wait_for()

    with chromium.page(absent, size=NARROWEST) as page:
        for path in ("/?lang=en", "/profile/substitution?lang=en", "/profile/substitution/new?lang=vi"):
            page.goto(path)
            assert (path, axe_problems(page), small_targets(page)) == (path, [], [])
            assert not scrolls_sideways(page)
        page.goto(f"/dossiers/{number}?lang=vi")
        assert page.get_by_text(f"{_THIRD} thay mặt {_FIRST}").is_visible()
