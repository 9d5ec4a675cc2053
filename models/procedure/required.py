"""What a step may ask to be there before it is done."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from models.procedure.values import Identifier, Length, Sourced


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
