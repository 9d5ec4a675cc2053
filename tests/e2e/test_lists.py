"""The list of dossiers in a real browser."""

from __future__ import annotations

from datetime import date

from tests.browsers import Chromium, secretary


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
