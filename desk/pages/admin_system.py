"""The state of the installation: what waits, what runs by itself, the database, the archive, versions."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import ClassVar

from starlette.responses import Response

from desk.administration import Section, refuse_strangers, sections
from desk.asking import Asked
from desk.office import VERSION
from desk.routes import get
from desk.templating import page
from engine.queries.rights import reading
from engine.queries.system import State, state
from engine.readiness import standing_at
from engine.revisions import newest_revision

_SWEEP_LATE = timedelta(hours=26)
"""A daily sweep that has not run for longer has been missed."""
_WALKER_LATE = timedelta(minutes=5)
_PACKAGES = ("prefect", "sqlalchemy", "starlette", "typst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The disk on which the archive lies."""

    free: int
    total: int
    free_share: int
    """Hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The state of the installation at this instant."""

    TEMPLATE: ClassVar[str] = "admin_system.html"

    sections: tuple[Section, ...]
    state: State
    at: datetime
    late_minutes: int
    """How long something has waited for a walker."""
    is_late: bool
    walker_is_late: bool
    sweep_is_late: bool
    revision: str
    is_migrated: bool
    disk: Disk | None
    versions: tuple[tuple[str, str], ...]


def show(asked: Asked) -> Response:
    """Show how the installation stands."""
    desk = asked.desk
    with desk.database.reading() as session:
        refuse_strangers(reading(session, asked.actor(session)))
        within = sections(asked, session)
    found = state(desk.database, asked.at)
    late = found.queue.late_by(asked.at)
    revision = standing_at(desk.database) or "–"
    context = Context(
        sections=within,
        state=found,
        at=asked.at,
        late_minutes=int(late.total_seconds() // 60),
        is_late=late > desk.late_after,
        walker_is_late=_is_late(found.walker_at, asked.at, _WALKER_LATE),
        sweep_is_late=_is_late(found.sweep_at, asked.at, _SWEEP_LATE),
        revision=revision,
        is_migrated=revision == newest_revision(),
        disk=_disk(desk.archive.folder),
        versions=_versions(),
    )
    return page(asked, context)


def _is_late(last: datetime | None, at: datetime, limit: timedelta) -> bool:
    return last is None or at - last > limit


def _disk(folder: Path) -> Disk | None:
    """Return the disk of the archive; None before its first file."""
    if not folder.is_dir():
        return None
    used = shutil.disk_usage(folder)
    return Disk(free=used.free, total=used.total, free_share=100 * used.free // max(used.total, 1))


def _versions() -> tuple[tuple[str, str], ...]:
    own = (("Dìu Dắt", VERSION), ("Python", platform.python_version()))
    return (*own, *((name, metadata.version(name)) for name in _PACKAGES))


ROUTES = (get("/settings/system", show),)
