"""An office of its own a test, on SQLite and on PostgreSQL: set up once a worker, then copied."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from engine.database import open_database
from tests.databases import memory, new_database
from tests.roads import Road, office

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
def sqlite_offices(_sqlite_template: Path) -> Iterator[Offices]:
    """Offices on SQLite, each a copy of one file."""
    with tempfile.TemporaryDirectory(prefix="diudat-", dir=memory()) as folder:
        made = Path(folder, "made.db")
        shutil.copyfile(_sqlite_template, made)
        with closing(open_database(f"sqlite:///{made}")) as database:
            template = office(database)

        @contextmanager
        def fresh() -> Iterator[Road]:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                file = Path(own, "office.db")
                shutil.copyfile(made, file)
                with closing(open_database(f"sqlite:///{file}")) as database:
                    yield template.on(database)

        yield fresh


@pytest.fixture(scope="session")
def postgresql_offices(_postgresql_server: str, _postgresql_template: str) -> Iterator[Offices]:
    """Offices on PostgreSQL, each a copy of one database."""
    with new_database(_postgresql_server, template=_postgresql_template) as made:
        with closing(open_database(made)) as database:
            template = office(database)
            name = str(database.url.database)

        @contextmanager
        def fresh() -> Iterator[Road]:
            with (
                new_database(_postgresql_server, template=name) as url,
                closing(open_database(url)) as database,
            ):
                yield template.on(database)

        yield fresh
