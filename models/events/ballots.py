"""What happens in a vote on members' own devices, and who said that they have an interest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.events.crossing import CrossEvent
from models.state import Represented


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotOpened(CrossEvent):
    """The members present may vote, each on their own device."""

    kind: Literal["ballot_opened"] = "ballot_opened"
    ballot: str
    step: str
    attempt: int
    procedure: str
    meeting: str
    unit: str
    way: str
    """`open` or `secret`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(CrossEvent):
    """The ballots were counted; where fewer than five voted in secret, it is not told how many said what."""

    kind: Literal["ballot_closed"] = "ballot_closed"
    ballot: str
    step: str
    meeting: str
    way: str
    present: int
    cast: int
    yes: int | None
    no: int | None
    blank: int | None
    outcome: str
    """What the count comes to, as the step's result will say once it is recorded."""
    represented: tuple[Represented, ...] = ()
    """Those who counted as present beside the `present` in person, because another voted for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotVoided(CrossEvent):
    """A ballot ended without a result; what lies sealed in it is destroyed, and nothing of it counts."""

    kind: Literal["ballot_voided"] = "ballot_voided"
    ballot: str
    step: str
    meeting: str
    cause: str
    """`annulled`, or the kind of the event that left nothing to vote on: `withdrawn`, `migrated`, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(CrossEvent):
    """A member is kin to the candidate, or has another interest."""

    kind: Literal["interest_declared"] = "interest_declared"
    person: str
    relation: str
