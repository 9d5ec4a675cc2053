"""A count of ballots, weighed over the roll frozen for its meeting, wherever the count comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from engine.rules.given import Meeting
from engine.rules.majorities import weighed_threshold
from models.procedure import ChairVote, VoteRule
from models.requirements import Figure, Requirement

ARITHMETIC = frozenset(
    {"vote.quorum", "vote.participation", "vote.majority", "vote.casting_vote", "vote.veto"}
)
"""Rules by which a result is recomputed: what stands beside the numbers wherever they are shown."""


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

    @property
    def chair_vote(self) -> ChairVote | None:
        """How the chair voted, where it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of one vote."""

    yes: int
    no: int
    blank: int = 0
    invalid: int = 0
    chair_vote: ChairVote | None = None
    """How the chair voted, where it was said; a secret ballot cannot tell."""

    @classmethod
    def of(cls, counted: Counted) -> Tally:
        """Return the figures a command or an event tells."""
        return cls(
            yes=counted.yes,
            no=counted.no,
            blank=counted.blank,
            invalid=counted.invalid,
            chair_vote=counted.chair_vote,
        )

    @property
    def cast(self) -> int:
        """Return how many ballots were cast, of whatever kind."""
        return self.yes + self.no + self.blank + self.invalid

    @property
    def valid(self) -> int:
        """Return how many ballots say yes or no."""
        return self.yes + self.no

    @property
    def is_tied(self) -> bool:
        """Say whether as many voted for as against."""
        return self.yes == self.no


def bases(meeting: Meeting, tally: Tally) -> Mapping[str, int]:
    """Return how many each base of a share counts: the roll, those present, ballots cast, ballots valid."""
    return {"roll": meeting.roll, "present": meeting.present, "cast": tally.cast, "valid": tally.valid}


def votes_for(tally: Tally, rule: VoteRule) -> int:
    """Return the votes for, as the majority counts them.

    Where the procedure has a casting vote and the votes are equal, a chair who voted for counts once more.
    No base grows by it: a casting vote is not another ballot, so as many are needed with it as without.
    """
    once_more = rule.casting_vote is not None and tally.is_tied and tally.chair_vote == "yes"
    return tally.yes + once_more


def weighed_tally(tally: Tally, meeting: Meeting, rule: VoteRule, source: str) -> tuple[Requirement, ...]:
    """Weigh the figures of one vote over the frozen roll of its meeting.

    Quorum, participation and what is said of the chair admit the vote; majority, casting vote and veto
    settle its outcome, which must hold against each of them.
    """
    of = bases(meeting, tally)
    return (
        _fits(tally, meeting, source),
        *_abstaining(tally, meeting, source),
        *_chair(tally, rule, source),
        *admitted(meeting, rule, tally),
        *_participation(tally, rule, of),
        _majority(tally, rule, of),
        *_casting_vote(tally, rule),
        *_veto(tally, rule),
    )  # fmt: skip


def _fits(tally: Tally, meeting: Meeting, source: str) -> Requirement:
    """Weigh that there are ballots, and no more than there are members present; some may be so by proxy."""
    figures: dict[str, Figure] = {"ballots": tally.cast, "present": meeting.present}
    if meeting.represented:
        figures = {
            "ballots": tally.cast, "present": meeting.present, "represented": len(meeting.represented)
        }  # fmt: skip
    met = 0 < tally.cast <= meeting.present
    return Requirement(rule="vote.tally", source=source, figures=figures, met=met)


def admitted(meeting: Meeting, rule: VoteRule, tally: Tally | None = None) -> tuple[Requirement, ...]:
    """Weigh whether a meeting may vote at all: how many its roll has, and how many are there or represented.

    Before anybody has voted, a quorum of the ballots cast is not reached.
    """
    of = bases(meeting, tally or Tally(yes=0, no=0))
    quorum = weighed_threshold("vote.quorum", rule.quorum, meeting.present, of, decides=False)
    if meeting.represented:
        quorum = replace(quorum, figures={**quorum.figures, "represented": len(meeting.represented)})
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
    figures: dict[str, Figure] = {"roll": meeting.roll, "needed": rule.least_roll.amount}
    enough = meeting.roll >= rule.least_roll.amount
    return (Requirement(rule="vote.least_roll", source=rule.least_roll.source, figures=figures, met=enough),)


def _chair(tally: Tally, rule: VoteRule, source: str) -> Iterator[Requirement]:
    """Ask how the chair voted where it matters, nowhere else, and only for a vote that is in the count."""
    said = tally.chair_vote
    if not rule.asks_the_chair:
        if said is not None:
            yield Requirement(
                rule="vote.chair_not_asked", source=source, figures={"chair_vote": said}, met=False
            )
        return
    if _matters(tally, rule):
        yield Requirement(
            rule="vote.chair_said",
            source=source,
            figures={"yes": tally.yes, "no": tally.no},
            met=said is not None,
        )
    if said in ("yes", "no"):
        yield Requirement(
            rule="vote.chair_counted", source=source,
            figures={"chair_vote": said, "yes": tally.yes, "no": tally.no},
            met=(tally.yes if said == "yes" else tally.no) > 0,
        )  # fmt: skip


def _matters(tally: Tally, rule: VoteRule) -> bool:
    """Say whether the chair's vote can settle the outcome: a tie is to be broken, or some vote is a veto."""
    breaks_a_tie = rule.casting_vote is not None and tally.is_tied and tally.yes > 0
    may_be_a_veto = rule.veto is not None and rule.veto.by == "chair" and tally.no > 0
    return breaks_a_tie or may_be_a_veto


def _participation(tally: Tally, rule: VoteRule, of: Mapping[str, int]) -> Iterator[Requirement]:
    if rule.participation is not None:
        yield weighed_threshold("vote.participation", rule.participation, tally.cast, of, decides=False)


def _majority(tally: Tally, rule: VoteRule, of: Mapping[str, int]) -> Requirement:
    counted = votes_for(tally, rule)
    weighed = weighed_threshold("vote.majority", rule.majority, counted, of, decides=True)
    casting = counted - tally.yes
    return replace(weighed, figures={**weighed.figures, "casting": casting}) if casting else weighed


def _casting_vote(tally: Tally, rule: VoteRule) -> Iterator[Requirement]:
    """Yield what the chair decides: of equal votes nothing else carries."""
    if rule.casting_vote is not None and tally.is_tied:
        yield Requirement(
            rule="vote.casting_vote", source=rule.casting_vote.source,
            figures={"yes": tally.yes, "no": tally.no, "chair_vote": tally.chair_vote or "unsaid"},
            met=tally.chair_vote == "yes", decides=True,
        )  # fmt: skip


def _veto(tally: Tally, rule: VoteRule) -> Iterator[Requirement]:
    veto = rule.veto
    if veto is None:
        return
    if veto.by == "any":
        yield Requirement(
            rule="vote.veto", source=veto.source, figures={"no": tally.no}, met=tally.no == 0, decides=True
        )
    else:
        yield Requirement(
            rule="vote.veto", source=veto.source, figures={"chair_vote": tally.chair_vote or "unsaid"},
            met=tally.chair_vote != "no", decides=True,
        )  # fmt: skip
