"""Where the road goes on: ways back and what counts them, the stage of a dossier, the steps still ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.reminding import reminders_of
from engine.rules.road import extended
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


def _asked_for(walk: Walk) -> list[str]:
    paper = PaperOnFile(step="x", dated=date(2019, 5, 6), valid_until=LAPSES, enclosure=None)
    state = replace(walk.state, papers=dict.fromkeys(_IDS, paper))
    said = reminders_of(state, ASKING, LAPSES, CALENDAR)
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
