"""What has happened: the entries of the timelines, frozen, each saying where it leads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from models.events.ballots import BallotClosed, BallotOpened, BallotVoided, InterestDeclared
from models.events.crossing import (
    Closed,
    Corrected,
    CrossEvent,
    LimitExtended,
    MentorReplaced,
    Migrated,
    Reopened,
    Resumed,
    Returned,
    Supplemented,
    Suspended,
    Transferred,
    Withdrawn,
)
from models.events.meetings import (
    AgendaChanged,
    AgendaItem,
    AttendanceNoted,
    MeetingAdjourned,
    MeetingCalledOff,
    MeetingClosed,
    MeetingConvened,
    MeetingOpened,
    MinutesSigned,
    ProxyGiven,
    ProxyRevoked,
)
from models.events.moved import Filed, Moved, PaperDue
from models.events.noting import DocumentIssued, NoticeSent, Reminded
from models.events.office import RegisterChanged
from models.events.scans import ScanAttached, ScanChecked, ScanReleased
from models.events.signatures import DocumentSigned
from models.events.steps import (
    Assessed,
    CeremonyHeld,
    Decided,
    DossierOpened,
    Endorsed,
    Interested,
    Reviewed,
    StepEvent,
    Submitted,
    Voted,
    WaitingEnded,
)

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
BallotEvents = BallotOpened | BallotClosed | BallotVoided | InterestDeclared
OutputEvents = Reminded | DocumentIssued | NoticeSent
ScanEvents = ScanAttached | ScanChecked | ScanReleased
DossierEvents = (
    DossierOpened | StepEvents | CrossEvents | BallotEvents | ScanEvents | DocumentSigned | OutputEvents
)
MeetingEvents = (
    MeetingConvened
    | AgendaChanged
    | MeetingCalledOff
    | MeetingOpened
    | AttendanceNoted
    | ProxyGiven
    | ProxyRevoked
    | MeetingAdjourned
    | MeetingClosed
    | MinutesSigned
)
Event = Annotated[DossierEvents | MeetingEvents | RegisterChanged, Field(discriminator="kind")]

EVENT: TypeAdapter[DossierEvents | MeetingEvents | RegisterChanged] = TypeAdapter(Event)
"""Reads an event back from the plain value the timeline keeps, and writes it as one."""

__all__ = [
    "EVENT",
    "AgendaChanged",
    "AgendaItem",
    "Assessed",
    "AttendanceNoted",
    "BallotClosed",
    "BallotEvents",
    "BallotOpened",
    "BallotVoided",
    "CeremonyHeld",
    "Closed",
    "Corrected",
    "CrossEvent",
    "CrossEvents",
    "Decided",
    "DocumentIssued",
    "DocumentSigned",
    "DossierEvents",
    "DossierOpened",
    "Endorsed",
    "Event",
    "Filed",
    "InterestDeclared",
    "Interested",
    "LimitExtended",
    "MeetingAdjourned",
    "MeetingCalledOff",
    "MeetingClosed",
    "MeetingConvened",
    "MeetingEvents",
    "MeetingOpened",
    "MentorReplaced",
    "Migrated",
    "MinutesSigned",
    "Moved",
    "NoticeSent",
    "OutputEvents",
    "PaperDue",
    "ProxyGiven",
    "ProxyRevoked",
    "RegisterChanged",
    "Reminded",
    "Reopened",
    "Resumed",
    "Returned",
    "Reviewed",
    "ScanAttached",
    "ScanChecked",
    "ScanEvents",
    "ScanReleased",
    "StepEvent",
    "StepEvents",
    "Submitted",
    "Supplemented",
    "Suspended",
    "Transferred",
    "Voted",
    "WaitingEnded",
    "Withdrawn",
]
