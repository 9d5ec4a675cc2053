"""What a change of version, or of branch, does to what is open: limits, extensions, who acts, who guides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from engine.rules.given import Line
from models.procedure import Procedure, StepKind
from models.state import Guide
from tests.walks import MENTOR, VN_2022, Walk, at, version, with_state

ONE_DAY = timedelta(days=1)
THERE = Line(
    unit="cb9",
    line=("cb9", "du9", "qu"),
    bodies={"branch": "cb9", "grassroots_committee": "du9", "competent_committee": "qu"},
)


def _with_step(step: str, **changed: object) -> Procedure:
    """Return the regulation under another name, with something of a step put differently."""
    stages = tuple(
        stage.model_copy(
            update={
                "steps": tuple(
                    one.model_copy(update=changed) if one.id == step else one for one in stage.steps
                )
            }
        )
        for stage in VN_2022.stages
    )
    return version(VN_2022, id="vn-khac", stages=stages)


def _migrate(walk: Walk, day: date, target: Procedure) -> None:
    walk.tell(day, {"target": target}, command="migrate", on=day, procedure=target.id, reason="Quy định mới.")


def test_extended_limit_stays_as_it_is_under_a_version_of_the_same_limits() -> None:
    walk, day = at("decision")
    walk.tell(day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")
    before = walk.state.open

    _migrate(walk, day, version(VN_2022, id="vn-khac"))

    assert walk.state.open == before


def test_extension_a_version_does_not_know_falls_away() -> None:
    walk, day = at("decision")
    plain = walk.state.open[0]
    walk.tell(day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")
    limit = VN_2022.step("decision").limit
    assert limit is not None

    _migrate(walk, day, _with_step("decision", limit=limit.model_copy(update={"extension": None})))

    assert walk.state.open == (replace(plain, extended=True),)


def test_step_without_a_limit_in_the_new_version_is_due_on_no_day() -> None:
    walk, day = at("decision")
    walk.tell(day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")

    _migrate(walk, day, _with_step("decision", limit=None))

    assert [(one.step, one.due_on) for one in walk.state.open] == [("decision", None)]


def test_open_step_is_of_the_kind_and_the_body_the_new_version_says() -> None:
    walk, day = at("opinions")
    acts = VN_2022.step("grassroots_vote").acts
    before = walk.state.open

    _migrate(walk, day, _with_step("opinions", kind=StepKind.REVIEW, acts=acts))

    assert walk.state.open == tuple(
        replace(one, kind=StepKind.REVIEW, unit="du") if one.step == "opinions" else one for one in before
    )


def test_dossier_that_awaits_nothing_keeps_its_stage_under_a_new_version() -> None:
    walk, day = at("branch_vote")
    walk = with_state(walk, open=())

    _migrate(walk, day, version(VN_2022, id="vn-khac"))

    assert (walk.state.procedure, walk.state.stage, walk.state.open) == ("vn-khac", "branch_vote", ())


def test_move_ends_the_time_of_those_who_guide_and_not_of_those_who_did() -> None:
    walk, day = at("opinions")
    now = walk.state.guides[0]
    gone = Guide(person="nguoi-cu", role="mentor", unit="cb", since=now.since, until=now.since + ONE_DAY)
    walk = with_state(walk, guides=(gone, now))

    walk.tell(day, {"line": THERE}, command="transfer", on=day, to_unit="cb9", reason="Chuyển công tác.")

    assert walk.state.guides == (gone, replace(now, until=day))
    assert now.person == MENTOR
