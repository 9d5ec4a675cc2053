"""What a vote that is refused tells, whole, and as what a vote that is held goes on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.events import Decided, Voted
from models.requirements import Figure, Requirement
from tests.walks import VN_2022, at, meeting, with_state, with_vote

CONSIDERED = "Điều lệ Đảng 2011, Điều 4 và Điều 5; Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (7)"


def _told(rule: str, source: str, /, **figures: Figure) -> dict[str, Requirement]:
    return {rule: Requirement(rule=rule, source=source, figures=figures, met=False)}


@pytest.mark.parametrize(
    ("known", "unit", "roll"),
    [
        ({"unit": "du"}, "du", "official_members"),
        ({"is_open": False}, "cb", "official_members"),
        ({"roll_kind": "committee_members"}, "cb", "committee_members"),
    ],
)
def test_meeting_that_decides_nothing_here_is_named_with_its_body_and_roll(
    known: dict[str, object], unit: str, roll: str
) -> None:
    walk, day = at("branch_vote")
    met = replace(meeting("cb", day), **known)  # type: ignore[arg-type]  # the fields by name

    assert walk.unmet("branch_vote", day, meeting=met) == _told(
        "meeting.open", CONSIDERED, meeting=met.number, unit=unit, roll=roll
    )


def test_meeting_nobody_knows_is_named() -> None:
    walk, day = at("branch_vote")
    command, _ = walk.command("branch_vote", day)

    assert walk.refused(command, day, meeting=None) == _told("meeting.known", CONSIDERED, meeting=f"HN-{day}")


def test_vote_that_waits_for_steps_made_anew_names_them_in_order() -> None:
    walk, day = at("branch_vote")
    for step in ("opinions", "introduction"):
        walk.tell(day, command="reopen", on=day, step=step, reason="Đã cũ.")

    unmet = walk.unmet("branch_vote", day)

    assert (
        unmet["vote.nothing_reopened"]
        == _told("vote.nothing_reopened", CONSIDERED, steps="introduction, opinions")["vote.nothing_reopened"]
    )


def test_vote_without_an_impartial_judge_tells_how_many_have_a_stake() -> None:
    walk, day = at("branch_vote")

    unmet = walk.unmet("branch_vote", day, meeting=meeting("cb", day, roll=3, with_a_stake=3))

    assert unmet == _told("vote.four_eyes", CONSIDERED, present=3, with_a_stake=3)


@pytest.mark.parametrize(("yes", "blank", "ballots"), [(0, 0, 0), (8, 1, 9)])
def test_tally_that_does_not_fit_the_attendance_tells_both(yes: int, blank: int, ballots: int) -> None:
    walk, day = at("branch_vote")
    met = meeting("cb", day, roll=9, present=8)

    assert walk.unmet("branch_vote", day, meeting=met, yes=yes, blank=blank) == _told(
        "vote.tally", CONSIDERED, ballots=ballots, present=8
    )


def test_roll_too_small_to_vote_tells_how_many_are_needed() -> None:
    walk, day = at("branch_vote")

    assert walk.unmet("branch_vote", day, meeting=meeting("cb", day, roll=2)) == _told(
        "vote.least_roll", "Hướng dẫn 01-HD/TW, phần nơi chưa đủ ba đảng viên chính thức", roll=2, needed=3
    )


def test_vote_of_a_branch_is_a_vote_and_that_of_the_competent_body_a_decision() -> None:
    branch, day = at("branch_vote")
    competent, later = at("decision")

    voted = branch.step("branch_vote", day, yes=7, no=1, blank=1)[0]
    decided = competent.step("decision", later, yes=8, no=1)[0]

    assert isinstance(voted, Voted)
    assert isinstance(decided, Decided)
    assert (voted.meeting, voted.roll, voted.present, voted.needed) == (f"HN-{day}", 9, 9, 6)
    assert (voted.yes, voted.no, voted.blank, voted.invalid) == (7, 1, 1, 0)
    assert (decided.yes, decided.no, decided.needed) == (8, 1, 5)


def test_step_that_is_not_open_is_decided_in_no_meeting() -> None:
    walk, day = at("branch_vote")
    command, facts = walk.command("branch_vote", day)
    closed = with_state(walk, open=())

    assert set(closed.refused(command, day, **facts)) == {"step.open", "meeting.open"}
    assert VN_2022.step("branch_vote").vote is not None


@pytest.mark.parametrize(("base", "whole"), [("roll", 9), ("present", 8), ("cast", 7), ("valid", 6)])
def test_majority_is_weighed_over_the_base_the_procedure_names(base: str, whole: int) -> None:
    walk, day = at("branch_vote")
    vote = VN_2022.step("branch_vote").vote
    assert vote is not None
    walk.procedure = with_vote("branch_vote", majority=vote.majority.model_copy(update={"of": base}))
    met = meeting("cb", day, roll=9, present=8)

    event = walk.step("branch_vote", day, meeting=met, yes=5, no=1, blank=1)[0]

    assert isinstance(event, Voted)
    majority = next(one for one in event.checked if one.rule == "vote.majority")
    assert (majority.figures["of"], majority.figures["whole"], majority.figures["part"]) == (base, whole, 5)
    assert majority.met == (2 * whole <= 3 * 5)
