"""What is mended on the way: corrections, steps done anew, limits, and consideration that ends early."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.rules.due import documents
from engine.rules.given import Filing
from models import commands
from models.events import Corrected, StepEvent, StepEvents
from models.state import Status
from tests.walks import MENTOR, VN_2022, Walk, at, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"


def _filing(walk: Walk, step: str, answers: dict[str, object]) -> Filing:
    sequence = walk.state.done[step].sequence
    origin = walk.told[sequence - 1]
    assert isinstance(origin, StepEvents)
    return Filing(origin=origin, sequence=sequence, enclosure="a" * 64, answers=answers)


def _filed(step: str = "opinions") -> tuple[Walk, date, Filing]:
    walk, day = at(step)
    command, _ = walk.command(step, day)
    walk.do(command, day, enclosure="a" * 64)
    return walk, day, _filing(walk, step, command.answers)  # type: ignore[attr-defined]  # a step


def _correcting(day: date, step: str, **answers: object) -> commands.Correction:
    return commands.Correction(dossier=NUMBER, step=step, on=day, answers=answers, reason="Gõ nhầm.")


def test_correction_keeps_the_old_text_and_names_what_it_changes() -> None:
    walk, day, filing = _filed()

    walk.do(_correcting(day, "opinions", strengths="Đã sửa."), day, filed=filing, enclosure="b" * 64)

    event = walk.told[-1]
    assert isinstance(event, Corrected)
    assert (event.before, event.enclosure, event.fields) == ("a" * 64, "b" * 64, ("strengths",))
    assert (event.corrects, event.forms) == (filing.sequence, ("5-KNĐ",))
    assert walk.state.papers["5-KNĐ"].enclosure == "b" * 64


def test_correction_moves_nothing_but_the_text() -> None:
    walk, day, filing = _filed()
    before = walk.state

    walk.do(_correcting(day, "opinions", strengths="Đã sửa."), day, filed=filing, enclosure="b" * 64)

    papers = before.papers | {"5-KNĐ": replace(before.papers["5-KNĐ"], enclosure="b" * 64)}
    assert walk.state == replace(before, papers=papers)


def test_correction_that_changes_nothing_is_refused() -> None:
    walk, day, filing = _filed()
    same = commands.Correction(
        dossier=NUMBER, step="opinions", on=day, answers=dict(filing.answers), reason="Gõ nhầm."
    )

    assert set(walk.refused(same, day, filed=filing)) == {"correction.changes"}


def test_corrected_text_is_held_to_the_fields_of_its_paper() -> None:
    walk, day, filing = _filed()

    assert set(walk.refused(_correcting(day, "opinions", strengths=7), day, filed=filing)) == {"answer.text"}
    assert set(walk.refused(_correcting(day, "opinions", strange="x"), day, filed=filing)) == {
        "answer.unknown"
    }


def test_step_not_done_yet_is_not_corrected() -> None:
    walk, day = at("opinions")

    assert set(walk.refused(_correcting(day, "opinions", x="y"), day, filed=None)) == {"step.done"}


def test_second_introduction_is_corrected_on_the_form_that_was_filed_and_no_other() -> None:
    walk, day, filing = _filed("endorsement")

    walk.do(_correcting(day, "endorsement", strengths="Đã sửa."), day, filed=filing, enclosure="b" * 64)

    event = walk.told[-1]
    assert isinstance(event, Corrected)
    again = documents(VN_2022, walk.state, event)
    assert [(one.form, one.unit) for one in again] == [("4-KNĐ", "doan")]


def test_dossier_that_has_ended_may_still_be_corrected() -> None:
    walk, day, filing = _filed()
    ended = with_state(walk, status=Status.RECOGNISED, open=())

    assert ended.refused(_correcting(day, "opinions", strengths="Đã sửa."), day, filed=filing) == {}


def test_reopened_step_is_done_anew_and_nothing_else_moves() -> None:
    walk, day = at("branch_vote")
    before = walk.state

    walk.tell(day, command="reopen", on=day, step="awareness_course", reason="Giấy chứng nhận hết hạn.")
    waiting = walk.state.open
    walk.step("awareness_course", day)

    assert [(one.step, one.again) for one in waiting] == [("branch_vote", False), ("awareness_course", True)]
    assert walk.state.open == before.open
    assert walk.state.papers["CN-NTVĐ"].dated == day
    assert walk.state.stage == before.stage


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        ("mentor_assignment", "step.may_be_redone"),
        ("branch_vote", "step.may_be_redone"),
        ("grassroots_vote", "step.may_be_redone"),
        ("decision", "step.done"),
    ],
)
def test_votes_decisions_and_assignments_are_not_done_anew(step: str, rule: str) -> None:
    walk, day = at("decision")
    command = commands.Reopen(dossier=NUMBER, on=day, step=step, reason="Làm lại.")

    assert rule in walk.refused(command, day)


def test_introduction_grown_old_is_made_anew() -> None:
    walk, _ = at("branch_vote")
    late = walk.state.papers["3-KNĐ"].dated + 400 * ONE_DAY

    old = walk.unmet("branch_vote", late)
    for step in ("verification", "introduction", "endorsement", "opinions"):
        walk.tell(late, command="reopen", on=late, step=step, reason="Quá 12 tháng.")
        walk.step(step, late)

    assert "paper.fresh" in old
    assert walk.unmet("branch_vote", late) == {}


def test_step_already_open_is_not_opened_twice() -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="reopen", on=day, step="opinions", reason="Làm lại.")
    again = commands.Reopen(dossier=NUMBER, on=day, step="opinions", reason="Làm lại.")

    assert set(walk.refused(again, day)) == {"step.done"}


@pytest.mark.parametrize("step", ["mentor_assignment", "branch_vote", "decision", "decision_receipt"])
def test_candidate_may_withdraw_until_the_ceremony(step: str) -> None:
    walk, day = at(step)

    walk.tell(day, command="withdraw", on=day, reason="Xin rút đơn.")

    assert (walk.state.status, walk.state.ended_on, walk.state.open) == (Status.WITHDRAWN, day, ())
    assert all(one.until is not None for one in walk.state.guides)


def test_member_on_probation_does_not_withdraw_an_admission() -> None:
    walk, day = at("probation")
    command = commands.Withdraw(dossier=NUMBER, on=day, reason="Xin rút đơn.")

    assert set(walk.refused(command, day)) == {"dossier.not_joined"}


@pytest.mark.parametrize("cause", ["left_unit", "other"])
def test_membership_ends_by_a_vote_and_not_by_closing_the_dossier(cause: str) -> None:
    walk, day = at("probation")
    command = commands.Close(dossier=NUMBER, on=day, cause=cause, reason="Theo quy định.")  # type: ignore[arg-type]  # a plain text of the literal

    assert set(walk.refused(command, day)) == {"dossier.not_joined"}


@pytest.mark.parametrize(
    ("step", "cause"),
    [
        ("branch_vote", "death"),
        ("branch_vote", "discipline"),
        ("branch_vote", "left_unit"),
        ("branch_vote", "other"),
        ("probation", "death"),
        ("probation", "discipline"),
    ],
)
def test_consideration_is_closed_for_a_cause_at_any_step_and_the_file_is_kept(step: str, cause: str) -> None:
    walk, day = at(step)
    papers = walk.state.papers

    walk.tell(day, command="close", on=day, cause=cause, reason="Theo quy định.")

    assert (walk.state.status, walk.state.papers) == (Status.CLOSED, papers)


@pytest.mark.parametrize("command", ["withdraw", "close", "suspend", "transfer", "reopen", "extend_limit"])
def test_nothing_moves_a_dossier_that_has_ended(command: str) -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="close", on=day, cause="death", reason="Đã mất.")
    plain: dict[str, object] = {"command": command, "dossier": NUMBER, "on": day, "reason": "Lý do."}
    plain |= {
        "close": {"cause": "other"}, "transfer": {"to_unit": "cb9"}, "reopen": {"step": "opinions"},
        "extend_limit": {"step": "decision"},
    }.get(command, {})  # fmt: skip

    refused = walk.refused(commands.COMMAND.validate_python(plain), day)

    assert {"dossier.live", "dossier.status"} & refused.keys()


def test_end_of_a_suspended_dossier_clears_the_pause() -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="suspend", on=day, reason="Tạm dừng.")

    walk.tell(day, command="withdraw", on=day, reason="Xin rút đơn.")

    assert (walk.state.suspended_on, walk.state.suspended_from) == (None, None)


def test_every_step_event_says_what_was_checked_and_where_it_leads() -> None:
    walk, _ = at("recognition_decision")
    steps = [event for event in walk.told if isinstance(event, StepEvent)]

    assert all(event.checked for event in steps)
    assert all(event.step in event.moved.closes for event in steps)
    assert MENTOR in {one.person for one in walk.state.guides}
