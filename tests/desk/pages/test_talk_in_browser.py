"""What is said, scanned and corrected, in a real browser: accessible, fitting, and sent without a script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsers import NARROWEST, Chromium, axe_problems, scrolls_sideways, secretary, small_targets
from tests.roads import BRANCH
from tests.scans import pdf, picture
from tests.sending import at_step


@pytest.mark.parametrize("scripts", [True, False])
def test_comment_and_scan_are_sent_and_their_pages_fit(
    chromium: Chromium, tmp_path: Path, *, scripts: bool
) -> None:
    road = chromium.served.road
    number, on = at_step(chromium.served, "branch_vote")
    road.tell(
        on, road.secretary(BRANCH), command="correction", dossier=number, step="application", on=on,
        answers={"motive": "Động cơ đã sửa."}, reason="Gõ nhầm.",
    )  # fmt: skip
    photo, paper = tmp_path / "đơn.jpg", tmp_path / "đơn.pdf"
    photo.write_bytes(picture())
    paper.write_bytes(pdf())

    with chromium.page(secretary(chromium), size=NARROWEST, scripts=scripts) as page:
        for file in (photo, paper):
            page.goto(f"/dossiers/{number}/scans?paper=1-KN%C4%90")
            page.set_input_files("input[type=file]", file)
            page.get_by_role("button", name="Gắn vào hồ sơ").click()
        page.goto(f"/dossiers/{number}")
        page.locator("summary", has_text="Viết trao đổi").click()
        page.get_by_label("Nội dung trao đổi").fill("Nhờ xem giúp.")
        page.get_by_role("button", name="Gửi trao đổi").click()

        assert page.locator(".talk li").inner_text().startswith("Nguyễn Văn Ví Dụ 1")
        if not scripts:
            return  # axe is a script itself
        for address in (f"/dossiers/{number}", f"/dossiers/{number}/scans", f"/dossiers/{number}/comments"):
            page.goto(address)
            assert axe_problems(page) == []
            assert (scrolls_sideways(page), small_targets(page)) == (False, [])
