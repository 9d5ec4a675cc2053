"""The inbox and a dossier in a real browser, every folded part opened: what only a browser shows."""

from __future__ import annotations

import pytest

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
from tests.roads import noon


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROWEST])
def test_inbox_and_dossier_are_accessible_and_fit(chromium: Chromium, size: tuple[int, int]) -> None:
    desk = chromium.served
    dossier, today = desk.road.at("branch_vote")
    desk.clock.at = noon(today)

    with chromium.page(secretary(chromium), size=size) as page:
        for address in ("/", f"/dossiers/{dossier}", f"/dossiers/{dossier}?show=all&lang=en"):
            page.goto(address)
            for folded in page.locator("main details > summary").all():
                folded.click()

            assert axe_problems(page) == []
            assert not scrolls_sideways(page)
            assert small_targets(page) == []


def test_whole_row_of_the_inbox_leads_to_the_dossier_without_a_script(chromium: Chromium) -> None:
    desk = chromium.served
    dossier, today = desk.road.at("branch_vote")
    desk.clock.at = noon(today)

    with chromium.page(secretary(chromium), scripts=False) as page:
        page.goto("/")
        page.locator(".row-item").first.click(position={"x": 400, "y": 60})

        assert page.url.endswith(f"/dossiers/{dossier}")
