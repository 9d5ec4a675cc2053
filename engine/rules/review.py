"""A verification is concluded; the conclusion is recorded, never scored."""

from __future__ import annotations

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.road import step_done, way_back_open
from engine.rules.steps import done
from models.commands import Review
from models.events import Reviewed
from models.requirements import Requirement
from models.state import DossierState


def requirements(state: DossierState, command: Review, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the conclusion's fields; nobody verifies a candidate they guide, nor has it done for them."""
    step = facts.procedure.step(command.step)
    guides = {one.person for one in state.guides} | {state.candidate}
    apart = (
        Requirement(
            rule="review.four_eyes",
            source=step.source,
            figures={"person": one or ""},
            met=one is not None and one not in guides,
        )
        for one in facts.whose
    )
    asked = (
        *common(state, command, facts, command.on, ("review",)),
        *required(state, step, command.on, facts),
    )
    return (*asked, *apart, *way_back_open(state, step, command.verdict))


def decide(
    state: DossierState, command: Review, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Reviewed]:
    """Return the conclusion, and where it leads."""
    return [Reviewed(**done(state, command, facts, checked, on=command.on, outcome=command.verdict))]


def evolve(state: DossierState, event: Reviewed, sequence: int) -> DossierState:
    """Return the state after the conclusion."""
    return step_done(state, event, sequence)
