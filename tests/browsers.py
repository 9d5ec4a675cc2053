"""A real browser, Debian's Chromium, before a desk on this machine: for what only a browser shows."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from desk import serving
from engine import sessions
from tests.desks import PASSWORD, DeskTest, desk_over
from tests.roads import BRANCH, Road

DESKTOP, PHONE, NARROWEST = (1366, 900), (390, 844), (320, 640)
# The first has no windows of its own to draw around each page, and takes half the time of the others.
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_START_SECONDS = 60
_PATIENCE_MILLISECONDS = 60_000
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@dataclass
class Chromium:
    """A browser, and the desk it looks at."""

    browser: Browser
    served: DeskTest
    address: str

    @contextmanager
    def page(
        self,
        account: str | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        scripts: bool = True,
    ) -> Iterator[Page]:
        """Open a page in a window of its own, signed in as an account if one is named."""
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="vi-VN",
            base_url=self.address,
        )
        with closing(context):
            page = context.new_page()
            page.set_default_timeout(_PATIENCE_MILLISECONDS)
            if account is not None:
                self.sign_in(context, account)
            yield page

    def sign_in(self, context: BrowserContext, account: str) -> None:
        """Sign an account in, as of now, in a window that is open."""
        self.served.with_password(account)
        clock = self.served.clock
        token = sessions.begin(
            self.served.desk.database,
            account,
            awaits_code=False,
            device=_AGENT,
            address="127.0.0.1",
            at=clock.at,
        )
        context.add_cookies([{"name": "diudat", "value": token, "url": self.address}])


_opened = ExitStack()
_kept: list[Browser] = []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that ask for the browser together: one process starts it, once."""
    for item in items:
        if _asks(item) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """End the browser before a test that does not ask for it: its loop would stand in the way of others."""
    if _kept and not _asks(nextitem):
        _kept.clear()
        _opened.close()


def _asks(item: pytest.Item | None) -> bool:
    return isinstance(item, pytest.Function) and "chromium" in item.fixturenames


@pytest.fixture
def _browser() -> Browser:
    if not _kept:
        _kept.append(_opened.enter_context(_started()))
    return _kept[0]


@contextmanager
def _started() -> Iterator[Browser]:
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        reason = "no Chromium: install the package `chromium-headless-shell`, as ops/chromium.sh does"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=_PATIENCE_MILLISECONDS)
    # Root may not use the sandbox; elsewhere it stays on.
    options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        with closing(browser):
            yield browser


@pytest.fixture
def chromium(_browser: Browser, sqlite_road: Road, tmp_path: Path) -> Iterator[Chromium]:
    """A browser before a desk over a fresh office."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        served = desk_over(sqlite_road, tmp_path, public_url=address)
        server = serving.server(served.app, host="127.0.0.1", port=0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait_until_started(server)
        yield Chromium(browser=_browser, served=served, address=address)
        server.should_exit = True
        thread.join(_START_SECONDS)


def _wait_until_started(server: Any) -> None:  # noqa: ANN401 -- uvicorn's server
    until = time.monotonic() + _START_SECONDS
    while not server.started:
        assert time.monotonic() < until, "the desk did not start"
        time.sleep(0.02)


def secretary(chromium: Chromium) -> str:
    """Return the account of the branch's secretary."""
    return chromium.served.road.secretary(BRANCH)


def axe_problems(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, one line a thing, each with the element it stands on.

    Not inside frames: papers are shown in frames that run no script, for whose answer axe would wait.
    """
    options = {
        "runOnly": {"type": "tag", "values": _STANDARDS},
        "iframes": False,
        "resultTypes": ["violations"],  # of what is right, one example is told, not every one
    }
    found = Axe().run(page, options=options)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Say whether a page is wider than its window, once it is there."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return bool(wide)


def small_targets(page: Page) -> list[str]:
    """Return the buttons and links of a page that are hard to hit: under 44 pixels, links in a text aside."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('button, .btn, input, select, summary, nav a')]
            .filter(one => one.type !== 'hidden' && one.type !== 'radio' && one.type !== 'checkbox')
            .filter(one => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
            .filter(one => !one.closest('.trail') && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 120))"""
        )
    )


__all__ = [
    "DESKTOP",
    "NARROWEST",
    "PASSWORD",
    "PHONE",
    "Chromium",
    "axe_problems",
    "chromium",
    "scrolls_sideways",
    "secretary",
    "small_targets",
]
