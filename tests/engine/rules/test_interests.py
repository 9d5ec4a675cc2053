"""Who is no stranger to the candidate: what it means for a vote, against a roll counted name by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from hypothesis import given
from hypothesis import strategies as st

from engine.rules.given import Concerned, Meeting
from engine.rules.interests import counting, interested, matter, relations
from engine.rules.tallies import Tally, weighed_tally
from models.procedure import InterestRule, Threshold, VoteRule
from models.state import DossierState, Guide, Interest
from tests.walks import at

DAY = date(2022, 9, 20)
Relation = Literal["mentor", "introducer", "kinship", "other"]
Treatment = Literal["votes", "abstains", "leaves"]
_RELATIONS: tuple[Relation, ...] = ("mentor", "introducer", "kinship", "other")
_TREATMENTS: tuple[Treatment, ...] = ("votes", "abstains", "leaves")


@dataclass(frozen=True)
class _Person:
    name: str
    is_present: bool
    relation: Relation | None


@st.composite
def _rolls(draw: st.DrawFn) -> tuple[_Person, ...]:
    size = draw(st.integers(1, 12))
    return tuple(
        _Person(f"p{n}", draw(st.booleans()), draw(st.sampled_from([None, None, *_RELATIONS])))
        for n in range(size)
    )


@st.composite
def _rules(draw: st.DrawFn) -> dict[Relation, Treatment]:
    named = draw(st.sets(st.sampled_from(_RELATIONS)))
    return {one: draw(st.sampled_from(_TREATMENTS)) for one in sorted(named)}


def _vote_rule(treatments: dict[Relation, Treatment]) -> VoteRule:
    half = Threshold(source="Rules", comparison="more_than", share=(1, 2), of="roll")
    return VoteRule(
        roll="committee_members", quorum=half, majority=half,
        interests=tuple(
            InterestRule(source="Rules", relations=(one,), treatment=how) for one, how in treatments.items()
        ),
    )  # fmt: skip


def _state(roll: tuple[_Person, ...]) -> DossierState:
    state = at("branch_vote")[0].state
    guides = tuple(
        Guide(person=one.name, role=one.relation, unit="cb", since=DAY)
        for one in roll
        if one.relation in {"mentor", "introducer"}
    )
    declared = tuple(
        Interest(person=one.name, relation=str(one.relation), since=DAY)
        for one in roll
        if one.relation in {"kinship", "other"}
    )
    return replace(state, guides=guides, interests=declared)


def _meeting(roll: tuple[_Person, ...], known: tuple[str, ...]) -> Meeting:
    return Meeting(
        number="HN-1", unit="cb", held_on=DAY, roll_kind="committee_members", roll=len(roll),
        present=sum(one.is_present for one in roll), probationary=0, probationary_present=0, is_open=True,
        concerned=tuple(
            Concerned(person=one.name, is_present=one.is_present) for one in roll if one.name in known
        ),
    )  # fmt: skip


@given(_rolls(), _rules(), st.integers(0, 12))
def test_bases_and_voters_are_those_counted_name_by_name(
    roll: tuple[_Person, ...], treatments: dict[Relation, Treatment], ballots: int
) -> None:
    state, rule = _state(roll), _vote_rule(treatments)
    how = {one.name: treatments.get(cast("Relation", one.relation), "votes") for one in roll}
    counted = [one for one in roll if how[one.name] != "leaves"]
    voters = [one for one in counted if one.is_present and how[one.name] == "votes"]

    met = counting(state, _meeting(roll, matter(state, rule)), rule)
    weighed = weighed_tally(Tally(yes=ballots, no=0), met, rule, "Rules")

    assert met.roll == len(counted)
    assert met.present == sum(one.is_present for one in counted)
    assert met.present - met.abstaining == len(voters)
    too_many = {one.rule for one in weighed if not one.met} & {"vote.tally", "vote.abstaining"}
    assert bool(too_many) == (not 0 < ballots <= len(voters))


@given(_rolls(), _rules())
def test_everybody_whose_relation_matters_or_was_declared_is_named_with_what_it_means(
    roll: tuple[_Person, ...], treatments: dict[Relation, Treatment]
) -> None:
    state, rule = _state(roll), _vote_rule(treatments)

    named = interested(state, _meeting(roll, matter(state, rule)), rule)

    expected = {
        (one.name, one.relation, treatments.get(one.relation, "votes"), one.is_present)
        for one in roll
        if one.relation in {"kinship", "other"}
        or (one.relation is not None and treatments.get(one.relation, "votes") != "votes")
    }
    assert {(one.person, one.relation, one.treatment, one.is_present) for one in named} == expected


def test_what_was_declared_goes_before_what_is_on_record() -> None:
    state = _state((_Person("p1", is_present=True, relation="mentor"),))
    kin = replace(state, interests=(Interest(person="p1", relation="kinship", since=DAY),))

    assert relations(state) == {"p1": "mentor"}
    assert relations(kin) == {"p1": "kinship"}


def test_former_mentor_is_no_longer_concerned() -> None:
    state = _state((_Person("p1", is_present=True, relation="mentor"),))
    ended = replace(state, guides=tuple(replace(one, until=DAY) for one in state.guides))

    assert relations(ended) == {}
