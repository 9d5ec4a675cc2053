"""What happens beside the dossiers: meetings, and changes of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.requirements import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened:
    """A meeting opened over a frozen roll."""

    kind: Literal["meeting_opened"] = "meeting_opened"
    number: str
    unit: str
    held_on: date
    roll_kind: str
    chair: str
    secretary: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    roll_sha256: str
    """Digest of the roll by name, kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed:
    """A meeting closed."""

    kind: Literal["meeting_closed"] = "meeting_closed"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged:
    """The register of units, persons, seats, accounts, rights or workdays changed."""

    kind: Literal["register_changed"] = "register_changed"
    change: str
    """The command's own name."""
    subject: str
    figures: Mapping[str, Figure]
    """What identifies the change, without personal text."""
    enclosure: str | None
