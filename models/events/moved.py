"""Where an event leads, and what it puts on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.state import OpenStep, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where an event leads: what it opens, and whether it ends the dossier."""

    closes: tuple[str, ...] = ()
    """Steps that no longer await anybody."""
    opens: tuple[OpenStep, ...] = ()
    drops: tuple[str, ...] = ()
    """Steps done before whose result no longer holds: they are to be done again."""
    stage: str | None = None
    """Stage the dossier enters; None: it stays where it is."""
    way_back: str | None = None
    """Way back that was taken, counted against its limit."""
    ends: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A paper that was put on file."""

    form: str
    dated: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDue:
    """A document an event asks for, with the mark and the number it took."""

    form: str
    document: str
    number: int | None
    symbol: str | None
    unit: str
    """The body that issues it; it is dated as the event is."""
    replaces: str | None = None
