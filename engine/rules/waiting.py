"""A term runs out: it ends on its exact day, however late that is noticed."""

from __future__ import annotations

from engine.rules.before import common
from engine.rules.given import Facts
from engine.rules.road import step_done
from engine.rules.steps import done
from models.commands import Waiting
from models.events import WaitingEnded
from models.requirements import Requirement
from models.state import DossierState


def requirements(state: DossierState, command: Waiting, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh whether the term has run out by today."""
    step = facts.procedure.step(command.step)
    present = state.open_step(command.step)
    figures = {"today": facts.today.isoformat()}
    if present is not None and present.due_on is not None:
        figures["due_on"] = present.due_on.isoformat()
    over = Requirement(
        rule="term.over",
        source=step.source,
        figures=figures,
        met=present is not None and present.due_on is not None and present.due_on <= facts.today,
    )
    return (*common(state, command, facts, None, ("waiting",)), over)


def decide(
    state: DossierState, command: Waiting, facts: Facts, checked: tuple[Requirement, ...]
) -> list[WaitingEnded]:
    """Return that the term ended, on the day it did."""
    present = state.open_step(command.step)
    if present is None or present.due_on is None:
        raise AssertionError(command.step)  # the requirements ask for both
    return [WaitingEnded(**done(state, command, facts, checked, on=present.due_on, outcome="ended"))]


def evolve(state: DossierState, event: WaitingEnded, sequence: int) -> DossierState:
    """Return the state after the term."""
    return step_done(state, event, sequence)
