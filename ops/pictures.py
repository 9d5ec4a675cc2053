"""Take the pictures of the README from a running desk: `python -m ops.pictures ADDRESS ACCOUNT PASSWORD`.

The desk is that of `diudat serve --demo`, the account one it prints; chromium must be installed.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
_DESKTOP, _PHONE = (1366, 900), (390, 844)
_PAGES = {"inbox": "/", "dossier": "/dossiers/HS-2021-0006", "figures": "/figures"}
_ON_PHONES = ("inbox", "dossier")


def main(address: str, account: str, password: str, folder: Path = _FOLDER) -> None:
    """Take every picture, and write them into a folder."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        sys.exit("no Chromium: install the package `chromium-headless-shell`, as ops/chromium.sh does")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, path in _PAGES.items():
            _take(browser, _DESKTOP, f"{address}{path}", (account, password), folder / f"{name}.png")
        for name in _ON_PHONES:
            file = folder / f"{name}-phone.png"
            _take(browser, _PHONE, f"{address}{_PAGES[name]}", (account, password), file)
        browser.close()


def _take(browser: Browser, size: tuple[int, int], address: str, who: tuple[str, str], file: Path) -> None:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    page.goto(address)
    _sign_in(page, *who)
    page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(page.screenshot()))
    taken.quantize(256).save(file, optimize=True)
    page.context.close()


def _sign_in(page: Page, account: str, password: str) -> None:
    page.locator('[name="_login"]').fill(account)
    page.locator('[name="_password"]').fill(password)
    page.locator("form .btn-primary").first.click()


if __name__ == "__main__":
    desk, account, password, *folder = sys.argv[1:]
    main(desk, account, password, *map(Path, folder))
