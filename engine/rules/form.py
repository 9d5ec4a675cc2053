"""Papers are filed at a step, and a member may be put in charge by it."""

from __future__ import annotations

from dataclasses import replace

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.guides import assignable, nobody_asked
from engine.rules.road import step_done
from engine.rules.steps import done
from models.commands import FormCommand
from models.events import Submitted
from models.requirements import Requirement
from models.state import DossierState, Guide

_OUTCOME = "submitted"


def requirements(state: DossierState, command: FormCommand, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the papers' fields and the member the step puts in charge."""
    step = facts.procedure.step(command.step)
    asked = (
        *common(state, command, facts, command.on, ("form",)),
        *required(state, step, command.on, facts),
    )
    if step.assigns is None:
        return (*asked, nobody_asked(command.person, step.source))
    return (*asked, *assignable(state, command.person, step.assigns, step.source, command.on, facts))


def decide(
    state: DossierState, command: FormCommand, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Submitted]:
    """Return that the papers were filed."""
    assigns = facts.procedure.step(command.step).assigns
    return [
        Submitted(
            **done(state, command, facts, checked, on=command.on, outcome=_OUTCOME),
            person=command.person,
            role=assigns.role if assigns else None,
        )
    ]


def evolve(state: DossierState, event: Submitted, sequence: int) -> DossierState:
    """Return the state with the papers on file and the member in charge."""
    after = step_done(state, event, sequence)
    if event.person is None or event.role is None:
        return after
    ended = tuple(
        replace(one, until=event.on) if one.role == event.role and one.until is None else one
        for one in after.guides
    )
    guide = Guide(person=event.person, role=event.role, unit=after.unit, since=event.on)
    return replace(after, guides=(*ended, guide))
