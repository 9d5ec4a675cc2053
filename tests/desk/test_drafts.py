"""Drafts: kept while somebody types, given back to them alone, dropped when they are sent."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from engine import drafts
from models.errors import Malformed
from models.session import Draft
from tests.desks import DeskTest
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH

_OPENED = date(2021, 9, 7)
_ADDRESS = "/drafts/HS-2021-0001/branch_vote"
_SCRIPT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def _kept(desk: DeskTest, account: str) -> dict[str, str] | None:
    with desk.desk.database.reading() as session:
        found = drafts.kept(session, account, "HS-2021-0001", "branch_vote")
    return None if found is None else dict(found.typed)


def test_draft_is_kept_as_it_was_typed_and_the_last_one_counts(desk: DeskTest) -> None:
    desk.road.open(_OPENED)
    browser = desk.signed_in()
    browser.post(_ADDRESS, {"yes": "1", "_key": "k" * 20}, headers=_SCRIPT)
    answer = browser.post(_ADDRESS, {"yes": "17", "on": "31/02", "reason": "a\r\nb"}, headers=_SCRIPT)

    assert answer.text.strip() == "Đã lưu nháp lúc 08/09/2021 09:00"
    assert _kept(desk, desk.road.secretary(BRANCH)) == {"yes": "17", "on": "31/02", "reason": "a\r\nb"}


def test_draft_is_seen_by_nobody_else(desk: DeskTest) -> None:
    desk.road.open(_OPENED)
    desk.signed_in().post(_ADDRESS, {"yes": "17"}, headers=_SCRIPT)

    assert _kept(desk, desk.road.secretary(COMMITTEE)) is None


def test_draft_is_dropped_and_a_second_time_too(desk: DeskTest) -> None:
    desk.road.open(_OPENED)
    desk.signed_in().post(_ADDRESS, {"yes": "17"}, headers=_SCRIPT)
    for _ in range(2):
        drafts.drop(desk.desk.database, desk.road.secretary(BRANCH), "HS-2021-0001", "branch_vote")

    assert _kept(desk, desk.road.secretary(BRANCH)) is None


def test_drafts_nobody_touches_are_forgotten(desk: DeskTest) -> None:
    desk.road.open(_OPENED)
    desk.signed_in().post(_ADDRESS, {"yes": "17"}, headers=_SCRIPT)

    desk.clock.on(days=180)
    assert drafts.forget_old(desk.desk.database, desk.clock.at) == 0
    desk.clock.on(seconds=1)
    assert drafts.forget_old(desk.desk.database, desk.clock.at) == 1


@pytest.mark.parametrize(
    "address",
    ["/drafts/HS-2021-0001/Branch", f"/drafts/{'x' * 41}/vote", "/drafts/a%20b/vote",
     "/drafts/HS-2021-0009/vote"],
)  # fmt: skip
def test_draft_of_what_cannot_be_is_not_kept(sqlite_desk: DeskTest, address: str) -> None:
    assert sqlite_desk.signed_in().post(address, {"yes": "1"}).status_code == 404


def test_draft_longer_than_any_form_is_refused(desk: DeskTest) -> None:
    with pytest.raises(Malformed):
        drafts.keep(
            desk.desk.database, desk.road.secretary(BRANCH), "-", "x", {"a": "x" * 500_001}, desk.clock.at
        )


def test_draft_about_a_dossier_of_others_is_told_like_one_of_none_and_not_kept(desk: DeskTest) -> None:
    desk.road.open(_OPENED)
    outsider = desk.signed_in(desk.road.secretary(OTHER_BRANCH))
    answers = [
        outsider.post(f"/drafts/{number}/branch_vote", {"yes": "17"}, headers=_SCRIPT)
        for number in ("HS-2021-0001", "HS-2021-0009")
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].text.replace("0001", "0009") == answers[1].text
    assert "nội dung vẫn còn trên trang này" in answers[0].text
    assert "HX-Retarget" not in answers[0].headers
    with desk.desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_drafts_of_one_account_have_an_end_and_those_kept_stay(
    desk: DeskTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST", 2)
    desk.road.open(_OPENED)
    browser, other = desk.signed_in(), desk.signed_in(desk.road.secretary(COMMITTEE))
    long = {"reason": "x" * 499_000}

    kept = [browser.post(f"/drafts/-/form_{each}", {"yes": "1"}, headers=_SCRIPT) for each in range(2)]
    again = browser.post("/drafts/-/form_1", {"yes": "2"}, headers=_SCRIPT)
    one_more = browser.post(_ADDRESS, {"yes": "1"}, headers=_SCRIPT)
    monkeypatch.setattr(drafts, "MOST", 99)
    filled = [other.post(f"/drafts/-/form_{each}", long, headers=_SCRIPT).status_code for each in range(11)]

    assert [one.status_code for one in (*kept, again, one_more)] == [200, 200, 200, 422]
    assert "nội dung vẫn còn trên trang này" in one_more.text
    assert "HX-Retarget" not in one_more.headers
    assert filled == [200] * 10 + [422]
