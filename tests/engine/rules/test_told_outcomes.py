"""What settles a vote tells, whole: its majority, the chair's casting vote, a veto, who took part."""

from __future__ import annotations

from datetime import date

import pytest

from engine.rules.tallies import Tally, admitted, weighed_tally
from models.procedure import CastingVote, ChairVote, Threshold, Veto, VoteRule
from models.requirements import Figure, Requirement
from tests.walks import meeting, with_vote

STEP, DAY = "branch_vote", date(2022, 1, 3)
CHAIR = CastingVote(source="Nguồn")
HALF_OF_THE_CAST = Threshold(share=(1, 2), of="cast", comparison="more_than", source="Nguồn")


def _rule(**changed: object) -> VoteRule:
    rule = with_vote(STEP, **changed).step(STEP).vote
    assert rule is not None
    return rule


def _told(rule: VoteRule, name: str, tally: Tally) -> list[Requirement]:
    weighed = weighed_tally(tally, meeting("cb", DAY), rule, "S")
    return [one for one in weighed if one.rule == name]


def _settles(rule: str, /, *, met: bool, **figures: Figure) -> list[Requirement]:
    return [Requirement(rule=rule, source="Nguồn", figures=figures, met=met, decides=True)]


@pytest.mark.parametrize(("said", "casting"), [("yes", 1), ("no", None), ("abstained", None)])
def test_majority_that_a_casting_vote_made_says_so(said: ChairVote, casting: int | None) -> None:
    rule = _rule(casting_vote=CHAIR, majority=HALF_OF_THE_CAST)

    (majority,) = _told(rule, "vote.majority", Tally(yes=4, no=4, chair_vote=said))

    part, made = (5, {"casting": casting}) if casting else (4, {})
    assert majority.figures == {
        "part": part, "needed": 5, "comparison": "more_than", "whole": 8, "of": "cast", "share": "1/2", **made
    }  # fmt: skip
    assert majority.met is (said == "yes")


@pytest.mark.parametrize(("said", "met"), [("yes", True), ("no", False), ("abstained", False), (None, False)])
def test_casting_vote_tells_the_tie_and_what_the_chair_said(said: ChairVote | None, *, met: bool) -> None:
    rule = _rule(casting_vote=CHAIR)

    assert _told(rule, "vote.casting_vote", Tally(yes=4, no=4, chair_vote=said)) == _settles(
        "vote.casting_vote", met=met, yes=4, no=4, chair_vote=said or "unsaid"
    )
    assert _told(rule, "vote.casting_vote", Tally(yes=5, no=4, chair_vote=said)) == []


@pytest.mark.parametrize(("said", "met"), [("yes", True), ("no", False), ("abstained", True), (None, True)])
def test_veto_of_the_chair_tells_what_the_chair_said(said: ChairVote | None, *, met: bool) -> None:
    rule = _rule(veto=Veto(by="chair", source="Nguồn"))

    assert _told(rule, "vote.veto", Tally(yes=7, no=2, chair_vote=said)) == _settles(
        "vote.veto", met=met, chair_vote=said or "unsaid"
    )


@pytest.mark.parametrize(("no", "met"), [(0, True), (1, False)])
def test_veto_of_anybody_tells_how_many_were_against(no: int, *, met: bool) -> None:
    rule = _rule(veto=Veto(by="any", source="Nguồn"))

    assert _told(rule, "vote.veto", Tally(yes=7, no=no)) == _settles("vote.veto", met=met, no=no)


@pytest.mark.parametrize(("yes", "met"), [(5, True), (4, False)])
def test_participation_tells_who_took_part_of_whom(yes: int, *, met: bool) -> None:
    asked = Threshold(share=(2, 3), of="roll", comparison="at_least", source="Nguồn")

    (took_part,) = _told(_rule(participation=asked), "vote.participation", Tally(yes=yes, no=0, blank=1))

    assert took_part == Requirement(
        rule="vote.participation", source="Nguồn", met=met,
        figures={
            "part": yes + 1, "needed": 6, "comparison": "at_least", "whole": 9, "of": "roll", "share": "2/3"
        },
    )  # fmt: skip


def test_before_anybody_has_voted_no_ballot_is_cast() -> None:
    rule = _rule(quorum=HALF_OF_THE_CAST)

    quorum = next(one for one in admitted(meeting("cb", DAY), rule) if one.rule == "vote.quorum")

    assert (quorum.figures["whole"], quorum.met) == (0, False)


@pytest.mark.parametrize(("comparison", "needed"), [("at_least", 5), ("more_than", 6)])
@pytest.mark.parametrize("yes", [5, 6])
def test_majority_in_a_number_tells_the_number_alone(comparison: str, needed: int, yes: int) -> None:
    number = Threshold.model_validate({"number": 5, "comparison": comparison, "source": "Nguồn"})

    assert _told(_rule(majority=number), "vote.majority", Tally(yes=yes, no=1)) == _settles(
        "vote.majority", met=yes >= needed, part=yes, needed=needed, comparison=comparison
    )
