"""An office of its own a test, on SQLite and on PostgreSQL: set up once a worker, then copied."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.database import open_database
from tests.databases import new_database
from tests.roads import Road, office


@pytest.fixture(params=["sqlite", "postgresql"])
def road(request: pytest.FixtureRequest) -> Road:
    """A fresh office without dossiers; the test runs once on each of the two databases."""
    chosen: Road = request.getfixturevalue(f"{request.param}_road")
    return chosen


@pytest.fixture
def sqlite_road(tmp_path: Path, sqlite_office: tuple[Path, Road]) -> Iterator[Road]:
    """A fresh office on SQLite."""
    made, template = sqlite_office
    file = tmp_path / "office.db"
    shutil.copyfile(made, file)
    with closing(open_database(f"sqlite:///{file}")) as database:
        yield template.on(database)


@pytest.fixture
def postgresql_road(_postgresql_server: str, postgresql_office: tuple[str, Road]) -> Iterator[Road]:
    """A fresh office on PostgreSQL."""
    made, template = postgresql_office
    with (
        new_database(_postgresql_server, template=made) as url,
        closing(open_database(url)) as database,
    ):
        yield template.on(database)


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> tuple[Path, Road]:
    """The file every office on SQLite is copied from."""
    file = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copyfile(_sqlite_template, file)
    with closing(open_database(f"sqlite:///{file}")) as database:
        made = office(database)
    return file, made


@pytest.fixture(scope="session")
def postgresql_office(_postgresql_server: str, _postgresql_template: str) -> Iterator[tuple[str, Road]]:
    """The database every office on PostgreSQL is copied from."""
    with new_database(_postgresql_server, template=_postgresql_template) as url:
        with closing(open_database(url)) as database:
            made = office(database)
        yield str(database.url.database), made
