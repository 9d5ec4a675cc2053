"""The procedures of the office: every version that is or was in force, read from its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

from engine import procedure_parts, procedure_road
from engine.procedure_file import Finding, Unreadable, finding
from engine.procedure_reading import Folder, Reading
from models.errors import BadProcedure, NotFound
from models.procedure import Procedure


class Procedures:
    """All versions of a folder, read once; they do not change while the program runs."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; raises BadProcedure when any file cannot be followed."""
        shelf = Folder(folder)
        found = (_loaded(shelf, name) for name in shelf.names())
        self._versions = MappingProxyType({one.id: one for one in found})

    def all(self) -> tuple[Procedure, ...]:
        """Return every version, the oldest first."""
        return tuple(sorted(self._versions.values(), key=lambda one: (one.in_force_from, one.id)))

    def version(self, version: str) -> Procedure:
        """Return one version by its id; raises NotFound."""
        if version not in self._versions:
            raise NotFound("procedure.unknown", procedure=version)
        return self._versions[version]

    def in_force(self, day: date) -> Procedure:
        """Return the version that governs dossiers opened on the day; raises NotFound when none does."""
        for one in reversed(self.all()):
            if one.in_force(day):
                return one
        raise NotFound("procedure.none_in_force", day=day.isoformat())


def load(path: Path) -> Procedure:
    """Read one file with its forms and what it follows; raises BadProcedure with the first finding."""
    return _loaded(Folder(path.parent), path.stem)


def findings_in(reading: Reading) -> Iterator[Finding]:
    """Yield what a procedure says that the engine could not follow."""
    for doubt in (*procedure_road.doubts(reading.procedure), *procedure_parts.doubts(reading.procedure)):
        yield finding(reading.root, doubt.where, doubt.code, doubt.message, doubt.remedy)


def _loaded(shelf: Folder, name: str) -> Procedure:
    try:
        reading = shelf.reading(name)
    except Unreadable as error:
        raise _bad(error.findings) from None
    if findings := tuple(findings_in(reading)):
        raise _bad(findings)
    return reading.procedure


def _bad(findings: tuple[Finding, ...]) -> BadProcedure:
    first = findings[0]
    return BadProcedure(
        f"procedure.{first.code}",
        file=first.file,
        line=first.line,
        path=first.path,
        message=first.message,
        remedy=first.remedy,
        findings=len(findings),
    )
