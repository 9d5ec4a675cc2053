"""The access log: a line for every reading, which the database itself refuses to change."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from engine import access_log
from engine.access_log import Reading
from models.access import AccessLine
from tests.roads import BRANCH, Road, noon


def _read(road: Road) -> Reading:
    dossier, today = road.at("mentor_assignment")
    reading = Reading(
        account=road.secretary(BRANCH), dossier=dossier, at=noon(today), what=access_log.DOSSIER
    )
    access_log.note(road.database, reading)
    return reading


def test_reading_is_kept_as_it_was_noted(road: Road) -> None:
    reading = _read(road)

    with road.database.reading() as session:
        assert access_log.readings(session, reading.dossier) == (reading,)


@pytest.mark.parametrize("change", [update(AccessLine).values(what="-"), delete(AccessLine)])
def test_line_of_the_log_can_be_neither_changed_nor_deleted(road: Road, change: object) -> None:
    reading = _read(road)

    with pytest.raises(DBAPIError, match="append-only"), road.database.writing() as session:
        session.write(change)  # type: ignore[arg-type]  # either statement

    with road.database.reading() as session:
        assert access_log.readings(session, reading.dossier) == (reading,)
