"""A written regulation as data: the stages of the road, their steps, numbers and sources, in one version."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field, StrictInt

from models.procedure.acting import (
    ENDINGS,
    Acts,
    Addressee,
    Assignment,
    CastingVote,
    ChairVote,
    DueDocument,
    DueNotice,
    EndorsementSource,
    InterestRule,
    Lead,
    Limit,
    Veto,
    VoteRule,
)
from models.procedure.forms import Choice, Column, FieldKind, Form, FormField, FormSet, IncomingPaper
from models.procedure.required import (
    Required,
    RequiredAge,
    RequiredEducation,
    RequiredFreshPapers,
    RequiredMentorship,
    RequiredOutcome,
    RequiredPaper,
    RequiredReports,
)
from models.procedure.steps import OUTCOMES, Step, StepKind
from models.procedure.values import Amount, Caption, Identifier, Length, Sourced, Strict, Threshold, Unit


class Stage(Strict):
    """A stretch of the road; its steps follow one another, or stand open side by side."""

    id: Identifier
    title: Caption
    flow: Identifier
    """The Prefect flow that makes what this stage leaves behind."""
    together: bool = False
    """True: all steps are open at once, and the stage is done when all are."""
    apart: bool = False
    """True: reached only by a lead that names it, never by going on."""
    steps: tuple[Step, ...] = Field(min_length=1)


class SupplementRule(Strict):
    """How often a dossier may be returned for supplement, and how long the answer may take."""

    rounds: Amount
    answer_within: Length


class TransferRule(Sourced):
    """What a move to another unit asks."""

    months_together: Annotated[StrictInt, Field(ge=0)]
    """Months the new mentor must guide the candidate before the new branch considers."""
    verify_again_after: Length
    until: Identifier
    """Step whose resolution settles the matter: a move before it begins again, a move after it does not."""
    restart_at: Identifier
    """Step at which the new branch begins (it assigns a new mentor)."""


class SweepRule(Strict):
    """When the daily sweep speaks, in calendar days before and after a limit."""

    remind_before_days: tuple[Annotated[StrictInt, Field(ge=1)], ...]
    escalate_after_days: tuple[Annotated[StrictInt, Field(ge=1)], ...]
    expiring_before_days: tuple[Annotated[StrictInt, Field(ge=1)], ...]
    """When to warn of a paper about to lose its validity."""


class Procedure(Strict):
    """One version of a regulation, as the engine reads it."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Caption
    basis: tuple[str, ...] = Field(min_length=1)
    in_force_from: date
    in_force_until: date | None = None
    forms: FormSet
    incoming: tuple[IncomingPaper, ...] = ()
    symbols: dict[str, str] = Field(default_factory=dict)
    """Form code → symbol, where this version's bodies number otherwise than the form set says."""
    opened_by: Acts
    mentor_candidates: Amount
    supplement: SupplementRule
    transfer: TransferRule
    sweep: SweepRule
    stages: tuple[Stage, ...] = Field(min_length=1)

    def step(self, step_id: str) -> Step:
        """Return the step with this id; KeyError names the id when the procedure has none."""
        return self._steps[step_id][1]

    def symbol(self, code: str) -> str | None:
        """Return the symbol under which papers of a form are numbered; None for those without a number."""
        return self.symbols.get(code, self.forms.form(code).symbol)

    def has_step(self, step_id: str) -> bool:
        """Say whether this version knows the step."""
        return step_id in self._steps

    def stage_of(self, step_id: str) -> Stage:
        """Return the stage in which the step stands; KeyError when no stage has it."""
        return self._steps[step_id][0]

    def stage(self, stage_id: str) -> Stage:
        """Return the stage with this id; KeyError names the id when the procedure has none."""
        return self._stages[stage_id]

    @cached_property
    def _steps(self) -> dict[str, tuple[Stage, Step]]:
        return {step.id: (stage, step) for stage in self.stages for step in stage.steps}

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    def in_force(self, day: date) -> bool:
        """Say whether this version governs dossiers opened on the day (both ends inclusive)."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


__all__ = [
    "ENDINGS",
    "OUTCOMES",
    "Acts",
    "Addressee",
    "Amount",
    "Assignment",
    "Caption",
    "CastingVote",
    "ChairVote",
    "Choice",
    "Column",
    "DueDocument",
    "DueNotice",
    "EndorsementSource",
    "FieldKind",
    "Form",
    "FormField",
    "FormSet",
    "Identifier",
    "IncomingPaper",
    "InterestRule",
    "Lead",
    "Length",
    "Limit",
    "Procedure",
    "Required",
    "RequiredAge",
    "RequiredEducation",
    "RequiredFreshPapers",
    "RequiredMentorship",
    "RequiredOutcome",
    "RequiredPaper",
    "RequiredReports",
    "Sourced",
    "Stage",
    "Step",
    "StepKind",
    "Strict",
    "SupplementRule",
    "SweepRule",
    "Threshold",
    "TransferRule",
    "Unit",
    "Veto",
    "VoteRule",
]
