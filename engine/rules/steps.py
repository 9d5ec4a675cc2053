"""What every done step records alike."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from engine.rules.given import Facts
from engine.rules.papers import filed
from engine.rules.road import advance
from models.commands import StepCommand
from models.events import Filed, Moved
from models.requirements import Requirement
from models.state import DossierState


class StepFields(TypedDict):
    """The fields common to the events of all step kinds."""

    step: str
    stage: str
    flow: str
    attempt: int
    unit: str | None
    on: date
    outcome: str
    filed: tuple[Filed, ...]
    enclosure: str | None
    checked: tuple[Requirement, ...]
    moved: Moved


def done(
    state: DossierState,
    command: StepCommand,
    facts: Facts,
    checked: tuple[Requirement, ...],
    *,
    on: date,
    outcome: str,
    forms: tuple[str, ...] | None = None,
) -> StepFields:
    """Return what the step's event says whatever its kind; `forms` narrows the papers it files."""
    present = state.open_step(command.step)
    step = facts.procedure.step(command.step)
    if present is None:
        raise AssertionError(command.step)  # the requirements ask for an open step
    return StepFields(
        step=step.id,
        stage=present.stage,
        flow=present.flow,
        attempt=present.attempt,
        unit=present.unit,
        on=on,
        outcome=outcome,
        filed=filed(step, outcome, command.answers, on, facts, forms),
        enclosure=facts.enclosure,
        checked=checked,
        moved=advance(state, present, outcome, on, facts),
    )
