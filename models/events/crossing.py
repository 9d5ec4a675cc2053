"""What may happen at any step: returns, pauses, moves, ends, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.events.moved import Filed, Moved, PaperDue
from models.requirements import Requirement
from models.state import OpenStep


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossEvent:
    """Common to what may happen at any step."""

    on: date
    enclosure: str | None
    checked: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(CrossEvent):
    """The dossier was sent back for supplement."""

    kind: Literal["returned"] = "returned"
    round: int
    items: int
    asked_by: str
    answer_by: date
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplemented(CrossEvent):
    """What was missing has been supplied."""

    kind: Literal["supplemented"] = "supplemented"
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(CrossEvent):
    """The clock was stopped."""

    kind: Literal["suspended"] = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(CrossEvent):
    """The dossier moves again; limits stand later by the days it stood still."""

    kind: Literal["resumed"] = "resumed"
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(CrossEvent):
    """The dossier went to another branch with its candidate."""

    kind: Literal["transferred"] = "transferred"
    from_unit: str
    unit: str
    line: tuple[str, ...]
    bodies: Mapping[str, str]
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(CrossEvent):
    """The candidate no longer asks."""

    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(CrossEvent):
    """Consideration ended for a cause the regulation names."""

    kind: Literal["closed"] = "closed"
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(CrossEvent):
    """A clerical error was corrected; the text before it stays under its own digest."""

    kind: Literal["corrected"] = "corrected"
    step: str
    flow: str
    outcome: str
    unit: str | None
    """Body that issues the corrected papers, as it did the first."""
    corrects: int
    """Sequence of the entry whose text this one takes the place of."""
    before: str
    """Digest of that text."""
    forms: tuple[str, ...]
    """Documents to be made again."""
    fields: tuple[str, ...]
    filed: tuple[Filed, ...] = ()
    """The papers as they are dated now."""
    papers: tuple[PaperDue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(CrossEvent):
    """An earlier step is to be done anew."""

    kind: Literal["reopened"] = "reopened"
    step: str
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorReplaced(CrossEvent):
    """Another member is in charge; the former one's time is kept."""

    kind: Literal["mentor_replaced"] = "mentor_replaced"
    former: str | None
    person: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExtended(CrossEvent):
    """The limit of a step was extended."""

    kind: Literal["limit_extended"] = "limit_extended"
    step: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated(CrossEvent):
    """The dossier follows another version of its procedure."""

    kind: Literal["migrated"] = "migrated"
    before: str
    procedure: str
    open: tuple[OpenStep, ...]
