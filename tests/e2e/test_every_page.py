"""Every page of the desk in a real browser: accessible, hit by a thumb, narrow enough, with no complaint."""

from __future__ import annotations

from itertools import cycle

import pytest
from playwright.sync_api import Page

from tests.browsers import (
    DESKTOP,
    NARROWEST,
    PHONE,
    Chromium,
    axe_problems,
    scrolls_sideways,
    small_targets,
)
from tests.sweeps import Sweep, sweep_of

_PLACES = ((DESKTOP, "vi"), (PHONE, "en"))
_MORE = (
    "/dossiers?q=khong&overdue=1",
    "/search?q=vi+du",
    "/search?q=khong+ai",
    "/verification?dossier={number}",
    "/verification?dossier=HS-2021-9999",
    "/dossiers/{number}?show=all",
    "/dossiers/{number}/do/correction?step=curriculum_vitae",
    "/dossiers/{number}/do/replace_mentor",
    "/dossiers/{number}/do/close",
    "/dossiers/{number}/application",
)
"""Views beside those every address has: with a filter, with nothing found, with more to fill in."""

_IN_FRAMES = "/preview"
"""Papers inside a frame, in which no script runs, axe neither."""


def _addresses(sweep: Sweep) -> list[str]:
    pages = [
        address
        for one, address in sweep.routes("GET")
        if not address.endswith(_IN_FRAMES)
        and sweep.insider.get(address).headers.get("content-type", "").startswith("text/html")
    ]
    return [*pages, *(one.format(number=sweep.number) for one in _MORE)]


def _faults(page: Page, told: list[str]) -> list[str]:
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    found = axe_problems(page) + small_targets(page)
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    return [*found, *(["scrolls sideways"] if scrolls_sideways(page) else []), *told]


@pytest.mark.timeout(400)  # a busy machine may need minutes for them all
def test_every_page_is_fit_for_everybody(chromium: Chromium) -> None:
    sweep = sweep_of(chromium.served)
    addresses = _addresses(sweep)
    wrong: dict[str, list[str]] = {}

    with chromium.page(sweep.account) as page:
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        for address, ((width, height), language) in zip(addresses, cycle(_PLACES), strict=False):
            told.clear()
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
            if answer is not None and answer.ok and (faults := _faults(page, told)):
                wrong[f"{address} {width} {language}"] = faults

    assert wrong == {}, wrong
    assert len(addresses) > 50, addresses
