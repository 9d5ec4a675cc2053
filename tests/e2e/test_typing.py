"""Nothing typed is lost: neither while the rest of a page is on its way, nor by whoever leaves at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from playwright.sync_api import expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine import drafts
from tests.browsers import Chromium, secretary
from tests.e2e.formpage import PATH, STEP, add_form_page

_PATIENCE_SECONDS = 60
_TEXT = "Tích cực & gương mẫu"
_FOOT = "form#form .card-footer .btn-primary"


@dataclass
class _Halves:
    """Stands before the desk: of the form's page the second half comes when it is let through."""

    app: ASGIApp
    let_through: Event = field(default_factory=Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, the form's page in halves."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        plain = [one for one in scope["headers"] if one[0] != b"accept-encoding"]

        async def halved(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] == "http.response.body" and body:
                half = body.index(b"</textarea>") + len(b"</textarea>")
                await send({**message, "body": body[:half], "more_body": True})
                while not self.let_through.is_set():  # noqa: ASYNC110 -- set in another thread
                    await asyncio.sleep(0.02)
                message = {**message, "body": body[half:]}
            await send(message)

        await self.app({**scope, "headers": plain}, receive, halved)


def _in_halves(chromium: Chromium) -> _Halves:
    app = chromium.served.app
    app.middleware_stack = halves = _Halves(app.build_middleware_stack())
    return halves


def _soon(found: Callable[[], drafts.Kept | None]) -> drafts.Kept | None:
    """Return a draft once the browser has sent it: it does so when the next page is there already."""
    deadline, pause = monotonic() + _PATIENCE_SECONDS, Event()
    while (kept := found()) is None and monotonic() < deadline:
        pause.wait(0.05)
    return kept


def test_what_is_typed_while_the_rest_of_the_form_is_on_its_way_stays(chromium: Chromium) -> None:
    number, _ = add_form_page(chromium.served)
    halves, account = _in_halves(chromium), secretary(chromium)
    with chromium.page(account) as page:
        page.goto(PATH, wait_until="commit")
        first = page.locator("form#form textarea").first
        first.fill(_TEXT)
        was_there = page.locator(_FOOT).count()
        halves.let_through.set()
        page.locator(_FOOT).wait_for()
        page.wait_for_load_state()
        stayed = first.input_value()
        page.locator("form#form textarea").last.press_sequentially("!")
        expect(page.locator("#draft-state")).to_contain_text("Đã lưu nháp lúc")
    with chromium.served.desk.database.reading() as session:
        kept = drafts.kept(session, account, number, STEP)

    assert (was_there, stayed) == (0, _TEXT)
    assert kept is not None
    assert {_TEXT, "!"} <= set(kept.typed.values())


def test_whoever_leaves_a_form_at_once_finds_the_last_word_in_the_draft(chromium: Chromium) -> None:
    number, _ = add_form_page(chromium.served)
    account, database = secretary(chromium), chromium.served.desk.database

    def kept() -> drafts.Kept | None:
        with database.reading() as session:
            return drafts.kept(session, account, number, STEP)

    with chromium.page(account) as page:
        page.goto(PATH)
        page.locator("form#form textarea").first.fill(_TEXT)
        page.goto("/profile/devices")
        found = _soon(kept)

    assert found is not None
    assert _TEXT in found.typed.values()
