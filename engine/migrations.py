"""Bring a database to the tables this version of the program needs, from wherever the program is started."""

import importlib
import pkgutil
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData

import models
from engine.database import Database
from engine.revisions import MIGRATIONS
from models.base import Base


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables forward, all the way or not at all; a SQLite file that is not there yet is made."""
    if database.dialect == "sqlite" and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    with database.restructuring() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the tables back to an earlier revision; `base` leaves none."""
    with database.restructuring() as connection:
        command.downgrade(_config(connection), revision)


def differences(database: Database) -> list[str]:
    """What the tables in the database lack or have too much, compared with what `models` says."""
    with database.inspecting() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return [repr(difference) for difference in compare_metadata(context, tables())]


def tables() -> MetaData:
    """Every table of the house, whether or not anything has imported it so far."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        importlib.import_module(module.name)
    return Base.metadata


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
