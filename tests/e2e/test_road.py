"""One dossier from registration to recognition, done by the six people who act in it, each at their own desk.

One reads Vietnamese on a wide screen, another English on a phone without a script: every width, language and
way of working is somebody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page

from desk import forms
from engine.rules.time_limits import add_months
from models.commands import Command
from models.procedure import StepKind
from models.state import OpenStep, Status
from tests.browsers import DESKTOP, PHONE, Chromium, scrolls_sideways
from tests.roads import BRANCH, COMMITTEE, COMPETENT, START, UNION, Road, noon

pytestmark = pytest.mark.xdist_group("road")  # as long as all other pages together

OPENED = date(2021, 9, 10)
_FOOT = "form#form .card-footer .btn-primary"
_NOT_TYPED = ("command", "dossier", "step")


@dataclass(frozen=True)
class Place:
    """How somebody sits before the desk."""

    size: tuple[int, int]
    language: str
    scripts: bool


_PLACES = {
    "clerk": Place(DESKTOP, "vi", scripts=True),
    "secretary": Place(PHONE, "vi", scripts=False),
    "mentor": Place(PHONE, "en", scripts=True),
    "union": Place(DESKTOP, "en", scripts=False),
    "committee": Place(DESKTOP, "vi", scripts=False),
    "competent": Place(PHONE, "en", scripts=False),
}


@dataclass
class Walk:
    """The six people, their places, and the dossier they carry on."""

    chromium: Chromium
    accounts: Mapping[str, str]
    places: Mapping[str, Place]
    on: date
    windows: Mapping[str, Page]
    """One of each, open until the end."""
    number: str = ""

    @property
    def road(self) -> Road:
        """Return the office."""
        return self.chromium.served.road

    def at_desk(self, who: str) -> Page:
        """Sit somebody down before their desk at noon of the day reached; they sign in anew."""
        self.chromium.served.clock.at = noon(self.on)
        page = self.windows[who]
        self.chromium.sign_in(page.context, self.accounts[who])
        page.goto(f"/?lang={self.places[who].language}")
        return page

    def register(self) -> None:
        """Have the clerk enter a recruit and open the dossier."""
        person = {
            "full_name": "Trần Văn Ví Dụ", "sex": "male", "born_on": "17/05/2000", "birthplace": "Quận 4",
            "home_town": "Vĩnh Phước, An Giang", "ethnicity": "Kinh", "religion": "Không",
            "residence": "Phường 4, Quận 4", "occupation": "Dân quân thường trực",
            "education": "upper_secondary", "union_joined_on": "26/03/2016", "in_unit_since": "10/08/2021",
            "language": "vi",
        }  # fmt: skip
        page = self.at_desk("clerk")
        page.goto("/dossiers")
        page.locator('a[href="/dossiers/new"]').click()
        page.locator('a[href^="/dossiers/new/person"]').click()
        _type(page, person)
        _check_and_record(page)
        page.locator('[name="candidate"]').first.wait_for()
        _type(page, {"source": "standing_militia"})
        _check_and_record(page)
        self.number = page.url.split("/")[-3]

    def step(self, present: OpenStep, **given: object) -> None:
        """Have whose turn it is do a step, from their inbox to the receipt."""
        spec = self.road.procedure(self.number).step(present.step)
        who = self._who(present, spec.acts.person)
        if spec.kind in {StepKind.VOTE, StepKind.DECISION}:
            given["meeting"] = self._meeting(who, self.number)
        command, _ = self.road.command(self.number, present.step, self.on, **given)
        page = self.at_desk(who)
        page.locator(f'a.whole[href="/dossiers/{self.number}"]').first.click()
        page.locator(f'a[href^="/dossiers/{self.number}/{present.step}"]').first.click()
        _type(page, _typed(command))
        assert not scrolls_sideways(page)
        _check_and_record(page)
        assert "/receipt/" in page.url, page.locator("body").inner_text()

    def _who(self, present: OpenStep, person: str | None) -> str:
        if person == "mentor":
            return "mentor"
        if present.kind is StepKind.ENDORSEMENT:
            return "union"
        offices = {COMMITTEE: "committee", COMPETENT: "competent"}
        papers = "secretary" if present.kind in {StepKind.VOTE, StepKind.CEREMONY} else "clerk"
        return offices.get(str(present.unit), papers)

    def _meeting(self, who: str, then: str) -> str:
        unit = {"committee": COMMITTEE, "competent": COMPETENT}.get(who, BRANCH)
        roll = self.road.rolls[unit]
        page = self.at_desk(who)
        page.goto(f"/meetings/new?unit={unit}&then=/dossiers/{then}")
        _type(page, {"chair": roll[0], "secretary": roll[1]})
        _check_and_record(page)
        return page.url.split("/meetings/")[1].split("?")[0]


def _typed(command: Command) -> dict[str, str]:
    plain = command.model_dump(mode="python", exclude=set(_NOT_TYPED), exclude_none=True)
    return forms.as_typed(plain)


def _type(page: Page, given: Mapping[str, str]) -> None:
    """Type answers as the form asks for them; what it does not ask for is carried by the page itself."""
    page.locator(_FOOT).wait_for()  # the last of a form: before it is there, a field may only be on its way
    for name, text in given.items():
        field = page.locator(f'[name="{name}"]')
        if field.count():
            _answer(field, text)


def _answer(field: Locator, text: str) -> None:
    match field.first.evaluate("one => one.type"):
        case "radio":
            field.and_(field.page.locator(f'[value="{text}"]')).check()
        case "select-one":
            field.select_option(text)
        case "hidden":
            return
        case _:
            field.fill(text)


def _check_and_record(page: Page) -> None:
    page.locator(_FOOT).click()
    page.wait_for_load_state()
    assert page.locator(".problems").all_inner_texts() == []
    page.locator('button[name="_sure"]').click()


@pytest.fixture
def walk(chromium: Chromium) -> Iterator[Walk]:
    """The six people of an office, at places of their own."""
    road = chromium.served.road
    mentor = road.rolls[BRANCH][2]
    accounts = {
        "clerk": road.account("clerk", BRANCH, START),
        "secretary": road.secretary(BRANCH),
        "mentor": f"{mentor}@self",
        "union": road.accounts[UNION],
        "committee": road.secretary(COMMITTEE),
        "competent": road.secretary(COMPETENT),
    }
    with ExitStack() as open_until_the_end:
        windows = {
            who: open_until_the_end.enter_context(chromium.page(size=place.size, scripts=place.scripts))
            for who, place in _PLACES.items()
        }
        yield Walk(chromium=chromium, accounts=accounts, places=_PLACES, on=OPENED, windows=windows)


@pytest.mark.timeout(400)  # a busy machine may need minutes for two hundred pages
def test_six_people_carry_a_recruit_to_recognition(walk: Walk) -> None:
    road = walk.road
    walk.register()
    done = []

    while (state := road.state(walk.number)).open:
        present = next((one for one in state.open if one.kind is not StepKind.WAITING), state.open[0])
        walk.on = max(walk.on + timedelta(days=1), present.opened_on)
        if present.kind is StepKind.WAITING:
            walk.on = max(walk.on, present.due_on or walk.on)
            road.step(walk.number, present.step, walk.on)
        elif present.step == "mentorship":
            _mentored(walk, present)
        elif present.step in {"mentor_assignment", "admission_ceremony"}:
            walk.step(present, person=road.rolls[BRANCH][2])  # who guided the candidate, now takes charge
        else:
            walk.step(present)
        done.append(present.step)

    assert {"branch_vote", "decision", "admission_ceremony", "recognition_decision"} <= set(done)
    assert road.state(walk.number).status is Status.RECOGNISED
    actors = {one.actor for one in road.entries(walk.number)}
    assert set(walk.accounts.values()) <= actors


def _mentored(walk: Walk, present: OpenStep) -> None:
    """Have the mentor report once at the desk, twice otherwise, and recommend at the desk."""
    since = walk.road.state(walk.number).guides_now("mentor")[0].since
    walk.on = add_months(since, 3)
    walk.step(present, verdict="continued")
    for months in (6, 9):
        walk.road.step(walk.number, present.step, add_months(since, months), verdict="continued")
    walk.on = add_months(since, 12)
    walk.step(present)
