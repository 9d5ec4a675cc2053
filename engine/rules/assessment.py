"""The mentor assesses the candidate: goes on guiding, recommends, or declines."""

from __future__ import annotations

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.guides import assignable
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from models.commands import Assessment
from models.events import Assessed
from models.requirements import Requirement
from models.state import DossierState


def requirements(state: DossierState, command: Assessment, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the report's fields; what the step requires is asked only of a recommendation."""
    step = facts.procedure.step(command.step)
    asked = common(state, command, facts, command.on, ("assessment",))
    asked = (*asked, *way_back_open(state, step, command.verdict))
    if command.verdict != "recommended":
        return asked
    weighed = required(state, step, command.on, facts)
    if step.assigns is None:
        return (*asked, *weighed)
    mentor = next((one.person for one in state.guides_now("mentor")), None)
    return (*asked, *weighed, *assignable(state, mentor, step.assigns, step.source, command.on, facts))


def decide(
    state: DossierState, command: Assessment, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Assessed]:
    """Return the assessment, and where its verdict leads."""
    present = state.open_step(command.step)
    return [
        Assessed(
            **done(state, command, facts, checked, on=command.on, outcome=command.verdict),
            by_person=facts.actor,
            reports=1 if present is None else present.reports + 1,
        )
    ]


def evolve(state: DossierState, event: Assessed, sequence: int) -> DossierState:
    """Return the state after the assessment."""
    return step_done(state, event, sequence)
