"""Which revision the office's tables stand at, and which this version of the program needs.

Every command asks, so it is read without Alembic, which takes longer to load than a command to answer.
"""

import re
from pathlib import Path

from sqlalchemy import String, column, inspect, select, table

from engine.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_STANDS_AT = table("alembic_version", column("version_num", String))
_REVISION = re.compile(r"\d{4}_\d\d_\d\d_\d{4}")


def current_revision(database: Database) -> str | None:
    """The revision the database stands at; none if it was never brought up."""
    with database.inspecting() as connection:
        if not inspect(connection).has_table(_STANDS_AT.name):
            return None
        return connection.execute(select(_STANDS_AT.c.version_num)).scalar()


def newest_revision() -> str:
    """The revision this program needs: files of revisions are named by when they were written."""
    names = (_REVISION.match(file.name) for file in (MIGRATIONS / "versions").glob("*.py"))
    return max(name[0] for name in names if name is not None)
