"""What became of scans: attached, checked by the program, let through by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.requirements import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAttached:
    """A file in the archive shows a paper of the dossier; nobody may open it before it has been checked."""

    kind: Literal["scan_attached"] = "scan_attached"
    enclosure: str | None
    """Salted digest of the name the file came under."""
    paper: str
    format: str
    size: int
    sha256: str
    document: str | None = None
    """The made document of which it shows the signed print; its number was compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanChecked:
    """The program looked the file through."""

    kind: Literal["scan_checked"] = "scan_checked"
    scan: int
    """Sequence of the entry that attached it."""
    by: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReleased:
    """A second person answered for a file that nothing had checked."""

    kind: Literal["scan_released"] = "scan_released"
    enclosure: str | None
    checked: tuple[Requirement, ...]
    scan: int
