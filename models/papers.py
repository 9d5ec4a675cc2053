"""What a document must be told: the facts on record from which its text is made, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Answer = str | int | bool | date | list[dict[str, str]] | None
"""What a field holds; a table is a list of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A body as its papers print it."""

    id: str
    kind: str
    """`branch`, `sub_committee`, `grassroots_committee`, `competent_committee`, `youth_union` …"""
    name: str
    """As written in running text: “Chi bộ Quân sự Phường 4”."""
    place: str
    """Where its papers are dated: “Quận 4”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as papers name them; None where the register does not know."""

    id: str
    full_name: str
    sex: str
    """`male` or `female`."""
    born_on: date
    birthplace: str | None = None
    home_town: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    residence: str | None = None
    occupation: str | None = None
    education: str | None = None
    identity_number: str | None = None
    union_joined_on: date | None = None
    joined_on: date | None = None
    """Day of the admission ceremony, for members."""
    official_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """Somebody who signs or presides, with the position held on that day."""

    full_name: str
    position: str
    """As printed: “Bí thư”, “Phó Bí thư”, “Thư ký”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyFacts:
    """A vote as counted, over the roll frozen when the meeting opened."""

    held_on: date
    chair: SeatFacts
    secretary: SeatFacts
    roll: int
    """Those whose votes are the base: official members, or committee members."""
    probationary: int
    present: int
    """Of the roll."""
    probationary_present: int
    absences: tuple[tuple[str, str], ...]
    """Name and reason of everybody absent."""
    excused: tuple[tuple[str, str], ...]
    """Name and reason of those the regulation leaves out of the roll."""
    yes: int | None
    """None, as the next two, where fewer than five voted in secret."""
    no: int | None
    blank: int | None
    invalid: int
    passed: bool
    cast: int = 0
    """How many voted."""
    represented: tuple[tuple[str, str], ...] = ()
    """Names of who was absent and counted as present, and of who voted for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A mentor, introducer or member in charge, with the branch and how long the charge has run."""

    person: PersonFacts
    role: str
    position: str | None
    branch: str
    assigned_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPaper:
    """A paper of the same dossier that a later one refers to."""

    form: str
    number: str | None
    """As printed, “07-NQ/CB”."""
    dated: date
    issuer: str
    answers: Mapping[str, Answer]
    tally: TallyFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """All that is on record for one document at the moment it is due."""

    form: str
    """Code, “6-KNĐ”."""
    step: str
    outcome: str
    dossier: str
    document: str
    """The document's own mark, “VB-2026-000127”."""
    number: int | None
    symbol: str | None
    """“NQ/CB”; the printed number is “07-NQ/CB” from both."""
    dated: date
    recorded_at: datetime
    """UTC; the time stamp of the file."""
    candidate: PersonFacts
    issuer: UnitFacts
    superior: UnitFacts | None
    branch: UnitFacts
    bodies: Mapping[str, UnitFacts]
    """Kind → unit, for every body in the dossier's line (branch … competent committee) and its unions."""
    signer: SeatFacts
    answers: Mapping[str, Answer]
    """What was typed at the step, by field id of the form set."""
    members: tuple[MemberFacts, ...]
    """Mentors, introducers and members in charge, oldest first."""
    tally: TallyFacts | None
    earlier: tuple[EarlierPaper, ...]
    """Papers already on file, oldest first; the newest of a form is the one that counts."""
    joined_on: date | None
    """Day of the admission ceremony, once held."""
    source: str
    """`standing_militia`, `called_up`, `union_member` or `other`."""
