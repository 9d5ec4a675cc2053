"""Where many tests begin is reached once a process, then copied: the way there is the same each time.

A still is a copy of an office's database, with what its road knew. It is shown only where nothing was
committed since the office was fresh but what led to other stills.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import ExitStack, closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import psycopg
from sqlalchemy import Connection, Engine, event, make_url

from engine.database import Database
from tests.databases import copied, new_database

Way = tuple[Hashable, ...]
T = TypeVar("T")

_touched: set[str] = set()
"""Databases to which something was committed."""


@event.listens_for(Engine, "commit")
def _touch(connection: Connection) -> None:
    _touched.add(str(connection.engine.url.database))


class Begun(Protocol):
    """An office on its way."""

    database: Database
    way: Way | None
    """The stills that were shown one after another since it was fresh; None once it has gone its own way."""

    def knows(self) -> dict[str, Any]:
        """Return what is known of the office beside its database."""

    def learn(self, known: dict[str, Any]) -> None:
        """Know that instead."""


@dataclass(frozen=True)
class _Still:
    kept: str
    known: dict[str, Any]
    answer: Any


@dataclass
class Stills:
    """The stills of one kind of office, on one of the two databases."""

    folder: Path
    """Where those on SQLite lie."""
    server: str | None = None
    """Where those on PostgreSQL lie."""
    ends: ExitStack = field(default_factory=ExitStack)
    _taken: dict[Way, _Still] = field(default_factory=dict)

    def fresh(self, database: Database) -> Way:
        """Begin the way of an office that was copied just now."""
        _touched.discard(_name(database))
        return ()

    def once(self, office: Begun, what: Hashable, build: Callable[[], T]) -> T:
        """Build what stands before an office, or show it as it was when it was built before."""
        name = _name(office.database)
        if office.way is None or name in _touched:
            office.way = None
            return build()
        way = (*office.way, what)
        if way in self._taken:
            still = self._taken[way]
            self._show(still, office.database)
            office.learn(deepcopy(still.known))
            answer: T = still.answer
        else:
            answer = build()
            self._take(way, office, answer)
        office.way = way
        _touched.discard(name)
        return deepcopy(answer)

    def _take(self, way: Way, office: Begun, answer: object) -> None:
        kept = self._kept(_name(office.database), office.database)
        if kept is not None:
            self._taken[way] = _Still(kept=kept, known=deepcopy(office.knows()), answer=deepcopy(answer))

    def _kept(self, name: str, database: Database) -> str | None:
        if self.server is None:
            file = self.folder / uuid4().hex
            _copy(name, str(file))
            return str(file)
        database.close()
        try:
            url = self.ends.enter_context(new_database(self.server, template=name))
        except psycopg.errors.ObjectInUse:
            return None  # somebody looks at it: then it is built again the next time
        return make_url(url).database

    def _show(self, still: _Still, database: Database) -> None:
        if self.server is None:
            _copy(still.kept, _name(database))
        else:
            database.close()
            copied(self.server, template=still.kept, name=_name(database))


def _name(database: Database) -> str:
    return str(database.url.database)


def _copy(source: str, target: str) -> None:
    """Copy page by page: other connections may stay open."""
    with closing(sqlite3.connect(source)) as taken, closing(sqlite3.connect(target)) as shown:
        shown.execute("PRAGMA synchronous = OFF")
        taken.backup(shown)
