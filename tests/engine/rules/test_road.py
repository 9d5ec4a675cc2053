"""The road: limits counted from the regulation's own days, terms, pauses, and where outcomes lead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import rules
from engine.rules.road import later_than, limit_of
from models import commands
from models.events import WaitingEnded
from models.procedure import Step, StepKind
from models.state import DoneStep, OpenStep, Status
from tests.walks import CALENDAR, MENTOR, SECOND, VN_2022, Walk, at

ONE_DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(2021, 9, 1), max_value=date(2028, 12, 31))
STEPS = [step for stage in VN_2022.stages for step in stage.steps]
LIMITED = [step for step in STEPS if step.limit is not None]
# As decided for 2023: New Year's Day and 30 April on a Sunday, Hùng Kings' day on a Saturday, Tết Quý Mão.
OFF = {
    date(2023, 1, 2),
    *(date(2023, 1, day) for day in (20, 23, 24, 25, 26)),
    *(date(2023, 5, day) for day in (1, 2, 3)),
}


def _counted(start: date, working_days: int) -> date:
    """Independent of the calendar's arithmetic: day after day, weekends and the days off passed over."""
    day = start
    while working_days:
        day += ONE_DAY
        working_days -= day.isoweekday() < 6 and day not in OFF
    return day


def _present(walk: Walk, step: str) -> OpenStep:
    present = walk.state.open_step(step)
    assert present is not None
    return present


def _resolved_on(day: date) -> Walk:
    walk, _ = at("branch_vote")
    walk.step("branch_vote", day)
    walk.step("grassroots_vote", day + 20 * ONE_DAY)
    return walk


def _extend(walk: Walk, step: str, on: date) -> None:
    walk.tell(on, command="extend_limit", on=on, step=step, reason="Trường hợp đặc biệt.")


def test_decision_is_due_60_working_days_after_the_branch_resolution_across_tet_4_3_1() -> None:
    walk = _resolved_on(date(2022, 12, 19))

    assert _present(walk, "decision").due_on == date(2023, 3, 21) == _counted(date(2022, 12, 19), 60)


def test_limit_of_the_decision_is_extended_once_by_30_working_days_4_3_1() -> None:
    walk = _resolved_on(date(2022, 12, 19))

    _extend(walk, "decision", date(2023, 3, 20))
    again = commands.ExtendLimit(
        dossier="HS-2021-0001", step="decision", on=date(2023, 3, 21), reason="Lại xin."
    )

    assert _present(walk, "decision").due_on == date(2023, 5, 5) == _counted(date(2023, 3, 21), 30)
    assert set(walk.refused(again, date(2023, 3, 21))) == {"limit.extended_once"}


@pytest.mark.parametrize("step", ["branch_vote", "admission_ceremony", "branch_recognition_vote"])
def test_limit_without_an_extension_in_the_regulation_is_not_extended(step: str) -> None:
    walk, day = at(step)
    asked = commands.ExtendLimit(dossier="HS-2021-0001", step=step, on=day, reason="Xin thêm.")

    assert "limit.extendable" in walk.refused(asked, day)


def test_late_decision_is_shown_and_still_made_4_3_1() -> None:
    walk = _resolved_on(date(2022, 12, 19))

    walk.step("decision", date(2023, 8, 1))

    assert [one.step for one in walk.state.open] == ["decision_receipt"]


def test_ceremony_is_due_30_working_days_after_the_branch_receives_the_decision_4_1() -> None:
    walk = _resolved_on(date(2022, 12, 19))
    walk.step("decision", date(2023, 1, 9))

    walk.step("decision_receipt", date(2023, 1, 16))

    assert _present(walk, "admission_ceremony").due_on == _counted(date(2023, 1, 16), 30)
    assert _counted(date(2023, 1, 16), 30) == date(2023, 3, 6)


def test_late_ceremony_is_marked_late_and_still_held_4_1() -> None:
    walk = _resolved_on(date(2022, 12, 19))
    walk.step("decision", date(2023, 1, 9))
    walk.step("decision_receipt", date(2023, 1, 16))

    event = walk.step("admission_ceremony", date(2023, 3, 7))[0]

    in_time = [one for one in event.checked if one.rule == "step.in_time"]  # type: ignore[union-attr]  # held
    assert [one.met for one in in_time] == [False]
    assert walk.state.joined_on == date(2023, 3, 7)


@pytest.mark.parametrize(
    ("joined_on", "ends_on"),
    [
        (date(2023, 3, 31), date(2024, 3, 31)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 12, 31), date(2024, 12, 31)),
    ],
)
def test_probation_lasts_12_months_to_the_day_statutes_article_5(joined_on: date, ends_on: date) -> None:
    walk, _ = at("admission_ceremony")

    walk.step("admission_ceremony", joined_on)

    assert _present(walk, "probation").due_on == ends_on


def test_term_ends_on_its_exact_day_however_late_it_is_noticed_4_2_b() -> None:
    walk, day = at("probation")
    ends_on = _present(walk, "probation").due_on
    assert ends_on is not None
    walk.step("new_member_course", day)

    early = walk.unmet("probation", ends_on - ONE_DAY)
    event = walk.step("probation", ends_on + 90 * ONE_DAY)[0]

    assert set(early) == {"term.over"}
    assert isinstance(event, WaitingEnded)
    assert (event.on, walk.state.done["probation"].on) == (ends_on, ends_on)
    assert {one.opened_on for one in walk.state.open} == {ends_on}


def test_branch_reviews_recognition_within_30_working_days_of_the_end_of_probation_4_2_a() -> None:
    walk, _ = at("branch_recognition_vote")
    ended = walk.state.done["probation"].on

    expected = ended
    for _ in range(30):
        expected += ONE_DAY
        while not CALENDAR.is_working_day(expected):
            expected += ONE_DAY
    assert _present(walk, "branch_recognition_vote").due_on == expected


def test_review_opens_only_when_both_the_term_and_the_course_are_done() -> None:
    walk, _ = at("probation")
    ends_on = _present(walk, "probation").due_on
    assert ends_on is not None
    walk.step("probation", ends_on)
    only_the_term = [one.step for one in walk.state.open]

    walk.step("new_member_course", ends_on + 40 * ONE_DAY)

    assert only_the_term == ["new_member_course"]
    assert {one.opened_on for one in walk.state.open} == {ends_on + 40 * ONE_DAY}


def test_stage_after_steps_side_by_side_opens_on_the_latest_of_their_days() -> None:
    walk, day = at("probation")
    ends_on = _present(walk, "probation").due_on
    assert ends_on is not None
    walk.step("new_member_course", ends_on + 40 * ONE_DAY)

    walk.step("probation", ends_on + 41 * ONE_DAY)

    assert {one.opened_on for one in walk.state.open} == {ends_on + 40 * ONE_DAY}
    assert day < ends_on


@given(st.sampled_from(LIMITED), DAYS, DAYS)
def test_limits_never_end_earlier_for_starting_later(step: Step, first: date, second: date) -> None:
    first, second = sorted((first, second))
    walk, _ = at("branch_vote")

    def due(start: date) -> date | None:
        done = {one.id: DoneStep(outcome="passed", on=start, attempt=1, sequence=1) for one in STEPS}
        return limit_of(step, start, replace(walk.state, done=done), CALENDAR)

    earlier, later = due(first), due(second)
    assert earlier is not None
    assert later is not None
    assert first < earlier <= later


@given(st.integers(0, 200), st.integers(0, 400), st.sampled_from(["decision", "admission_ceremony"]))
def test_pause_pushes_a_limit_by_its_days(wait: int, days: int, step: str) -> None:
    walk, day = at(step)
    before = _present(walk, step).due_on
    assert before is not None
    since = day + wait * ONE_DAY

    walk.tell(since, command="suspend", on=since, reason="Tạm dừng.")
    walk.tell(since + days * ONE_DAY, command="resume", on=since + days * ONE_DAY, reason="Tiếp tục.")

    assert _present(walk, step).due_on == before + days * ONE_DAY
    assert walk.state.status is Status.UNDER_WAY


@given(st.integers(0, 100), st.integers(0, 600))
def test_pause_never_pushes_the_term_of_probation(wait: int, days: int) -> None:
    walk, day = at("probation")
    before = _present(walk, "probation").due_on
    since = day + wait * ONE_DAY

    walk.tell(since, command="suspend", on=since, reason="Tạm dừng.")
    walk.tell(since + days * ONE_DAY, command="resume", on=since + days * ONE_DAY, reason="Tiếp tục.")

    assert _present(walk, "probation").due_on == before


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=3))
def test_pauses_before_a_limit_opens_count_as_those_after(pauses: list[tuple[int, int]]) -> None:
    walk, day = at("grassroots_vote")
    on = day
    for wait, days in pauses:
        on += wait * ONE_DAY
        walk.tell(on, command="suspend", on=on, reason="Tạm dừng.")
        on += days * ONE_DAY
        walk.tell(on, command="resume", on=on, reason="Tiếp tục.")
    plain = limit_of(
        VN_2022.step("decision"), on, replace(walk.state, pauses=()), CALENDAR
    )  # fmt: skip
    assert plain is not None

    walk.step("grassroots_vote", on)

    assert _present(walk, "decision").due_on == plain + sum(days for _, days in pauses) * ONE_DAY


@given(st.sampled_from([one.id for one in STEPS if one.only_where is None]))
def test_every_step_that_is_open_says_who_acts_and_what_flow_makes_its_papers(step: str) -> None:
    assume(not VN_2022.stage_of(step).apart)
    walk, _ = at(step)

    present = _present(walk, step)

    assert present.unit == walk.state.bodies[str(VN_2022.step(step).acts.body)]
    assert (present.stage, present.flow) == (VN_2022.stage_of(step).id, VN_2022.stage_of(step).flow)
    assert present.kind is VN_2022.step(step).kind


def test_way_back_is_taken_no_oftener_than_the_procedure_allows() -> None:
    walk, day = at("introduction")
    walk.step("introduction", day, verdict="declined")
    back = [one.step for one in walk.state.open]
    day = walk.drive("introduction", day)

    again = walk.unmet("introduction", day, verdict="declined")

    assert back == ["mentorship"]
    assert set(again) == {"road.at_most"}
    assert again["road.at_most"].figures == {
        "step": "introduction", "outcome": "declined", "taken": 1, "at_most": 1,
    }  # fmt: skip


def test_way_back_drops_what_came_after_so_that_it_is_done_again() -> None:
    walk, day = at("introduction")

    walk.step("introduction", day, verdict="declined")

    assert set(walk.state.done) == {"mentor_assignment"}
    assert set(later_than(VN_2022, "mentorship")) & set(walk.state.done) == set()


def test_refused_recognition_leads_to_removal_and_back_to_a_decision_once() -> None:
    walk, day = at("recognition_decision")

    walk.step("recognition_decision", day, yes=4, no=5)
    walk.step("branch_removal_vote", day)
    walk.step("grassroots_removal_vote", day)
    walk.step("removal_decision", day, yes=0, no=9)
    back = [one.step for one in walk.state.open]
    walk.step("recognition_decision", day, yes=0, no=9)
    walk.step("branch_removal_vote", day)
    walk.step("grassroots_removal_vote", day)

    assert back == ["recognition_decision"]
    assert set(walk.unmet("removal_decision", day, yes=0, no=9)) == {"road.at_most"}
    walk.step("removal_decision", day)
    assert walk.state.status is Status.REMOVED


def test_every_end_of_the_road_leaves_nothing_open_and_everybody_free() -> None:
    recognised, day = at("recognition_decision")
    refused, earlier = at("decision")

    recognised.step("recognition_decision", day)
    refused.step("decision", earlier, yes=0, no=9)

    for walk, on, status in ((recognised, day, Status.RECOGNISED), (refused, earlier, Status.REFUSED)):
        assert (walk.state.status, walk.state.open, walk.state.ended_on) == (status, (), on)
        assert all(one.until is not None for one in walk.state.guides)


def test_state_is_the_replay_of_what_was_told() -> None:
    walk, _ = at("recognition_decision")

    state = None
    for sequence, event in enumerate(walk.told, start=1):
        state = rules.evolve(state, event, sequence)

    assert state == walk.state


def test_member_in_charge_of_the_probation_takes_the_mentors_place() -> None:
    walk, day = at("admission_ceremony")

    walk.step("admission_ceremony", day, person=SECOND)

    assert [(one.person, one.role, one.until) for one in walk.state.guides] == [
        (MENTOR, "mentor", day),
        (SECOND, "mentor", None),
    ]


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_kind_of_step_stands_on_the_road(kind: StepKind) -> None:
    assert any(step.kind is kind for step in STEPS)
