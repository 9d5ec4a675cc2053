"""The outbox: rows are claimed once, in order, for a while, and given back or done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from engine import outbox
from engine.database import Database
from engine.outbox import Addressed, Due, Errand
from tests.roads import BRANCH, COMMITTEE, OTHER_BRANCH, Road, noon

NOW = noon(date(2022, 3, 1))
MINUTE = timedelta(minutes=1)
OWED = Due(
    documents=("VB-1",),
    notices=(Addressed(notice="n", to=({"unit": "u", "role": "clerk", "person": None},)),),
)


def _put(database: Database, count: int, at: datetime = NOW, dossier: str = "HS-1") -> None:
    with database.writing() as session:
        for sequence in range(1, count + 1):
            outbox.put(session, dossier, sequence, "walk", OWED, at)


def _claim(database: Database, walker: str = "a", at: datetime = NOW, at_most: int = 100) -> list[Errand]:
    return outbox.claim(database, walker=walker, at=at, lease=MINUTE, at_most=at_most)


def test_rows_are_claimed_oldest_first_with_what_they_owe(database: Database) -> None:
    _put(database, 3)

    claimed = _claim(database, at_most=2)

    assert [(one.sequence, one.attempts, one.due, one.put_at) for one in claimed] == [
        (1, 1, OWED, NOW), (2, 1, OWED, NOW),
    ]  # fmt: skip


def test_claimed_row_is_nobody_elses_until_the_lease_ends(database: Database) -> None:
    _put(database, 1)
    _claim(database, "a")

    meanwhile = _claim(database, "b", NOW + MINUTE - timedelta(seconds=1))
    afterwards = _claim(database, "b", NOW + MINUTE)

    assert meanwhile == []
    assert [one.attempts for one in afterwards] == [2]


def test_walker_started_again_takes_up_its_own_rows_at_once(database: Database) -> None:
    _put(database, 1)
    _claim(database, "a")

    assert [one.attempts for one in _claim(database, "a")] == [2]


def test_lease_is_renewed_while_a_wave_lasts(database: Database) -> None:
    _put(database, 1)
    claimed = _claim(database, "a")

    outbox.renew(database, claimed, NOW + 3 * MINUTE)

    assert _claim(database, "b", NOW + 2 * MINUTE) == []
    assert len(_claim(database, "b", NOW + 3 * MINUTE)) == 1


def test_done_row_is_never_claimed_again(database: Database) -> None:
    _put(database, 2)
    first, second = _claim(database, "a")

    outbox.done(database, [first], NOW)

    assert [one.id for one in _claim(database, "a", NOW + MINUTE)] == [second.id]


def test_failed_row_comes_back_at_its_time_and_is_counted(database: Database) -> None:
    _put(database, 1)
    (errand,) = _claim(database, "a")

    outbox.failed(database, errand, error="no paper", again_at=NOW + 5 * MINUTE)

    assert _claim(database, "b", NOW + 4 * MINUTE) == []
    with database.reading() as session:
        lag = outbox.lag(session)
    assert (lag.waiting, lag.failing, lag.oldest_put_at) == (1, 1, NOW)
    assert [one.attempts for one in _claim(database, "b", NOW + 5 * MINUTE)] == [2]


def test_row_put_for_later_waits(database: Database) -> None:
    _put(database, 1, at=NOW + MINUTE)

    assert _claim(database, at=NOW) == []


def test_nothing_owed_is_no_lag(database: Database) -> None:
    _put(database, 1)
    outbox.done(database, _claim(database), NOW)

    with database.reading() as session:
        lag = outbox.lag(session)

    assert (lag.waiting, lag.failing, lag.oldest_put_at) == (0, 0, None)


def test_walkers_at_once_share_the_rows_and_claim_none_twice(database: Database) -> None:
    _put(database, 40)

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda walker: _claim(database, walker, at_most=10), "abcd"))

    ids = [one.id for wave in claimed for one in wave]
    assert len(ids) == len(set(ids))
    rest = _claim(database, "e", at_most=100)
    assert len(ids) + len(rest) == 40


def test_claiming_an_empty_outbox_is_no_error(database: Database) -> None:
    assert _claim(database) == []
    outbox.done(database, [], NOW)


@pytest.mark.parametrize("branch", [BRANCH, OTHER_BRANCH])
def test_recorded_decision_is_owed_from_its_own_instant(road: Road, branch: str) -> None:
    dossier = road.open(date(2022, 3, 1), unit=branch)
    road.step(dossier, "mentor_assignment", date(2022, 3, 2))

    claimed = _claim(road.database, at=noon(date(2022, 3, 2)))

    opened, assigned = claimed
    assert (opened.flow, assigned.flow) == ("sourcing", "sourcing")
    assert len(assigned.due.documents) == 1
    assert [one.notice for one in assigned.due.notices] == ["mentor_assigned", "step_opened"]
    assert all(whom["unit"] != COMMITTEE for one in assigned.due.notices for whom in one.to)
