"""Attempts to prove oneself: the delay grows, is bounded, is counted per account and per address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine import attempts
from engine.database import Database

_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_ACCOUNT, _ADDRESS = "an@chi-bo", "192.0.2.7"


def _fail(database: Database, times: int, login: str = _ACCOUNT, address: str = _ADDRESS) -> None:
    for _ in range(times):
        assert isinstance(attempts.begin(database, login, address, _AT), int)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 50))
def test_delay_never_shrinks_with_more_failures_and_stays_within_a_quarter_of_an_hour(
    fewer: int, more: int, free: int
) -> None:
    less, longer = sorted((fewer, fewer + more))

    assert attempts.delay_after(less, free) <= attempts.delay_after(longer, free) <= timedelta(minutes=15)


@given(st.integers(0, 50))
def test_delay_is_nothing_while_failures_are_free_and_doubles_then(free: int) -> None:
    seconds = [attempts.delay_after(number, free).total_seconds() for number in range(free + 9)]

    assert seconds == [0] * free + [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_failures_of_one_account_do_not_slow_another_down(database: Database) -> None:
    _fail(database, 4)

    assert isinstance(attempts.begin(database, _ACCOUNT, "192.0.2.8", _AT), timedelta)
    assert isinstance(attempts.begin(database, "binh@chi-bo", _ADDRESS, _AT), int)


def test_failures_from_one_address_slow_every_account_there_down(database: Database) -> None:
    for number in range(30):
        _fail(database, 1, login=f"?{number}")

    assert isinstance(attempts.begin(database, _ACCOUNT, _ADDRESS, _AT), timedelta)
    assert isinstance(attempts.begin(database, _ACCOUNT, "192.0.2.8", _AT), int)


def test_attempt_under_way_counts_as_failed_until_it_passed(database: Database) -> None:
    under_way = [attempts.begin(database, _ACCOUNT, _ADDRESS, _AT) for _ in range(5)]

    assert [isinstance(one, int) for one in under_way] == [True, True, True, True, False]


def test_passing_forgives_and_passing_half_does_not(database: Database) -> None:
    _fail(database, 3)
    half = attempts.begin(database, _ACCOUNT, _ADDRESS, _AT)
    assert isinstance(half, int)
    attempts.passed(database, half, half=True)
    _fail(database, 1)
    after_half = attempts.begin(database, _ACCOUNT, _ADDRESS, _AT)
    later = _AT + timedelta(seconds=15)
    whole = attempts.begin(database, _ACCOUNT, _ADDRESS, later)
    assert isinstance(whole, int)
    attempts.passed(database, whole)

    assert isinstance(after_half, timedelta)
    assert [isinstance(attempts.begin(database, _ACCOUNT, _ADDRESS, later), int) for _ in range(4)] == [
        True
    ] * 4


def test_failures_of_yesterday_are_forgiven(database: Database) -> None:
    _fail(database, 4)

    assert isinstance(attempts.begin(database, _ACCOUNT, _ADDRESS, _AT + timedelta(hours=24)), int)


def test_attempts_are_kept_for_the_auditor_a_year(database: Database) -> None:
    _fail(database, 2)

    assert attempts.forget_old(database, _AT + timedelta(days=365)) == 0
    assert attempts.forget_old(database, _AT + timedelta(days=365, seconds=1)) == 2
