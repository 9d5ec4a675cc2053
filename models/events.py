"""What has happened: the entries of the timelines, frozen, each saying where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from models.requirements import Figure, Requirement
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
class Voted(StepEvent):
    """A body voted in a meeting whose roll was frozen."""

    kind: Literal["voted"] = "voted"
    meeting: str
    roll: int
    present: int
    yes: int
    no: int
    blank: int
    invalid: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(StepEvent):
    """A verification was concluded."""

    kind: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(StepEvent):
    """A competent body decided."""

    kind: Literal["decided"] = "decided"
    meeting: str
    roll: int
    present: int
    yes: int
    no: int
    blank: int
    invalid: int
    needed: int


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
    before: str | None
    fields: tuple[str, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The sweep spoke of a limit."""

    kind: Literal["reminded"] = "reminded"
    on: date
    about: str
    subject: str
    flow: str
    due_on: date
    days: int
    escalated_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDue:
    """A document became due and took its number."""

    kind: Literal["document_due"] = "document_due"
    about: int
    """Sequence of the event that asks for it."""
    form: str
    document: str
    number: int | None
    symbol: str | None
    unit: str
    dated: date
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued:
    """A document was made; its bytes lie in the archive under these digests."""

    kind: Literal["document_issued"] = "document_issued"
    document: str
    form: str
    template_version: str
    content_sha256: str
    pdf_sha256: str
    docx_sha256: str
    html_sha256: str
    context_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent:
    """A notice went out, or was given up until somebody resends it."""

    kind: Literal["notice_sent"] = "notice_sent"
    about: int
    notice: str
    person: str
    channel: str
    outcome: str
    receipt: str | None


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


StepEvents = Submitted | Assessed | Endorsed | Voted | Reviewed | Decided | CeremonyHeld | WaitingEnded
CrossEvents = (
    Returned
    | Supplemented
    | Suspended
    | Resumed
    | Transferred
    | Withdrawn
    | Closed
    | Corrected
    | Reopened
    | MentorReplaced
    | LimitExtended
    | Migrated
)
OutputEvents = Reminded | DocumentDue | DocumentIssued | NoticeSent
DossierEvents = DossierOpened | StepEvents | CrossEvents | OutputEvents
MeetingEvents = MeetingOpened | MeetingClosed
Event = Annotated[DossierEvents | MeetingEvents | RegisterChanged, Field(discriminator="kind")]

EVENT: TypeAdapter[DossierEvents | MeetingEvents | RegisterChanged] = TypeAdapter(Event)
"""Reads an event back from the plain value the timeline keeps, and writes it as one."""
