"""Whether the office's database is there, answers, and has the tables this version of the program needs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.database import Database
from engine.revisions import current_revision, newest_revision
from models.errors import OutsideFailure


def refuse_unready(database: Database) -> None:
    """Raise `OutsideFailure` for a database that is missing, silent, empty or of another version."""
    file = database.url.database
    if database.dialect == "sqlite" and file and not Path(file).is_file():
        # Merely asking would make an empty file there.
        raise OutsideFailure("database.missing", file=file)
    current = standing_at(database)
    newest = newest_revision()
    if current != newest:
        raise OutsideFailure("database.not_migrated", current=current or "–", newest=newest)


def standing_at(database: Database) -> str | None:
    """Return the database's revision; raises `OutsideFailure` where it is silent or no database at all."""
    try:
        return current_revision(database)
    except DBAPIError as silent:
        if getattr(silent.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise OutsideFailure("database.none", file=str(database.url.database)) from silent
        raise OutsideFailure("database.unreachable", reason=_first_line(silent)) from silent


def _first_line(error: DBAPIError) -> str:
    told = str(error.orig).strip().splitlines()
    return told[0] if told else type(error.orig).__name__
