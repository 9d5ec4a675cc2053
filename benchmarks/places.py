"""Where a measurement runs: a SQLite file, and a durable PostgreSQL cluster of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.database import Database, open_database
from engine.migrations import upgrade
from ops import cluster

_GIVEN_SERVER = "DIUDAT_BENCH_POSTGRESQL_URL"


@contextmanager
def databases() -> Iterator[list[Database]]:
    """Give a fresh database on SQLite and, where its programs are, on PostgreSQL with its durability on."""
    with tempfile.TemporaryDirectory(prefix="diudat-bench-") as name:
        folder = Path(name)
        with _postgresql(folder) as server, closing(_made(f"sqlite:///{folder / 'bench.db'}")) as sqlite:
            if server is None:
                yield [sqlite]
                return
            with closing(_made(server)) as postgresql:
                yield [sqlite, postgresql]


def _made(url: str) -> Database:
    database = open_database(url)
    upgrade(database)
    return database


@contextmanager
def _postgresql(folder: Path) -> Iterator[str | None]:
    given = os.environ.get(_GIVEN_SERVER)
    programs = None if given else cluster.server_programs()
    if programs is None:
        yield given
        return
    folder.chmod(0o755)
    home = folder / "postgresql"
    home.mkdir()
    cluster.start(home, programs, durable=True)
    try:
        yield cluster.url(home)
    finally:
        cluster.stop(home, programs)
