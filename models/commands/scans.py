"""Scans of papers: attached by somebody, checked by the program, or let through by a second person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from models.commands.shape import DossierCommand, FormCode, Reference
from models.text import Line, StrictCount, Text

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Digest under which the archive keeps a file."""
Format = Literal["pdf", "jpeg", "png"]
_LARGEST_FILE = 100_000_000  # bytes; an installation's own limit is far below


class AttachScan(DossierCommand):
    """A file in the archive shows a paper of the dossier; it waits until it has been checked."""

    command: Literal["attach_scan"] = "attach_scan"
    paper: FormCode
    name: Line
    """As the file was called where it came from; kept beside the timeline, for it may name somebody."""
    format: Format
    """By its content, whatever its name says."""
    size: Annotated[int, Strict(), Field(ge=1, le=_LARGEST_FILE)]
    """Bytes."""
    sha256: Sha256
    document: Reference | None = None
    """The made document whose print was signed by hand and scanned, if it shows one."""
    printed: Annotated[str, Strict(), Field(min_length=1, max_length=40)] | None = None
    """The number as it stands on that print, typed off it: “07-NQ/CB”."""


class CheckScan(DossierCommand):
    """The program has looked through a scan: drawn a picture anew, or had a scanner read the file."""

    command: Literal["check_scan"] = "check_scan"
    scan: StrictCount
    """Sequence of the entry that attached it."""
    by: Literal["redrawing", "scanner"]
    verdict: Literal["clean", "infected"]


class ReleaseScan(DossierCommand):
    """A second person answers for a scan that nothing has checked."""

    command: Literal["release_scan"] = "release_scan"
    scan: StrictCount
    """Sequence of the entry that attached it."""
    reason: Text
