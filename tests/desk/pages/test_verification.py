"""Verification: what holds, what does not in words, and a proof anybody can check."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from engine import access_log, checking
from models.record_check import RecordCheck
from tests.desks import Browser, DeskTest
from tests.roads import BRANCH, COMMITTEE, COMPETENT, OTHER_BRANCH

OPENED = date(2021, 9, 7)


def _break(desk: DeskTest, number: str) -> None:
    """Make a dossier's row say what its timeline does not."""
    with desk.road.database.restructuring() as connection:
        connection.execute(text("UPDATE dossier SET status = 'closed' WHERE number = :n"), {"n": number})


def test_untouched_timeline_is_said_to_hold(desk: DeskTest) -> None:
    number = desk.road.open(OPENED)

    html = desk.signed_in().get(f"/verification?dossier={number.lower()}").text

    assert f"Nhật ký {number} nguyên vẹn" in html
    assert f"/verification/{number}/proof.json" in html


def test_fault_is_told_in_words(desk: DeskTest) -> None:
    number = desk.road.open(OPENED)
    _break(desk, number)

    html = desk.signed_in().get(f"/verification?dossier={number}").text

    assert f"{number}: dòng hồ sơ khác với nhật ký" in html
    assert "nguyên vẹn" not in html


@pytest.mark.parametrize("path", ["/verification?dossier={}", "/verification/{}/proof.json"])
def test_dossier_out_of_scope_is_not_there(desk: DeskTest, path: str) -> None:
    theirs = desk.road.open(OPENED, unit=OTHER_BRANCH)
    browser = desk.signed_in()

    hidden, unknown = browser.get(path.format(theirs)), browser.get(path.format("HS-2021-9999"))

    assert hidden.status_code == unknown.status_code == 404
    with desk.road.database.reading() as session:
        assert access_log.readings(session, theirs) == ()


def _checked(desk: DeskTest, browser: Browser) -> str:
    """Ask for a check of everything, have it carried out as the walker does, and read what it found."""
    asked = browser.post("/verification")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/verification")
    assert checking.carry_out(desk.road.database, desk.clock) is not None
    return browser.get("/verification").text


def test_whole_record_is_checked_apart_from_the_desk_and_asked_for_once(desk: DeskTest) -> None:
    broken = desk.road.open(OPENED)
    _break(desk, broken)
    inspector = desk.signed_in(desk.road.account("inspector", COMMITTEE))

    before = inspector.get("/verification").text
    inspector.post("/verification")
    waiting = inspector.get("/verification").text
    again = checking.ask(desk.road.database, None, desk.clock.at)
    html = _checked(desk, inspector)

    assert "Đã xếp việc kiểm chứng tất cả" in waiting
    assert not any("khác với nhật ký" in one for one in (before, waiting))
    assert not again
    assert f"{broken}: dòng hồ sơ khác với nhật ký" in html
    assert "Đã xếp việc" not in html
    assert "Lần kiểm chứng tất cả gần nhất" in html
    assert checking.carry_out(desk.road.database, desk.clock) is None
    assert desk.signed_in().post("/verification").status_code == 403
    assert broken not in desk.signed_in().get("/verification").text


def test_check_that_died_is_begun_again_once_its_lease_is_over(desk: DeskTest) -> None:
    database, at = desk.road.database, desk.clock.at
    checking.ask(database, None, at)
    with database.restructuring() as connection:
        connection.execute(update(RecordCheck.__table__).values(began_at=at))

    with database.reading() as session:
        under_way = checking.under_way(session)
        waits = [checking.waits(session, at + later) for later in (timedelta(), 2 * checking.LEASE)]
    found = checking.carry_out(database, lambda: at + 2 * checking.LEASE)

    assert under_way is not None
    assert under_way.began_at == at
    assert waits == [False, True]
    assert found is not None
    assert (found.faults, found.told) == (0, ())


def test_inspector_learns_of_no_fault_outside_the_scope(desk: DeskTest) -> None:
    broken = desk.road.open(OPENED, unit=OTHER_BRANCH)
    desk.road.open(OPENED)
    _break(desk, broken)

    html = _checked(desk, desk.signed_in(desk.road.account("inspector", BRANCH)))

    assert broken not in html
    assert "nguyên vẹn" in html


def test_fault_of_the_register_is_told_to_whoever_stands_above_all(desk: DeskTest) -> None:
    above = desk.signed_in(desk.road.account("inspector", COMPETENT))
    below = desk.signed_in(desk.road.account("inspector", BRANCH))
    with desk.road.database.restructuring() as connection:
        connection.execute(text("UPDATE stream SET head = 'x' WHERE name = 'register'"))

    assert "register" in _checked(desk, above)
    assert "register" not in below.get("/verification").text


def test_proof_can_be_checked_with_nothing_but_what_it_says(desk: DeskTest) -> None:
    number = desk.road.open(OPENED)
    desk.road.step(number, "mentor_assignment", OPENED)
    account = desk.road.secretary(BRANCH)

    answer = desk.signed_in(account).get(f"/verification/{number}/proof.json")

    proof = json.loads(answer.content)
    previous = "0" * 64
    for entry in proof["entries"]:
        head = [
            proof["stream"], entry["sequence"], entry["at"], entry["actor"], entry["on_behalf_of"],
            entry["kind"], entry["first"],
        ]  # fmt: skip
        told = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        hashed = hashlib.sha256()
        for part in (previous.encode(), told.encode(), entry["payload"].encode()):
            hashed.update(len(part).to_bytes(8, "big") + part)
        assert (entry["previous"], entry["hash"]) == (previous, hashed.hexdigest())
        previous = entry["hash"]
    assert len(proof["entries"]) == desk.road.entries(number)[-1].sequence
    with desk.road.database.reading() as session:
        noted = access_log.readings(session, number)
    assert [(one.account, one.what) for one in noted] == [(account, "proof.json")]


def test_short_address_leads_to_the_page(sqlite_desk: DeskTest) -> None:
    answer = sqlite_desk.signed_in().get("/verify?dossier=HS-2021-0001")

    assert (answer.status_code, answer.headers["location"]) == (303, "/verification?dossier=HS-2021-0001")
