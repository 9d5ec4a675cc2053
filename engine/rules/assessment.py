"""The mentor assesses the candidate: goes on guiding, recommends, or declines."""

from __future__ import annotations

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.guides import assignable
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from engine.rules.time_limits import due_on
from models.commands import Assessment
from models.events import Assessed
from models.procedure import Step
from models.requirements import Requirement
from models.state import DossierState


def requirements(state: DossierState, command: Assessment, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the report's fields; what the step requires is asked only of a recommendation."""
    step = facts.procedure.step(command.step)
    asked = common(state, command, facts, command.on, ("assessment",))
    asked = (*asked, *way_back_open(state, step, command.verdict))
    if command.verdict != "recommended":
        return (*asked, *_apart(state, command, step, facts))
    weighed = required(state, step, command.on, facts)
    if step.assigns is None:
        return (*asked, *weighed)
    mentor = next((one.person for one in state.guides_now("mentor")), None)
    return (*asked, *weighed, *assignable(state, mentor, step.assigns, step.source, command.on, facts))


def _apart(state: DossierState, command: Assessment, step: Step, facts: Facts) -> tuple[Requirement, ...]:
    """Ask that two reports lie apart, so that a year's reports are not made in one sitting."""
    present = state.open_step(step.id)
    if step.reports_apart is None or present is None or present.reports == 0:
        return ()
    earliest = due_on(present.opened_on, step.reports_apart, facts.calendar)
    figures = {
        "last": present.opened_on.isoformat(),
        "earliest": earliest.isoformat(),
        "on": command.on.isoformat(),
    }
    source = step.reports_apart.source
    return (
        Requirement(rule="mentor.reports_apart", source=source, figures=figures, met=command.on >= earliest),
    )


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
