"""An office of its own a test, on SQLite and on PostgreSQL: set up once a worker, then copied."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from engine.database import open_database
from tests.databases import PostgresqlCopies, SqliteCopies, new_database
from tests.roads import Road, office
from tests.stills import Stills

Offices = Callable[[], AbstractContextManager[Road]]
"""Opens a fresh office as often as it is called."""


@pytest.fixture(params=["sqlite", "postgresql"])
def road(request: pytest.FixtureRequest) -> Road:
    """A fresh office without dossiers; the test runs once on each of the two databases."""
    chosen: Road = request.getfixturevalue(f"{request.param}_road")
    return chosen


@pytest.fixture
def sqlite_road(sqlite_offices: Offices) -> Iterator[Road]:
    """A fresh office on SQLite."""
    with sqlite_offices() as fresh:
        yield fresh


@pytest.fixture
def postgresql_road(postgresql_offices: Offices) -> Iterator[Road]:
    """A fresh office on PostgreSQL."""
    with postgresql_offices() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def sqlite_offices(
    _sqlite_template: Path, _sqlite_copies: SqliteCopies, tmp_path_factory: pytest.TempPathFactory
) -> Offices:
    """Offices on SQLite, each a copy of one file."""
    made = tmp_path_factory.mktemp("office") / "made.db"
    shutil.copyfile(_sqlite_template, made)
    with closing(open_database(f"sqlite:///{made}")) as database:
        template = office(database)
    stills = Stills(folder=tmp_path_factory.mktemp("stills"))

    @contextmanager
    def fresh() -> Iterator[Road]:
        with _sqlite_copies(made) as database:
            yield template.on(database, stills)

    return fresh


@pytest.fixture(scope="session")
def postgresql_offices(
    _postgresql_server: str,
    _postgresql_template: str,
    _postgresql_copies: PostgresqlCopies,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Offices]:
    """Offices on PostgreSQL, each a copy of one database."""
    with ExitStack() as ends, new_database(_postgresql_server, template=_postgresql_template) as made:
        stills = Stills(folder=tmp_path_factory.mktemp("stills"), server=_postgresql_server, ends=ends)
        with closing(open_database(made)) as database:
            template = office(database)
            name = str(database.url.database)

        @contextmanager
        def fresh() -> Iterator[Road]:
            with _postgresql_copies(name) as database:
                yield template.on(database, stills)

        yield fresh
