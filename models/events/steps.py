"""What happens at the steps of the road, from the opening of a dossier on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.events.moved import Filed, Moved, PaperDue
from models.procedure import ChairVote
from models.requirements import Requirement
from models.state import Represented


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOpened:
    """A dossier was opened for a candidate."""

    kind: Literal["dossier_opened"] = "dossier_opened"
    number: str
    procedure: str
    candidate: str
    source: str
    unit: str
    line: tuple[str, ...]
    bodies: Mapping[str, str]
    on: date
    checked: tuple[Requirement, ...]
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvent:
    """Common to every step that was done."""

    step: str
    stage: str
    flow: str
    attempt: int
    unit: str | None
    on: date
    outcome: str
    filed: tuple[Filed, ...]
    enclosure: str | None
    checked: tuple[Requirement, ...]
    moved: Moved
    papers: tuple[PaperDue, ...] = ()
    batch: str | None = None
    """The batch of decisions it was recorded in, where several were recorded at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(StepEvent):
    """Papers were filed, perhaps naming a person in charge."""

    kind: Literal["submitted"] = "submitted"
    person: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(StepEvent):
    """The mentor assessed the candidate."""

    kind: Literal["assessed"] = "assessed"
    by_person: str | None
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsed(StepEvent):
    """The candidate was introduced a second time, or not."""

    kind: Literal["endorsed"] = "endorsed"
    endorser: str
    person: str | None
    body: str | None
    roll: int
    present: int
    yes: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interested:
    """Somebody on a roll who is no stranger to the candidate."""

    person: str
    relation: str
    """`mentor`, `introducer`, `kinship` or `other`."""
    treatment: str
    """`votes`, `abstains` (counted, does not vote) or `leaves` (does not count for this vote)."""
    is_present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyEvent(StepEvent):
    """Common to what a body votes on in a meeting whose roll was frozen."""

    meeting: str
    roll: int
    present: int
    yes: int | None
    """None where fewer than five voted in secret: then neither this nor the next two are told."""
    no: int | None
    blank: int | None
    invalid: int
    needed: int
    chair_vote: ChairVote | None = None
    """How the chair voted, where it was asked."""
    ballot: str | None = None
    """The ballot it is the result of, where members voted on their own devices."""
    way: str = "tally"
    """`tally` entered by the secretary; `open` or `secret` on members' own devices."""
    cast: int | None = None
    """How many voted, where that is not the sum of the figures above."""
    interested: tuple[Interested, ...] = ()
    """Those on the roll who are no strangers to the candidate, and what that meant for the vote."""
    represented: tuple[Represented, ...] = ()
    """Those who counted as present beside the `present` in person, because another voted for them."""

    @property
    def ballots_cast(self) -> int:
        """Return how many voted, in whatever way."""
        if self.cast is not None:
            return self.cast
        return sum(one or 0 for one in (self.yes, self.no, self.blank, self.invalid))


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted(TallyEvent):
    """A body voted in a meeting whose roll was frozen."""

    kind: Literal["voted"] = "voted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(StepEvent):
    """A verification was concluded."""

    kind: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(TallyEvent):
    """A competent body decided."""

    kind: Literal["decided"] = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyHeld(StepEvent):
    """The candidate was admitted in a ceremony; the day is the day of joining."""

    kind: Literal["ceremony_held"] = "ceremony_held"
    person: str
    """The member who has charge of the probation."""
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEnded(StepEvent):
    """A term ran out."""

    kind: Literal["waiting_ended"] = "waiting_ended"
