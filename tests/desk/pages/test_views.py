"""Saved views: kept per person, shown above their list, never showing more than the reader may see."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engine import views
from engine.views import MOST
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH
from tests.sending import text_of

OPENED = date(2021, 9, 7)


def _views(desk: DeskTest, account: str) -> list[tuple[str, str, str]]:
    with desk.desk.database.reading() as session:
        return [(one.page, one.name, one.query) for one in views.views_of(session, account)]


def test_view_is_saved_shown_renamed_and_deleted(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    desk.road.open(OPENED)
    browser = desk.signed_in(account)
    new = {"page": "dossiers", "query": "status=live&page=3&lang=en&evil=1&year=2021", "name": " Đang xét "}

    offered = browser.get("/dossiers?status=live&year=2021").text
    added = [browser.post("/views", new) for _ in range(2)]
    shown = browser.get("/dossiers?status=live&year=2021").text
    number = re.findall(r"/views/(\d+)/rename", browser.get("/views").text)[0]
    renamed = browser.post(f"/views/{number}/rename", {"name": "Năm 2021"})
    after = _views(desk, account)
    deleted = browser.post(f"/views/{number}/delete")

    assert "Lưu cách xem này" in offered
    assert "Lưu cách xem này" not in browser.get("/dossiers").text
    assert [one.headers["Location"] for one in added] == ["/dossiers?status=live&year=2021"] * 2
    assert re.search(r'href="/dossiers\?status=live&amp;year=2021" aria-current="true">Đang xét', shown)
    assert "Lưu cách xem này" not in shown
    assert after == [("dossiers", "Năm 2021", "status=live&year=2021")]
    assert (renamed.status_code, deleted.status_code, _views(desk, account)) == (303, 303, [])


def test_sign_that_cannot_be_shown_is_not_kept_in_a_view(sqlite_desk: DeskTest) -> None:
    browser = sqlite_desk.signed_in()

    saved = browser.post("/views", {"page": "dossiers", "query": "q=a%00b&status=live", "name": "Của tôi"})

    assert saved.headers["Location"] == "/dossiers?status=live"
    assert browser.get(saved.headers["Location"]).status_code == 200


@pytest.mark.parametrize(("page", "query", "address"), [
    ("board", f"unit={BRANCH}", f"/board?unit={BRANCH}"), ("inbox", "due=late", "/?due=late"),
])  # fmt: skip
def test_other_lists_have_views_of_their_own(
    sqlite_desk: DeskTest, page: str, query: str, address: str
) -> None:
    browser = sqlite_desk.signed_in()

    browser.post("/views", {"page": page, "query": query, "name": "Của tôi"})

    assert f'href="{address}" aria-current="true">Của tôi' in browser.get(address).text
    assert "Của tôi" not in browser.get("/dossiers").text


def test_view_of_another_is_unknown_and_widens_nothing(sqlite_desk: DeskTest) -> None:
    theirs = sqlite_desk.road.open(OPENED, unit=OTHER_BRANCH)
    above = sqlite_desk.signed_in(sqlite_desk.road.secretary(COMMITTEE))
    query = f"unit={OTHER_BRANCH}"
    above.post("/views", {"page": "dossiers", "query": query, "name": "Chi bộ kia"})
    number = re.findall(r"/views/(\d+)/rename", above.get("/views").text)[0]
    stranger = sqlite_desk.signed_in()

    answers = [
        stranger.post(f"/views/{number}/rename", {"name": "Của tôi"}).status_code,
        stranger.post(f"/views/{number}/delete").status_code,
        stranger.post("/views/99999999999/delete").status_code,
        stranger.post("/views/-1/delete").status_code,
    ]
    stranger.post("/views", {"page": "dossiers", "query": query, "name": "Chi bộ kia"})

    assert answers == [404, 404, 404, 404]
    assert (
        "Chi bộ kia" not in sqlite_desk.signed_in(sqlite_desk.road.secretary(OTHER_BRANCH)).get("/views").text
    )
    assert theirs in above.get(f"/dossiers?{query}").text
    assert theirs not in stranger.get(f"/dossiers?{query}").text


def test_name_that_is_none_taken_or_one_too_many_is_refused(desk: DeskTest) -> None:
    account = desk.road.secretary(BRANCH)
    browser = desk.signed_in(account)
    for number in range(MOST):
        views.add(
            desk.desk.database, account, page="dossiers", name=f"Cách {number}", query=f"year={2000 + number}"
        )
    numbers = re.findall(r"/views/(\d+)/rename", browser.get("/views").text)

    bad = [
        browser.post("/views", {"page": page, "query": query, "name": name}).status_code
        for page, query, name in (
            ("dossiers", "year=2031", "Một cách nữa"),
            ("dossiers", "year=2031", "Cách 0"),
            ("dossiers", "", "Trống"),
            ("dossiers", "year=2031", "x" * 61),
            ("dossiers", "year=2031", "\u202e"),
            ("users", "a=b", "Lạ"),
            ("dossiers", "&".join(["a=b"] * 100), "Nhiều"),
        )
    ]
    taken = browser.post(f"/views/{numbers[0]}/rename", {"name": "Cách 1"})
    hostile = browser.post(f"/views/{numbers[0]}/rename", {"name": "<script>alert(1)</script>"})

    assert bad == [422] * 7
    assert taken.status_code == 422
    assert "Đã có một cách xem khác tên “Cách 1”" in text_of(taken)
    assert hostile.status_code == 303
    assert "<script>alert" not in browser.get("/dossiers").text
    assert len(_views(desk, account)) == MOST
