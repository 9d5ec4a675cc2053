"""Where one dossier stands: the value that its timeline, replayed, always gives again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.procedure import StepKind


class Status(StrEnum):
    """Whether a dossier moves, waits or has ended."""

    UNDER_WAY = "under_way"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    RECOGNISED = "recognised"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


LIVE = frozenset({Status.UNDER_WAY, Status.RETURNED, Status.SUSPENDED})
"""Statuses in which a dossier has not ended."""


class MeetingStanding(StrEnum):
    """Whether a meeting is to come, is being held or is over."""

    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    ADJOURNED = "adjourned"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that awaits somebody."""

    step: str
    stage: str
    flow: str
    kind: StepKind
    unit: str | None
    """The body that acts; None where the line has no such body yet."""
    opened_on: date
    due_on: date | None = None
    attempt: int = 1
    extended: bool = False
    again: bool = False
    """True for a step done anew (a paper renewed, a supplement): when done, nothing moves on."""
    reports: int = 0
    """Reports made so far, for an assessment that repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneStep:
    """How and when a step was last done."""

    outcome: str
    on: date
    attempt: int
    sequence: int
    """Sequence of its event on the dossier's timeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOnFile:
    """A paper of the dossier; its text lies in the enclosure."""

    step: str
    dated: date
    valid_until: date | None
    enclosure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A member who guides, introduces or has charge of the candidate."""

    person: str
    role: str
    unit: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What a returned dossier still owes."""

    round: int
    items: int
    steps: tuple[str, ...]
    answer_by: date
    asked_by: str
    """The unit that returned it."""
    enclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days on which a dossier was suspended; they count in no limit."""

    since: date
    until: date
    """The day on which it moved again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """Somebody on a roll who is absent, and counts as present because another votes for them."""

    person: str
    holder: str
    """Who votes for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote on members' own devices, from its opening until its result is recorded."""

    id: str
    step: str
    attempt: int
    procedure: str
    meeting: str
    unit: str
    way: str
    is_counted: bool = False
    """Whether it is closed and counted, and only its result has still to be recorded."""
    represented: tuple[Represented, ...] = ()
    """Once it is counted: those who counted as present because another voted for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Why somebody who votes is not a stranger to the candidate."""

    person: str
    relation: str
    """`kinship` or `other`, as it was declared."""
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierState:
    """Where one dossier stands."""

    number: str
    procedure: str
    candidate: str
    source: str
    unit: str
    line: tuple[str, ...]
    """Unit ids from the branch upwards."""
    bodies: dict[str, str]
    """Kind of unit → unit id, for every body the line offers, unions included."""
    status: Status
    opened_on: date
    stage: str
    open: tuple[OpenStep, ...] = ()
    done: dict[str, DoneStep] = field(default_factory=dict)
    papers: dict[str, PaperOnFile] = field(default_factory=dict)
    guides: tuple[Guide, ...] = ()
    ways_back: dict[str, int] = field(default_factory=dict)
    rounds: int = 0
    supplement: Supplement | None = None
    suspended_on: date | None = None
    suspended_from: Status | None = None
    pauses: tuple[Pause, ...] = ()
    transferred_on: date | None = None
    latest_on: date | None = None
    """Day of the latest act on the dossier: nothing beside its steps may be dated before it."""
    joined_on: date | None = None
    ended_on: date | None = None
    ballot: Ballot | None = None
    interests: tuple[Interest, ...] = ()

    def open_step(self, step: str) -> OpenStep | None:
        """Return the step if it awaits somebody."""
        return next((one for one in self.open if one.step == step), None)

    def guides_now(self, role: str) -> tuple[Guide, ...]:
        """Return who serves in the role at present."""
        return tuple(one for one in self.guides if one.role == role and one.until is None)
