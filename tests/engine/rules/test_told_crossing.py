"""What a refusal tells of requests beside the steps: openings, pauses, moves and amends, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import rules
from engine.rules.given import Line
from models import commands
from models.commands import COMMAND
from models.requirements import Figure, Requirement
from models.state import Status
from tests.roads import PROCEDURES
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, member, version, with_state

ONE_DAY = timedelta(days=1)
NUMBER = "HS-2021-0001"
STATUTES = "Điều lệ Đảng 2011 (Đại hội đại biểu toàn quốc lần thứ XI thông qua)"
TRANSFER = "Hướng dẫn 01-HD/TW, phần người vào Đảng chuyển đơn vị; Quy ước địa phương, số tháng cùng đơn vị"
ROUNDS = "Quy ước địa phương, số lần trả hồ sơ"
MODEL = "Mô hình dìu dắt, một đảng viên giúp đỡ một hoặc hai người"
OPINIONS = "Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (6)"
VN_2025 = PROCEDURES.version("vn-2025")
HERE = {
    "branch": "cb9", "grassroots_committee": "du9", "competent_committee": "qu", "youth_union": "doan9",
}  # fmt: skip
THERE = Line(unit="cb9", line=("cb9", "du9", "qu"), bodies=HERE)
Told = dict[str, Requirement]


def _told(rule: str, source: str, /, **figures: Figure) -> Told:
    return {rule: Requirement(rule=rule, source=source, figures=figures, met=False)}


def _refused(walk: Walk, day: date, facts: dict[str, object] | None = None, /, **command: object) -> Told:
    asked = COMMAND.validate_python({"dossier": NUMBER} | command)
    return walk.refused(asked, day, **(facts or {}))


def _with(walk: Walk, status: Status) -> Walk:
    return with_state(walk, status=status)


@pytest.mark.parametrize(
    ("command", "status", "wanted"),
    [
        ({"command": "suspend", "reason": "Tạm dừng."}, Status.SUSPENDED, "under_way, returned"),
        ({"command": "resume", "reason": "Tiếp tục."}, Status.UNDER_WAY, "suspended"),
        (
            {"command": "return_for_supplement", "items": [{"item": "Mục", "reason": "Thiếu"}]},
            Status.RETURNED,
            "under_way",
        ),
    ],
    ids=lambda one: one["command"] if isinstance(one, dict) else str(one),
)
def test_pause_asked_for_out_of_turn_tells_the_status_and_those_wanted(
    command: dict[str, object], status: Status, wanted: str
) -> None:
    walk, day = at("branch_vote")

    refused = _refused(_with(walk, status), day, on=day, **command)

    assert refused == _told("dossier.status", STATUTES, status=status.value, wanted=wanted)


@pytest.mark.parametrize(
    "command",
    [
        {"command": "withdraw", "reason": "Xin rút."},
        {"command": "close", "cause": "left_unit", "reason": "Đi nơi khác."},
        {"command": "transfer", "to_unit": "cb9", "reason": "Chuyển công tác."},
        {"command": "migrate", "procedure": "vn-khac", "reason": "Quy định mới."},
        {"command": "reopen", "step": "opinions", "reason": "Làm lại."},
        {"command": "replace_mentor", "person": SECOND, "reason": "Chuyển đi."},
    ],
    ids=lambda one: one["command"],
)
def test_dossier_that_has_ended_tells_its_status(command: dict[str, object]) -> None:
    walk, day = at("branch_vote")
    other = version(VN_2022, id="vn-khac")

    refused = _refused(_with(walk, Status.CLOSED), day, {"line": THERE, "target": other}, on=day, **command)

    assert refused == _told("dossier.live", STATUTES, status="closed")


@pytest.mark.parametrize(
    "command",
    [
        {"command": "suspend", "reason": "Tạm dừng."},
        {"command": "withdraw", "reason": "Xin rút."},
        {"command": "close", "cause": "death", "reason": "Từ trần."},
        {"command": "transfer", "to_unit": "cb9", "reason": "Chuyển công tác."},
        {"command": "reopen", "step": "opinions", "reason": "Làm lại."},
    ],
    ids=lambda one: one["command"],
)
@pytest.mark.parametrize(("latest_on", "earliest"), [(date(2022, 9, 18), "2022-09-18"), (None, "2021-09-10")])
def test_nothing_is_dated_before_the_latest_act_nor_before_the_opening(
    command: dict[str, object], latest_on: date | None, earliest: str
) -> None:
    walk, day = at("branch_vote")
    walk = with_state(walk, latest_on=latest_on)
    on = date.fromisoformat(earliest) - ONE_DAY

    refused = _refused(walk, day, {"line": THERE}, on=on, **command)

    assert refused == _told(
        "step.date", "Thứ tự các bước của quy trình", on=on.isoformat(), today="2022-09-19", earliest=earliest
    )
    assert _refused(walk, day, {"line": THERE}, on=date.fromisoformat(earliest), **command) == {}


def test_member_on_probation_who_asks_to_withdraw_reads_when_he_joined() -> None:
    walk, day = at("probation")

    refused = _refused(walk, day, command="withdraw", on=day, reason="Xin rút.")

    assert walk.state.joined_on is not None
    assert refused == _told("dossier.not_joined", STATUTES, joined_on=walk.state.joined_on.isoformat())


def test_candidate_who_withdraws_before_the_ceremony_has_not_joined() -> None:
    walk, day = at("branch_vote")
    command = commands.Withdraw(dossier=NUMBER, on=day, reason="Xin rút.")

    weighed = rules.requirements(walk.state, command, walk.facts(day))

    assert weighed[-1] == Requirement(
        rule="dossier.not_joined", source=STATUTES, figures={"joined_on": ""}, met=True
    )


def test_fourth_return_and_items_not_to_be_done_anew_are_told() -> None:
    walk, day = at("grassroots_vote")
    plain = {"command": "return_for_supplement", "on": day}
    named = [{"item": "Một", "reason": "Thiếu", "step": one} for one in ("branch_vote", "opinions")]

    fourth = _refused(with_state(walk, rounds=3), day, items=[{"item": "Mục", "reason": "Thiếu"}], **plain)

    assert fourth == _told("supplement.rounds", ROUNDS, round=4, at_most=3)
    assert _refused(walk, day, items=named, **plain) == _told(
        "supplement.steps_done", ROUNDS, steps="branch_vote, opinions"
    )


def test_answer_to_a_supplement_tells_what_is_still_owed() -> None:
    walk, day = at("grassroots_vote")
    items = [{"item": one, "reason": "Thiếu", "step": one} for one in ("opinions", "verification")]
    walk.tell(day, command="return_for_supplement", on=day, items=items)

    refused = _refused(walk, day, command="supplement", on=day, answers=["Đã bổ sung."])

    assert refused == (
        _told("supplement.answers", ROUNDS, items=2, answers=1)
        | _told("supplement.steps_redone", ROUNDS, steps="opinions, verification")
    )


def test_answer_where_nothing_is_owed_is_refused() -> None:
    walk, day = at("grassroots_vote")

    refused = _refused(walk, day, command="supplement", on=day, answers=["Đã bổ sung."])

    assert refused == (
        _told("dossier.status", STATUTES, status="under_way", wanted="returned")
        | _told("supplement.answers", ROUNDS, items=0, answers=1)
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (None, _told("unit.is_branch", TRANSFER, unit="cb9")
         | _told("unit.line_complete", TRANSFER,
                 missing="branch, competent_committee, grassroots_committee")),
        (replace(THERE, bodies=HERE | {"branch": "cb8"}), _told("unit.is_branch", TRANSFER, unit="cb9")),
        (
            replace(THERE, bodies={kind: one for kind, one in HERE.items() if kind != "competent_committee"}),
            _told("unit.line_complete", TRANSFER, missing="competent_committee"),
        ),
    ],
)  # fmt: skip
def test_refused_move_tells_what_the_new_line_lacks(line: Line | None, told: Told) -> None:
    walk, day = at("opinions")

    refused = _refused(
        walk, day, {"line": line}, command="transfer", on=day, to_unit="cb9", reason="Chuyển công tác."
    )

    assert refused == told


def test_move_to_the_unit_the_dossier_is_in_is_none() -> None:
    walk, day = at("opinions")

    refused = _refused(
        walk, day, {"line": walk.line}, command="transfer", on=day, to_unit="cb", reason="Chuyển công tác."
    )

    assert refused == _told("unit.other", TRANSFER, unit="cb")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (None, _told("procedure.known", STATUTES, procedure="vn-khac")),
        (VN_2022, _told("procedure.other", STATUTES, before="vn-2022", after="vn-2022")),
        (VN_2025, _told("procedure.in_force", VN_2025.basis[0], procedure="vn-2025", on="2022-09-19")),
    ],
)
def test_refused_migration_tells_the_versions(target: object, told: Told) -> None:
    walk, day = at("branch_vote")

    refused = _refused(
        walk, day, {"target": target}, command="migrate", on=day, procedure="vn-khac", reason="Quy định mới."
    )

    assert refused == told


def test_version_without_the_open_step_tells_it_first_and_then_what_was_done() -> None:
    walk, day = at("branch_vote")
    fewer = version(
        VN_2022, id="vn-khac",
        stages=tuple(one for one in VN_2022.stages if one.id not in {"sourcing", "branch_vote"}),
    )  # fmt: skip

    refused = _refused(
        walk, day, {"target": fewer}, command="migrate", on=day, procedure="vn-khac", reason="Quy định mới."
    )

    assert refused == _told(
        "migration.steps_known", STATUTES, steps="branch_vote, mentor_assignment, mentorship"
    )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ({"step": "decision"}, _told("step.done", "Quy định 24-QĐ/TW, 4.3", step="decision")
         | _told("step.may_be_redone", "Quy định 24-QĐ/TW, 4.3", kind="decision")),
        (
            {"step": "branch_vote"},
            _told(
                "step.may_be_redone",
                "Điều lệ Đảng 2011, Điều 4 và Điều 5; Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (7)",
                kind="vote",
            ),
        ),
    ],
)  # fmt: skip
def test_step_not_to_be_done_anew_tells_why(command: dict[str, object], told: Told) -> None:
    walk, day = at("decision")

    assert _refused(walk, day, command="reopen", on=day, reason="Làm lại.", **command) == told


def test_replacement_of_a_mentor_tells_who_stands_in_its_way() -> None:
    walk, day = at("branch_vote")
    fresh, first_day = at("mentor_assignment")
    walk.people[SECOND] = member(SECOND, unit=None, candidates=2)
    plain = {"command": "replace_mentor", "reason": "Chuyển đi."}

    same = _refused(walk, day, on=day, person=MENTOR, **plain)
    other = _refused(walk, day, on=day, person=SECOND, **plain)
    none_yet = _refused(fresh, first_day, on=first_day, person=SECOND, **plain)
    stranger = _refused(walk, day, on=day, person="nobody", **plain)

    assert same == _told("mentor.another", MODEL, person=MENTOR)
    assert other == (
        _told("member.same_unit", MODEL, person=SECOND, unit="cb", has="")
        | _told("mentor.capacity", MODEL, person=SECOND, has=2, at_most=2)
    )
    assert none_yet == _told("mentor.was_assigned", MODEL, dossier=NUMBER)
    assert stranger == _told("member.known", MODEL, person="nobody", role="mentor")


def test_limit_not_to_be_extended_tells_its_step_and_source() -> None:
    walk, day = at("decision")
    plain = {"command": "extend_limit", "reason": "Trường hợp đặc biệt."}
    source = "Quy định 24-QĐ/TW, 4.3.1"
    vote, on = at("branch_vote")
    grassroots, later = at("grassroots_vote")

    walk.tell(day, None, on=day, step="decision", **plain)

    assert _refused(walk, day, on=day, step="decision", **plain) == _told(
        "limit.extended_once", source, step="decision"
    )
    assert _refused(vote, on, on=on, step="branch_vote", **plain) == _told(
        "limit.extendable",
        "Điều lệ Đảng 2011, Điều 4 và Điều 5; Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (7)",
        step="branch_vote",
    )
    assert _refused(grassroots, later, on=later, step="decision", **plain) == (
        _told("limit.extendable", source, step="decision")
        | _told("limit.extended_once", source, step="decision")
    )


def test_correction_of_what_was_not_done_or_is_not_changed_is_told() -> None:
    walk, day = at("opinions")
    command = commands.Correction(
        dossier=NUMBER, step="opinions", on=day, answers={"strengths": "x"}, reason="Gõ nhầm."
    )

    assert walk.refused(command, day, filed=None) == _told("step.done", OPINIONS, step="opinions")


def test_dossier_opened_for_somebody_unfit_tells_everything_at_once() -> None:
    walk = Walk()
    command = commands.OpenDossier(candidate=SECOND, unit="cb9", source="other", on=date(2021, 7, 29))
    today = date(2021, 7, 28)

    refused = walk.copy()
    refused.state = None  # type: ignore[assignment]  # nothing is open yet
    told = refused.refused(command, today, line=walk.line, number=NUMBER, has_other_dossier=True)

    person = {"person": SECOND}
    assert told == (
        _told("step.date", "Thứ tự các bước của quy trình", on="2021-07-29", today="2021-07-28")
        | _told("procedure.in_force", STATUTES, procedure="vn-2022", on="2021-07-29")
        | _told("unit.is_branch", STATUTES, unit="cb9")
        | _told("candidate.not_member", STATUTES, **person)
        | _told("candidate.of_unit", STATUTES, unit="cb9", **person)
        | _told("candidate.no_other_dossier", STATUTES, **person)
    )


def test_dossier_is_opened_only_where_the_line_has_every_body() -> None:
    walk = Walk()
    walk.state = None  # type: ignore[assignment]  # nothing is open yet
    command = commands.OpenDossier(candidate=CANDIDATE, unit="cb", source="other", on=walk.opened_on)
    fewer = replace(walk.line, bodies={"branch": "cb"})

    assert walk.refused(command, walk.opened_on, line=fewer, number=NUMBER) == _told(
        "unit.line_complete", STATUTES, missing="competent_committee, grassroots_committee"
    )
