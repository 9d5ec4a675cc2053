"""What the result of a vote tells, whole: of a tally, of a ballot that was counted, of the chair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from engine.rules.counts import told_of_the_chair
from engine.rules.given import Concerned, Count
from engine.rules.tallies import Tally, weighed_tally
from models import commands
from models.commands.ballots import Way
from models.events import Interested, Voted
from models.procedure import Amount, CastingVote, ChairVote, Veto
from models.requirements import Figure, Requirement
from models.state import Interest, Represented
from tests.roads import answers
from tests.walks import SECOND, VN_2022, Walk, at, meeting, with_state, with_vote

STEP, NUMBER = "branch_vote", "HS-2021-0001"
SOURCE = VN_2022.step(STEP).source
COUNT = Count(way="open", present=8, yes=5, no=2, blank=1, chair_vote="yes")
STANDS_FOR = (Represented(person="x", holder="y"),)
CHAIR = CastingVote(source="Nguồn")


def _counted(walk: Walk, day: date, count: Count = COUNT, way: Way = "open") -> str:
    """Open and close a ballot on a walk; return its id."""
    held = meeting("cb", day, number="HN-1")
    walk.do(commands.OpenBallot(dossier=NUMBER, step=STEP, meeting="HN-1", way=way), day, meeting=held)
    assert walk.state.ballot is not None
    ballot = walk.state.ballot.id
    command = commands.CloseBallot(dossier=NUMBER, step=STEP, meeting="HN-1", ballot=ballot)
    walk.do(command, day, meeting=held, count=count)
    return ballot


def _record(ballot: str, number: str = "HN-1") -> commands.RecordBallot:
    return commands.RecordBallot(
        dossier=NUMBER, step=STEP, meeting=number, ballot=ballot, answers=answers(VN_2022, VN_2022.step(STEP))
    )


def _voted(walk: Walk, command: commands.RecordBallot, day: date, **facts: Any) -> Voted:  # noqa: ANN401 -- the fields by name
    voted = walk.do(command, day, **facts)[0]
    assert isinstance(voted, Voted)
    return voted


@pytest.mark.parametrize(("way", "cast"), [("open", 8), ("secret", 8), ("secret", 3)])
def test_ballot_is_recorded_as_it_was_counted(way: Way, cast: int) -> None:
    walk, day = at(STEP)
    count = replace(COUNT, way=way, yes=cast - 3, represented=STANDS_FOR)
    ballot = _counted(walk, day, count, way)

    voted = _voted(walk, _record(ballot), day, meeting=meeting("cb", day, number="HN-1"), count=count)

    shown = way == "open" or cast >= 5
    figures = (cast - 3, 2, 1) if shown else (None, None, None)
    assert (voted.yes, voted.no, voted.blank) == figures
    assert (voted.ballot, voted.way, voted.cast, voted.present, voted.invalid) == (ballot, way, cast, 8, 0)
    assert (voted.represented, voted.chair_vote) == (STANDS_FOR, None)
    assert walk.state.ballot is None


def test_chair_is_on_record_where_the_procedure_asks() -> None:
    walk, day = at(STEP)
    walk.procedure = with_vote(STEP, casting_vote=CHAIR)
    ballot = _counted(walk, day)

    voted = _voted(walk, _record(ballot), day, meeting=meeting("cb", day, number="HN-1"), count=COUNT)

    assert voted.chair_vote == "yes"


def test_ballot_that_was_not_counted_so_is_not_recorded() -> None:
    walk, day = at(STEP)
    ballot = _counted(walk, day)
    facts: dict[str, Any] = {"meeting": meeting("cb", day, number="HN-2"), "count": COUNT}
    assert walk.state.ballot is not None
    uncounted = with_state(walk, ballot=replace(walk.state.ballot, is_counted=False))
    none = with_state(walk, ballot=None)

    for other, command in (
        (walk, _record("B-0")), (walk, _record(ballot, "HN-2")), (uncounted, _record(ballot)),
        (none, _record(ballot)),
    ):  # fmt: skip
        refused = other.refused(command, day, **facts)
        assert refused["ballot.counted"] == Requirement(
            rule="ballot.counted", source=SOURCE, figures={"ballot": command.ballot}, met=False
        )


def test_tally_is_entered_while_no_ballot_on_the_step_is_under_way() -> None:
    walk, day = at(STEP)
    ballot = _counted(walk, day)
    assert walk.state.ballot is not None
    elsewhere = with_state(walk, ballot=replace(walk.state.ballot, step="opinions"))

    assert walk.unmet(STEP, day) == {
        "ballot.none_under_way": Requirement(
            rule="ballot.none_under_way", source=SOURCE, figures={"ballot": ballot}, met=False
        )
    }
    voted = elsewhere.step(STEP, day)[0]
    assert isinstance(voted, Voted)
    fresh, then = at(STEP)
    alone = fresh.step(STEP, then)[0]
    assert isinstance(alone, Voted)
    told = [
        next(one for one in each.checked if one.rule == "ballot.none_under_way") for each in (voted, alone)
    ]
    assert [dict(one.figures) for one in told] == [{"ballot": ballot}, {"ballot": ""}]


def test_tally_is_on_record_with_its_way_and_who_has_an_interest() -> None:
    walk, day = at(STEP)
    walk.procedure = with_vote(STEP, casting_vote=CHAIR)
    walk = with_state(walk, interests=(Interest(person=SECOND, relation="other", since=day),))
    held = meeting("cb", day, concerned=(Concerned(person=SECOND, is_present=True),), represented=STANDS_FOR)

    voted = walk.step(STEP, day, meeting=held, yes=8, no=1, chair_vote="yes")[0]

    assert isinstance(voted, Voted)
    assert (voted.way, voted.ballot, voted.cast, voted.chair_vote) == ("tally", None, None, "yes")
    assert voted.represented == STANDS_FOR
    assert voted.interested == (
        Interested(person=SECOND, relation="other", treatment="votes", is_present=True),
    )


@pytest.mark.parametrize(("yes", "outcome"), [(8, "passed"), (1, "exhausted")])
def test_last_vote_the_rule_allows_exhausts_it(yes: int, outcome: str) -> None:
    once = with_vote(STEP, attempts=Amount(amount=1, source="Nguồn"))
    walk, day = at(STEP)
    other = walk.copy()
    walk.procedure = other.procedure = once

    voted = walk.step(STEP, day, yes=yes, no=9 - yes)[0]
    _counted(other, day, replace(COUNT, yes=yes, no=8 - yes, blank=0))

    assert isinstance(voted, Voted)
    assert voted.outcome == outcome
    assert other.told[-1].kind == "ballot_closed"
    assert getattr(other.told[-1], "outcome", None) == outcome


@pytest.mark.parametrize("said", ["yes", "no", "abstained", None])
def test_chair_is_told_of_where_it_matters_alone(said: ChairVote | None) -> None:
    asks, plain = (with_vote(STEP, **one).step(STEP).vote for one in ({"casting_vote": CHAIR}, {}))
    assert asks is not None
    assert plain is not None
    count = replace(COUNT, chair_vote=said)

    assert told_of_the_chair(count, asks) == count
    assert told_of_the_chair(count, plain) == replace(count, chair_vote=None)


Kind = Literal["casting", "veto", "plain"]


@pytest.mark.parametrize(
    ("kind", "yes", "no", "said", "told"),
    [
        ("plain", 5, 3, "yes", ("vote.chair_not_asked", {"chair_vote": "yes"})),
        ("casting", 4, 4, None, ("vote.chair_said", {"yes": 4, "no": 4})),
        ("veto", 6, 2, None, ("vote.chair_said", {"yes": 6, "no": 2})),
        ("casting", 8, 0, "no", ("vote.chair_counted", {"chair_vote": "no", "yes": 8, "no": 0})),
    ],
)
def test_what_is_said_or_not_said_of_the_chair_is_told_whole(
    kind: Kind, yes: int, no: int, said: ChairVote | None, told: tuple[str, dict[str, Figure]]
) -> None:
    changes: dict[Kind, dict[str, object]] = {
        "plain": {}, "casting": {"casting_vote": CHAIR}, "veto": {"veto": Veto(source="Nguồn", by="chair")},
    }  # fmt: skip
    rule = with_vote(STEP, **changes[kind]).step(STEP).vote
    assert rule is not None

    weighed = weighed_tally(
        Tally(yes=yes, no=no, chair_vote=said), meeting("cb", date(2022, 1, 3)), rule, "S"
    )

    name, figures = told
    assert [one for one in weighed if not one.met and not one.decides] == [
        Requirement(rule=name, source="S", figures=figures, met=False)
    ]


@pytest.mark.parametrize("cast", [6, 7, 8])
def test_who_must_abstain_and_votes_all_the_same_is_told_of(cast: int) -> None:
    rule = VN_2022.step(STEP).vote
    assert rule is not None
    held = meeting("cb", date(2022, 1, 3), abstaining=2)

    weighed = weighed_tally(Tally(yes=cast, no=0), held, rule, "S")

    assert [one for one in weighed if one.rule == "vote.abstaining"] == [
        Requirement(
            rule="vote.abstaining", source="S", met=cast <= 7,
            figures={"ballots": cast, "voters": 7, "abstaining": 2},
        )
    ]  # fmt: skip


def test_quorum_of_the_ballots_cast_is_weighed_over_them() -> None:
    rule = VN_2022.step(STEP).vote
    assert rule is not None
    cast = rule.model_copy(update={"quorum": rule.quorum.model_copy(update={"of": "cast"})})

    weighed = weighed_tally(Tally(yes=6, no=1), meeting("cb", date(2022, 1, 3)), cast, "S")

    assert next(one for one in weighed if one.rule == "vote.quorum").figures["whole"] == 7
