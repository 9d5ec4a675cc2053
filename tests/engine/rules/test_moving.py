"""Dossiers that move to another branch, and to another version of the procedure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.rules.given import Line
from engine.rules.moving import plan
from models import commands
from models.events import Migrated, Transferred
from models.procedure import Procedure
from models.state import Status
from tests.roads import PROCEDURES
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, member, version

ONE_DAY = timedelta(days=1)
THERE = Line(
    unit="cb9",
    line=("cb9", "du9", "qu"),
    bodies={
        "branch": "cb9",
        "grassroots_committee": "du9",
        "competent_committee": "qu",
        "youth_union": "doan9",
    },
)
VN_2025 = PROCEDURES.version("vn-2025")


def _move(walk: Walk, day: date, line: Line = THERE) -> None:
    walk.tell(day, {"line": line}, command="transfer", on=day, to_unit=line.unit, reason="Chuyển công tác.")


def _moving(day: date, to_unit: str = "cb9") -> commands.Transfer:
    return commands.Transfer(dossier="HS-2021-0001", on=day, to_unit=to_unit, reason="Chuyển công tác.")


@pytest.mark.parametrize("step", ["mentorship", "opinions", "branch_vote"])
def test_move_before_the_branch_resolution_begins_again_with_a_new_mentor(step: str) -> None:
    walk, day = at(step)

    _move(walk, day)

    event = walk.told[-1]
    assert isinstance(event, Transferred)
    assert [one.step for one in walk.state.open] == ["mentor_assignment"]
    assert walk.state.open[0].unit == "cb9"
    assert (walk.state.unit, walk.state.stage) == ("cb9", "sourcing")
    assert all(one.until == day for one in walk.state.guides)


def test_what_is_unchanged_is_not_made_again_after_a_move() -> None:
    walk, day = at("branch_vote")
    walk.people |= {one: member(one, unit="cb9") for one in (MENTOR, SECOND)}

    _move(walk, day)

    kept = set(walk.state.done)
    assert kept == {"awareness_course", "application", "curriculum_vitae", "verification"}
    day = walk.drive("introduction", day)
    assert {one.step for one in walk.state.open} == {"introduction", "endorsement", "opinions"}
    assert {one.unit for one in walk.state.open} == {"cb9"}


def test_new_mentor_guides_three_months_at_least_and_the_former_ones_time_counts() -> None:
    walk, day = at("branch_vote")
    walk.people |= {one: member(one, unit="cb9") for one in (MENTOR, SECOND)}
    _move(walk, day)
    walk.step("mentor_assignment", day)
    for days in (1, 32, 63):
        walk.step("mentorship", day + days * ONE_DAY, verdict="continued")

    unmet = walk.unmet("mentorship", day + 64 * ONE_DAY)

    assert set(unmet) == {"mentor.months_together"}
    assert unmet["mentor.months_together"].figures == {"months": 2, "needed": 3}
    assert walk.unmet("mentorship", day + 93 * ONE_DAY) == {}


@pytest.mark.parametrize(
    "step", ["grassroots_vote", "decision", "admission_ceremony", "probation", "recognition_decision"]
)
def test_move_after_the_branch_resolution_goes_on_where_it_stood(step: str) -> None:
    walk, day = at(step)
    before = walk.state

    _move(walk, day)

    moved = tuple(
        replace(one, unit=THERE.bodies[str(VN_2022.step(one.step).acts.body)]) for one in before.open
    )
    assert walk.state.open == moved
    assert walk.state.done == before.done


def test_move_takes_the_pause_and_the_supplement_along() -> None:
    walk, day = at("grassroots_vote")
    walk.tell(day, command="suspend", on=day, reason="Đi làm nhiệm vụ.")

    _move(walk, day + ONE_DAY)

    assert (walk.state.status, walk.state.suspended_on) == (Status.SUSPENDED, day)


def test_step_reopened_or_repeated_before_a_move_is_done_again_after_it() -> None:
    walk, day = at("verification")
    walk.step("curriculum_vitae", day)
    walk.step("verification", day, verdict="unclear")

    _move(walk, day)

    assert "verification" not in walk.state.done
    assert "curriculum_vitae" in walk.state.done


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (replace(THERE, unit="du9"), "unit.is_branch"),
        (Line(unit="cb", line=("cb", "du", "qu"), bodies={**THERE.bodies, "branch": "cb"}), "unit.other"),
        (replace(THERE, bodies={"branch": "cb9", "competent_committee": "qu"}), "unit.line_complete"),
    ],
)
def test_dossier_moves_only_to_another_branch_with_all_bodies_above_it(line: Line, rule: str) -> None:
    walk, day = at("grassroots_vote")

    assert set(walk.refused(_moving(day, line.unit), day, line=line)) == {rule}


def test_sub_committee_finishes_its_appraisal_before_a_move_to_where_there_is_none() -> None:
    bodies = {**THERE.bodies, "branch": "cb", "sub_committee": "dbp"}
    walk = Walk(line=Line(unit="cb", line=("cb", "dbp", "du", "qu"), bodies=bodies))
    walk.drive("branch_vote")
    walk.people[CANDIDATE] = member(CANDIDATE, standing="none")
    day = walk.drive("sub_committee_appraisal", date(2022, 12, 1))

    refused = walk.refused(_moving(day), day, line=THERE)

    assert refused["unit.line_complete"].figures == {"missing": "sub_committee"}


@pytest.mark.parametrize("status", [Status.REFUSED, Status.RECOGNISED, Status.CLOSED])
def test_dossier_that_has_ended_moves_nowhere(status: Status) -> None:
    walk, day = at("grassroots_vote")
    walk.state = replace(walk.state, status=status, open=())

    assert set(walk.refused(_moving(day), day, line=THERE)) == {"dossier.live"}


def _migrate(walk: Walk, day: date, target: Procedure = VN_2025) -> None:
    walk.tell(day, {"target": target}, command="migrate", on=day, procedure=target.id, reason="Quy định mới.")


def test_migration_keeps_what_was_done_and_says_beforehand_what_it_would_do() -> None:
    walk, day = at("branch_vote", opened_on=date(2024, 6, 3))
    before = walk.state
    foreseen = plan(before, VN_2025, walk.facts(day))

    _migrate(walk, date(2025, 7, 1))

    event = walk.told[-1]
    assert isinstance(event, Migrated)
    assert (event.before, event.procedure, walk.state.procedure) == ("vn-2022", "vn-2025", "vn-2025")
    assert walk.state.open == foreseen.carried
    assert foreseen.unknown == ()
    assert (walk.state.done, walk.state.papers) == (before.done, before.papers)
    assert day < date(2025, 7, 1)


def test_migration_keeps_an_extension_and_the_days_of_a_pause() -> None:
    walk, day = at("decision", opened_on=date(2024, 3, 4))
    walk.tell(day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")
    walk.tell(day, command="suspend", on=day, reason="Tạm dừng.")
    walk.tell(day + 45 * ONE_DAY, command="resume", on=day + 45 * ONE_DAY, reason="Tiếp tục.")
    same_limits = version(VN_2025, id="vn-khac", in_force_from=date(2021, 7, 30))
    without_pause = plan(replace(walk.state, pauses=()), same_limits, walk.facts(day)).carried[0].due_on
    assert without_pause is not None

    _migrate(walk, day + 45 * ONE_DAY, same_limits)

    present = walk.state.open[0]
    assert present.extended
    assert present.due_on is not None
    assert present.due_on >= without_pause + 45 * ONE_DAY


def test_migration_follows_the_stages_of_the_new_version() -> None:
    walk, day = at("branch_vote", opened_on=date(2024, 6, 3))
    stages = tuple(
        one.model_copy(update={"id": "chi_bo", "flow": "chi_bo"}) if one.id == "branch_vote" else one
        for one in VN_2025.stages
    )
    renamed = version(VN_2025, id="vn-khac", stages=stages, in_force_from=date(2021, 7, 30))

    _migrate(walk, day, renamed)

    assert walk.state.stage == "chi_bo"
    assert walk.state.open[0].flow == "chi_bo"


@pytest.mark.parametrize(
    ("target", "on", "rule"),
    [
        (VN_2022, date(2022, 12, 1), "procedure.other"),
        (VN_2025, date(2022, 12, 1), "procedure.in_force"),
        (PROCEDURES.version("vn-2016"), date(2022, 12, 1), "procedure.in_force"),
    ],
)
def test_dossier_moves_only_to_another_version_in_force(target: Procedure, on: date, rule: str) -> None:
    walk, _ = at("branch_vote")
    command = commands.Migrate(dossier="HS-2021-0001", on=on, procedure=target.id, reason="Quy định mới.")

    assert set(walk.refused(command, on, target=target)) == {rule}


def test_version_that_does_not_know_a_step_takes_no_dossier_that_has_done_it() -> None:
    walk, day = at("branch_vote")
    later = tuple(one for one in VN_2025.stages if one.id != "sourcing")
    fewer = version(VN_2025, stages=later, in_force_from=date(2021, 7, 30))
    command = commands.Migrate(dossier="HS-2021-0001", on=day, procedure="vn-2025", reason="Quy định mới.")

    refused = walk.refused(command, day, target=fewer)

    assert refused["migration.steps_known"].figures == {"steps": "mentor_assignment, mentorship"}
