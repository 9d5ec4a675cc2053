"""What is left on record by requests beside the steps: pauses, moves, amends and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import rules
from engine.rules.given import Line
from models.commands import COMMAND
from models.events import (
    Closed,
    CrossEvent,
    LimitExtended,
    MentorReplaced,
    Migrated,
    Moved,
    Reopened,
    Resumed,
    Returned,
    StepEvent,
    Supplemented,
    Suspended,
    Transferred,
    Withdrawn,
)
from models.state import Guide, Pause, Status, Supplement
from tests.walks import MENTOR, SECOND, VN_2022, Walk, at, version, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
ENCLOSURE = "e" * 64
THERE = Line(
    unit="cb9",
    line=("cb9", "du9", "qu"),
    bodies={"branch": "cb9", "grassroots_committee": "du9", "competent_committee": "qu"},
)


def _done(walk: Walk, day: date, facts: dict[str, object] | None = None, /, **command: object) -> object:
    asked = COMMAND.validate_python({"dossier": NUMBER} | command)
    given = {"enclosure": ENCLOSURE} | (facts or {})
    weighed = rules.requirements(walk.state, asked, walk.facts(day, **given))

    event = walk.do(asked, day, **given)[0]

    if isinstance(event, StepEvent | CrossEvent):
        assert (event.checked, event.enclosure) == (weighed, ENCLOSURE)
    return event


def test_return_and_its_answer_go_on_record_with_what_is_owed() -> None:
    walk, day = at("grassroots_vote")
    before = walk.state
    items = [{"item": "Một", "reason": "Thiếu", "step": "opinions"}, {"item": "Hai", "reason": "Thiếu"}]

    returned = _done(walk, day, {"acting_unit": "du"}, command="return_for_supplement", on=day, items=items)
    owing = walk.state
    walk.step("opinions", day)
    answered = _done(walk, day, command="supplement", on=day, answers=["Xong.", "Xong."])

    assert isinstance(returned, Returned)
    opened = owing.open[-1]
    assert (opened.step, opened.opened_on, opened.again) == ("opinions", day, True)
    assert (returned.on, returned.round, returned.items, returned.asked_by) == (day, 1, 2, "du")
    assert (returned.answer_by, returned.moved) == (day + 30 * ONE_DAY, Moved(opens=(opened,)))
    assert owing == replace(
        before, status=Status.RETURNED, rounds=1, open=(*before.open, opened), latest_on=day,
        supplement=Supplement(
            round=1, items=2, steps=("opinions",), answer_by=returned.answer_by, asked_by="du",
            enclosure=ENCLOSURE,
        ),
    )  # fmt: skip
    assert isinstance(answered, Supplemented)
    assert (answered.on, answered.round) == (day, 1)
    assert (walk.state.status, walk.state.supplement, walk.state.open) == (
        Status.UNDER_WAY, None, before.open,
    )  # fmt: skip


def test_dossier_returned_by_nobody_in_particular_is_returned_by_its_branch() -> None:
    walk, day = at("grassroots_vote")
    untyped = walk.copy()
    untyped.tell(day, command="return_for_supplement", on=day, items=[{"item": "Một", "reason": "Thiếu"}])

    returned = _done(
        walk, day, command="return_for_supplement", on=day, items=[{"item": "Một", "reason": "Thiếu"}]
    )

    assert isinstance(returned, Returned)
    assert returned.asked_by == "cb"
    assert returned.moved == Moved()
    assert untyped.state.supplement is not None
    assert untyped.state.supplement.enclosure == ""


@pytest.mark.parametrize("status", [Status.UNDER_WAY, Status.RETURNED])
def test_pause_goes_on_record_with_its_days_and_leads_back_to_where_it_came_from(status: Status) -> None:
    walk, day = at("decision")
    owed = Supplement(round=1, items=1, steps=(), answer_by=day + 9 * ONE_DAY, asked_by="du", enclosure="")
    supplement = owed if status is Status.RETURNED else None
    walk = with_state(walk, status=status, supplement=supplement)
    before = walk.state
    due_on = before.open[0].due_on
    assert due_on is not None

    suspended = _done(walk, day, command="suspend", on=day, reason="Tạm dừng.")
    paused = walk.state
    resumed = _done(walk, day + 5 * ONE_DAY, command="resume", on=day + 5 * ONE_DAY, reason="Tiếp tục.")

    assert isinstance(suspended, Suspended)
    assert suspended.on == day
    assert paused == replace(
        before, status=Status.SUSPENDED, suspended_on=day, suspended_from=status, latest_on=day
    )
    assert isinstance(resumed, Resumed)
    assert (resumed.on, resumed.days) == (day + 5 * ONE_DAY, 5)
    assert walk.state == replace(
        before, latest_on=day + 5 * ONE_DAY, pauses=(Pause(since=day, until=day + 5 * ONE_DAY),),
        open=(replace(before.open[0], due_on=due_on + 5 * ONE_DAY),),
        supplement=supplement and replace(supplement, answer_by=day + 14 * ONE_DAY),
    )  # fmt: skip


def test_withdrawal_and_closing_go_on_record_and_end_the_dossier() -> None:
    walk, day = at("branch_vote")
    other = walk.copy()

    withdrawn = _done(walk, day, command="withdraw", on=day, reason="Xin rút.")
    closed = _done(other, day, command="close", on=day, cause="left_unit", reason="Đi nơi khác.")

    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.on == day
    assert (walk.state.status, walk.state.ended_on, walk.state.open) == (Status.WITHDRAWN, day, ())
    assert isinstance(closed, Closed)
    assert (closed.on, closed.cause) == (day, "left_unit")
    assert (other.state.status, other.state.ended_on) == (Status.CLOSED, day)


def test_replaced_mentor_goes_on_record_with_the_former_one() -> None:
    walk, day = at("branch_vote")
    former = walk.state.guides[0]
    introducer = Guide(person="nguoi-la", role="introducer", unit="cb", since=former.since)
    gone = replace(former, person="nguoi-cu", until=former.since)
    walk = with_state(walk, guides=(gone, former, introducer))

    event = _done(walk, day, command="replace_mentor", on=day, person=SECOND, reason="Chuyển đi.")

    assert isinstance(event, MentorReplaced)
    assert (event.on, event.former, event.person, event.unit) == (day, MENTOR, SECOND, "cb")
    assert walk.state.guides == (
        gone, replace(former, until=day), introducer,
        Guide(person=SECOND, role="mentor", unit="cb", since=day),
    )  # fmt: skip


def test_reopened_step_and_extended_limit_go_on_record() -> None:
    walk, day = at("decision")
    before = walk.state.open

    extended = _done(
        walk, day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt."
    )
    reopened = _done(walk, day, command="reopen", on=day, step="opinions", reason="Làm lại.")

    assert isinstance(extended, LimitExtended)
    assert (extended.on, extended.step) == (day, "decision")
    assert isinstance(reopened, Reopened)
    assert (reopened.on, reopened.step, reopened.moved.closes) == (day, "opinions", ())
    again = reopened.moved.opens[0]
    assert (again.step, again.opened_on, again.again, again.attempt) == ("opinions", day, True, 1)
    assert walk.state.open == (replace(before[0], due_on=extended.due_on, extended=True), again)


def test_extension_of_one_limit_leaves_the_others() -> None:
    walk, day = at("decision")
    other = replace(walk.state.open[0], step="opinions", due_on=day)
    walk = with_state(walk, open=(walk.state.open[0], other))

    _done(walk, day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")

    assert walk.state.open[1] == other


def test_transfer_goes_on_record_with_both_units_and_the_new_line() -> None:
    walk, day = at("branch_vote")
    walk.step("branch_vote", day)
    before = walk.state

    event = _done(
        walk, day, {"line": THERE}, command="transfer", on=day, to_unit="cb9", reason="Chuyển công tác."
    )

    assert isinstance(event, Transferred)
    open_there = (replace(before.open[0], unit="du9"),)
    assert (event.on, event.from_unit, event.unit, event.line) == (day, "cb", "cb9", THERE.line)
    assert event.bodies == THERE.bodies
    assert event.moved == Moved(closes=("grassroots_vote",), opens=open_there)
    assert walk.state == replace(
        before, unit="cb9", line=THERE.line, bodies=dict(THERE.bodies), open=open_there, latest_on=day,
        transferred_on=day, guides=tuple(replace(one, until=one.until or day) for one in before.guides),
    )  # fmt: skip


def test_transfer_before_the_resolution_drops_what_the_new_branch_does_itself() -> None:
    walk, day = at("opinions")

    event = _done(
        walk, day, {"line": THERE}, command="transfer", on=day, to_unit="cb9", reason="Chuyển công tác."
    )

    assert isinstance(event, Transferred)
    assert event.moved.closes == ("introduction", "endorsement", "opinions")
    assert event.moved.drops == ("mentor_assignment", "mentorship")
    assert (event.moved.stage, event.moved.way_back, event.moved.ends) == ("sourcing", None, None)
    assert [(one.step, one.unit, one.opened_on) for one in event.moved.opens] == [
        ("mentor_assignment", "cb9", day)
    ]


def test_migration_goes_on_record_with_both_versions_and_the_open_steps() -> None:
    walk, day = at("branch_vote")
    other = version(VN_2022, id="vn-khac")
    before = walk.state

    event = _done(
        walk, day, {"target": other}, command="migrate", on=day, procedure="vn-khac", reason="Quy định mới."
    )

    assert isinstance(event, Migrated)
    assert (event.on, event.before, event.procedure, event.open) == (day, "vn-2022", "vn-khac", before.open)
    assert walk.state == replace(before, procedure="vn-khac", latest_on=day)
