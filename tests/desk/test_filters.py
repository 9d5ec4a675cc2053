"""How days, instants and numbers are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desk import filters
from outputs.wording import Language
from tests.roads import ZONE

_TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("on", "shown"), [(date(2026, 3, 5), "05/03/2026"), ("2026-03-05", "05/03/2026"), (None, "–"), ("", "–")]
)
def test_day_is_written_as_the_office_writes_it(on: date | str | None, shown: str) -> None:
    assert filters.day(on) == shown


def test_instant_is_written_in_the_offices_zone() -> None:
    assert filters.moment(datetime(2026, 11, 24, 18, 5, tzinfo=UTC), ZONE) == "25/11/2026 01:05"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), "hôm nay 08:00"),
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), "hôm qua 23:59"),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "23/11/2026 23:59"),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), "26/11/2026 00:00"),
        (None, "–"),
    ],
)
def test_instant_is_spoken_of_by_the_day_at_the_office(at: datetime | None, shown: str) -> None:
    assert filters.lately(at, ZONE, _TODAY, "vi") == shown


@pytest.mark.parametrize(
    ("on", "shown", "look"),
    [
        (date(2026, 11, 24), "Quá hạn 1 ngày", "late"),
        (date(2026, 11, 25), "Hạn hôm nay", "soon"),
        (date(2026, 12, 2), "Còn 7 ngày", "soon"),
        (date(2026, 12, 3), "Còn 8 ngày", "calm"),
        (None, "", ""),
    ],
)
def test_deadline_is_said_in_words_and_looks_like_it(on: date | None, shown: str, look: str) -> None:
    assert (filters.days_left(on, _TODAY, "vi"), filters.urgency(on, _TODAY)) == (shown, look)


@pytest.mark.parametrize(
    ("count", "language", "shown"),
    [
        (1234567, "vi", "1.234.567"),
        (1234567, "en", "1,234,567"),
        (0, "vi", "0"),
        (-1234, "vi", "-1.234"),
        (None, "vi", "–"),
    ],
)
def test_thousands_stand_apart(count: int | None, language: Language, shown: str) -> None:
    assert filters.number(count, language) == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(412 * 1024, "412 KB"), (2_202_010, "2,1 MB"), (1023, "1023 B"), (1024**2, "1 MB")]
)
def test_size_of_a_file_is_short(count: int, shown: str) -> None:
    assert filters.size(count, "vi") == shown
