"""The District 4 story, carried through the real flows into a folder of its own, and shown at its end."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from console.epilogue import show_end
from console.exits import Exit
from console.office import PROCEDURES, opened
from console.player import Player
from console.postbox import open_postbox
from console.prefect_server import LOOPBACK, Server, environment, running
from console.screen import Screen
from console.spectator import Spectator
from engine import outbox
from engine.database import Database, open_database
from engine.migrations import upgrade
from engine.procedures import Procedures
from engine.queries import figures
from engine.registry import Registry
from examples.district_4 import end, story
from models.errors import Conflict
from outputs.wording.language import mark
from settings import Settings, load

_MARKER = ".diudat-demo"
_WALKER = "demo"
_TITLE = mark("Câu chuyện Quận 4, 2019–2022. Mọi người trong đó đều là ví dụ.")


def tell(screen: Screen, folder: Path, *, fresh: bool) -> Exit:
    """Carry the story into a folder and show its end; raises `Conflict` where the folder is not free."""
    _make_room(folder, fresh=fresh)
    screen.say(_TITLE, style="bold")
    with ExitStack() as stack:
        server = stack.enter_context(running(folder / "prefect", services=False))
        port = stack.enter_context(open_postbox(folder / "mails"))
        settings = _installed(folder, server, port)
        database = stack.enter_context(closing(open_database(settings.database_url)))
        upgrade(database)
        _carry(settings, database, server, screen)
        with opened(settings, screen) as office:
            return show_end(office, folder)


def _make_room(folder: Path, *, fresh: bool) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _MARKER).is_file():
            raise Conflict("demo.not_ours", folder=str(folder))
        if not fresh:
            raise Conflict("demo.exists", folder=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARKER).touch()


def _installed(folder: Path, server: Server, mail_port: int) -> Settings:
    """Make the folder the installation of this process: nothing of the office's own is read or written."""
    for name in [one for one in os.environ if one.startswith("DIUDAT_") and one != "DIUDAT_LANGUAGE"]:
        del os.environ[name]
    own = {
        "DIUDAT_HOME": str(folder.absolute()),
        "DIUDAT_PREFECT_API_URL": server.address,
        "DIUDAT_SMTP_HOST": LOOPBACK,
        "DIUDAT_SMTP_PORT": str(mail_port),
        "DIUDAT_SMTP_SECURITY": "none",
        "DIUDAT_SMTP_SENDER": "hoso@quan4.example",
    }
    os.environ.update({**environment(folder / "prefect", server.address), **own})
    return load()


def _carry(settings: Settings, database: Database, server: Server, screen: Screen) -> None:
    procedures = Procedures(PROCEDURES)
    acts = list(story())
    spectator = Spectator(screen, procedures)
    player = Player(
        registry=Registry(database=database, procedures=procedures, zone=settings.office_zone),
        zone=settings.office_zone,
        sweep=_sweep,
        wave=lambda at: _waves(database, server, spectator, at),
        watch=spectator.watch,
    )
    with spectator.watching(len(acts)):
        player.play(acts, until=end())


def _sweep(at: datetime) -> None:
    from flows.deadlines import sweep  # noqa: PLC0415 -- Prefect looks up its server when it is imported

    sweep.fn(at)


def _waves(database: Database, server: Server, spectator: Spectator, at: datetime) -> None:
    """Send the walker out until nothing waits that can be done now."""
    if not _waiting(database):
        return
    spectator.waits()
    server.wait_until_ready()
    from flows.walk import walk  # noqa: PLC0415 -- Prefect looks up its server when it is imported

    before = -1
    while (waiting := _waiting(database)) and waiting != before:
        before = waiting
        walk(at=at, walker=_WALKER)
    with database.reading() as session:
        spectator.counts(figures.output(session))


def _waiting(database: Database) -> int:
    with database.reading() as session:
        return outbox.lag(session).waiting
