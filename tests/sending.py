"""Sending a form of the desk as somebody with a browser and no script does: typed, checked, said yes to."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import httpx

from desk.forms import as_typed
from models.commands import Command
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import noon

_KEY = re.compile(r'name="_key" value="([0-9a-f]{32})"')


def typed_of(command: Command) -> dict[str, str]:
    """What somebody types into the form of a command."""
    return as_typed(
        command.model_dump(mode="json", exclude={"command", "dossier", "step"}, exclude_none=True)
    )


def key_of(page: httpx.Response) -> str:
    """The key of the form on a page."""
    found = _KEY.search(page.text)
    assert found is not None, page.text
    return found[1]


def text_of(page: httpx.Response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def send(browser: Browser, address: str, typed: dict[str, str]) -> httpx.Response:
    """Type a form, check the answers, say yes, and prove oneself where that is asked."""
    shown = browser.get(address)
    assert shown.status_code == 200, text_of(shown)
    posted = typed | {"_key": key_of(shown)}
    checked = browser.post(address, posted)
    assert checked.status_code == 200, text_of(checked)
    return confirmed(browser, address, posted)


def confirmed(browser: Browser, address: str, posted: dict[str, str]) -> httpx.Response:
    """Say yes on the page that shows the answers again."""
    answer = browser.post(address, posted | {"_sure": "yes"})
    if answer.status_code == 403 and "_proof" in answer.text:
        answer = browser.post(address, posted | {"_sure": "yes", "_proof": PASSWORD})
    return answer


def at_step(desk: DeskTest, step: str) -> tuple[str, date]:
    """Drive a dossier to a step and set the clock to the day reached."""
    number, on = desk.road.at(step)
    desk.clock.at = noon(on)
    return number, on
