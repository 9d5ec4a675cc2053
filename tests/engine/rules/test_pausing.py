"""Dossiers returned for supplement, suspended and resumed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import commands
from models.commands import Command
from models.events import Returned
from models.state import Status
from tests.walks import Walk, at, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"


def _return(walk: Walk, day: date, *steps: str | None) -> None:
    walk.do(_returning(day, *steps), day, acting_unit="du")


def _returning(day: date, *steps: str | None) -> Command:
    items = [{"item": f"Mục {number}", "reason": "Thiếu", "step": step} for number, step in enumerate(steps)]
    plain = {"command": "return_for_supplement", "dossier": NUMBER, "on": day, "items": items}
    return commands.COMMAND.validate_python(plain)


def _supplement(walk: Walk, day: date, answers: int) -> None:
    walk.tell(day, command="supplement", on=day, answers=["Đã bổ sung."] * answers)


def test_returned_dossier_owes_its_items_within_30_days() -> None:
    walk, day = at("grassroots_vote")

    _return(walk, day, None, "opinions")

    owed = walk.state.supplement
    assert owed is not None
    assert (owed.round, owed.items, owed.steps, owed.asked_by) == (1, 2, ("opinions",), "du")
    assert owed.answer_by == day + 30 * ONE_DAY
    assert walk.state.status is Status.RETURNED
    assert isinstance(walk.told[-1], Returned)


def test_nothing_is_decided_while_a_dossier_is_returned_but_what_it_owes() -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, "opinions")

    voted = walk.unmet("grassroots_vote", day)
    walk.step("opinions", day)
    _supplement(walk, day, 1)

    assert set(voted) == {"step.open", "vote.nothing_reopened"}
    assert walk.state.status is Status.UNDER_WAY
    assert walk.unmet("grassroots_vote", day) == {}


@pytest.mark.parametrize("answers", [1, 3])
def test_every_item_is_answered(answers: int) -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, None, None)
    command = commands.SupplementDone(dossier=NUMBER, on=day, answers=("Đã bổ sung.",) * answers)

    unmet = walk.refused(command, day)

    assert set(unmet) == {"supplement.answers"}
    assert unmet["supplement.answers"].figures == {"items": 2, "answers": answers}


def test_steps_named_in_the_items_are_done_anew_before_the_answer() -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, "opinions")
    command = commands.SupplementDone(dossier=NUMBER, on=day, answers=("Đã bổ sung.",))

    assert set(walk.refused(command, day)) == {"supplement.steps_redone"}


def test_dossier_is_returned_three_times_at_most() -> None:
    walk, day = at("grassroots_vote")
    for _ in range(3):
        _return(walk, day, None)
        _supplement(walk, day, 1)

    unmet = walk.refused(_returning(day, None), day)

    assert set(unmet) == {"supplement.rounds"}
    assert unmet["supplement.rounds"].figures == {"round": 4, "at_most": 3}


@pytest.mark.parametrize(
    "steps",
    [
        ("decision",),  # not done yet
        ("grassroots_vote",),  # open now
        ("branch_vote",),  # a vote is not held again by the back door
        ("mentor_assignment",),  # a mentor is replaced
        ("opinions", "opinions"),
    ],
)
def test_only_papers_already_filed_are_asked_for_anew(steps: tuple[str, ...]) -> None:
    walk, day = at("grassroots_vote")

    assert set(walk.refused(_returning(day, *steps), day)) == {"supplement.steps_done"}


def test_dossier_already_returned_is_not_returned_again() -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, None)

    assert set(walk.refused(_returning(day, None), day)) == {"dossier.status"}


def test_answer_that_is_late_is_taken_and_one_that_never_comes_changes_nothing() -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, None)
    waiting = walk.state

    _supplement(walk, day + 400 * ONE_DAY, 1)

    assert waiting.status is Status.RETURNED
    assert walk.state.status is Status.UNDER_WAY


@given(st.integers(0, 40), st.integers(0, 400))
def test_pause_pushes_the_day_a_supplement_is_owed_by(wait: int, days: int) -> None:
    walk, day = at("grassroots_vote")
    _return(walk, day, None)
    since = day + wait * ONE_DAY

    walk.tell(since, command="suspend", on=since, reason="Đi làm nhiệm vụ.")
    walk.tell(since + days * ONE_DAY, command="resume", on=since + days * ONE_DAY, reason="Đã về.")

    owed = walk.state.supplement
    assert owed is not None
    assert owed.answer_by == day + (30 + days) * ONE_DAY
    assert walk.state.status is Status.RETURNED


@pytest.mark.parametrize("step", ["opinions", "branch_vote", "admission_ceremony", "recognition_decision"])
def test_nothing_is_done_while_a_dossier_is_suspended(step: str) -> None:
    walk, day = at(step)
    walk.tell(day, command="suspend", on=day, reason="Đi làm nhiệm vụ.")

    assert "step.open" in walk.unmet(step, day)


def test_term_that_ends_while_a_dossier_is_suspended_is_noted_when_it_moves_again() -> None:
    walk, day = at("probation")
    due_on = walk.state.open[0].due_on
    assert due_on is not None
    later = due_on + 30 * ONE_DAY
    walk.tell(day, command="suspend", on=day, reason="Đi làm nhiệm vụ.")

    suspended = walk.unmet("probation", later)
    walk.tell(later, command="resume", on=later, reason="Đã về.")
    walk.step("probation", later)

    assert set(suspended) == {"step.open"}
    assert walk.state.done["probation"].on == due_on


@pytest.mark.parametrize(
    ("status", "command"),
    [
        (Status.SUSPENDED, "suspend"),
        (Status.UNDER_WAY, "resume"),
        (Status.RETURNED, "resume"),
        (Status.RECOGNISED, "suspend"),
        (Status.WITHDRAWN, "resume"),
    ],
)
def test_pause_begins_and_ends_once(status: Status, command: str) -> None:
    walk, day = at("branch_vote")
    plain = {"command": command, "dossier": NUMBER, "on": day, "reason": "Lý do."}

    refused = with_state(walk, status=status).refused(commands.COMMAND.validate_python(plain), day)

    assert set(refused) == {"dossier.status"}


def test_pause_does_not_end_before_it_began() -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="suspend", on=day, reason="Lý do.")
    early = commands.Resume(dossier=NUMBER, on=day - ONE_DAY, reason="Lý do.")

    assert set(walk.refused(early, day)) == {"step.date"}
