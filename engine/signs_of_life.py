"""Signs of life: when the walker and the daily sweep were last at work, for whoever keeps them running."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.database import Database, ReadSession
from models.sign_of_life import SignOfLife

WALKER, SWEEP = "walker", "sweep"


def give(database: Database, part: str, at: datetime) -> None:
    """Say that a part of the program is at work."""
    with database.writing() as session:
        insert = postgresql.insert if session.dialect == "postgresql" else sqlite.insert
        row = {"part": part, "at": at}
        session.write(
            insert(SignOfLife.__table__).on_conflict_do_update(index_elements=["part"], set_=row), row
        )


def last(session: ReadSession) -> Mapping[str, datetime]:
    """Return when each part was last at work; a part that never was is missing."""
    return {row.part: row.at for row in session.rows(select(SignOfLife.part, SignOfLife.at))}
