"""What a person, or the walker, may ask of the program: the shape of each request, never its rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.text import Line, OptionalText, StrictCount, Text

Reference = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w.\-/]+$")]
"""Id or number of something on record."""
Answers = dict[Annotated[str, Field(max_length=60)], object]
"""Typed text by field id; checked against the form set by the rule of the step."""


class Command(BaseModel):
    """Strict, frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DossierCommand(Command):
    """A command on one dossier."""

    dossier: Reference


class OpenDossier(Command):
    """Open a dossier for a recruit the branch means to guide."""

    command: Literal["open_dossier"] = "open_dossier"
    candidate: Reference
    unit: Reference
    source: Literal["standing_militia", "called_up", "union_member", "other"]
    on: date
    procedure: Reference | None = None
    """Version to open under; None: the one in force on the day."""


class StepCommand(DossierCommand):
    """A command that does one step of the road."""

    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    answers: Answers = Field(default_factory=dict)


class FormCommand(StepCommand):
    """File the papers of a form step, and name the person it puts in charge."""

    command: Literal["form"] = "form"
    on: date
    person: Reference | None = None


class Assessment(StepCommand):
    """The mentor's assessment: go on guiding, recommend, or decline."""

    command: Literal["assessment"] = "assessment"
    on: date
    verdict: Literal["continued", "recommended", "declined"]


class Endorsement(StepCommand):
    """A second introduction: by another member, or by a union's executive committee."""

    command: Literal["endorsement"] = "endorsement"
    on: date
    endorser: Literal["member", "youth_union", "trade_union"]
    person: Reference | None = None
    roll: StrictCount = 0
    present: StrictCount = 0
    yes: StrictCount = 0
    no: StrictCount = 0


class Vote(StepCommand):
    """The tally of a vote held in a meeting whose roll is frozen."""

    command: Literal["vote"] = "vote"
    meeting: Reference
    yes: StrictCount
    no: StrictCount
    blank: StrictCount = 0
    invalid: StrictCount = 0


class Review(StepCommand):
    """The conclusion of a verification."""

    command: Literal["review"] = "review"
    on: date
    verdict: Literal["clear", "unclear"]


class Decision(StepCommand):
    """The decision of a competent body, with the vote that carried or refused it."""

    command: Literal["decision"] = "decision"
    meeting: Reference
    yes: StrictCount
    no: StrictCount
    blank: StrictCount = 0
    invalid: StrictCount = 0


class Ceremony(StepCommand):
    """The admission ceremony was held, and a member has charge of the probation."""

    command: Literal["ceremony"] = "ceremony"
    on: date
    person: Reference
    place: Line


class Waiting(StepCommand):
    """A term has run out; recorded by the daily sweep."""

    command: Literal["waiting"] = "waiting"


class SupplementItem(Command):
    """One thing a returned dossier owes."""

    item: Line
    reason: Text
    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)] | None = None
    """Earlier step to be done anew for it, if any."""


class ReturnForSupplement(DossierCommand):
    """Send the dossier back with a list of what is missing."""

    command: Literal["return_for_supplement"] = "return_for_supplement"
    on: date
    items: Annotated[tuple[SupplementItem, ...], Field(min_length=1, max_length=50)]


class SupplementDone(DossierCommand):
    """Answer a returned dossier, item by item."""

    command: Literal["supplement"] = "supplement"
    on: date
    answers: Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]


class Suspend(DossierCommand):
    """Stop the clock of a dossier, with a reason."""

    command: Literal["suspend"] = "suspend"
    on: date
    reason: Text


class Resume(DossierCommand):
    """Let a suspended dossier move again; limits are pushed by the days it stood still."""

    command: Literal["resume"] = "resume"
    on: date
    reason: Text


class Transfer(DossierCommand):
    """Move the dossier with its candidate to another branch."""

    command: Literal["transfer"] = "transfer"
    on: date
    to_unit: Reference
    reason: Text


class Withdraw(DossierCommand):
    """The candidate no longer asks for admission."""

    command: Literal["withdraw"] = "withdraw"
    on: date
    reason: Text


class Close(DossierCommand):
    """End consideration for a cause the regulation names; the file is kept."""

    command: Literal["close"] = "close"
    on: date
    cause: Literal["death", "discipline", "left_unit", "other"]
    reason: Text


class Correction(DossierCommand):
    """Correct a clerical error in what was filed at a step; the old stays on record."""

    command: Literal["correction"] = "correction"
    on: date
    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    answers: Answers
    reason: Text


class Reopen(DossierCommand):
    """Have an earlier step done anew: a certificate lapsed, a paper grown old."""

    command: Literal["reopen"] = "reopen"
    on: date
    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    reason: Text


class ReplaceMentor(DossierCommand):
    """Put another member in charge of the candidate; the former one's time is kept and counts."""

    command: Literal["replace_mentor"] = "replace_mentor"
    on: date
    person: Reference
    reason: Text


class ExtendLimit(DossierCommand):
    """Extend the limit of an open step, once, as the regulation allows in special cases."""

    command: Literal["extend_limit"] = "extend_limit"
    on: date
    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    reason: Text


class Migrate(DossierCommand):
    """Move the dossier to another version of its procedure."""

    command: Literal["migrate"] = "migrate"
    on: date
    procedure: Reference
    reason: Text


class Remind(DossierCommand):
    """The daily sweep speaks: a limit is near, reached or passed, a paper is about to lapse."""

    command: Literal["remind"] = "remind"
    on: date
    about: Literal["limit", "paper", "term", "reports", "age_of_papers"]
    subject: Annotated[str, Field(max_length=60)]
    """Step id, or form code."""
    due_on: date
    days: int
    """Calendar days from the limit: negative before, 0 on the day, positive after."""
    escalated_to: Reference | None = None
    """Unit above that is told as well."""


class IssueDocument(DossierCommand):
    """A document that was due has been made and lies in the archive."""

    command: Literal["issue_document"] = "issue_document"
    document: Reference
    form: Annotated[str, Field(max_length=20)]
    dated: date
    number: StrictCount | None = None
    symbol: Annotated[str, Field(max_length=20)] | None = None
    unit: Reference
    template_version: Reference
    content_sha256: Reference
    pdf_sha256: Reference
    docx_sha256: Reference
    html_sha256: Reference
    context_sha256: Reference


class SendNotice(DossierCommand):
    """A notice has been handed to a channel, or has been given up for now."""

    command: Literal["send_notice"] = "send_notice"
    about: StrictCount
    """Sequence of the event it tells of."""
    notice: Annotated[str, Field(max_length=60)]
    person: Reference
    channel: Literal["inbox", "email", "webhook"]
    outcome: Literal["sent", "dead"]
    receipt: OptionalText = None
    subject: OptionalText = None
    """As shown in the in-app inbox; kept beside the timeline, not on it."""
    body: OptionalText = None


class Absence(Command):
    """Somebody on the roll who did not come, and why."""

    person: Reference
    reason: Line


class OpenMeeting(Command):
    """Open a meeting: its roll is frozen now."""

    command: Literal["open_meeting"] = "open_meeting"
    unit: Reference
    held_on: date
    roll: Literal["official_members", "committee_members"]
    chair: Reference
    secretary: Reference
    absent: tuple[Absence, ...] = ()
    excused: tuple[Absence, ...] = ()
    """Members excused from activities or suspended: they do not count in the roll."""


class CloseMeeting(Command):
    """Close a meeting; nothing more can be decided in it."""

    command: Literal["close_meeting"] = "close_meeting"
    meeting: Reference


class AddUnit(Command):
    """Put a body or a place into the organisation tree."""

    command: Literal["add_unit"] = "add_unit"
    id: Reference
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    name: Line
    place: Line
    code: Annotated[str, Field(max_length=20)]
    parent: Reference | None = None
    on: date


class AddPerson(Command):
    """Enter a person into the register."""

    command: Literal["add_person"] = "add_person"
    id: Reference
    full_name: Line
    sex: Literal["male", "female"]
    born_on: date
    birthplace: Line | None = None
    home_town: Line | None = None
    ethnicity: Line | None = None
    religion: Line | None = None
    residence: Line | None = None
    occupation: Line | None = None
    education: Literal["primary", "lower_secondary", "upper_secondary"] | None = None
    identity_number: Annotated[str, Field(pattern=r"^\d{9}(\d{3})?$")] | None = None
    union_joined_on: date | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None = None
    language: Literal["vi", "en"] = "vi"
    unit: Reference | None = None
    """Where the person works or lives party life."""
    in_unit_since: date | None = None


class CorrectPerson(Command):
    """Correct a clerical error in the register; the old value stays on record."""

    command: Literal["correct_person"] = "correct_person"
    person: Reference
    field: Literal["full_name", "born_on", "birthplace", "home_town", "ethnicity", "religion"]
    value: Line
    reason: Text


class EnterStanding(Command):
    """Record a member's standing from outside the program: members who joined before it was used."""

    command: Literal["enter_standing"] = "enter_standing"
    person: Reference
    unit: Reference
    standing: Literal["probationary", "official"]
    joined_on: date
    official_on: date | None = None
    in_unit_since: date


class TakeSeat(Command):
    """Somebody takes a position in a body."""

    command: Literal["take_seat"] = "take_seat"
    person: Reference
    unit: Reference
    position: Line
    role: Literal["secretary", "clerk", "union_officer", "committee_member"]
    votes: bool
    """Whether the seat counts in the roll of a committee."""
    since: date


class LeaveSeat(Command):
    """A position ends."""

    command: Literal["leave_seat"] = "leave_seat"
    person: Reference
    unit: Reference
    role: Literal["secretary", "clerk", "union_officer", "committee_member"]
    until: date


class OpenAccount(Command):
    """Give a person an account to act with."""

    command: Literal["open_account"] = "open_account"
    id: Reference
    person: Reference | None = None


class GrantRole(Command):
    """Grant an account a role within a unit and all below it."""

    command: Literal["grant_role"] = "grant_role"
    account: Reference
    role: Literal["secretary", "clerk", "union_officer", "member", "inspector", "administrator"]
    unit: Reference


class RevokeRole(Command):
    """Take a role back."""

    command: Literal["revoke_role"] = "revoke_role"
    account: Reference
    role: Literal["secretary", "clerk", "union_officer", "member", "inspector", "administrator"]
    unit: Reference


class SetWorkday(Command):
    """Say that a day is worked, or not, against the usual calendar."""

    command: Literal["set_workday"] = "set_workday"
    on: date
    is_working: bool
    source: Line


class AddWebhook(Command):
    """Have events of a unit posted to an address, signed with a secret."""

    command: Literal["add_webhook"] = "add_webhook"
    id: Reference
    unit: Reference
    url: Annotated[str, Field(pattern=r"^https?://", max_length=500)]
    secret: Annotated[str, Field(min_length=24, max_length=200)]


StepCommands = FormCommand | Assessment | Endorsement | Vote | Review | Decision | Ceremony | Waiting
CrossCommands = (
    ReturnForSupplement
    | SupplementDone
    | Suspend
    | Resume
    | Transfer
    | Withdraw
    | Close
    | Correction
    | Reopen
    | ReplaceMentor
    | ExtendLimit
    | Migrate
)
SystemCommands = Remind | IssueDocument | SendNotice
MeetingCommands = OpenMeeting | CloseMeeting
RegisterCommands = (
    AddUnit
    | AddPerson
    | CorrectPerson
    | EnterStanding
    | TakeSeat
    | LeaveSeat
    | OpenAccount
    | GrantRole
    | RevokeRole
    | SetWorkday
    | AddWebhook
)
AnyCommand = Annotated[
    OpenDossier | StepCommands | CrossCommands | SystemCommands | MeetingCommands | RegisterCommands,
    Field(discriminator="command"),
]
"""Every command, told apart by its `command` field."""
