"""The committee desk in a real browser: the bar that counts, at every width, with and without a script."""

from __future__ import annotations

import pytest

from tests.browsers import (
    DESKTOP,
    NARROWEST,
    Chromium,
    axe_problems,
    scrolls_sideways,
    small_targets,
)
from tests.roads import COMMITTEE, noon


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (NARROWEST, False)])
def test_chosen_dossiers_are_counted_and_led_to_their_form(
    chromium: Chromium, size: tuple[int, int], *, scripts: bool
) -> None:
    road, clock = chromium.served.road, chromium.served.clock
    first, day = road.at("verification")
    clock.at = noon(day)

    with chromium.page(road.secretary(COMMITTEE), size=size, scripts=scripts) as page:
        page.goto("/committee")
        page.check(f'input[value="{first}"]')
        counted = page.inner_text("[data-chosen]")
        problems = axe_problems(page) if scripts else []
        page.click(".choosing button")
        page.wait_for_url("**/committee/batch?*")
        problems += axe_problems(page) if scripts else []

        assert counted == ("Đã chọn 1 hồ sơ" if scripts else "Chọn những hồ sơ làm cùng một lượt")
        assert problems == []
        assert not scrolls_sideways(page)
        assert small_targets(page) == []
        assert page.locator(f"#d-{first}").is_visible()
