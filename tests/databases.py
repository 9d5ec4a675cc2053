"""A fresh, migrated database a test, on SQLite and on PostgreSQL.

What SQLAlchemy has made of a statement it keeps with its engine; so the engines of a test that has ended
serve the next one, on a new copy in the old place.

PostgreSQL is the server named by `DIUDAT_TEST_POSTGRESQL_URL`, whose user may create databases; else a
throwaway cluster made from the server programs of this machine, shared by all workers of a run and stopped at
its end.
Without either, tests on PostgreSQL are skipped, but fail where `CI` is set.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from engine.database import Database, open_database
from engine.migrations import upgrade
from ops import cluster

SqliteCopies = Callable[[Path], AbstractContextManager[Database]]
PostgresqlCopies = Callable[[str], AbstractContextManager[Database]]
"""Opens a fresh copy of a template as often as it is called."""

_GIVEN_SERVER = "DIUDAT_TEST_POSTGRESQL_URL"
_CLUSTER_FOLDER = "DIUDAT_TEST_CLUSTER_FOLDER"  # from the starting process to its workers
_ROOM_FOR_A_CLUSTER = 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Agree on a folder for the throwaway cluster before any worker starts."""
    if not hasattr(config, "workerinput"):
        os.environ[_CLUSTER_FOLDER] = tempfile.mkdtemp(prefix="diudat-", dir=memory())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the throwaway cluster, if a test asked for it, after the last worker has ended."""
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.pop(_CLUSTER_FOLDER))
        if (folder / "running").exists():
            cluster.stop(folder, Path((folder / "running").read_text()))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database with all tables; the test runs once on each of the two."""
    chosen: Database = request.getfixturevalue(f"{request.param}_database")
    return chosen


@pytest.fixture
def sqlite_database(_sqlite_template: Path, _sqlite_copies: SqliteCopies) -> Iterator[Database]:
    """A fresh SQLite file with all tables."""
    with _sqlite_copies(_sqlite_template) as opened:
        yield opened


@pytest.fixture
def postgresql_database(
    _postgresql_template: str, _postgresql_copies: PostgresqlCopies
) -> Iterator[Database]:
    """A fresh PostgreSQL database with all tables."""
    with _postgresql_copies(_postgresql_template) as opened:
        yield opened


@pytest.fixture(scope="session")
def _sqlite_copies() -> Iterator[SqliteCopies]:
    free: list[Database] = []
    with tempfile.TemporaryDirectory(prefix="diudat-", dir=memory()) as folder:

        @contextmanager
        def copy(template: Path) -> Iterator[Database]:
            database = free.pop() if free else _opened_in(Path(tempfile.mkdtemp(dir=folder)))
            file = Path(str(database.url.database))
            shutil.copyfile(template, file)
            with closing(database):
                yield database
            shutil.rmtree(file.parent)
            file.parent.mkdir()
            free.append(database)

        yield copy


def _opened_in(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'diudat.db'}")


@pytest.fixture(scope="session")
def _postgresql_copies(_postgresql_server: str) -> PostgresqlCopies:
    free: list[Database] = []

    @contextmanager
    def copy(template: str) -> Iterator[Database]:
        known = free.pop() if free else None
        name = None if known is None else str(known.url.database)
        with (
            new_database(_postgresql_server, template=template, name=name) as url,
            closing(known or open_database(url)) as database,
        ):
            yield database
        free.append(database)

    return copy


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, for tests of the migrations themselves."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if request.param == "postgresql":
            server = request.getfixturevalue("_postgresql_server")
            url = stack.enter_context(new_database(server, template="template0"))
        yield stack.enter_context(closing(open_database(url)))


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.db"
    with closing(open_database(f"sqlite:///{file}")) as template:
        upgrade(template)
    return file  # the last connection to close has moved all that was in the log into it


@pytest.fixture(scope="session")
def _postgresql_template(_postgresql_server: str) -> Iterator[str]:
    with new_database(_postgresql_server, template="template0") as url:
        with closing(open_database(url)) as template:
            upgrade(template)
        yield str(template.url.database)


@pytest.fixture(scope="session")
def _postgresql_server() -> str:
    given = os.environ.get(_GIVEN_SERVER)
    if given:
        return given
    programs = cluster.server_programs()
    if programs:
        return _shared_cluster(Path(os.environ[_CLUSTER_FOLDER]), programs)
    reason = f"no PostgreSQL: install the package `postgresql`, or name a server in {_GIVEN_SERVER}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def new_database(server: str, *, template: str, name: str | None = None) -> Iterator[str]:
    """A database copied from another to which nobody is connected, dropped afterwards."""
    name = name or f"diudat_test_{uuid4().hex}"
    with _administrator(server) as administrator:
        _create(administrator, name, template)
        try:
            url = make_url(server).set(drivername="postgresql", database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            _drop(administrator, name)


def copied(server: str, *, template: str, name: str) -> None:
    """Put a copy of another in the place of a database."""
    with _administrator(server) as administrator:
        _drop(administrator, name)
        _create(administrator, name, template)


def _administrator(server: str) -> psycopg.Connection:
    url = make_url(server).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _create(administrator: psycopg.Connection, name: str, template: str) -> None:
    # Files copied as they are take half the time of pages written through a log nobody needs here.
    administrator.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(administrator: psycopg.Connection, name: str) -> None:
    administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def memory() -> str | None:
    """A folder held in memory, where it is large enough: there a new database takes 10 ms, on a disk 150."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM_FOR_A_CLUSTER:
        return str(memory)
    return None


def _shared_cluster(folder: Path, programs: Path) -> str:
    """Whoever comes first starts the cluster; the others wait at the lock and use it."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "running").exists():
            cluster.start(folder, programs, durable=False)
            (folder / "running").write_text(str(programs))
    return cluster.url(folder)
