"""Signs of life: the newest of each part, told apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine import signs_of_life
from tests.roads import Road

_AT = datetime(2021, 9, 8, 2, tzinfo=UTC)


def test_newest_sign_of_each_part_is_kept(road: Road) -> None:
    for minutes in (0, 1):
        signs_of_life.give(road.database, signs_of_life.WALKER, _AT + timedelta(minutes=minutes))
    signs_of_life.give(road.database, signs_of_life.SWEEP, _AT)

    with road.database.reading() as session:
        assert signs_of_life.last(session) == {"walker": _AT + timedelta(minutes=1), "sweep": _AT}
