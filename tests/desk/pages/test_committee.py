"""The committee desk: what awaits a body, decided many at once, the good ones recorded and the rest named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import httpx
from sqlalchemy import delete

from desk.forms import as_typed
from models.batch import Batch
from models.events import Reviewed, Voted
from tests.desks import PASSWORD, Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, answers, noon
from tests.sending import confirmed, key_of, text_of
from tests.statements import asked

STEP = "grassroots_vote"


@dataclass(frozen=True)
class World:
    """A committee with an open meeting, two dossiers that may be voted on in it and one that came after."""

    good: tuple[str, str]
    late: str
    meeting: str
    day: date

    def address(self, *numbers: str, step: str = STEP) -> str:
        """The page on which some dossiers are decided at once."""
        chosen = "".join(f"&d={one}" for one in numbers)
        return f"/committee/batch?unit={COMMITTEE}&step={step}{chosen}"

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.good, self.late)


def _world(desk: DeskTest) -> World:
    road = desk.road
    first, _ = road.at(STEP)
    second, met_on = road.at(STEP)
    meeting = road.meeting(COMMITTEE, met_on)
    late, today = road.at(STEP, met_on + timedelta(days=1))
    desk.clock.at = noon(today)
    return World(good=(first, second), late=late, meeting=meeting, day=today)


def _typed(desk: DeskTest, world: World, **rows: Mapping[str, object]) -> dict[str, str]:
    """What is typed: the meeting and the resolution's words for all, a tally for each."""
    words = _words(desk, world.late, STEP)
    tallies = {
        f"{number}.{name}": str(value) for number, given in rows.items() for name, value in given.items()
    }
    return {"all.meeting": world.meeting} | words | tallies


def _words(desk: DeskTest, number: str, step: str) -> dict[str, str]:
    """What is typed once for all into the papers of a step."""
    procedure = desk.road.procedure(number)
    return as_typed({"answers": answers(procedure, procedure.step(step))}, "all.")


def _voted(desk: DeskTest, number: str) -> list[tuple[int | None, int | None, str, str | None]]:
    return [
        (one.event.yes, one.event.no, one.event.outcome, one.event.batch)
        for one in desk.road.entries(number)
        if isinstance(one.event, Voted) and one.event.step == STEP
    ]


def _send(browser: Browser, address: str, posted: dict[str, str], good: tuple[str, ...]) -> httpx.Response:
    return confirmed(browser, address, posted | {f"go.{one}": "yes" for one in good})


def test_committee_sees_what_awaits_it_with_what_is_missing(desk: DeskTest) -> None:
    world = _world(desk)
    clerk = desk.signed_in(desk.road.account("clerk", COMMITTEE))
    clerk.post(f"/claims/{world.good[0]}/{STEP}")
    browser = desk.signed_in(desk.road.secretary(COMMITTEE))

    page = browser.get("/committee")

    assert text_of(page).count("Đủ điều kiện") == 2
    assert "Thiếu 1" in text_of(page)
    assert f'name="d" value="{world.late}"' in page.text
    assert world.meeting in page.text
    assert browser.get(f"/committee?unit={COMMITTEE}&step={STEP}&all=1").text.count(" checked") == 3
    assert 'href="/committee" aria-current="page"' in page.text
    assert text_of(page).count("Đang làm: Nguyễn Văn Ví Dụ") == 1


def test_good_ones_are_recorded_and_the_rest_is_named(desk: DeskTest) -> None:
    world = _world(desk)
    browser = desk.signed_in(desk.road.secretary(COMMITTEE))
    address = world.address(*world.all)
    first, second = world.good
    posted = _typed(
        desk,
        world,
        **{first: {"yes": 7, "no": 0}, second: {"yes": 3, "no": 4}, world.late: {"yes": 7, "no": 0}},
    ) | {"_key": key_of(browser.get(address)), f"{second}.answers.trust": "Lời riêng của hồ sơ thứ hai."}

    checked = browser.post(address, posted)
    desk.clock.on(minutes=16)
    asked_again = browser.post(address, posted | {"_sure": "yes", f"go.{first}": "yes"})
    done = _send(browser, address, posted, world.good)
    again = _send(browser, address, posted, world.good)

    assert "1 hồ sơ không ghi được, sẽ để lại" in text_of(checked)
    assert "Xem lại 2 hồ sơ trước khi ghi" in text_of(checked)
    assert "Lời riêng của hồ sơ thứ hai." in checked.text
    assert (asked_again.status_code, "_proof" in asked_again.text) == (403, True)
    assert (done.status_code, again.headers["Location"]) == (303, done.headers["Location"])
    batch = done.headers["Location"].rpartition("/")[2]
    assert _voted(desk, first) == [(7, 0, "passed", batch)]
    assert _voted(desk, second) == [(3, 4, "failed", batch)]
    assert _voted(desk, world.late) == []
    result = text_of(browser.get(done.headers["Location"]))
    assert "2 xong, 1 không" in result
    assert "không được thông qua" in result
    assert "1 hồ sơ không ghi được" in result
    assert batch in browser.get("/committee").text
    with desk.desk.database.writing() as session:
        session.write(delete(Batch.__table__))
    resumed = _send(browser, address, posted, world.good)
    assert resumed.headers["Location"] == done.headers["Location"]
    assert "2 xong, 1 không" in text_of(browser.get(resumed.headers["Location"]))
    assert [len(_voted(desk, one)) for one in world.good] == [1, 1]
    assert f"trong đợt {batch}" in text_of(browser.get(f"/dossiers/{first}"))


def test_whoever_does_not_act_for_the_body_sees_and_decides_nothing(sqlite_desk: DeskTest) -> None:
    world = _world(sqlite_desk)
    road = sqlite_desk.road
    address = world.address(*world.all)
    tallies: dict[str, Mapping[str, object]] = {one: {"yes": 7, "no": 0} for one in world.all}
    posted = _typed(sqlite_desk, world, **tallies) | {f"go.{one}": "yes" for one in world.all}

    for account in (
        road.secretary(BRANCH), road.secretary(COMPETENT), road.secretary(OTHER_BRANCH),
        road.account("inspector", COMPETENT),
    ):  # fmt: skip
        browser = sqlite_desk.signed_in(account)
        shown, sent = browser.get(address), browser.post(address, posted | {"_sure": "y", "_proof": PASSWORD})
        listed = browser.get(f"/committee?unit={COMMITTEE}&step={STEP}")

        assert (shown.status_code, sent.status_code) == (303, 303)
        assert "Không có hồ sơ nào chờ đơn vị của bạn quyết định" in text_of(listed)
        assert not any(one in listed.text for one in world.all)
    assert all(_voted(sqlite_desk, one) == [] for one in world.all)


def test_only_what_was_shown_as_good_is_recorded_and_nobody_else_reads_of_it(sqlite_desk: DeskTest) -> None:
    world = _world(sqlite_desk)
    road = sqlite_desk.road
    browser = sqlite_desk.signed_in(road.secretary(COMMITTEE))
    address = world.address(*world.all)
    tallies: dict[str, Mapping[str, object]] = {one: {"yes": 7, "no": 0} for one in world.all}
    posted = _typed(sqlite_desk, world, **tallies) | {"_key": key_of(browser.get(address))}

    done = _send(browser, address, posted, (world.good[0], world.late))

    assert "1 xong, 2 không" in text_of(browser.get(done.headers["Location"]))
    assert [len(_voted(sqlite_desk, one)) for one in world.all] == [1, 0, 0]
    for other in (road.secretary(COMPETENT), road.secretary(BRANCH), road.account("clerk", COMMITTEE)):
        assert sqlite_desk.signed_in(other).get(done.headers["Location"]).status_code == 404


def test_tally_is_never_taken_for_several_and_nothing_typed_is_lost(sqlite_desk: DeskTest) -> None:
    world = _world(sqlite_desk)
    browser = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMMITTEE))
    address = world.address(*world.good)
    first, second = world.good
    untouched: dict[str, Mapping[str, object]] = {
        one: {"yes": "", "no": "", "blank": 0} for one in world.good
    }
    for_all = _typed(sqlite_desk, world, **untouched) | {"all.yes": "7", "all.no": "0"}
    tallies: dict[str, Mapping[str, object]] = {first: {"yes": "bảy", "no": 0}, second: {"yes": 7, "no": 0}}
    unreadable = _typed(sqlite_desk, world, **tallies) | {
        f"{second}.answers.trust": "<b>Lời & riêng</b>", "all.meeting": "HN-2021-9999",
    }  # fmt: skip

    page = browser.get(address)
    none = browser.post(address, for_all)
    wrong = browser.post(address, unreadable)
    forged = _send(browser, address, for_all | {"_key": key_of(page)}, world.good)

    assert 'name="all.yes"' not in page.text
    assert (none.status_code, wrong.status_code) == (422, 422)
    assert text_of(none).count("Chưa nhập số phiếu của hồ sơ này.") >= 2
    assert f'href="#f-{first}-yes"' in wrong.text
    assert 'href="#f-all-meeting' in wrong.text
    assert 'value="bảy"' in wrong.text
    assert "&lt;b&gt;Lời &amp; riêng&lt;/b&gt;" in wrong.text
    assert "0 xong, 2 không" in text_of(browser.get(forged.headers["Location"]))
    assert all(_voted(sqlite_desk, one) == [] for one in world.good)


def test_review_is_one_verdict_for_all(sqlite_desk: DeskTest) -> None:
    road = sqlite_desk.road
    first, _ = road.at("verification")
    second, on = road.at("verification")
    for one in (first, second):
        road.step(one, "curriculum_vitae", on)
    sqlite_desk.clock.at = noon(on)
    browser = sqlite_desk.signed_in(road.account("clerk", COMMITTEE))
    address = f"/committee/batch?unit={COMMITTEE}&step=verification&d={first}&d={second}"
    words = _words(sqlite_desk, first, "verification")
    posted = words | {"all.verdict": "clear", "all.on": f"{on:%d/%m/%Y}"}

    page = browser.get(address)
    saved = browser.post(address, posted | {"_save_draft": "yes"})
    kept = browser.get(saved.headers["Location"]).text
    longer = browser.post(address, posted | {"_add_row": "all.answers.verifications"})
    done = _send(browser, address, posted | {"_key": key_of(page)}, (first, second))

    assert f'value="{posted["all.answers.verifications.0.place"]}"' in kept
    assert f'value="{posted["all.answers.verifications.0.place"]}"' not in browser.get(address).text
    assert 'name="all.answers.verifications.1.place"' in longer.text
    assert "2 xong, 0 không" in text_of(browser.get(done.headers["Location"]))
    told = [one.event for each in (first, second) for one in road.entries(each)]
    reviewed = [one for one in told if isinstance(one, Reviewed)]
    assert [one.outcome for one in reviewed] == ["clear", "clear"]
    assert len({one.batch for one in reviewed}) == 1


def test_desk_asks_a_bounded_number_of_questions(sqlite_desk: DeskTest) -> None:
    road, database = sqlite_desk.road, sqlite_desk.desk.database
    _, on = road.at("verification")
    sqlite_desk.clock.at = noon(on)
    browser = sqlite_desk.signed_in(road.account("clerk", COMMITTEE))
    one = asked(database, partial(browser.get, "/committee"))
    for _ in range(2):
        road.at("verification")

    three = asked(database, partial(browser.get, "/committee"))

    page = browser.get("/committee")
    assert len(re.findall(r'name="d"', page.text)) == 3
    a_dossier = (three - one) / 2
    assert a_dossier <= 6, "each dossier is weighed once, and nothing else grows with the page"
