"""The District 4 story, carried through the real flows into a folder of its own, and shown at its end."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from console.epilogue import show_end
from console.exits import Exit
from console.office import PROCEDURES, opened
from console.player import Player
from console.postbox import open_postbox
from console.prefect_server import LOOPBACK, Server, running, talk_to
from console.screen import Screen
from console.spectator import Spectator
from engine import outbox
from engine.database import Database, open_database
from engine.migrations import upgrade
from engine.procedures import Procedures
from engine.queries import figures
from engine.registry import Registry
from engine.rules.time_limits import local_date
from examples.district_4 import MORNING_AFTER, end, story
from models.errors import Conflict
from outputs.wording.language import mark
from settings import DEMO_MARKER, Settings, load

_WALKER = "demo"
_TITLE = mark("Câu chuyện Quận 4, 2019–2022. Mọi người trong đó đều là ví dụ.")


def tell(screen: Screen, folder: Path, *, fresh: bool, brief: bool = False) -> Exit:
    """Carry the story into a folder and show its end; raises `Conflict` where the folder is not free.

    From then on the folder's clock stands at the story's end.
    """
    _make_room(folder, fresh=fresh)
    screen.say(_TITLE, style="bold")
    with ExitStack() as stack:
        server = stack.enter_context(running(folder / "prefect", services=False))
        port = stack.enter_context(open_postbox(folder / "mails"))
        settings = _installed(folder, server, port)
        database = stack.enter_context(closing(open_database(settings.database_url)))
        upgrade(database)
        _carry(settings, database, server, screen, stack)
        _set_clock(folder, settings)
        if brief:
            return Exit.OK
        with opened(settings, screen) as office:
            return show_end(office, folder)


def is_told(folder: Path) -> bool:
    """Say whether a folder holds the story to its end."""
    marker = folder / DEMO_MARKER
    return marker.is_file() and bool(marker.read_text(encoding="ascii").strip())


def _set_clock(folder: Path, settings: Settings) -> None:
    behind = local_date(settings.now(), settings.office_zone) - MORNING_AFTER
    (folder / DEMO_MARKER).write_text(f"{behind.days}\n", encoding="ascii")


def _make_room(folder: Path, *, fresh: bool) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / DEMO_MARKER).is_file():
            raise Conflict("demo.not_ours", folder=str(folder))
        if not fresh:
            raise Conflict("demo.exists", folder=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DEMO_MARKER).touch()


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
    talk_to(server.address, folder / "prefect")
    os.environ.update(own)
    return load()


def _carry(settings: Settings, database: Database, server: Server, screen: Screen, stack: ExitStack) -> None:
    procedures = Procedures(PROCEDURES)
    acts = list(story())
    spectator = Spectator(screen, procedures)
    walker = _Walker(database=database, server=server, spectator=spectator, stack=stack)
    player = Player(
        registry=Registry(database=database, procedures=procedures, zone=settings.office_zone),
        zone=settings.office_zone,
        sweep=partial(_sweep, settings),
        wave=walker.wave,
        watch=spectator.watch,
    )
    with spectator.watching(len(acts)):
        player.play(acts, until=end())


def _sweep(settings: Settings, at: datetime) -> None:
    from flows.deadlines import swept  # noqa: PLC0415 -- Prefect looks up its server when it is imported

    swept(settings, at)


@dataclass(slots=True, kw_only=True)
class _Walker:
    """Carries out what waits, in Prefect's server once that answers."""

    database: Database
    server: Server
    spectator: Spectator
    stack: ExitStack
    is_ready: bool = False

    def wave(self, at: datetime) -> None:
        """Carry out all that waits at an instant of the story."""
        from flows.waves import prefect_at, until_nothing_waits  # noqa: PLC0415 -- as above

        if not self._owes():
            return
        if not self.is_ready:
            self.spectator.waits()
            self.server.wait_until_ready()
            self.stack.enter_context(prefect_at(self.server.address))
            self.is_ready = True
        until_nothing_waits(at, walker=_WALKER)
        with self.database.reading() as session:
            self.spectator.counts(figures.output(session))

    def _owes(self) -> bool:
        with self.database.reading() as session:
            return outbox.lag(session).waiting > 0
