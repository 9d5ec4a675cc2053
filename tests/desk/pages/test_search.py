"""Search: dossiers by name and number, units by name, nothing outside the reader's scope."""

from __future__ import annotations

from datetime import date

from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH


def test_search_finds_names_without_accents_in_scope_alone(desk: DeskTest) -> None:
    road = desk.road
    people = [
        road.person(unit, date(2021, 9, 6), full_name="Đặng Thị Đào") for unit in (BRANCH, OTHER_BRANCH)
    ]
    ours = road.open(date(2021, 9, 7), people[0])
    theirs = road.open(date(2021, 9, 7), people[1], OTHER_BRANCH)

    html = desk.signed_in().get("/search?q=dao dang").text

    assert f'href="/dossiers/{ours}"' in html
    assert theirs not in html


def test_search_finds_units_in_scope_alone(desk: DeskTest) -> None:
    branch = desk.signed_in().get("/search?q=phuong").text
    committee = desk.signed_in(desk.road.secretary(COMMITTEE)).get("/search?q=phuong").text

    assert f'href="/dossiers?unit={BRANCH}"' in branch
    assert OTHER_BRANCH not in branch
    assert f'href="/dossiers?unit={OTHER_BRANCH}"' in committee


def test_whole_number_leads_straight_to_its_dossier(desk: DeskTest) -> None:
    ours = desk.road.open(date(2021, 9, 7))
    theirs = desk.road.open(date(2021, 9, 7), unit=OTHER_BRANCH)
    browser = desk.signed_in()

    known, unknown = browser.get(f"/search?q={ours.lower()}"), browser.get(f"/search?q={theirs}")

    assert (known.status_code, known.headers["location"]) == (303, f"/dossiers/{ours}")
    assert unknown.status_code == 200
    assert f'href="/dossiers/{theirs}"' not in unknown.text


def test_search_for_nothing_says_what_can_be_searched(sqlite_desk: DeskTest) -> None:
    html = sqlite_desk.signed_in().get("/search").text

    assert "Nhập tên, số hồ sơ hoặc tên đơn vị" in html
    assert 'role="search"' in html
