"""The installation a command works on: its settings, database and procedures, opened for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from console.screen import Screen
from engine.access import Actor
from engine.actors import actor_of
from engine.database import Database, ReadSession, open_database
from engine.procedures import Procedures
from engine.queries.dossier import DossierWhole
from engine.readiness import refuse_unready
from engine.registry import Registry
from engine.wake import open_waker
from outputs.archive import Archive
from outputs.wording import Names
from settings import Settings

CHECKOUT = Path(__file__).resolve().parent.parent
PROCEDURES, TEMPLATES = CHECKOUT / "procedures", CHECKOUT / "templates"


@dataclass(frozen=True)
class Office:
    """An installation that is ready to work."""

    settings: Settings
    screen: Screen
    database: Database

    @cached_property
    def procedures(self) -> Procedures:
        """Every version of the regulation."""
        return Procedures(PROCEDURES)

    @property
    def archive(self) -> Archive:
        """The files the office made."""
        return Archive(self.settings.archive_folder)

    def now(self) -> datetime:
        """Return the office's instant (UTC)."""
        return self.settings.now()

    def actor(self, session: ReadSession, account: str) -> Actor:
        """Return who acts; raises `Forbidden` for an unknown account."""
        return actor_of(session, account, self.now().astimezone(self.settings.office_zone).date())

    def names(self, whole: DossierWhole) -> Names:
        """Return what the ids of a dossier stand for."""
        procedure = self.procedures.version(whole.state.procedure)
        return Names(procedure=procedure, known={**whole.people, **whole.units})

    @contextmanager
    def registry(self) -> Iterator[Registry]:
        """The door through which this command records; a walker that sleeps is woken."""
        with closing(open_waker(self.database)) as waker:
            yield Registry(
                database=self.database,
                procedures=self.procedures,
                zone=self.settings.office_zone,
                ballot_keys=self.settings.ballot_keys,
                wake=waker,
                longest_substitution=self.settings.substitution_days,
            )


@contextmanager
def opened(settings: Settings, screen: Screen) -> Iterator[Office]:
    """Open the installation; raises `OutsideFailure` when its database is not ready."""
    with closing(open_database(settings.database_url)) as database:
        refuse_unready(database)
        yield Office(settings=settings, screen=screen, database=database)
