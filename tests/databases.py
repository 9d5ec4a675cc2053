"""A fresh, migrated database a test, on SQLite and on PostgreSQL.

PostgreSQL is the server named by `DIUDAT_TEST_POSTGRESQL_URL`, whose user may create databases; else a
throwaway cluster made from the server programs of this machine, shared by all workers of a run and stopped at
its end.
Without either, tests on PostgreSQL are skipped, but fail where `CI` is set.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from engine.database import Database, open_database
from engine.migrations import upgrade
from ops import cluster

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
def sqlite_database(tmp_path: Path, _sqlite_template: Path) -> Iterator[Database]:
    """A fresh SQLite file with all tables."""
    file = tmp_path / "diudat.db"
    shutil.copyfile(_sqlite_template, file)
    with closing(open_database(f"sqlite:///{file}")) as opened:
        yield opened


@pytest.fixture
def postgresql_database(_postgresql_server: str, _postgresql_template: str) -> Iterator[Database]:
    """A fresh PostgreSQL database with all tables."""
    with (
        new_database(_postgresql_server, template=_postgresql_template) as url,
        closing(open_database(url)) as opened,
    ):
        yield opened


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
def new_database(server: str, *, template: str) -> Iterator[str]:
    """A database copied from another to which nobody is connected, dropped afterwards."""
    url = make_url(server).set(drivername="postgresql")
    name = f"diudat_test_{uuid4().hex}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as administrator:
        administrator.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
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
