"""Who acts at a step, who is put in charge, who is told, and where an outcome leads."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator

from models.procedure.values import Amount, Caption, Identifier, Length, Sourced, Strict, Threshold

ChairVote = Literal["yes", "no", "abstained"]
"""How the chair voted. `abstained`: neither for nor against, or in secret and not telling."""


class CastingVote(Sourced):
    """Where the votes for and against are equal, somebody's vote decides."""

    by: Literal["chair"] = "chair"


class Veto(Sourced):
    """Who stops the matter by voting against it: the `chair`, or `any` one who votes."""

    by: Literal["chair", "any"]


class InterestRule(Sourced):
    """What it means for a vote that a member is no stranger to the candidate."""

    relations: tuple[Literal["mentor", "introducer", "kinship", "other"], ...] = Field(min_length=1)
    """`mentor` and `introducer` are on record; `kinship` and `other` are declared."""
    treatment: Literal["votes", "abstains", "leaves"]
    """`abstains`: counts in the roll and among those present, and does not vote; `leaves`: does not count."""


class VoteRule(Strict):
    """How a body decides: who counts, who must be there, what carries, what stops."""

    roll: Literal["official_members", "committee_members"]
    quorum: Threshold
    """How many must be present."""
    participation: Threshold | None = None
    """How many ballots must be cast, of whatever kind; with fewer the vote does not count."""
    majority: Threshold
    """How many votes for carry the matter."""
    casting_vote: CastingVote | None = None
    veto: Veto | None = None
    least_roll: Amount | None = None
    """How many the roll must have at the least; with fewer the committee above considers."""
    attempts: Amount | None = None
    """How many votes may be held before the matter goes to the committee above; None: one."""
    interests: tuple[InterestRule, ...] = ()
    """What relations to the candidate mean; whoever none of them names votes as everybody."""
    proxies: Amount | None = None
    """For how many absent members one who is present may vote; None: nobody votes for another."""

    @property
    def asks_the_chair(self) -> bool:
        """Say whether it may matter how the chair voted."""
        return self.casting_vote is not None or (self.veto is not None and self.veto.by == "chair")


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
    majority: Threshold | None = None
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
