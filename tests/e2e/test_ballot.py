"""Nine members vote on their phones at once while the secretary watches the count."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.ballot_keys import BallotKeys
from engine.vault import open_vault
from models.events import Voted
from tests.ballots import STEP, voting
from tests.browsers import (
    NARROWEST,
    PHONE,
    Chromium,
    axe_problems,
    scrolls_sideways,
    secretary,
    small_targets,
)
from tests.roads import Road, answers, noon
from tests.sending import typed_of

_CHOICES = ("yes",) * 7 + ("no", "blank")


@pytest.fixture
def sqlite_road(sqlite_road: Road, tmp_path: Path) -> Road:
    """An office with a place for the keys of secret ballots, before a desk is laid over it."""
    keys = BallotKeys(folder=tmp_path / "ballot-keys", unlock=lambda: open_vault((), tmp_path / "secret.key"))
    sqlite_road.registry = replace(sqlite_road.registry, ballot_keys=keys)
    return sqlite_road


def _faults(page: Page, width: int) -> list[str]:
    """Return what is wrong with a page as it is, and at the narrowest."""
    found = axe_problems(page) + small_targets(page)
    height = PHONE[1]
    page.set_viewport_size({"width": NARROWEST[0], "height": height})
    found += ["scrolls sideways"] if scrolls_sideways(page) else []
    page.set_viewport_size({"width": width, "height": height})
    return [f"{page.url}: {one}" for one in found]


@pytest.mark.timeout(240)  # eleven windows at once, on a busy machine
def test_nine_members_vote_on_phones_while_the_secretary_watches(chromium: Chromium, tmp_path: Path) -> None:
    road = chromium.served.road
    held = voting(road, tmp_path)
    chromium.served.clock.at = noon(held.on)
    wrong: list[str] = []

    with ExitStack() as windows:
        desk = windows.enter_context(chromium.page(secretary(chromium)))
        _open(desk, held.meeting)
        expect(desk.locator(".turnout")).to_contain_text("0/9")
        ballot = held.ballot.id
        voters = [f"{person}@self" for person in held.members]
        phones = [windows.enter_context(chromium.page(one, size=PHONE)) for one in voters]
        for phone, choice in zip(phones, _CHOICES, strict=True):
            phone.goto("/")
            phone.locator(f'a[href="/ballots/{ballot}"]').click()
            phone.locator(f'details:has(input[value="{choice}"]) summary').click()
        wrong += _faults(phones[0], PHONE[0])
        phones[0].locator("details[open] button").click()
        expect(desk.locator(".turnout")).to_contain_text("1/9", timeout=15_000)

        for phone in phones[1:]:  # nobody waits for anybody
            phone.evaluate("document.querySelector('details[open] form').requestSubmit()")
        for phone in phones:
            expect(phone.locator(".receipt-code")).to_be_visible(timeout=30_000)
        expect(desk.locator(".turnout")).to_contain_text("9/9", timeout=15_000)

        codes = {phone.locator(".receipt-code").inner_text() for phone in phones}
        wrong += _faults(phones[0], PHONE[0])
        phones[0].go_back()
        expect(phones[0].locator("main")).not_to_contain_text("Gửi phiếu")
        phones[1].goto(f"/ballots/{ballot}")
        assert phones[1].locator(".receipt-code").inner_text() in codes
        wrong += _faults(desk, 1366)
        desk.get_by_role("button", name="Đóng và đếm phiếu").click()
        wrong += _faults(desk, 1366)
        desk.locator('button[name="_sure"]').click()
        desk.wait_for_url("**/result")
        expect(desk.locator("main")).to_contain_text("Đủ số phiếu")
        wrong += _faults(desk, 1366)
        desk.get_by_role("link", name="Ghi kết quả vào hồ sơ").click()
        _type_papers(desk, road, held.dossier)
        desk.locator("form#form .card-footer .btn-primary").click()
        desk.locator('button[name="_sure"]').click()
        desk.wait_for_url("**/receipt/**")

    assert len(codes) == 9
    assert wrong == []
    event = next(one.event for one in road.entries(held.dossier) if isinstance(one.event, Voted))
    assert (event.yes, event.no, event.blank, event.ballot) == (7, 1, 1, ballot)


def _open(page: Page, meeting: str) -> None:
    """Open a secret ballot from the page of its meeting."""
    page.goto(f"/meetings/{meeting}")
    page.locator(f'a[href*="{STEP}?way=secret"]').click()
    page.locator("form#form .card-footer .btn-primary").click()
    page.locator('button[name="_sure"]').click()
    page.wait_for_url("**/watch")


def _type_papers(page: Page, road: Road, dossier: str) -> None:
    page.locator("form#form .card-footer .btn-primary").wait_for()
    procedure = road.procedure(dossier)
    command, _ = road.command(dossier, STEP, road.state(dossier).latest_on or road.state(dossier).opened_on)
    given = answers(procedure, procedure.step(STEP))
    assert given
    for name, text in typed_of(command).items():
        if not name.startswith("answers."):
            continue
        field = page.locator(f'[name="{name}"]')
        match field.first.evaluate("one => one.type"):
            case "radio":
                field.and_(page.locator(f'[value="{text}"]')).check()
            case "select-one":
                field.select_option(text)
            case _:
                field.fill(text)


@pytest.mark.timeout(120)
def test_member_votes_without_a_script_and_other_pages_of_a_ballot_are_fit(
    chromium: Chromium, tmp_path: Path
) -> None:
    held = voting(chromium.served.road, tmp_path)
    chromium.served.clock.at = noon(held.on)
    held.open("open")
    ballot, wrong = held.ballot.id, []

    with chromium.page(f"{held.members[3]}@self", size=PHONE) as page:
        page.goto(f"/ballots/{ballot}/interest?lang=en")
        wrong += _faults(page, PHONE[0])
    with chromium.page(f"{held.members[4]}@self", size=PHONE, scripts=False) as page:
        page.goto(f"/ballots/{ballot}")
        page.locator('details:has(input[value="no"]) summary').click()
        page.locator('details:has(input[value="no"]) button').click()
        code = page.locator(".receipt-code").inner_text()
    with chromium.page(secretary(chromium), size=PHONE) as page:
        for place in (f"/ballots/{ballot}/void", f"/ballots/{ballot}/result", f"/dossiers/{held.dossier}"):
            page.goto(place)
            wrong += _faults(page, PHONE[0])
        page.goto(f"/ballots/{ballot}/void")
        page.locator("[name=reason]").fill("mở nhầm")
        page.locator("form#form .btn-warn").click()
        page.wait_for_url("**/result")
        page.goto(f"/dossiers/{held.dossier}/{STEP}?way=open&lang=en")
        wrong += _faults(page, PHONE[0])

    assert code.count("-") == 3
    assert wrong == []
