"""Where the road goes on: ways back and what counts them, the stage of a dossier, the steps still ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.reminding import reminders_of
from engine.rules.road import enter, extended, limit_of
from models.events import StepEvent
from models.procedure import Procedure, RequiredPaper
from models.state import DoneStep, OpenStep, PaperOnFile
from tests.walks import CALENDAR, VN_2022, Walk, at, version, with_state

LAPSES = date(2024, 5, 6)
ORDER = [(stage, step) for stage in VN_2022.stages for step in stage.steps]
_IDS = [step.id for _, step in ORDER]


@pytest.mark.parametrize(
    ("step", "given", "back", "stage", "way"),
    [
        ("mentorship", {"verdict": "continued"}, "mentorship", "sourcing", None),
        ("mentorship", {"verdict": "declined"}, "mentor_assignment", "sourcing", "mentorship.declined"),
        ("introduction", {"verdict": "declined"}, "mentorship", "sourcing", "introduction.declined"),
        ("endorsement", {"yes": 0, "no": 8}, "endorsement", "mentor_assessment", "endorsement.declined"),
        ("recognition_decision", {"yes": 4, "no": 5}, "branch_removal_vote", "removal", None),
    ],
)
def test_way_back_is_counted_where_it_is_limited_and_leads_into_its_stage(
    step: str, given: dict[str, object], back: str, stage: str, way: str | None
) -> None:
    walk, day = at(step)

    event = walk.step(step, day, **given)[0]

    assert isinstance(event, StepEvent)
    assert event.moved.way_back == way
    assert walk.state.ways_back == ({} if way is None else {way: 1})
    assert back in {one.step for one in walk.state.open}
    assert walk.state.stage == stage == VN_2022.stage_of(back).id


def _asking_everywhere() -> Procedure:
    """Return the regulation with every step asking for a paper named after it."""
    stages = []
    for stage in VN_2022.stages:
        steps = tuple(
            step.model_copy(
                update={"requires": (RequiredPaper(rule="paper", form=step.id, source=step.source),)}
            )
            for step in stage.steps
        )
        stages.append(stage.model_copy(update={"steps": steps}))
    return version(VN_2022, stages=tuple(stages))


ASKING = _asking_everywhere()


def _asked_for(walk: Walk, procedure: Procedure = ASKING) -> list[str]:
    paper = PaperOnFile(step="x", dated=date(2019, 5, 6), valid_until=LAPSES, enclosure=None)
    state = replace(walk.state, papers=dict.fromkeys(_IDS, paper))
    said = reminders_of(state, procedure, LAPSES, CALENDAR)
    return [one.subject for one in said if one.about == "paper"]


@given(
    place=st.integers(0, len(ORDER) - 1),
    done=st.sets(st.sampled_from(_IDS)),
    has_sub_committee=st.booleans(),
    anew=st.none() | st.sampled_from(_IDS),
)
def test_papers_are_spoken_of_that_the_open_step_and_those_after_it_ask_for(
    *, place: int, done: set[str], has_sub_committee: bool, anew: str | None
) -> None:
    stage, step = ORDER[place]
    walk, day = at("branch_vote")
    plain = walk.state.open[0]
    present = replace(plain, step=step.id, stage=stage.id, due_on=None)
    again: tuple[OpenStep, ...] = () if anew is None else (replace(present, step=anew, again=True),)
    bodies = walk.state.bodies | ({"sub_committee": "dbp"} if has_sub_committee else {})
    was = DoneStep(outcome="x", on=day, attempt=1, sequence=1)
    walk = with_state(
        walk, open=(present, *again), stage=stage.id, done=dict.fromkeys(done, was), bodies=bodies
    )

    ahead = _asked_for(walk)

    assert ahead == [
        later.id
        for where, later in ORDER[place:]
        if (not where.apart or where is stage)
        and (later.only_where is None or has_sub_committee)
        and (later is step or later.id not in done)
    ]


def test_limit_without_an_extension_is_not_extended() -> None:
    limit = VN_2022.step("decision").limit
    assert limit is not None

    with pytest.raises(ValueError, match=r"^the procedure knows no extension here$"):
        extended(limit.model_copy(update={"extension": None}), LAPSES, CALENDAR)


def test_probation_is_counted_from_the_ceremony_however_late_it_is_opened_statutes_article_5() -> None:
    walk, day = at("probation")
    joined_on = date(2022, 2, 3)
    held = replace(walk.state.done["admission_ceremony"], on=joined_on)
    walk = with_state(walk, done=walk.state.done | {"admission_ceremony": held})

    ends_on = limit_of(VN_2022.step("probation"), day, walk.state, CALENDAR)

    assert joined_on < day
    assert ends_on == date(2023, 2, 3)


def test_step_made_anew_beside_others_does_not_hold_up_the_stage() -> None:
    walk, day = at("introduction")
    walk.step("introduction", day)
    walk.tell(day, command="reopen", on=day, step="introduction", reason="Làm lại.")

    walk.step("endorsement", day)
    walk.step("opinions", day)

    assert [(one.step, one.again) for one in walk.state.open] == [
        ("introduction", True),
        ("branch_vote", False),
    ]


def test_stage_of_one_step_side_by_side_with_nothing_goes_on_when_it_is_done() -> None:
    walk, day = at("branch_vote")
    stages = tuple(
        one.model_copy(update={"together": True}) if one.id == "branch_vote" else one
        for one in VN_2022.stages
    )
    walk.procedure = version(VN_2022, stages=stages)

    walk.step("branch_vote", day)

    assert [(one.step, one.opened_on) for one in walk.state.open] == [("grassroots_vote", day)]


def test_dossier_that_ends_while_it_is_returned_owes_nothing_any_more() -> None:
    walk, day = at("grassroots_vote")
    walk.tell(day, command="return_for_supplement", on=day, items=[{"item": "Một", "reason": "Thiếu"}])

    walk.tell(day, command="withdraw", on=day, reason="Xin rút.")

    assert walk.state.supplement is None


def test_road_that_reaches_a_step_beside_others_opens_them_all() -> None:
    walk, day = at("opinions")
    state = replace(walk.state, done={}, open=())

    opens = enter(state, "opinions", day, walk.facts(day))

    assert [one.step for one in opens] == ["introduction", "endorsement", "opinions"]


def test_place_the_procedure_does_not_know_is_named() -> None:
    walk, day = at("opinions")

    with pytest.raises(KeyError, match="no_such_place"):
        enter(walk.state, "no_such_place", day, walk.facts(day))


def test_step_made_anew_that_is_repeated_is_still_made_anew() -> None:
    walk, day = at("branch_vote")
    walk.tell(day, command="reopen", on=day, step="endorsement", reason="Làm lại.")

    walk.step("endorsement", day, yes=0, no=8)

    present = walk.state.open_step("endorsement")
    assert present is not None
    assert (present.again, present.attempt) == (True, 2)


def test_limit_counted_from_what_was_not_done_begins_when_the_step_opens() -> None:
    walk, day = at("decision")
    step = VN_2022.step("decision")
    assert step.limit is not None

    due_on = limit_of(step, day, replace(walk.state, done={}), CALENDAR)

    assert due_on == limit_of(
        step.model_copy(update={"limit": step.limit.model_copy(update={"counted_from": None})}),
        day,
        walk.state,
        CALENDAR,
    )


def test_road_that_has_come_to_its_end_opens_nothing_and_stays_in_its_stage() -> None:
    walk, day = at("branch_vote")
    until = next(place for place, one in enumerate(VN_2022.stages) if one.id == "branch_vote")
    walk.procedure = version(VN_2022, stages=VN_2022.stages[: until + 1])

    walk.step("branch_vote", day)

    assert (walk.state.open, walk.state.stage) == ((), "branch_vote")


def test_stage_apart_is_passed_over_wherever_the_procedure_has_it() -> None:
    walk, _ = at("grassroots_recognition_vote")
    first = version(ASKING, stages=(ASKING.stages[-1], *ASKING.stages[:-1]))

    assert first.stages[0].apart
    assert _asked_for(walk, first) == ["grassroots_recognition_vote", "recognition_decision"]
