"""Votes by proxy: which are given and which count, against lists kept by hand; no database is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.given import Concerned, Count, Meeting
from engine.rules.interests import counting, matter, represented
from engine.rules.proxies import (
    Proxy,
    giving_requirements,
    in_effect,
    most_allowed,
    revoking_requirements,
)
from engine.rules.sitting import Sitting, evolve
from engine.rules.tallies import Tally, weighed_tally
from models.commands import GiveProxy
from models.events import BallotClosed, ProxyGiven, ProxyRevoked, Voted
from models.procedure import Amount, InterestRule, Threshold, VoteRule
from models.requirements import Figure, Requirement, unmet
from models.state import DossierState, Guide, Interest, MeetingStanding, Represented
from tests.walks import at, meeting

DAY = date(2022, 9, 20)
PEOPLE = [f"p{number}" for number in range(7)]
Relation = Literal["mentor", "introducer", "kinship", "other"]
Treatment = Literal["votes", "abstains", "leaves"]
_RELATIONS: tuple[Relation, ...] = ("mentor", "introducer", "kinship", "other")
_TREATMENTS: tuple[Treatment, ...] = ("votes", "abstains", "leaves")


def _sitting(standing: MeetingStanding = MeetingStanding.OPEN) -> Sitting:
    return Sitting(number="HN-1", unit="cb", held_on=DAY, roll_kind="official_members", standing=standing)


@dataclass
class _Paper:
    """A sheet on which the clerk writes who gave whom a proxy."""

    here: dict[str, bool]
    most: int | None
    lines: list[tuple[str, str]] = field(default_factory=list)

    def takes(self, giver: str, holder: str) -> bool:
        """Say whether a line may be added, and add it."""
        givers = {one for one, _ in self.lines}
        holders = {other for _, other in self.lines}
        carried = [one for one, other in self.lines if other == holder and not self.here[one]]
        fits = (
            self.most != 0
            and holder in self.here
            and holder != giver
            and not self.here[giver]
            and giver not in givers | holders
            and holder not in givers
            and (self.most is None or len(carried) < self.most)
        )
        if fits:
            self.lines.append((giver, holder))
        return fits


@given(
    st.lists(st.booleans(), min_size=3, max_size=6),
    st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=3),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=14),
)
def test_proxies_are_given_as_a_clerk_would_write_them_down(
    there: list[bool], agenda: list[int | None], asked: list[tuple[int, int]]
) -> None:
    here = dict(zip(PEOPLE, there, strict=False))
    paper = _Paper(here, max((one or 0 for one in agenda), default=None))

    kept: list[Proxy] = []
    for one, other in asked:
        giver, holder = PEOPLE[one % len(here)], PEOPLE[other]
        command = GiveProxy(meeting="HN-1", holder=holder)
        weighed = giving_requirements(command, _sitting(), giver, given=kept, here=here, agenda=agenda)
        assert (not unmet(weighed)) == paper.takes(giver, holder)
        if not unmet(weighed):
            kept.append(Proxy(person=giver, holder=holder))

    assert most_allowed(agenda) == paper.most
    assert [(one.person, one.holder) for one in kept] == paper.lines
    assert {one.person for one in kept}.isdisjoint({one.holder for one in kept})


@dataclass(frozen=True)
class _Given:
    here: dict[str, bool]
    proxies: tuple[Proxy, ...]
    voted: frozenset[str]


@st.composite
def _given(draw: st.DrawFn) -> _Given:
    here = {one: draw(st.booleans()) for one in PEOPLE[: draw(st.integers(2, 6))]}
    holders = draw(st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3))
    givers = draw(st.permutations(sorted(set(PEOPLE) - holders)))
    links = tuple(Proxy(person=one, holder=draw(st.sampled_from(sorted(holders)))) for one in givers)
    return _Given(here, links, frozenset(draw(st.sets(st.sampled_from(PEOPLE)))))


@given(_given(), st.one_of(st.none(), st.integers(0, 4)))
def test_proxies_that_count_are_those_in_the_first_places_of_a_holder_who_is_there(
    case: _Given, at_most: int | None
) -> None:
    here, voted = case.here, case.voted

    def place(one: Proxy) -> int:
        """Return how many of the same holder's go before."""
        order = case.proxies.index(one)
        return sum(
            (two.person in voted, -case.proxies.index(two)) > (one.person in voted, -order)
            for two in case.proxies
            if two.holder == one.holder
            and two.person in here
            and (not here[two.person] or two.person in voted)
        )

    found = in_effect(case.proxies, here, at_most, voted)

    assert found == tuple(
        one
        for one in case.proxies
        if at_most is not None
        and here.get(one.person) is False
        and here.get(one.holder) is True
        and place(one) < at_most
    )


@given(_given(), st.integers(1, 4))
def test_nobody_votes_for_more_than_allowed_whoever_comes_and_goes(case: _Given, at_most: int) -> None:
    here = dict(case.here)
    cast: dict[str, str] = {}

    for coming in [*here, *reversed(here), *here]:
        here[coming] = not here[coming]
        for one in in_effect(case.proxies, here, at_most, cast):
            cast.setdefault(one.person, one.holder)
            break

    for holder in set(cast.values()):
        assert sum(one == holder for one in cast.values()) <= at_most


def test_proxy_is_taken_back_while_the_meeting_lies_ahead_or_is_held_and_nothing_was_cast_by_it() -> None:
    proxies = [Proxy(person="p1", holder="p0")]

    def missing(standing: MeetingStanding, giver: str, *, is_used: bool) -> list[str]:
        weighed = revoking_requirements(_sitting(standing), giver, given=proxies, is_used=is_used)
        return [one.rule for one in unmet(weighed)]

    assert missing(MeetingStanding.CONVENED, "p1", is_used=False) == []
    assert missing(MeetingStanding.OPEN, "p1", is_used=False) == []
    assert missing(MeetingStanding.OPEN, "p1", is_used=True) == ["proxy.unused"]
    assert missing(MeetingStanding.OPEN, "p0", is_used=False) == ["proxy.given"]
    for over in (MeetingStanding.CLOSED, MeetingStanding.ADJOURNED, MeetingStanding.CALLED_OFF):
        assert missing(over, "p1", is_used=False) == ["proxy.ahead"]


@pytest.mark.parametrize(
    ("giver", "holder", "rule", "figures"),
    [
        ("p3", "p3", "proxy.of_another", {"person": "p3"}),
        ("p3", "px", "meeting.on_roll", {"persons": "px"}),
        ("p4", "p3", "proxy.absent", {"person": "p4"}),
        ("p1", "p4", "proxy.once", {"person": "p1", "holder": "p0"}),
        ("p0", "p4", "proxy.giver_holds_none", {"person": "p0", "persons": "p1, p2"}),
        ("p3", "p1", "proxy.holder_gave_none", {"holder": "p1", "person": "p0"}),
        ("p3", "p0", "proxy.at_most", {"holder": "p0", "held": 2, "at_most": 2}),
    ],
)
def test_refusal_of_a_proxy_tells_what_stands_in_its_way(
    giver: str, holder: str, rule: str, figures: dict[str, Figure]
) -> None:
    proxies = [Proxy(person="p1", holder="p0"), Proxy(person="p2", holder="p0")]
    here = {"p0": False, "p1": False, "p2": False, "p3": False, "p4": True}

    weighed = giving_requirements(
        GiveProxy(meeting="HN-1", holder=holder),
        _sitting(),
        giver,
        given=proxies,
        here=here,
        agenda=(None, 2),
    )

    (missing,) = unmet(weighed)
    assert missing == Requirement(rule=rule, source="Trình tự của cuộc họp", figures=figures, met=False)


def test_proxy_is_refused_where_the_agenda_allows_none_and_left_to_the_vote_without_one() -> None:
    def missing(*agenda: int | None) -> list[str]:
        weighed = giving_requirements(
            GiveProxy(meeting="HN-1", holder="p0"), _sitting(), "p1",
            given=(), here={"p0": True, "p1": False}, agenda=agenda,
        )  # fmt: skip
        return [one.rule for one in unmet(weighed)]

    assert missing(None, None) == ["proxy.allowed"]
    assert missing(0) == ["proxy.allowed"]
    assert missing(None, 1) == []
    assert missing() == []


def test_meeting_replayed_is_the_same_with_proxies_as_without() -> None:
    before = _sitting()

    given_one = evolve(before, ProxyGiven(number="HN-1", person="p1", holder="p0"))
    taken_back = evolve(given_one, ProxyRevoked(number="HN-1", person="p1", holder="p0"))

    assert given_one == taken_back == before


@dataclass(frozen=True)
class _Person:
    name: str
    is_present: bool
    relation: Relation | None
    holder: str | None


@st.composite
def _rolls(draw: st.DrawFn) -> tuple[_Person, ...]:
    """Draw a roll on which absent members are represented by present ones."""
    size = draw(st.integers(1, 9))
    there = [draw(st.booleans()) for _ in range(size)]
    names = [f"m{number}" for number in range(size)]
    present = [name for name, is_there in zip(names, there, strict=True) if is_there]
    return tuple(
        _Person(
            name,
            is_there,
            draw(st.sampled_from([None, None, *_RELATIONS])),
            None if is_there or not present else draw(st.sampled_from([None, *present])),
        )
        for name, is_there in zip(names, there, strict=True)
    )


@st.composite
def _treatments(draw: st.DrawFn) -> dict[Relation, Treatment]:
    named = draw(st.sets(st.sampled_from(_RELATIONS)))
    return {one: draw(st.sampled_from(_TREATMENTS)) for one in sorted(named)}


def _rule(treatments: dict[Relation, Treatment], of: str = "roll") -> VoteRule:
    half = Threshold(source="Rules", comparison="more_than", share=(1, 2), of="roll")
    return VoteRule(
        roll="committee_members", quorum=half, majority=half.model_copy(update={"of": of}),
        proxies=Amount(source="Rules", amount=2),
        interests=tuple(
            InterestRule(source="Rules", relations=(one,), treatment=how) for one, how in treatments.items()
        ),
    )  # fmt: skip


def _state(roll: tuple[_Person, ...]) -> DossierState:
    state = at("branch_vote")[0].state
    on_record = {"mentor", "introducer"}
    return replace(
        state,
        guides=tuple(
            Guide(person=one.name, role=one.relation, unit="cb", since=DAY)
            for one in roll
            if one.relation in on_record
        ),
        interests=tuple(
            Interest(person=one.name, relation=one.relation, since=DAY)
            for one in roll
            if one.relation is not None and one.relation not in on_record
        ),
    )


def _meeting(roll: tuple[_Person, ...], known: tuple[str, ...]) -> Meeting:
    return Meeting(
        number="HN-1", unit="cb", held_on=DAY, roll_kind="committee_members", roll=len(roll),
        present=sum(one.is_present for one in roll), probationary=0, probationary_present=0, is_open=True,
        concerned=tuple(
            Concerned(person=one.name, is_present=one.is_present) for one in roll if one.name in known
        ),
        represented=tuple(
            Represented(person=one.name, holder=one.holder) for one in roll if one.holder is not None
        ),
    )  # fmt: skip


@given(_rolls(), _treatments(), st.integers(0, 9), st.sampled_from(["roll", "present", "cast"]))
def test_bases_voters_and_shares_are_those_counted_name_by_name(
    roll: tuple[_Person, ...], treatments: dict[Relation, Treatment], ballots: int, of: str
) -> None:
    state, rule = _state(roll), _rule(treatments, of)
    how = {
        one.name: "votes" if one.relation is None else treatments.get(one.relation, "votes") for one in roll
    }
    counted = [one for one in roll if how[one.name] != "leaves"]
    by_proxy = [one for one in counted if one.holder is not None and how[one.holder] == "votes"]
    there = [one for one in counted if one.is_present or one in by_proxy]
    voters = [one for one in there if how[one.name] == "votes"]

    met = counting(state, _meeting(roll, matter(state, rule)), rule)
    weighed = {one.rule: one for one in weighed_tally(Tally(yes=ballots, no=0), met, rule, "Rules")}

    assert [one.person for one in met.represented] == [one.name for one in by_proxy]
    assert (met.roll, met.present) == (len(counted), len(there))
    assert met.present - met.abstaining == len(voters)
    too_many = {one for one in ("vote.tally", "vote.abstaining") if one in weighed and not weighed[one].met}
    assert bool(too_many) == (not 0 < ballots <= len(voters))
    assert weighed["vote.quorum"].met == (
        bool(counted) and Fraction(len(there), len(counted)) > Fraction(1, 2)
    )
    assert weighed["vote.quorum"].figures.get("represented", 0) == len(by_proxy)
    whole = {"roll": len(counted), "present": len(there), "cast": ballots}[of]
    assert weighed["vote.majority"].met == (whole > 0 and Fraction(ballots, whole) > Fraction(1, 2))


@given(_rolls())
def test_who_is_represented_by_nobody_who_votes_counts_as_absent(roll: tuple[_Person, ...]) -> None:
    state = _state(roll)
    nobody_votes = _rule(dict.fromkeys(_RELATIONS, "abstains"))

    found = represented(state, _meeting(roll, ()), nobody_votes)

    strangers = {one.name for one in roll if one.relation is None}
    assert {one.holder for one in found} <= strangers
    assert {one.person for one in found} == {
        one.name for one in roll if one.holder is not None and one.holder in strangers
    }


def test_vote_in_the_room_names_who_was_represented_and_counts_them_for_the_quorum() -> None:
    walk, day = at("branch_vote")
    absent = Represented(person="m8", holder="m0")
    six_of_nine = meeting("cb", day, roll=9, present=5, represented=(absent,))

    (voted,) = walk.step("branch_vote", day, meeting=six_of_nine, yes=6)

    assert isinstance(voted, Voted)
    assert (voted.present, voted.represented) == (5, (absent,))
    quorum = next(one for one in voted.checked if one.rule == "vote.quorum")
    assert (quorum.figures["part"], quorum.figures["needed"], quorum.figures["represented"]) == (6, 6, 1)


def test_ballot_counted_with_proxies_is_recorded_with_them() -> None:
    walk, day = at("branch_vote")
    met = meeting("cb", day, roll=9, present=5)
    absent = Represented(person="m8", holder="m0")
    counted = Count(way="open", present=5, yes=6, no=0, blank=0, represented=(absent,))
    opening = {"meeting": replace(met, represented=(absent,))}
    walk.tell(day, opening, command="open_ballot", step="branch_vote", meeting=met.number, way="open")
    assert walk.state.ballot is not None
    named = {"step": "branch_vote", "meeting": met.number, "ballot": walk.state.ballot.id}
    given_then = {"meeting": met, "count": counted}

    walk.tell(day, given_then, command="close_ballot", **named)
    closed = walk.told[-1]
    kept = walk.state.ballot
    command, _ = walk.command("branch_vote", day, meeting=met)
    walk.tell(day, given_then, command="record_ballot", **named, answers=command.model_dump()["answers"])
    voted = walk.told[-1]

    assert isinstance(closed, BallotClosed)
    assert isinstance(voted, Voted)
    assert kept is not None
    assert closed.represented == kept.represented == voted.represented == (absent,)
    assert (closed.present, closed.cast, voted.present, voted.ballots_cast) == (5, 6, 5, 6)
    tally = next(one for one in voted.checked if one.rule == "vote.tally")
    assert (tally.figures, tally.met) == ({"ballots": 6, "present": 6, "represented": 1}, True)
