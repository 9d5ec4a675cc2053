"""The inbox and a dossier in a real browser, every folded part opened: what only a browser shows."""

from __future__ import annotations

from tests.browsers import (
    Chromium,
    secretary,
)
from tests.roads import noon


def test_whole_row_of_the_inbox_leads_to_the_dossier_without_a_script(chromium: Chromium) -> None:
    desk = chromium.served
    dossier, today = desk.road.at("branch_vote")
    desk.clock.at = noon(today)

    with chromium.page(secretary(chromium), scripts=False) as page:
        page.goto("/")
        page.locator(".row-item").first.click(position={"x": 400, "y": 60})

        assert page.url.endswith(f"/dossiers/{dossier}")
