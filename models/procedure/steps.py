"""One step of the road, and the kinds of step the engine knows."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.procedure.acting import (
    Acts,
    Assignment,
    DueDocument,
    DueNotice,
    EndorsementSource,
    Lead,
    Limit,
    VoteRule,
)
from models.procedure.required import Required
from models.procedure.values import Caption, Identifier, Length, Sourced


class StepKind(StrEnum):
    """The kinds of step the engine knows; their order and numbers belong to the procedure."""

    FORM = "form"
    ASSESSMENT = "assessment"
    ENDORSEMENT = "endorsement"
    VOTE = "vote"
    REVIEW = "review"
    DECISION = "decision"
    CEREMONY = "ceremony"
    WAITING = "waiting"


OUTCOMES: dict[StepKind, tuple[str, ...]] = {
    StepKind.FORM: ("submitted",),
    StepKind.ASSESSMENT: ("continued", "recommended", "declined"),
    StepKind.ENDORSEMENT: ("endorsed", "declined"),
    StepKind.VOTE: ("passed", "failed", "exhausted"),
    StepKind.REVIEW: ("clear", "unclear"),
    StepKind.DECISION: ("approved", "refused"),
    StepKind.CEREMONY: ("held",),
    StepKind.WAITING: ("ended",),
}
"""Every outcome a step of the kind can have; the checker asks that each is led somewhere."""


class Step(Sourced):
    """One step of the road, with the paragraph that orders it."""

    id: Identifier
    title: Caption
    kind: StepKind
    acts: Acts
    only_where: Identifier | None = None
    """Kind of unit that must stand in the dossier's line; elsewhere the step is passed over."""
    papers: tuple[str, ...] = ()
    """Forms this step files, by code; their fields are what is typed at the step."""
    may_file: tuple[str, ...] = ()
    """Incoming papers the step files where the dossier has them."""
    requires: tuple[Required, ...] = ()
    """What must be there before the step is done; of an assessment it is asked when it recommends."""
    assigns: Assignment | None = None
    vote: VoteRule | None = None
    endorsements: tuple[EndorsementSource, ...] = ()
    reports_apart: Length | None = None
    """For the same: how far apart two reports must lie at the least to be two."""
    reports_every: Length | None = None
    """For an assessment that is made again and again: how often the mentor reports."""
    wait: Length | None = None
    counted_from: Identifier | None = None
    """For a waiting: the step from whose day it counts."""
    valid_for: Length | None = None
    """How long the papers of this step serve, where the regulation limits it (a certificate)."""
    limit: Limit | None = None
    documents: tuple[DueDocument, ...] = ()
    notices: tuple[DueNotice, ...] = ()
    leads: dict[str, Lead] = Field(default_factory=dict)
    """Outcome → where it leads; an outcome not named goes on."""
    redo_on_transfer: bool = False
    """Whether the new unit does the step again when the candidate moves."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        votes = self.kind in {StepKind.VOTE, StepKind.DECISION}
        parts = {
            "vote": (self.vote is not None, votes),
            "wait": (self.wait is not None, self.kind is StepKind.WAITING),
            "endorsements": (bool(self.endorsements), self.kind is StepKind.ENDORSEMENT),
        }
        for name, (given, wanted) in parts.items():
            if given != wanted:
                raise ValueError(f"step {self.id}: {name} {'is missing' if wanted else 'does not belong'}")
        unknown = set(self.leads) - set(OUTCOMES[self.kind])
        if unknown:
            raise ValueError(f"step {self.id}: no such outcome: {', '.join(sorted(unknown))}")
        return self
