"""The board: columns in the order of the road, with counts, the most urgent first, and a way to all."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engine.actors import actor_of
from engine.queries import board
from engine.queries.board import Column
from engine.queries.lists import Filter
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH


def _columns(desk: DeskTest, account: str, today: date, unit: str = "") -> tuple[Column, ...]:
    with desk.road.database.reading() as session:
        return board.columns(session, actor_of(session, account), Filter(unit=unit), today, at_most=2)


def test_board_counts_stages_and_what_is_late_in_scope(desk: DeskTest) -> None:
    road = desk.road
    guided = [road.open(date(2021, 9, 7)) for _ in range(3)]
    for number in guided:
        road.step(number, "mentor_assignment", date(2021, 9, 8))
    waiting, foreign = road.open(date(2021, 9, 7)), road.open(date(2021, 9, 7), unit=OTHER_BRANCH)
    ended = road.open(date(2021, 9, 7))
    road.tell(
        date(2021, 9, 9), road.secretary(BRANCH), command="withdraw", dossier=ended, on=date(2021, 9, 9),
        reason="Chuyển đi xa.",
    )  # fmt: skip

    (ours,) = _columns(desk, road.secretary(BRANCH), date(2023, 1, 1))
    (all_of_them,) = _columns(desk, road.secretary(COMMITTEE), date(2021, 9, 10))

    assert (ours.stage, ours.dossiers, ours.overdue) == ("sourcing", 4, 3)
    assert [one.number for one in ours.cards] == guided[:2]
    assert (all_of_them.dossiers, all_of_them.overdue) == (5, 0)
    assert waiting not in [one.number for one in ours.cards]
    html = desk.signed_in().get("/board").text
    assert guided[0] in html
    assert foreign not in html
    assert ended not in html


def test_suspended_dossier_is_late_nowhere(desk: DeskTest) -> None:
    road = desk.road
    number = road.open(date(2021, 9, 7))
    road.step(number, "mentor_assignment", date(2021, 9, 8))
    road.tell(
        date(2021, 9, 9), road.secretary(BRANCH), command="suspend", dossier=number, on=date(2021, 9, 9),
        reason="Đi công tác dài ngày.",
    )  # fmt: skip

    (column,) = _columns(desk, road.secretary(BRANCH), date(2023, 1, 1))

    assert (column.dossiers, column.overdue) == (1, 0)


def test_board_shows_every_stage_and_leads_to_its_list(sqlite_desk: DeskTest) -> None:
    sqlite_desk.road.open(date(2021, 9, 7))
    browser = sqlite_desk.signed_in()

    html = browser.get("/board").text

    titles = re.findall(r'<h2 id="step-[a-z_]+">([^<]+)</h2>', html)
    assert titles[:3] == ["Tạo nguồn", "Lập hồ sơ", "Giới thiệu và lấy ý kiến"]
    assert len(titles) == 10
    (address,) = re.findall(r'class="board-more" href="([^"]+)"', html)
    assert "HS-2021-0001" in browser.get(address.replace("&amp;", "&")).text


@pytest.mark.parametrize("unit", [OTHER_BRANCH, "nowhere"])
def test_board_of_a_unit_out_of_scope_is_empty(desk: DeskTest, unit: str) -> None:
    desk.road.open(date(2021, 9, 7), unit=OTHER_BRANCH)

    assert _columns(desk, desk.road.secretary(BRANCH), date(2021, 9, 8), unit) == ()
