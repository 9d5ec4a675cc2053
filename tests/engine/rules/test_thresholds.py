"""Thresholds, casting votes and vetoes, held against a count of single ballots in exact fractions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.rules.given import Meeting
from engine.rules.majorities import least_of, reaches
from engine.rules.tallies import Tally, bases, weighed_tally
from models.procedure import CastingVote, ChairVote, Threshold, Veto, VoteRule
from models.procedure.values import Base
from models.requirements import Requirement

MOST = 13
"""The largest roll that is counted through."""
SHARES = tuple(
    (part, whole) for whole in (1, 2, 3, 4, 5) for part in range(whole + 1) if (part, whole) != (2, 4)
)
SAID: tuple[ChairVote | None, ...] = (None, "yes", "no", "abstained")
COMPARISONS: tuple[Literal["at_least", "more_than"], ...] = ("at_least", "more_than")
SOURCE = "Rules"
ALL = Threshold(comparison="at_least", share=(1, 1), of="roll", source=SOURCE)
NONE_NEEDED = Threshold(comparison="at_least", number=0, source=SOURCE)


def _thresholds() -> tuple[Threshold, ...]:
    shares = tuple(
        Threshold(comparison=comparison, share=share, of=of, source=SOURCE)
        for comparison, share, of in product(COMPARISONS, SHARES, get_args(Base))
    )
    numbers = tuple(
        Threshold(comparison=comparison, number=number, source=SOURCE)
        for comparison, number in product(COMPARISONS, range(MOST + 2))
    )
    return shares + numbers


THRESHOLDS = _thresholds()
CASTING: tuple[CastingVote | None, ...] = (None, CastingVote(source=SOURCE))
VETOES: tuple[Veto | None, ...] = (None, Veto(by="chair", source=SOURCE), Veto(by="any", source=SOURCE))


class Ballots:
    """A meeting as a pile of ballots: whoever is there without one stays away from the urn."""

    def __init__(self, roll: int, present: int, tally: Tally) -> None:
        kinds = {"yes": tally.yes, "no": tally.no, "blank": tally.blank, "invalid": tally.invalid}
        self.pile = [kind for kind, often in kinds.items() for _ in range(often)]
        self.chairs = ["absent"] * roll
        self.chairs[:present] = ["there"] * present
        self.chair = tally.chair_vote

    def count(self, *kinds: str) -> int:
        return sum(one in kinds for one in self.pile)

    def size(self, of: str | None) -> int:
        """Count a base, chair by chair or ballot by ballot."""
        return {
            "roll": len(self.chairs),
            "present": sum(one == "there" for one in self.chairs),
            "cast": len(self.pile),
            "valid": self.count("yes", "no"),
        }[str(of)]

    def reaches(self, threshold: Threshold, part: int) -> bool:
        if threshold.number is not None:
            return part in range(threshold.number + (threshold.comparison == "more_than"), 10**9)
        assert threshold.share is not None
        whole = self.size(threshold.of)
        if whole == 0:
            return False
        got, asked = Fraction(part, whole), Fraction(*threshold.share)
        return got > asked if threshold.comparison == "more_than" else got >= asked

    def carries(self, rule: VoteRule) -> bool:
        """Say how it ends, stated apart from the rule: who is for, who breaks a tie, who stops it."""
        yes, no = self.count("yes"), self.count("no")
        if rule.veto is not None and "no" in (self.pile if rule.veto.by == "any" else [self.chair]):
            return False
        if rule.casting_vote is not None and yes == no:
            return self.chair == "yes" and self.reaches(rule.majority, len([*range(yes), self.chair]))
        return self.reaches(rule.majority, yes)

    def admitted(self, rule: VoteRule) -> bool:
        """Say whether the vote counts: it is one, enough are there and vote, the chair's vote is clear."""
        yes, no, present = self.count("yes"), self.count("no"), self.size("present")
        if not 0 < len(self.pile) <= present or not self.reaches(rule.quorum, present):
            return False
        if rule.participation is not None and not self.reaches(rule.participation, len(self.pile)):
            return False
        breaks, stops = rule.casting_vote is not None, rule.veto is not None and rule.veto.by == "chair"
        if not (breaks or stops):
            return self.chair is None
        if self.chair is None:
            return not (breaks and yes == no and yes) and not (stops and no)
        return self.chair == "abstained" or self.chair in self.pile


def _meeting(roll: int, present: int) -> Meeting:
    return Meeting(
        number="M-1", unit="u", held_on=date(2026, 1, 30), roll_kind="committee_members", roll=roll,
        present=present, probationary=0, probationary_present=0, is_open=True,
    )  # fmt: skip


def _tallies(present: int) -> Iterator[tuple[int, int, int]]:
    """Yield yes, no and other ballots, one more than there may be included."""
    for yes in range(present + 2):
        for no in range(present + 2 - yes):
            for others in range(present + 2 - yes - no):
                yield yes, no, others


def _rule(
    majority: Threshold,
    quorum: Threshold = NONE_NEEDED,
    participation: Threshold | None = None,
    casting: CastingVote | None = None,
    veto: Veto | None = None,
) -> VoteRule:
    return VoteRule(
        roll="committee_members", quorum=quorum, participation=participation, majority=majority,
        casting_vote=casting, veto=veto,
    )  # fmt: skip


def _carried(weighed: tuple[Requirement, ...]) -> bool:
    return all(one.met for one in weighed if one.decides)


def _admitted(weighed: tuple[Requirement, ...]) -> bool:
    return all(one.met for one in weighed if not one.decides)


def _agrees(roll: int, present: int, tally: Tally, rule: VoteRule) -> None:
    ballots = Ballots(roll, present, tally)

    weighed = weighed_tally(tally, _meeting(roll, present), rule, SOURCE)

    assert _carried(weighed) == ballots.carries(rule), (roll, present, tally, rule)
    assert _admitted(weighed) == ballots.admitted(rule), (roll, present, tally, rule)


@pytest.mark.parametrize("threshold", THRESHOLDS, ids=repr)
def test_needed_is_the_smallest_number_that_is_enough(threshold: Threshold) -> None:
    for roll in range(MOST + 1):
        tally = Tally(yes=roll, no=0)
        ballots = Ballots(roll, roll, tally)
        of = bases(_meeting(roll, roll), tally)
        parts = range(roll + MOST + 3)
        enough = [part for part in parts if ballots.reaches(threshold, part)]

        asked = least_of(threshold, of)

        assert [part for part in parts if reaches(threshold, part, of)] == enough
        assert asked == enough[0] if enough else asked > roll


@pytest.mark.parametrize("roll", range(MOST + 1))
@pytest.mark.parametrize("comparison", COMPARISONS)
def test_every_tally_of_every_small_roll_ends_as_the_ballots_say(comparison: str, roll: int) -> None:
    rules = [
        _rule(one, casting=casting, veto=veto)
        for one in THRESHOLDS[roll % 7 :: 7]
        if one.comparison == comparison
        for casting, veto in product(CASTING, VETOES)
    ]
    turn = 0
    for present in {roll, roll - roll // 3}:
        for yes, no, others in _tallies(present):
            said = SAID if yes == no or no < 2 else ("no",)
            for chair in said:
                tally = Tally(
                    yes=yes, no=no, blank=others - others // 2, invalid=others // 2, chair_vote=chair
                )
                turn += 1
                for rule in rules[turn % 9 :: 9]:
                    _agrees(roll, present, tally, rule)


@st.composite
def votes(draw: st.DrawFn) -> tuple[int, int, Tally, VoteRule]:
    roll = draw(st.integers(0, MOST))
    present = draw(st.integers(0, roll))
    counts = [draw(st.integers(0, present + 1)) for _ in range(2)]
    if draw(st.booleans()):
        counts[1] = counts[0]
    blank, invalid = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    tally = Tally(
        yes=counts[0], no=counts[1], blank=blank, invalid=invalid, chair_vote=draw(st.sampled_from(SAID))
    )
    some = st.sampled_from(THRESHOLDS)
    rule = _rule(
        draw(some), draw(some), draw(st.none() | some), draw(st.sampled_from(CASTING)),
        draw(st.sampled_from(VETOES)),
    )  # fmt: skip
    return roll, present, tally, rule


@given(votes())
def test_quorum_participation_majority_casting_vote_and_veto_together_end_as_the_ballots_say(
    vote: tuple[int, int, Tally, VoteRule],
) -> None:
    _agrees(*vote)


@pytest.mark.parametrize("of", get_args(Base))
def test_unanimity_asks_for_all_of_its_base_and_for_somebody(of: Base) -> None:
    rule = _rule(Threshold(comparison="at_least", share=(1, 1), of=of, source=SOURCE))
    tallies = {
        "all": Tally(yes=9, no=0),
        "one_blank": Tally(yes=8, no=0, blank=1),
        "one_stays_away": Tally(yes=8, no=0),
        "one_against": Tally(yes=8, no=1),
        "nobody": Tally(yes=0, no=0, blank=9),
    }
    carried = {
        name for name, one in tallies.items() if _carried(weighed_tally(one, _meeting(9, 9), rule, ""))
    }

    assert (
        carried
        == {
            "roll": {"all"},
            "present": {"all"},
            "cast": {"all", "one_stays_away"},
            "valid": {"all", "one_stays_away", "one_blank"},
        }[of]
    )


@pytest.mark.parametrize("of", get_args(Base))
@pytest.mark.parametrize(("chair", "carried"), [("yes", True), ("no", False), ("abstained", False)])
def test_chair_breaks_a_tie_of_all_and_no_base_grows(of: Base, chair: ChairVote, carried: bool) -> None:  # noqa: FBT001 -- a column of the table above
    half = Threshold(comparison="more_than", share=(1, 2), of=of, source=SOURCE)
    rule = _rule(half, casting=CastingVote(source="Rules, 5"))

    weighed = weighed_tally(Tally(yes=5, no=5, chair_vote=chair), _meeting(10, 10), rule, SOURCE)

    by_rule = {one.rule: one for one in weighed}
    assert _carried(weighed) == carried
    assert (by_rule["vote.majority"].figures["whole"], by_rule["vote.majority"].figures["needed"]) == (10, 6)
    assert by_rule["vote.majority"].figures["part"] == (6 if carried else 5)
    assert by_rule["vote.casting_vote"].source == "Rules, 5"
    assert by_rule["vote.casting_vote"].figures == {"yes": 5, "no": 5, "chair_vote": chair}


def test_casting_vote_carries_no_tie_that_is_short_of_half_by_more_than_itself() -> None:
    half = Threshold(comparison="more_than", share=(1, 2), of="roll", source=SOURCE)
    rule = _rule(half, casting=CastingVote(source=SOURCE))

    weighed = weighed_tally(Tally(yes=5, no=5, chair_vote="yes"), _meeting(12, 10), rule, SOURCE)

    assert {one.rule for one in weighed if not one.met} == {"vote.majority"}


def test_rule_without_casting_vote_and_veto_weighs_nothing_of_the_chair() -> None:
    weighed = weighed_tally(Tally(yes=5, no=5), _meeting(10, 10), _rule(ALL), SOURCE)

    assert [one.rule for one in weighed] == ["vote.tally", "vote.quorum", "vote.majority"]


@pytest.mark.parametrize(
    "given",
    [
        {}, {"share": (1, 2)}, {"of": "roll"}, {"share": (1, 2), "of": "roll", "number": 3},
        {"number": 3, "of": "roll"}, {"number": -1}, {"share": (3, 2), "of": "roll"}, {"number": 3.0},
    ],
)  # fmt: skip
def test_threshold_is_either_a_share_of_something_or_a_number(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Threshold.model_validate({"comparison": "at_least", "source": SOURCE} | given)
