"""Votes over a frozen roll, held against exact fractions and the statutes' own examples."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import commands
from models.events import EVENT, Decided, Voted
from models.procedure import Threshold
from models.state import Status
from tests.walks import CANDIDATE, Walk, at, meeting, with_state

BALLOTS = st.integers(min_value=0, max_value=70)


@st.composite
def tallies(draw: st.DrawFn) -> dict[str, int]:
    roll = draw(st.integers(min_value=1, max_value=60))
    present = draw(st.integers(min_value=0, max_value=roll))
    yes = draw(st.integers(min_value=0, max_value=present + 1))
    rest = draw(st.integers(min_value=0, max_value=max(0, present - yes) + 1))
    no = draw(st.integers(min_value=0, max_value=rest))
    blank = draw(st.integers(min_value=0, max_value=rest - no))
    return {
        "roll": roll, "present": present, "yes": yes, "no": no, "blank": blank, "invalid": rest - no - blank,
    }  # fmt: skip


def _holds(share: Threshold, part: int, bases: dict[str, int]) -> bool:
    """Independent of the rule: an exact fraction of the base the procedure names."""
    assert share.share is not None
    whole = bases[str(share.of)]
    if whole == 0:
        return False
    reached, needed = Fraction(part, whole), Fraction(*share.share)
    return reached > needed if share.comparison == "more_than" else reached >= needed


def _voted(walk: Walk, step: str, day: date, **given: object) -> Voted | Decided:
    event = walk.step(step, day, **given)[0]
    assert isinstance(event, Voted | Decided)
    return event


@pytest.mark.parametrize(
    "step", ["branch_vote", "grassroots_vote", "decision", "branch_recognition_vote", "recognition_decision"]
)
@given(tallies())
def test_vote_agrees_with_exact_fractions(step: str, tally: dict[str, int]) -> None:
    walk, day = at(step)
    rule = walk.procedure.step(step).vote
    assert rule is not None
    ballots = {name: tally[name] for name in ("yes", "no", "blank", "invalid")}
    cast = sum(ballots.values())
    bases = tally | {"cast": cast, "valid": tally["yes"] + tally["no"]}
    body = str(walk.state.open_step(step).unit)  # type: ignore[union-attr]  # it is open
    met = meeting(body, day, tally["roll"], tally["present"])
    enough = rule.least_roll is None or tally["roll"] >= rule.least_roll.amount
    may_be_held = 0 < cast <= tally["present"] and enough and _holds(rule.quorum, tally["present"], bases)
    carried = _holds(rule.majority, tally["yes"], bases)

    unmet = walk.unmet(step, day, meeting=met, **ballots)

    assert set(unmet) <= {"vote.tally", "vote.quorum", "vote.four_eyes", "vote.least_roll"}
    assert (unmet == {}) == may_be_held
    if may_be_held:
        event = _voted(walk, step, day, meeting=met, **ballots)
        assert (event.outcome in {"passed", "approved"}) == carried
        assert event.yes == tally["yes"]
        assert (tally["yes"] >= event.needed) == carried


@pytest.mark.parametrize(("yes", "outcome"), [(14, "passed"), (13, "failed"), (21, "passed")])
def test_branch_of_21_needs_14_statutes_article_5(yes: int, outcome: str) -> None:
    walk, day = at("branch_vote")

    event = _voted(walk, "branch_vote", day, meeting=meeting("cb", day, roll=21), yes=yes, no=21 - yes)

    assert (event.needed, event.outcome) == (14, outcome)


def test_two_thirds_are_of_all_official_members_and_not_of_those_present_statutes_article_5() -> None:
    walk, day = at("branch_vote")

    event = _voted(walk, "branch_vote", day, meeting=meeting("cb", day, roll=21, present=15), yes=13, no=2)

    assert (event.outcome, walk.state.status) == ("failed", Status.REFUSED)


@pytest.mark.parametrize(("present", "unmet"), [(14, set()), (13, {"vote.quorum"})])
def test_branch_of_21_meets_with_14_present(present: int, unmet: set[str]) -> None:
    walk, day = at("branch_vote")

    assert set(walk.unmet("branch_vote", day, meeting=meeting("cb", day, 21, present))) == unmet


def test_refusal_tells_the_arithmetic_of_the_quorum_and_its_source() -> None:
    walk, day = at("branch_vote")

    unmet = walk.unmet("branch_vote", day, meeting=meeting("cb", day, 21, 13), yes=13)

    assert unmet["vote.quorum"].figures == {
        "part": 13, "whole": 21, "of": "roll", "needed": 14, "share": "2/3", "comparison": "at_least",
    }  # fmt: skip
    assert unmet["vote.quorum"].source.startswith("Hướng dẫn 01-HD/TW")


@pytest.mark.parametrize(("yes", "outcome"), [(5, "approved"), (4, "refused")])
def test_standing_committee_of_9_decides_with_more_than_half_of_all_4_3_2_b(yes: int, outcome: str) -> None:
    walk, day = at("decision")

    event = _voted(walk, "decision", day, meeting=meeting("qu", day, roll=9), yes=yes, no=9 - yes)

    assert (event.outcome, event.needed) == (outcome, 5)


@pytest.mark.parametrize("spoiled", ["blank", "invalid"])
def test_blank_and_invalid_ballots_are_no_votes_for(spoiled: str) -> None:
    walk, day = at("branch_vote")

    event = _voted(walk, "branch_vote", day, meeting=meeting("cb", day, roll=9), yes=5, no=0, **{spoiled: 4})

    assert event.outcome == "failed"


@pytest.mark.parametrize("over", ["yes", "no", "blank", "invalid"])
def test_tally_above_the_attendance_is_refused(over: str) -> None:
    walk, day = at("branch_vote")

    unmet = walk.unmet("branch_vote", day, meeting=meeting("cb", day, 9, 8), **({"yes": 8} | {over: 9}))

    assert "vote.tally" in unmet
    assert unmet["vote.tally"].figures["present"] == 8


def test_members_may_abstain_from_casting_any_ballot() -> None:
    walk, day = at("branch_vote")

    event = _voted(walk, "branch_vote", day, meeting=meeting("cb", day, roll=9), yes=6, no=0)

    assert event.outcome == "passed"


def test_third_vote_on_recognition_without_two_thirds_goes_to_the_committee_above_4_2_c() -> None:
    walk, day = at("branch_recognition_vote")

    outcomes = []
    for attempt in range(3):
        present = walk.state.open_step("branch_recognition_vote")
        assert present is not None
        assert present.attempt == attempt + 1
        event = _voted(walk, "branch_recognition_vote", day + timedelta(days=attempt), yes=5, no=4)
        outcomes.append(event.outcome)

    assert outcomes == ["failed", "failed", "exhausted"]
    assert [one.step for one in walk.state.open] == ["recognition_decision"]


def test_vote_that_failed_leaves_the_limit_of_the_next_one_as_it_was() -> None:
    walk, day = at("branch_recognition_vote")
    before = walk.state.open[0].due_on

    walk.step("branch_recognition_vote", day, yes=0, no=9)

    assert walk.state.open[0].due_on == before


def test_branch_vote_on_admission_that_fails_ends_the_matter_and_releases_the_mentor() -> None:
    walk, day = at("branch_vote")

    walk.step("branch_vote", day, yes=0, no=9)

    assert (walk.state.status, walk.state.ended_on, walk.state.open) == (Status.REFUSED, day, ())
    assert [one.until for one in walk.state.guides] == [day]


@pytest.mark.parametrize(
    "known",
    [
        {"unit": "cb-khac"}, {"unit": "du"}, {"is_open": False}, {"roll_kind": "committee_members"},
    ],
)  # fmt: skip
def test_meeting_of_another_body_or_already_closed_decides_nothing(known: dict[str, object]) -> None:
    walk, day = at("branch_vote")
    met = replace(meeting("cb", day), **known)  # type: ignore[arg-type]  # the fields by name

    assert set(walk.unmet("branch_vote", day, meeting=met)) == {"meeting.open"}


def test_meeting_nobody_knows_decides_nothing() -> None:
    walk, day = at("branch_vote")
    command, _ = walk.command("branch_vote", day)

    assert set(walk.refused(command, day, meeting=None)) == {"meeting.known"}


@pytest.mark.parametrize("days", [-400, 1])
def test_meeting_before_the_step_was_open_or_after_today_decides_nothing(days: int) -> None:
    walk, day = at("branch_vote")
    command, _ = walk.command("branch_vote", day)
    met = meeting("cb", day + timedelta(days=days))

    assert "step.date" in walk.refused(command, day, meeting=met)


@pytest.mark.parametrize(
    ("present", "stake", "unmet"),
    [(1, 1, {"vote.four_eyes"}), (2, 2, {"vote.four_eyes"}), (2, 1, set()), (9, 2, set())],
)
def test_nobody_is_the_only_judge_of_whom_he_guides(present: int, stake: int, unmet: set[str]) -> None:
    walk, day = at("branch_vote")
    met = meeting("cb", day, roll=present, with_a_stake=stake)

    assert set(walk.unmet("branch_vote", day, meeting=met)) - {"vote.least_roll"} == unmet


@pytest.mark.parametrize(("roll", "unmet"), [(2, {"vote.least_roll"}), (3, set())])
def test_branch_of_fewer_than_three_official_members_does_not_vote(roll: int, unmet: set[str]) -> None:
    walk, day = at("branch_vote")

    assert set(walk.unmet("branch_vote", day, meeting=meeting("cb", day, roll=roll))) == unmet


def test_vote_in_which_nobody_voted_is_none() -> None:
    walk, day = at("branch_vote")

    assert set(walk.unmet("branch_vote", day, meeting=meeting("cb", day, roll=9), yes=0)) == {"vote.tally"}


def test_vote_waits_while_a_paper_is_made_anew() -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="reopen", on=day, step="opinions", reason="Ý kiến đã cũ.")

    waiting = walk.unmet("branch_vote", day)
    walk.step("opinions", day)

    assert set(waiting) == {"vote.nothing_reopened"}
    assert walk.unmet("branch_vote", day) == {}


def test_vote_on_a_step_of_another_kind_is_refused() -> None:
    walk, day = at("decision")
    vote = commands.Vote(dossier="HS-2021-0001", step="decision", meeting="HN-1", yes=9, no=0)

    assert "step.open" in walk.refused(vote, day, meeting=meeting("qu", day))


def test_vote_once_held_is_not_held_again() -> None:
    walk, day = at("branch_vote")
    command, facts = walk.command("branch_vote", day)
    walk.do(command, day, **facts)

    assert "step.open" in walk.refused(command, day, **facts)


def test_appraisal_of_the_sub_committee_goes_on_either_way_where_there_is_one() -> None:
    walk, day = at("branch_vote")
    walk.step("branch_vote", day)
    bodies = walk.state.bodies | {"sub_committee": "dbp"}
    here = with_state(
        walk, bodies=bodies, open=(replace(walk.state.open[0], step="sub_committee_appraisal"),)
    )
    met = meeting("dbp", day)
    here.state = replace(here.state, open=(replace(here.state.open[0], unit="dbp"),))

    here.step("sub_committee_appraisal", day, meeting=met, yes=0, no=9)

    assert [one.step for one in here.state.open] == ["grassroots_vote"]


def test_vote_recorded_before_the_chair_was_asked_still_reads() -> None:
    walk, day = at("branch_vote")
    event = _voted(walk, "branch_vote", day)
    written = EVENT.dump_python(event, mode="json")
    del written["chair_vote"]

    assert EVENT.validate_python(written) == event


def test_chairs_vote_is_refused_where_the_regulation_has_no_use_for_it() -> None:
    walk, day = at("branch_vote")

    assert set(walk.unmet("branch_vote", day, chair_vote="yes")) == {"vote.chair_not_asked"}


def test_checked_requirements_are_kept_in_the_event() -> None:
    walk, day = at("branch_vote")

    event = _voted(walk, "branch_vote", day)

    checked = {one.rule: one.met for one in event.checked}
    assert {"vote.quorum", "vote.majority", "vote.tally", "vote.four_eyes", "candidate.age"} <= checked.keys()
    assert all(checked.values())
    assert CANDIDATE not in str(checked)
    assert date(2021, 9, 10) < event.on <= day
