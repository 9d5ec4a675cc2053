"""What is asked to open a dossier and to do one step of its road."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from models.answers import Answers
from models.commands.shape import Command, Day, DossierCommand, Reference, StepId
from models.procedure import ChairVote
from models.text import Line, StrictCount


class OpenDossier(Command):
    """Open a dossier for a recruit the branch means to guide."""

    command: Literal["open_dossier"] = "open_dossier"
    candidate: Reference
    unit: Reference
    source: Literal["standing_militia", "called_up", "union_member", "other"]
    on: Day
    procedure: Reference | None = None
    """Version to open under; None: the one in force on the day."""


class StepCommand(DossierCommand):
    """A command that does one step of the road."""

    step: StepId
    answers: Answers = Field(default_factory=dict)


class FormCommand(StepCommand):
    """File the papers of a form step, and name the person it puts in charge."""

    command: Literal["form"] = "form"
    on: Day
    person: Reference | None = None


class Assessment(StepCommand):
    """The mentor's assessment: go on guiding, recommend, or decline."""

    command: Literal["assessment"] = "assessment"
    on: Day
    verdict: Literal["continued", "recommended", "declined"]


class Endorsement(StepCommand):
    """A second introduction: by another member, or by a union's executive committee."""

    command: Literal["endorsement"] = "endorsement"
    on: Day
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
    chair_vote: ChairVote | None = None
    """How the chair voted, where the procedure has a use for it; None where it has none."""


class Review(StepCommand):
    """The conclusion of a verification."""

    command: Literal["review"] = "review"
    on: Day
    verdict: Literal["clear", "unclear"]


class Decision(StepCommand):
    """The decision of a competent body, with the vote that carried or refused it."""

    command: Literal["decision"] = "decision"
    meeting: Reference
    yes: StrictCount
    no: StrictCount
    blank: StrictCount = 0
    invalid: StrictCount = 0
    chair_vote: ChairVote | None = None
    """How the chair voted, where the procedure has a use for it; None where it has none."""


class Ceremony(StepCommand):
    """The admission ceremony was held, and a member has charge of the probation."""

    command: Literal["ceremony"] = "ceremony"
    on: Day
    person: Reference
    place: Line


class Waiting(StepCommand):
    """A term has run out; recorded by the daily sweep."""

    command: Literal["waiting"] = "waiting"
