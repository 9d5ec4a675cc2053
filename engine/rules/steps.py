"""What every done step records alike, and which steps may be done anew."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from engine.rules.given import Facts
from engine.rules.papers import filed
from engine.rules.road import advance
from models.commands import Command, ReturnForSupplement, StepCommand
from models.errors import NotFound
from models.events import Filed, Moved
from models.procedure import Procedure, Step, StepKind
from models.requirements import Requirement
from models.state import DossierState

_REDOABLE = frozenset({StepKind.FORM, StepKind.ASSESSMENT, StepKind.ENDORSEMENT, StepKind.REVIEW})


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


def refuse_unknown(command: Command, procedure: Procedure) -> None:
    """Raise `NotFound` for a step the procedure does not know, wherever a command names one."""
    items = command.items if isinstance(command, ReturnForSupplement) else ()
    for step in [getattr(command, "step", None), *(one.step for one in items)]:
        if step is not None and not procedure.has_step(step):
            raise NotFound("step.unknown", step=step, procedure=procedure.id)


def redoable(step: Step) -> bool:
    """Say whether a step may be done anew by itself: never a vote, a decision, a ceremony or a term.

    Nor the assignment of a mentor, who is replaced.
    """
    assigned = step.kind is StepKind.FORM and step.assigns is not None
    return step.kind in _REDOABLE and not assigned


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
