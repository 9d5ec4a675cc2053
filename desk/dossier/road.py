"""The stages of a dossier's road: which lie behind it, where it stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.procedure import Procedure, Stage, Step
from models.state import DossierState, Status
from outputs.wording import Language
from outputs.wording.names import said

Place = Literal["done", "here", "ahead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stage as the stepper shows it."""

    title: str
    place: Place
    on: date | None
    """When its last step was done, for one that lies behind."""
    due_on: date | None
    """The nearest limit, where the dossier stands."""


def stretches(procedure: Procedure, state: DossierState, language: Language) -> tuple[Stretch, ...]:
    """Return the stages of the road, in order; one that lies apart only where the dossier is in it."""
    stages = [one for one in procedure.stages if not one.apart or one.id == state.stage]
    here = next((at for at, one in enumerate(stages) if one.id == state.stage), 0)
    if state.status is Status.RECOGNISED:
        here = len(stages)
    return tuple(
        Stretch(
            title=said(stage.title, language),
            place="done" if at < here else "here" if at == here else "ahead",
            on=_done_on(stage, state) if at < here else None,
            due_on=_due_on(state) if at == here else None,
        )
        for at, stage in enumerate(stages)
    )


def next_step(procedure: Procedure, state: DossierState) -> Step | None:
    """Return the step that comes once nothing more is open; None at the end of the road."""
    if not state.open:
        return None
    position = next((at for at, one in enumerate(procedure.stages) if one.id == state.stage), None)
    if position is None:
        return None
    here = procedure.stages[position]
    after = () if here.together else _after(here, {one.step for one in state.open})
    later = (step for stage in procedure.stages[position + 1 :] if not stage.apart for step in stage.steps)
    return next((step for step in (*after, *later) if is_on_the_road(step, state)), None)


def is_on_the_road(step: Step, state: DossierState) -> bool:
    """Say whether the dossier's line has the body a step is for, where it is for one alone."""
    return step.only_where is None or step.only_where in state.bodies


def _after(stage: Stage, open_steps: set[str]) -> tuple[Step, ...]:
    last = max((at for at, one in enumerate(stage.steps) if one.id in open_steps), default=-1)
    return stage.steps[last + 1 :]


def _done_on(stage: Stage, state: DossierState) -> date | None:
    return max((state.done[one.id].on for one in stage.steps if one.id in state.done), default=None)


def _due_on(state: DossierState) -> date | None:
    return min((one.due_on for one in state.open if one.due_on is not None), default=None)
