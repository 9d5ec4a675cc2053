"""What is asked of a vote in which each member votes on a device of their own, and of who has an interest."""

from __future__ import annotations

from typing import Literal

from models.commands.shape import Command, Day, DossierCommand, Reference, StepId
from models.commands.steps import StepCommand
from models.text import Text

Way = Literal["open", "secret"]
Choice = Literal["yes", "no", "blank"]


class OpenBallot(DossierCommand):
    """Let the members who are present vote on a dossier, each on their own device, openly or in secret."""

    command: Literal["open_ballot"] = "open_ballot"
    step: StepId
    meeting: Reference
    way: Way


class CloseBallot(DossierCommand):
    """End a ballot: nobody votes any more, and the ballots are counted."""

    command: Literal["close_ballot"] = "close_ballot"
    step: StepId
    meeting: Reference
    ballot: Reference


class VoidBallot(DossierCommand):
    """Annul a ballot that is still open: what was cast counts for nothing, and the body may vote anew."""

    command: Literal["void_ballot"] = "void_ballot"
    step: StepId
    ballot: Reference
    reason: Text


class RecordBallot(StepCommand):
    """Record the result of a ballot that was counted, with the papers of the step."""

    command: Literal["record_ballot"] = "record_ballot"
    meeting: Reference
    ballot: Reference


class DeclareInterest(DossierCommand):
    """Say that a member is kin to the candidate, or has another interest in the dossier."""

    command: Literal["declare_interest"] = "declare_interest"
    on: Day
    person: Reference
    relation: Literal["kinship", "other"]
    reason: Text


class CastBallot(Command):
    """One member's vote, cast by themself or, where the procedure allows it, by who holds their proxy.

    It is recorded through a door of its own, and is none of the commands that a timeline tells or that may
    carry a key: from the digest kept under a key, a choice among three could be guessed.
    """

    ballot: Reference
    choice: Choice
    on_behalf_of: Reference | None = None
    """The absent member whose vote it is, where whoever casts it votes by proxy; None: their own."""
