"""The parts that papers share: heading, signature, persons, votes and references, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The heading of a paper: who issues it, under whom, its number, where and when."""

    superior: str | None
    issuer: str
    number: str | None
    """As printed, “07-NQ/CB”."""
    place: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The block at the end: on whose behalf, in which position, by whom, and who receives the paper."""

    authority: str | None
    """On whose behalf: “T/M CHI BỘ”."""
    position: str
    name: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as papers name them."""

    full_name: str
    is_female: bool
    born_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who presides or keeps the minutes."""

    full_name: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody who was not there, and why."""

    full_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A vote as a resolution prints it; every count is of people."""

    held_on: date
    chair: Seat
    secretary: Seat
    roll: int
    probationary: int
    total: int
    present: int
    probationary_present: int
    total_present: int
    absent: int
    probationary_absent: int
    total_absent: int
    absences: tuple[Absence, ...]
    excused: tuple[Absence, ...]
    represented: tuple[tuple[str, str], ...]
    """Names of who was absent and counted as present, and of who voted for them."""
    cast: int
    yes: int | None
    """None, as the next two, where fewer than five voted in secret."""
    no: int | None
    blank: int | None
    invalid: int
    passed: bool
    against_reasons: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionTally:
    """A vote of a union's executive committee, as its resolution prints it."""

    held_on: date
    roll: int
    present: int
    absent: int
    yes: int
    no: int
    blank: int
    against_reasons: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A mentor, introducer or member in charge."""

    full_name: str
    is_female: bool
    born_on: date
    position: str
    branch: str
    assigned_on: date
    official_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An earlier paper, as a later one cites it."""

    number: str | None
    dated: date
    issuer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedReference:
    """An earlier resolution with its vote, as the next body cites it."""

    number: str | None
    dated: date
    issuer: str
    roll: int
    present: int
    cast: int
    passed: bool
    yes: int | None
    """None, as the next, where fewer than five voted in secret."""
    no: int | None
