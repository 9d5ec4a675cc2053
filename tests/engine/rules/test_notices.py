"""Whom the events beside the steps are told to, whole, and who is told where the guides have just gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.rules.due import DueNotice, flow_of, notices
from engine.rules.given import Line
from models.events import Resumed, Submitted
from models.state import Guide
from tests.walks import CANDIDATE, MENTOR, SECOND, VN_2022, Walk, at, version, with_state

ONE_DAY = timedelta(days=1)
THERE = Line(
    unit="cb9",
    line=("cb9", "du9", "qu"),
    bodies={"branch": "cb9", "grassroots_committee": "du9", "competent_committee": "qu"},
)
Whom = tuple[str | None, str | None, str | None]


def _office(unit: str) -> list[Whom]:
    return [(unit, "secretary", None), (unit, "clerk", None)]


def _person(*persons: str) -> list[Whom]:
    return [(None, None, one) for one in persons]


def _told(walk: Walk) -> dict[str, list[Whom]]:
    """Return by its name whom each notice of the newest event goes to, what opens by it aside."""
    return {
        one.notice: [(whom["unit"], whom["role"], whom["person"]) for whom in one.to]
        for one in _notices(walk)
        if one.notice != "step_opened"
    }


def _notices(walk: Walk) -> tuple[DueNotice, ...]:
    return notices(VN_2022, walk.state, walk.told[-1])


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ({"command": "suspend"}, {"suspended": _office("cb")}),
        ({"command": "withdraw"}, {"withdrawn": _office("cb") + _person(MENTOR)}),
        ({"command": "close", "cause": "death"}, {"closed": _office("cb") + _person(MENTOR)}),
        (
            {"command": "replace_mentor", "person": SECOND},
            {"mentor_replaced": _office("cb") + _person(SECOND, MENTOR)},
        ),
        ({"command": "reopen", "step": "opinions"}, {}),
        ({"command": "transfer", "to_unit": "cb9"}, {"transferred": _office("cb9") + _office("cb")}),
        ({"command": "migrate", "procedure": "vn-khac"}, {"migrated": _office("cb")}),
    ],
    ids=lambda one: one.get("command", ""),
)
def test_what_may_happen_at_any_step_is_told_to_the_branch_and_to_whom_it_concerns(
    command: dict[str, object], told: dict[str, list[Whom]]
) -> None:
    walk, day = at("branch_vote")
    facts = {"line": THERE, "target": version(VN_2022, id="vn-khac")}

    walk.tell(day, facts, on=day, reason="Lý do.", **command)

    assert _told(walk) == told


def test_return_is_told_to_the_branch_and_its_answer_to_those_who_go_on() -> None:
    walk, day = at("grassroots_vote")
    items = [{"item": "Một", "reason": "Thiếu"}]

    walk.tell(day, command="return_for_supplement", on=day, items=items)
    returned = _told(walk)
    walk.tell(day, command="supplement", on=day, answers=["Xong."])

    assert returned == {"returned": _office("cb") + _person(MENTOR)}
    assert _told(walk) == {"supplemented": _office("du")}


def test_answer_is_told_to_every_body_that_has_a_step_and_to_each_once() -> None:
    walk, day = at("grassroots_vote")
    walk.tell(day, command="return_for_supplement", on=day, items=[{"item": "Một", "reason": "Thiếu"}])
    vote = walk.state.open[0]
    others = (replace(vote, step="branch_vote", unit="cb"), replace(vote, unit=None), vote)
    walk = with_state(walk, open=(*others, vote))

    walk.tell(day, command="supplement", on=day, answers=["Xong."])

    assert _told(walk) == {"supplemented": _office("cb") + _office("du")}


def test_limit_and_pause_are_told_to_the_branch() -> None:
    walk, day = at("decision")

    walk.tell(day, command="extend_limit", on=day, step="decision", reason="Trường hợp đặc biệt.")
    extended = _told(walk)
    walk.tell(day, command="suspend", on=day, reason="Tạm dừng.")
    walk.tell(day, command="resume", on=day, reason="Tiếp tục.")

    assert extended == {"limit_extended": _office("cb")}
    assert _told(walk) == {"resumed": _office("cb")}


def test_end_is_told_to_the_mentor_it_releases_and_to_no_other_guide() -> None:
    walk, day = at("branch_vote")
    former = Guide(person="nguoi-cu", role="mentor", unit="cb", since=day - ONE_DAY, until=day - ONE_DAY)
    introducer = Guide(person=SECOND, role="introducer", unit="cb", since=day - ONE_DAY)
    walk = with_state(walk, guides=(former, *walk.state.guides, introducer))

    walk.tell(day, command="withdraw", on=day, reason="Xin rút.")

    assert _told(walk) == {"withdrawn": _office("cb") + _person(MENTOR)}


@pytest.mark.parametrize(
    ("step", "given", "told"),
    [
        ("mentor_assignment", {}, {"mentor_assigned": _person(MENTOR, CANDIDATE)}),
        ("introduction", {}, {"mentor_recommended": _office("cb")}),
        ("introduction", {"verdict": "declined"}, {"mentor_declined": _office("cb")}),
    ],
)
def test_step_is_told_as_the_procedure_says_for_its_outcome(
    step: str, given: dict[str, object], told: dict[str, list[Whom]]
) -> None:
    walk, day = at(step)

    walk.step(step, day, **given)

    assert {name: whom for name, whom in _told(walk).items() if name in told} == told
    assert not {"mentor_recommended", "mentor_declined"} <= _told(walk).keys()


@pytest.mark.parametrize("until", [None, 0, -1])
def test_who_served_until_the_very_day_is_told_and_who_went_before_is_not(until: int | None) -> None:
    walk, day = at("recognition_decision")
    ended = None if until is None else day + until * ONE_DAY
    guide = Guide(person=MENTOR, role="mentor", unit="cb", since=date(2021, 9, 11), until=ended)
    before = replace(guide, person="nguoi-cu", until=day - 9 * ONE_DAY)
    introducer = Guide(person=SECOND, role="introducer", unit="cb", since=date(2021, 9, 11))
    walk = with_state(walk, guides=(guide, before, introducer))

    walk.step("recognition_decision", day)

    told = [person for _, _, person in _told(walk)["recognised"] if person]
    assert told == [CANDIDATE, *([MENTOR] if until != -1 else [])]


def test_papers_of_an_event_are_made_by_the_flow_of_its_stage_or_of_the_dossiers() -> None:
    walk, day = at("branch_vote")
    stage = VN_2022.stage_of("branch_vote")
    decided = walk.told[-1]
    assert isinstance(decided, Submitted)
    event = replace(decided, flow="luong-khac")
    crossing = Resumed(on=day, enclosure=None, checked=(), days=0)

    assert flow_of(VN_2022, walk.state, event) == "luong-khac"
    assert flow_of(VN_2022, walk.state, crossing) == stage.flow
