"""A scan and a comment sent from a real browser without a script, on the narrowest of phones."""

from __future__ import annotations

from pathlib import Path

from tests.browsers import NARROWEST, Chromium, secretary
from tests.scans import picture
from tests.sending import at_step


def test_comment_and_scan_are_sent_without_a_script(chromium: Chromium, tmp_path: Path) -> None:
    number, _ = at_step(chromium.served, "application")
    photo = tmp_path / "đơn.jpg"
    photo.write_bytes(picture())

    with chromium.page(secretary(chromium), size=NARROWEST, scripts=False) as page:
        page.goto(f"/dossiers/{number}/scans?paper=1-KN%C4%90")
        page.set_input_files("input[type=file]", photo)
        page.get_by_role("button", name="Gắn vào hồ sơ").click()
        scanned = page.locator("#scans ~ .card-body, .paper-list").first.inner_text()
        page.goto(f"/dossiers/{number}")
        page.locator("summary", has_text="Viết trao đổi").click()
        page.get_by_label("Nội dung trao đổi").fill("Nhờ xem giúp.")
        page.get_by_role("button", name="Gửi trao đổi").click()

        assert "Đã quét" in scanned
        assert page.locator(".talk li").inner_text().startswith("Nguyễn Văn Ví Dụ 1")
