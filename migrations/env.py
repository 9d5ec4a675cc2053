"""Alembic's way in: which tables are meant, and over which connection they are changed."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError

from engine.database import open_database
from engine.migrations import tables
from models.base import UtcDateTime


def _rendered(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write types as the database knows them: a revision must not change its meaning when `models` does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def _run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables(),
        render_item=_rendered,
        render_as_batch=True,  # written on either database, a revision must run on both
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_from_the_command_line() -> None:
    from settings import load  # noqa: PLC0415 -- the program brings its own connection and needs no settings

    database = open_database(load().database_url)
    with database.restructuring() as connection:
        _run(connection)
    database.close()


if context.is_offline_mode():
    refusal = "--sql is not supported: a revision may have to read what it moves"
    raise CommandError(refusal)

given_connection: sa.Connection | None = context.config.attributes.get("connection")
if given_connection is None:
    _run_from_the_command_line()
else:
    _run(given_connection)
