"""Lists, board, search, figures and verification in a real browser: for everybody, at the narrowest width."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browsers import NARROWEST, Chromium, axe_problems, scrolls_sideways, secretary, small_targets

_PAGES = (
    "/dossiers?lang=vi",
    "/dossiers?q=khong&overdue=1&lang=en",
    "/board?lang=en",
    "/search?q=phuong&lang=vi",
    "/search?q=dao&lang=en",
    "/figures?lang=en",
    "/verification?lang=vi",
    "/verification?dossier=HS-2021-0001&lang=en",
    "/verification?dossier=HS-2021-9999&lang=vi",
)


@pytest.mark.parametrize("path", _PAGES)
def test_page_is_fit_for_everybody(chromium: Chromium, path: str) -> None:
    road, who = chromium.served.road, secretary(chromium)
    for name in ("Đặng Thị Đào", "Ân Văn Bình"):
        person = road.person("chi-bo-qs-p4", date(2021, 9, 6), full_name=name)
        road.step(road.open(date(2021, 9, 7), person), "mentor_assignment", date(2021, 9, 8))

    with chromium.page(who, size=NARROWEST) as page:
        page.goto(path)

        assert axe_problems(page) == []
        assert not scrolls_sideways(page)
        assert small_targets(page) == []


def test_filter_is_chosen_without_scripts(chromium: Chromium) -> None:
    road, who = chromium.served.road, secretary(chromium)
    for name in ("Đặng Thị Đào", "Ân Văn Bình"):
        road.open(date(2021, 9, 7), road.person("chi-bo-qs-p4", date(2021, 9, 6), full_name=name))

    with chromium.page(who, scripts=False) as page:
        page.goto("/dossiers")
        page.get_by_text("Lọc và sắp xếp").click()
        page.get_by_label("Họ tên hoặc số hồ sơ").fill("binh an")
        page.get_by_role("button", name="Xem danh sách").click()

        assert page.locator(".dossier-rows .whole").all_inner_texts() == ["Ân Văn Bình"]
        assert page.get_by_role("link", name="Tìm: binh an").count() == 1
