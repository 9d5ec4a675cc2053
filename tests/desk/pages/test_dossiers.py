"""The list of dossiers: what it shows to whom, how it is narrowed, ordered and taken away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from engine import access_log
from engine.actors import actor_of
from engine.queries import lists
from engine.queries.lists import Filter
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH, Road

TODAY = date(2021, 9, 8)
NAMES = ("Đặng Thị Đào", "Ân Văn Bình", "Trần Văn An")


def _open(road: Road, name: str, unit: str = BRANCH, on: date = date(2021, 9, 7)) -> str:
    return road.open(on, road.person(unit, date(2021, 9, 6), full_name=name), unit)


def _names(html: str) -> list[str]:
    return re.findall(r'class="whole" href="/dossiers/HS-[0-9-]+">([^<]+)<', html)


def _listed(road: Road, account: str, wanted: Filter, order: lists.Order = "name") -> list[str]:
    with road.database.reading() as session:
        page = lists.page_of(session, actor_of(session, account), wanted, TODAY, order=order, at=0, size=50)
    return [one.candidate for one in page.lines]


def test_list_shows_what_lies_in_scope_and_nothing_else(desk: DeskTest) -> None:
    ours, theirs = _open(desk.road, NAMES[0]), _open(desk.road, NAMES[1], OTHER_BRANCH)

    branch = desk.signed_in().get("/dossiers").text
    above = desk.signed_in(desk.road.secretary(COMMITTEE)).get("/dossiers").text

    assert ours in branch
    assert theirs not in branch
    assert NAMES[1] not in branch
    assert "Chi bộ Quân sự Phường 9" not in branch
    assert ours in above
    assert theirs in above


def test_list_shows_a_mentor_without_a_role_whom_they_guide(desk: DeskTest) -> None:
    ours, _ = _open(desk.road, NAMES[0]), _open(desk.road, NAMES[1])
    desk.road.step(ours, "mentor_assignment", date(2021, 9, 8), person=desk.road.rolls[BRANCH][5])

    assert _listed(desk.road, desk.road.mentor(ours), Filter()) == [NAMES[0]]


@pytest.mark.parametrize("words", ["dao thi dang", "ĐÀO", "dang  đào", "0001", "hs-2021-0001 dao"])
def test_words_find_without_accents_and_order(desk: DeskTest, words: str) -> None:
    for name in NAMES:
        _open(desk.road, name)

    assert _listed(desk.road, desk.road.secretary(BRANCH), Filter(words=words)) == [NAMES[0]]


@pytest.mark.parametrize("words", ["%", "_", "dao%dang", "\\"])
def test_signs_of_the_database_are_only_signs(desk: DeskTest, words: str) -> None:
    _open(desk.road, NAMES[0])

    assert _listed(desk.road, desk.road.secretary(BRANCH), Filter(words=words)) == []


def test_order_by_name_is_the_vietnamese_one(desk: DeskTest) -> None:
    for name in NAMES:
        _open(desk.road, name)

    html = desk.signed_in().get("/dossiers?sort=name").text

    assert _names(html) == ["Trần Văn An", "Ân Văn Bình", "Đặng Thị Đào"]


def test_overdue_is_what_has_passed_its_last_day(desk: DeskTest) -> None:
    late = _open(desk.road, NAMES[0])
    desk.road.step(late, "mentor_assignment", date(2021, 9, 8))
    _open(desk.road, NAMES[1])
    due = desk.road.state(late).open[0].due_on
    assert due is not None
    account = desk.road.secretary(BRANCH)

    def overdue(today: date) -> list[str]:
        with desk.road.database.reading() as session:
            actor = actor_of(session, account)
            found = lists.page_of(
                session, actor, Filter(is_overdue=True), today, order="deadline", at=0, size=9
            )
            counted = lists.counts(session, actor, Filter(), today)
        assert counted.overdue == found.total
        return [one.candidate for one in found.lines]

    assert overdue(due) == []
    assert overdue(due + timedelta(days=1)) == [NAMES[0]]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(unit=BRANCH), ["Trần Văn An"]),
        (Filter(unit=COMMITTEE), ["Trần Văn An", "Ân Văn Bình"]),
        (Filter(unit="nowhere"), []),
        (Filter(stages=("sourcing",)), ["Trần Văn An", "Ân Văn Bình"]),
        (Filter(stages=("ceremony",)), []),
        (Filter(statuses=("under_way",)), ["Trần Văn An", "Ân Văn Bình"]),
        (Filter(statuses=("closed",)), []),
        (Filter(year=2021), ["Trần Văn An", "Ân Văn Bình"]),
        (Filter(year=2020), []),
        (Filter(joined="any"), []),
        (Filter(joined=2021), []),
        (Filter(mentor="none"), ["Ân Văn Bình"]),
        (Filter(waits_for=OTHER_BRANCH), ["Ân Văn Bình"]),
    ],
)
def test_filter_narrows(desk: DeskTest, wanted: Filter, found: list[str]) -> None:
    guided = _open(desk.road, "Trần Văn An")
    _open(desk.road, "Ân Văn Bình", OTHER_BRANCH)
    desk.road.step(guided, "mentor_assignment", date(2021, 9, 8))

    assert _listed(desk.road, desk.road.secretary(COMPETENT), wanted) == found


def test_unit_out_of_scope_shows_nothing_and_no_name(desk: DeskTest) -> None:
    _open(desk.road, NAMES[1], OTHER_BRANCH)

    html = desk.signed_in().get(f"/dossiers?unit={OTHER_BRANCH}").text

    assert NAMES[1] not in html
    assert "Phường 9" not in html


def test_person_out_of_scope_is_not_named_by_a_filter(desk: DeskTest) -> None:
    theirs = _open(desk.road, NAMES[1], OTHER_BRANCH)
    person = desk.road.person(OTHER_BRANCH, date(2021, 9, 6), full_name="Không Được Biết")

    html = desk.signed_in().get(f"/dossiers?mentor={person}&at={COMPETENT}").text

    assert "Không Được Biết" not in html
    assert "Quận ủy Quận 4" not in html
    assert theirs not in html


def test_list_leads_through_its_pages(sqlite_desk: DeskTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.pages.dossiers.A_PAGE", 2)
    for name in NAMES:
        _open(sqlite_desk.road, name)
    browser = sqlite_desk.signed_in()

    first = browser.get("/dossiers?sort=name").text
    second = browser.get("/dossiers?sort=name&page=2").text

    assert _names(first) == ["Trần Văn An", "Ân Văn Bình"]
    assert 'rel="next" href="/dossiers?sort=name&amp;page=2"' in first
    assert _names(second) == ["Đặng Thị Đào"]
    assert 'rel="prev" href="/dossiers?sort=name"' in second


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=99999", "year=abcd", "sort=;", "stage=x", "status=x", "q=" + "a" * 999],
)
def test_address_that_means_nothing_is_answered(sqlite_desk: DeskTest, query: str) -> None:
    assert sqlite_desk.signed_in().get(f"/dossiers?{query}").status_code == 200


def test_list_asks_as_often_for_three_rows_as_for_one(desk: DeskTest) -> None:
    _open(desk.road, NAMES[0])
    browser = desk.signed_in()
    one = _questions(desk, lambda: browser.get("/dossiers"))
    for name in NAMES[1:]:
        _open(desk.road, name)

    three = _questions(desk, lambda: browser.get("/dossiers"))

    assert three == one <= 20


def _questions(desk: DeskTest, do: Any) -> int:  # noqa: ANN401 -- a request
    asked: list[str] = []

    def note(*given: Any) -> None:  # noqa: ANN401 -- as SQLAlchemy calls it
        asked.append(given[2])

    engine = desk.road.database._readers
    event.listen(engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_csv_holds_the_whole_list_with_formulas_defused(desk: DeskTest) -> None:
    number = _open(desk.road, "=Trần Văn An")
    _open(desk.road, NAMES[1], OTHER_BRANCH)
    account = desk.road.secretary(BRANCH)

    answer = desk.signed_in(account).get("/dossiers/export.csv?q=tran&stage=sourcing")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:5] for row in rows[1:]] == [
        [number, "'=Trần Văn An", "17/05/2000", "Chi bộ Quân sự Phường 4", "Tạo nguồn"]
    ]
    assert answer.headers["content-disposition"] == (
        'attachment; filename="ho-so_tim-tran_buoc-tao-nguon_2021-09-08.csv"'
    )
    with desk.road.database.reading() as session:
        noted = access_log.readings(session, number)
    assert [(one.account, one.what) for one in noted] == [(account, "list.csv")]


def test_workbook_takes_no_cell_for_a_formula_or_a_link(sqlite_desk: DeskTest) -> None:
    _open(sqlite_desk.road, "=HYPERLINK(1)")
    _open(sqlite_desk.road, "https://elsewhere.example")

    answer = sqlite_desk.signed_in().get("/dossiers/export.xlsx")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "=HYPERLINK(1)" in strings
    assert "https://elsewhere.example" in strings
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def test_export_asks_who_is_there_after_a_while(sqlite_desk: DeskTest) -> None:
    number = _open(sqlite_desk.road, NAMES[0])
    browser = sqlite_desk.signed_in()
    sqlite_desk.clock.on(minutes=20)

    answer = browser.get("/dossiers/export.csv?q=dao")

    assert answer.status_code == 403
    assert NAMES[0] not in answer.text
    assert "/dossiers/export.csv?q=dao" in answer.text
    with sqlite_desk.road.database.reading() as session:
        assert access_log.readings(session, number) == ()
