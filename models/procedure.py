"""A written regulation as data: the stages of the road, their steps, numbers and sources, in one version."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, model_validator


class Strict(BaseModel):
    """Refuses unknown keys and stays as it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Caption(Strict):
    """What a reader sees, Vietnamese first."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


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


class Sourced(Strict):
    """A number of the regulation never stands without the paragraph it comes from."""

    source: str = Field(min_length=3)
    to_confirm: bool = False
    """True while the letter of the regulation has not been re-read for this number."""


class Unit(StrEnum):
    """What a length of time is counted in."""

    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Amount(Sourced):
    """A plain number with its source."""

    amount: StrictInt = Field(ge=0)


class Length(Sourced):
    """A length of time with its source."""

    amount: StrictInt = Field(ge=0)
    unit: Unit


class Share(Sourced):
    """A part of a base, in whole numbers: `at_least` 2/3 of the `roll`."""

    comparison: Literal["at_least", "more_than"]
    share: tuple[Annotated[StrictInt, Field(ge=0)], Annotated[StrictInt, Field(ge=1)]]
    of: Literal["roll", "present", "cast", "valid"]

    @model_validator(mode="after")
    def _is_a_part(self) -> Self:
        if self.share[0] > self.share[1]:
            raise ValueError("a share cannot be more than the whole")
        return self


class VoteRule(Strict):
    """How a body decides: who counts, who must be there, what carries."""

    roll: Literal["official_members", "committee_members"]
    quorum: Share
    majority: Share
    attempts: Amount | None = None
    """How many votes may be held before the matter goes to the committee above; None: one."""


class FieldKind(StrEnum):
    """What a clerk types into a field."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    CHOICE = "choice"
    FLAG = "flag"
    TABLE = "table"


class Choice(Strict):
    """One answer of a choice."""

    id: Identifier
    title: Caption


class Column(Strict):
    """One column of a table field; every cell is a line of text."""

    id: Identifier
    title: Caption


class FormField(Strict):
    """One field of a paper as the form prints it."""

    id: Identifier
    kind: FieldKind
    title: Caption
    required: bool = True
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _has_its_parts(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            raise ValueError(f"field {self.id}: choices belong to kind choice, and only to it")
        if (self.kind is FieldKind.TABLE) != bool(self.columns):
            raise ValueError(f"field {self.id}: columns belong to kind table, and only to it")
        return self


class Form(Strict):
    """One printed form: its code and title as the guidance has them, its template and its fields."""

    code: str = Field(min_length=1, max_length=20)
    template: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Caption
    symbol: str | None = None
    """Symbol of the numbered series, such as `NQ/CB`; None for papers that carry no number."""
    fields: tuple[FormField, ...] = ()


class FormSet(Strict):
    """The forms one guidance prescribes, each under its code."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Caption
    basis: tuple[str, ...]
    forms: tuple[Form, ...]

    def form(self, code: str) -> Form:
        """Return the form with this code; KeyError names the code when the set has none."""
        for form in self.forms:
            if form.code == code:
                return form
        raise KeyError(code)


class IncomingPaper(Sourced):
    """A paper another body issues and the dossier only files: an agreement, an exception."""

    code: str = Field(min_length=1, max_length=20)
    title: Caption
    fields: tuple[FormField, ...] = Field(min_length=1)


class RequiredPaper(Sourced):
    """A paper that must be on file."""

    rule: Literal["paper"]
    form: str


class RequiredFreshPapers(Sourced):
    """Papers that must not be older than a length when the body considers them."""

    rule: Literal["fresh_papers"]
    forms: tuple[str, ...] = Field(min_length=1)
    within: Length


class RequiredAge(Sourced):
    """An age between two bounds, counted in completed months."""

    rule: Literal["age"]
    from_months: Annotated[StrictInt, Field(ge=0)]
    until_months: Annotated[StrictInt, Field(ge=0)]
    above_with: str | None = None
    """Code of the paper that allows a higher age, where there is such an agreement."""


class RequiredMentorship(Sourced):
    """Months of guidance by a mentor; a former mentor's period counts."""

    rule: Literal["mentored"]
    months: Annotated[StrictInt, Field(ge=0)]


class RequiredReports(Sourced):
    """Reports the mentor must have made to the branch."""

    rule: Literal["reports"]
    at_least: Annotated[StrictInt, Field(ge=1)]


class RequiredOutcome(Sourced):
    """An earlier step that must have had an outcome."""

    rule: Literal["outcome"]
    step: Identifier
    outcome: str


class RequiredEducation(Sourced):
    """A level of general education that must have been reached."""

    rule: Literal["education"]
    at_least: Literal["primary", "lower_secondary", "upper_secondary"]
    unless_paper: str | None = None
    """Code of the paper that grants the exception, where the regulation knows one."""


Required = Annotated[
    RequiredPaper
    | RequiredFreshPapers
    | RequiredAge
    | RequiredMentorship
    | RequiredReports
    | RequiredOutcome
    | RequiredEducation,
    Field(discriminator="rule"),
]


class Limit(Length):
    """By when a step must be done, and what an overrun asks."""

    counted_from: Literal["opening"] | Identifier = "opening"
    """`opening` of the step, or the id of an earlier step: from the day that step was decided."""
    extension: Length | None = None
    """By how much the competent body may extend once, in special cases."""
    if_late: Caption | None = None


class Acts(Strict):
    """Who does a step: a role in a body of the dossier's line, or a person the dossier names."""

    body: Identifier | None = None
    """Kind of unit, resolved upwards from the dossier's branch: `branch`, `grassroots_committee`, …"""
    roles: tuple[Literal["secretary", "clerk", "union_officer"], ...] = ()
    person: Literal["mentor", "introducer"] | None = None

    @model_validator(mode="after")
    def _somebody_acts(self) -> Self:
        if self.body is None or not (self.roles or self.person):
            raise ValueError("a step names its body, and the roles or the person who act for it")
        return self


class Assignment(Strict):
    """A person the step puts in charge of the candidate."""

    role: Literal["mentor", "introducer"]
    standing: Literal["official"] = "official"
    same_unit: bool = True
    at_most_candidates: Amount | None = None
    """How many people one member may guide at a time."""
    acquainted: Length | None = None
    """How long the member must have worked or lived in the same organisation with the candidate."""


class EndorsementSource(Strict):
    """One way a candidate may be endorsed beside the first introducer."""

    id: Literal["member", "youth_union", "trade_union"]
    form: str
    title: Caption
    body: Identifier | None = None
    """Kind of unit whose executive committee endorses; None where one member does."""
    majority: Share | None = None
    acquainted: Length | None = None


class DueDocument(Strict):
    """A document the step leaves behind."""

    form: str
    when: tuple[str, ...] = ()
    """Outcomes on which it is made; empty: all."""


class Addressee(Strict):
    """Somebody to tell: a role in a body of the dossier's line, or a person the dossier names."""

    body: Identifier | None = None
    role: Literal["secretary", "clerk", "union_officer"] | None = None
    person: Literal["mentor", "introducer", "candidate"] | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if (self.person is None) == (self.body is None or self.role is None):
            raise ValueError("name either a person, or a body with a role")
        return self


class DueNotice(Strict):
    """A notice the step sends."""

    notice: Identifier
    to: tuple[Addressee, ...] = Field(min_length=1)
    when: tuple[str, ...] = ()
    """Outcomes on which it is sent; empty: all."""


ENDINGS = ("refused", "recognised", "removed")


class Lead(Strict):
    """Where an outcome leads: on, back, to another step, or to the end of the road."""

    go: Literal["on", "repeat", "to", "end"]
    to: Identifier | None = None
    """Step or stage, for `to`."""
    end: Literal["refused", "recognised", "removed"] | None = None
    at_most: Annotated[StrictInt, Field(ge=1)] | None = None
    """How often a way back may be taken; the checker asks for it on every way that makes a circle."""

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.go == "to") != (self.to is not None):
            raise ValueError("`to` names its step or stage, and only `to` does")
        if (self.go == "end") != (self.end is not None):
            raise ValueError("`end` names how the dossier ends, and only `end` does")
        return self


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
    opened_by: Acts
    mentor_candidates: Amount
    supplement: SupplementRule
    transfer: TransferRule
    sweep: SweepRule
    stages: tuple[Stage, ...] = Field(min_length=1)

    def step(self, step_id: str) -> Step:
        """Return the step with this id; KeyError names the id when the procedure has none."""
        for stage in self.stages:
            for step in stage.steps:
                if step.id == step_id:
                    return step
        raise KeyError(step_id)

    def stage_of(self, step_id: str) -> Stage:
        """Return the stage in which the step stands; KeyError when no stage has it."""
        for stage in self.stages:
            if any(step.id == step_id for step in stage.steps):
                return stage
        raise KeyError(step_id)

    def stage(self, stage_id: str) -> Stage:
        """Return the stage with this id; KeyError names the id when the procedure has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def in_force(self, day: date) -> bool:
        """Say whether this version governs dossiers opened on the day (both ends inclusive)."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)
