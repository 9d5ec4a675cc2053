"""An installation of its own a test, and one Prefect server a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from console.prefect_server import Server, environment, running
from flows import installation
from settings import Settings, load
from tests.flows.postbox import LOOPBACK, Postbox, open_postbox
from tests.roads import Road

Install = Callable[..., Settings]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """The office's mail server."""
    with open_postbox() as opened:
        yield opened


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postbox: Postbox) -> Iterator[Install]:
    """Make a road's office the installation of this process, as the environment says it; more may be set."""
    made: list[Settings] = []

    def installed(road: Road, **more: str) -> Settings:
        plain = {
            "home": str(tmp_path / "home"),
            "database_url": road.database.url.set(drivername="postgresql").render_as_string(
                hide_password=False
            )
            if road.database.dialect == "postgresql"
            else str(road.database.url),
            "public_url": "https://hoso.example.org",
            "smtp_host": LOOPBACK,
            "webhook_networks": "127.0.0.0/8",
            "smtp_port": str(postbox.port),
            "smtp_security": "none",
            "smtp_sender": "hoso@quan4.example.org",
        }
        for name in [one for one in os.environ if one.startswith("DIUDAT_") and "TEST" not in one]:
            monkeypatch.delenv(name)
        for name, value in (plain | more).items():
            monkeypatch.setenv(f"DIUDAT_{name.upper()}", value)
        made.append(load())
        return made[-1]

    yield installed
    for settings in made:
        installation.waker(settings).close()
        installation.database(settings).close()
    for kept in (
        installation.database,
        installation.registry,
        installation.waker,
        installation.waking_registry,
    ):
        kept.cache_clear()


_ends = ExitStack()


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one Prefect server of this run, in a folder of its own."""
    folder = tmp_path_factory.mktemp("prefect")
    with _ends:
        server = _ends.enter_context(running(folder))
        patch = _ends.enter_context(pytest.MonkeyPatch.context())
        for name, value in environment(folder, server.address).items():
            patch.setenv(name, value)
        server.wait_until_ready()
        yield server


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop the server after the last test of its group: even idle it takes its part of a processor.

    Only beside other processes are the tests of a group run one after another.
    """
    if hasattr(item.config, "workerinput") and _asks(item) and not _asks(nextitem):
        _ends.close()


def _asks(item: pytest.Item | None) -> bool:
    found = None if item is None else item.get_closest_marker("xdist_group")
    return found is not None and found.args == ("prefect",)


@pytest.fixture(scope="session")
def prefect_api(prefect_server: Server) -> str:
    """The address of the one Prefect server of this run."""
    return prefect_server.address
