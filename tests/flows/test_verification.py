"""The whole record is checked every night and when somebody asks, by the walker or by the schedule."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine import checking
from flows import walking
from flows.verification import verification
from models.errors import BrokenRecord
from tests.flows.conftest import Install
from tests.flows.errands import OPENED
from tests.roads import Road


def test_nightly_check_is_kept_and_fails_where_the_record_does_not_hold(
    sqlite_road: Road, install: Install
) -> None:
    install(sqlite_road)
    dossier = sqlite_road.open(OPENED)

    held = verification.fn(daily=True)
    with sqlite_road.database.restructuring() as connection:
        connection.execute(text("UPDATE dossier SET status = 'closed'"))
    idle = verification.fn()
    with pytest.raises(BrokenRecord):
        verification.fn(daily=True)

    assert (held["checks"], held["faults"], idle["checks"]) == (1, 0, 0)
    assert held["entries"] > len(sqlite_road.entries(dossier))
    with sqlite_road.database.reading() as session:
        found = checking.latest(session)
    assert found is not None
    assert {(one.stream, one.code) for one in found.told} == {(dossier, "dossier.differs")}


def test_walker_carries_out_what_was_asked_beside_its_waves(sqlite_road: Road, install: Install) -> None:
    settings = install(sqlite_road)
    nothing = walking._checked_apart(settings, None)
    checking.ask(sqlite_road.database, sqlite_road.secretary("chi-bo-qs-p4"), settings.now())

    begun = walking._checked_apart(settings, None)
    assert begun is not None
    begun.join(30)

    assert nothing is None
    assert walking._checked_apart(settings, begun) is None
    with sqlite_road.database.reading() as session:
        assert checking.under_way(session) is None
        assert checking.latest(session) is not None
