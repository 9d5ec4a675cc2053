"""What a person, or the walker, may ask of the program: the shape of each request, never its rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from models.commands.ballots import (
    CastBallot,
    CloseBallot,
    DeclareInterest,
    OpenBallot,
    RecordBallot,
    VoidBallot,
)
from models.commands.crossing import (
    Close,
    Correction,
    ExtendLimit,
    Migrate,
    Reopen,
    ReplaceMentor,
    Resume,
    ReturnForSupplement,
    SupplementDone,
    SupplementItem,
    Suspend,
    Transfer,
    Withdraw,
)
from models.commands.meetings import (
    Absence,
    AdjournMeeting,
    AgendaPoint,
    CallOffMeeting,
    ChangeAgenda,
    CloseMeeting,
    ConveneMeeting,
    GiveProxy,
    NoteAttendance,
    OpenMeeting,
    RevokeProxy,
    SignMinutes,
)
from models.commands.noting import IssueDocument, Remind, SendNotice
from models.commands.register import (
    AddPerson,
    AddUnit,
    AddWebhook,
    CloseAccount,
    CorrectPerson,
    EndSessions,
    EnterStanding,
    GrantRole,
    LeaveSeat,
    OpenAccount,
    RevokeRole,
    SetPassword,
    SetWorkday,
    TakeSeat,
    TurnOffSecondFactor,
    TurnOnSecondFactor,
)
from models.commands.scans import AttachScan, CheckScan, ReleaseScan
from models.commands.shape import Command, DossierCommand
from models.commands.signatures import SignDocument
from models.commands.steps import (
    Assessment,
    Ceremony,
    Decision,
    Endorsement,
    FormCommand,
    OpenDossier,
    Review,
    StepCommand,
    Vote,
    Waiting,
)
from models.commands.substitution import (
    AcceptSubstitution,
    DeclineSubstitution,
    EndSubstitution,
    OfferSubstitution,
    Task,
)

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
BallotCommands = OpenBallot | CloseBallot | VoidBallot | RecordBallot | DeclareInterest
ScanCommands = AttachScan | ReleaseScan
SignatureCommands = SignDocument
SystemCommands = Remind | IssueDocument | SendNotice | CheckScan
MeetingCommands = (
    ConveneMeeting
    | ChangeAgenda
    | CallOffMeeting
    | OpenMeeting
    | NoteAttendance
    | AdjournMeeting
    | CloseMeeting
)
MinutesCommands = SignMinutes
ProxyCommands = GiveProxy | RevokeProxy
SubstitutionCommands = OfferSubstitution | AcceptSubstitution | DeclineSubstitution | EndSubstitution
RegisterCommands = (
    AddUnit
    | AddPerson
    | CorrectPerson
    | EnterStanding
    | TakeSeat
    | LeaveSeat
    | OpenAccount
    | CloseAccount
    | GrantRole
    | RevokeRole
    | SetWorkday
    | AddWebhook
    | SetPassword
    | TurnOnSecondFactor
    | TurnOffSecondFactor
    | EndSessions
    | SubstitutionCommands
)
AnyCommand = Annotated[
    OpenDossier
    | StepCommands
    | CrossCommands
    | BallotCommands
    | ScanCommands
    | SignatureCommands
    | SystemCommands
    | MeetingCommands
    | MinutesCommands
    | ProxyCommands
    | RegisterCommands,
    Field(discriminator="command"),
]
"""Every command, told apart by its `command` field."""

COMMAND: TypeAdapter[
    OpenDossier
    | StepCommands
    | CrossCommands
    | BallotCommands
    | ScanCommands
    | SignatureCommands
    | SystemCommands
    | MeetingCommands
    | MinutesCommands
    | ProxyCommands
    | RegisterCommands
] = TypeAdapter(AnyCommand)
"""Reads any command from a plain value."""

__all__ = [
    "COMMAND",
    "Absence",
    "AcceptSubstitution",
    "AddPerson",
    "AddUnit",
    "AddWebhook",
    "AdjournMeeting",
    "AgendaPoint",
    "AnyCommand",
    "Assessment",
    "AttachScan",
    "BallotCommands",
    "CallOffMeeting",
    "CastBallot",
    "Ceremony",
    "ChangeAgenda",
    "CheckScan",
    "Close",
    "CloseAccount",
    "CloseBallot",
    "CloseMeeting",
    "Command",
    "ConveneMeeting",
    "CorrectPerson",
    "Correction",
    "CrossCommands",
    "Decision",
    "DeclareInterest",
    "DeclineSubstitution",
    "DossierCommand",
    "EndSessions",
    "EndSubstitution",
    "Endorsement",
    "EnterStanding",
    "ExtendLimit",
    "FormCommand",
    "GiveProxy",
    "GrantRole",
    "IssueDocument",
    "LeaveSeat",
    "MeetingCommands",
    "Migrate",
    "MinutesCommands",
    "NoteAttendance",
    "OfferSubstitution",
    "OpenAccount",
    "OpenBallot",
    "OpenDossier",
    "OpenMeeting",
    "ProxyCommands",
    "RecordBallot",
    "RegisterCommands",
    "ReleaseScan",
    "Remind",
    "Reopen",
    "ReplaceMentor",
    "Resume",
    "ReturnForSupplement",
    "Review",
    "RevokeProxy",
    "RevokeRole",
    "ScanCommands",
    "SendNotice",
    "SetPassword",
    "SetWorkday",
    "SignDocument",
    "SignMinutes",
    "SignatureCommands",
    "StepCommand",
    "StepCommands",
    "SubstitutionCommands",
    "SupplementDone",
    "SupplementItem",
    "Suspend",
    "SystemCommands",
    "TakeSeat",
    "Task",
    "Transfer",
    "TurnOffSecondFactor",
    "TurnOnSecondFactor",
    "VoidBallot",
    "Vote",
    "Waiting",
    "Withdraw",
]
