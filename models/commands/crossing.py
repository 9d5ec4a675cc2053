"""What may be asked at any step: returns, pauses, moves, ends, corrections."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.answers import Answers
from models.commands.shape import Command, Day, DossierCommand, Reference, StepId
from models.text import Line, Text


class SupplementItem(Command):
    """One thing a returned dossier owes."""

    item: Line
    reason: Text
    step: StepId | None = None
    """Earlier step to be done anew for it, if any."""


class ReturnForSupplement(DossierCommand):
    """Send the dossier back with a list of what is missing."""

    command: Literal["return_for_supplement"] = "return_for_supplement"
    on: Day
    items: Annotated[tuple[SupplementItem, ...], Field(min_length=1, max_length=50)]


class SupplementDone(DossierCommand):
    """Answer a returned dossier, item by item."""

    command: Literal["supplement"] = "supplement"
    on: Day
    answers: Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]


class Suspend(DossierCommand):
    """Stop the clock of a dossier, with a reason."""

    command: Literal["suspend"] = "suspend"
    on: Day
    reason: Text


class Resume(DossierCommand):
    """Let a suspended dossier move again; limits are pushed by the days it stood still."""

    command: Literal["resume"] = "resume"
    on: Day
    reason: Text


class Transfer(DossierCommand):
    """Move the dossier with its candidate to another branch."""

    command: Literal["transfer"] = "transfer"
    on: Day
    to_unit: Reference
    reason: Text


class Withdraw(DossierCommand):
    """The candidate no longer asks for admission."""

    command: Literal["withdraw"] = "withdraw"
    on: Day
    reason: Text


class Close(DossierCommand):
    """End consideration for a cause the regulation names; the file is kept."""

    command: Literal["close"] = "close"
    on: Day
    cause: Literal["death", "discipline", "left_unit", "other"]
    reason: Text


class Correction(DossierCommand):
    """Correct a clerical error in what was filed at a step; the old stays on record."""

    command: Literal["correction"] = "correction"
    on: Day
    step: StepId
    answers: Answers
    reason: Text


class Reopen(DossierCommand):
    """Have an earlier step done anew: a certificate lapsed, a paper grown old."""

    command: Literal["reopen"] = "reopen"
    on: Day
    step: StepId
    reason: Text


class ReplaceMentor(DossierCommand):
    """Put another member in charge of the candidate; the former one's time is kept and counts."""

    command: Literal["replace_mentor"] = "replace_mentor"
    on: Day
    person: Reference
    reason: Text


class ExtendLimit(DossierCommand):
    """Extend the limit of an open step, once, as the regulation allows in special cases."""

    command: Literal["extend_limit"] = "extend_limit"
    on: Day
    step: StepId
    reason: Text


class Migrate(DossierCommand):
    """Move the dossier to another version of its procedure."""

    command: Literal["migrate"] = "migrate"
    on: Day
    procedure: Reference
    reason: Text
