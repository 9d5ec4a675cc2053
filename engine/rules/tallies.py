"""A count of ballots, weighed over the roll frozen for its meeting, wherever the count comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from engine.rules.given import Meeting
from engine.rules.majorities import weighed_share
from models.procedure import VoteRule
from models.requirements import Requirement


class Counted(Protocol):
    """Whatever tells the figures of a vote: a command, or the event it became."""

    @property
    def yes(self) -> int:
        """Ballots for."""

    @property
    def no(self) -> int:
        """Ballots against."""

    @property
    def blank(self) -> int:
        """Ballots without a choice."""

    @property
    def invalid(self) -> int:
        """Ballots that do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of one vote."""

    yes: int
    no: int
    blank: int = 0
    invalid: int = 0
    chair_vote: Literal["yes", "no"] | None = None
    """How the chair voted, where it was said; a secret ballot cannot tell."""

    @classmethod
    def of(cls, counted: Counted) -> Tally:
        """Return the figures a command or an event tells."""
        return cls(yes=counted.yes, no=counted.no, blank=counted.blank, invalid=counted.invalid)

    @property
    def cast(self) -> int:
        """Return how many ballots were cast, of whatever kind."""
        return self.yes + self.no + self.blank + self.invalid

    @property
    def valid(self) -> int:
        """Return how many ballots say yes or no."""
        return self.yes + self.no


def bases(meeting: Meeting, tally: Tally) -> Mapping[str, int]:
    """Return how many each base of a share counts: the roll, those present, ballots cast, ballots valid."""
    return {"roll": meeting.roll, "present": meeting.present, "cast": tally.cast, "valid": tally.valid}


def weighed_tally(tally: Tally, meeting: Meeting, rule: VoteRule, source: str) -> tuple[Requirement, ...]:
    """Weigh the figures of one vote over the frozen roll of its meeting."""
    of = bases(meeting, tally)
    return (
        Requirement(
            rule="vote.tally", source=source, figures={"ballots": tally.cast, "present": meeting.present},
            met=0 < tally.cast <= meeting.present,
        ),
        *_abstaining(tally, meeting, source),
        *admitted(meeting, rule),
        weighed_share("vote.majority", rule.majority, tally.yes, of, decides=True),
    )  # fmt: skip


def admitted(meeting: Meeting, rule: VoteRule) -> tuple[Requirement, ...]:
    """Weigh whether a meeting may vote at all: how many its roll has, and how many of them are there."""
    of = bases(meeting, Tally(yes=0, no=0))
    quorum = weighed_share("vote.quorum", rule.quorum, meeting.present, of, decides=False)
    return (*_roll_enough(rule, meeting), quorum)


def _abstaining(tally: Tally, meeting: Meeting, source: str) -> tuple[Requirement, ...]:
    """Ask that nobody voted who must abstain, where somebody must."""
    if not meeting.abstaining:
        return ()
    voters = meeting.present - meeting.abstaining
    figures: dict[str, str | int] = {
        "ballots": tally.cast, "voters": voters, "abstaining": meeting.abstaining
    }  # fmt: skip
    return (Requirement(rule="vote.abstaining", source=source, figures=figures, met=tally.cast <= voters),)


def _roll_enough(rule: VoteRule, meeting: Meeting) -> tuple[Requirement, ...]:
    if rule.least_roll is None:
        return ()
    figures: dict[str, str | int] = {"roll": meeting.roll, "needed": rule.least_roll.amount}
    enough = meeting.roll >= rule.least_roll.amount
    return (Requirement(rule="vote.least_roll", source=rule.least_roll.source, figures=figures, met=enough),)
