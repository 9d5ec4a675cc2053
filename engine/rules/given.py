"""What a rule is given beside the state and the command: loaded once, under the lock, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.rules.time_limits import Calendar
from models.events import StepEvents
from models.procedure import ChairVote, Procedure
from models.state import Represented


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person a command names, as the register knows them today."""

    person: str
    standing: str
    """`official`, `probationary` or `none`."""
    official_on: date | None
    unit: str | None
    """Branch in which the person lives party life."""
    in_unit_since: date | None
    candidates: int = 0
    """How many candidates the member guides at present, this dossier's aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The candidate, as far as a rule asks."""

    person: str
    born_on: date
    education: str | None
    in_unit_since: date | None
    """Since when the candidate works or lives in the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Somebody on the roll of a meeting whose relation to the candidate matters."""

    person: str
    is_present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What was cast in a ballot on members' own devices, counted under the lock that ended it."""

    way: str
    """`open` or `secret`."""
    present: int
    """Those present in person at the end, and those who had voted before they left."""
    yes: int
    no: int
    blank: int
    invalid: int = 0  # a device offers nothing invalid
    chair_vote: ChairVote | None = None
    """How the chair voted; None where it is not known, as of a secret ballot."""
    represented: tuple[Represented, ...] = ()
    """Those absent at the end for whom somebody had voted, or might have."""

    @property
    def cast(self) -> int:
        """Return how many voted."""
        return self.yes + self.no + self.blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting whose roll was frozen when it opened."""

    number: str
    unit: str
    held_on: date
    roll_kind: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    is_open: bool
    with_a_stake: int = 0
    """How many of those present guide or are the candidate, at the most."""
    concerned: tuple[Concerned, ...] = ()
    """Those on its roll whose relation to the candidate matters for the vote."""
    abstaining: int = 0
    """How many of those present may not vote on this dossier, and count all the same."""
    represented: tuple[Represented, ...] = ()
    """Those absent for whom somebody votes, whatever either's relation to the candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A branch with all that stands above it, as the organisation tree has it today."""

    unit: str
    line: tuple[str, ...]
    bodies: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What was typed at a step when it was last done, with every correction since."""

    origin: StepEvents
    """How the step was done."""
    sequence: int
    """Sequence of the entry that holds the text now: the step's own, or its newest correction's."""
    enclosure: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A document that is due or made, as it took its number."""

    form: str
    number: int | None
    symbol: str | None
    unit: str
    dated: date
    is_issued: bool
    pdf_sha256: str | None = None
    is_signed: bool = False
    is_replaced: bool = False
    """Whether a correction made another in its place."""
    signer: str | None = None
    """Person whose name it bears, as far as a command asks."""

    @property
    def printed(self) -> str | None:
        """Return its number as papers print it, “07-NQ/CB”; None for one without."""
        return None if self.number is None or self.symbol is None else f"{self.number:02}-{self.symbol}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A file attached to a paper, as it stands."""

    standing: str
    """`waiting`, `clean`, `released` or `infected`."""
    attached_by: str | None
    """Person; None for an account of nobody."""
    attached_for: str | None = None
    """The absent person on whose behalf they did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All a rule may look at; it reads neither clock nor database."""

    at: datetime
    today: date
    """The office's own date at that instant."""
    procedure: Procedure
    calendar: Calendar
    actor: str | None
    """Person who acts; None for the walker."""
    on_behalf_of: str | None = None
    """The absent person for whom they act, if they do."""
    applicant: Applicant
    people: Mapping[str, Member] = field(default_factory=dict)
    meeting: Meeting | None = None
    count: Count | None = None
    """What was cast in the dossier's ballot, where a command ends it or records its result."""
    has_voted: bool = False
    """Whether the person who is said to have an interest has voted in the dossier's ballot."""
    line: Line | None = None
    """The line of the unit a command opens the dossier in, or moves it to."""
    target: Procedure | None = None
    """The version a migration moves to."""
    enclosure: str | None = None
    """Salted digest of what was typed, which itself is kept apart from the timeline."""
    filed: Filing | None = None
    """What was typed at a step that is being corrected."""
    due: Due | None = None
    """The document of this dossier that a command names."""
    scan: Scan | None = None
    """The scan a command names; where it attaches one, the same file on the same paper before."""
    newest: int = 0
    """Sequence of the dossier's newest entry."""
    number: str | None = None
    """Number of a dossier that is being opened."""
    became: str | None = None
    """What became of a notice before, where the command notes what becomes of it: sent or dead."""
    has_other_dossier: bool = False
    """Whether the candidate has another dossier that has not ended."""
    acting_unit: str | None = None
    """Unit for which the actor acts."""

    @property
    def whose(self) -> tuple[str | None, ...]:
        """Return everybody whose act it is: who acts, and the absent person for whom they do.

        What keeps one of them from it keeps the act from being done: an interest is not given over.
        """
        return (self.actor,) if self.on_behalf_of is None else (self.actor, self.on_behalf_of)
