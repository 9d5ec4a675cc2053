"""What the records of the house print: a dossier's timeline and the list of what a wave made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outputs.documents.contexts.parts import Head, Person

TIMELINE = "timeline"
WAVE_LIST = "wave_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """A requirement that was weighed, as a reader recomputes it by hand."""

    requirement: str
    """In words: “Số đảng viên chính thức có mặt”."""
    arithmetic: str
    """“12 trên 15, cần 10”."""
    source: str
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event of the timeline."""

    sequence: int
    at: datetime
    """UTC; printed as clocks in Vietnam show it."""
    actor: str
    step: str
    happened: str
    checked: tuple[CheckedLine, ...]
    hash_tail: str
    """The last characters of the event's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A dossier's timeline as a document."""

    head: Head
    dossier: str
    candidate: Person
    branch: str
    procedure: str
    opened_on: date
    standing: str
    """Where the dossier stands, in words."""
    made_at: datetime
    entries: tuple[TimelineEntry, ...]
    last_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRow:
    """One document a wave made."""

    document: str
    dossier: str
    form: str
    title: str
    number: str | None
    addressee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveList:
    """The list of what one wave of the walk made."""

    head: Head
    wave: str
    made_at: datetime
    rows: tuple[WaveRow, ...]
