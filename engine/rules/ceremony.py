"""The admission ceremony: its day is the day of joining, and a member takes charge of the probation."""

from __future__ import annotations

from dataclasses import replace

from engine.rules.before import common, required
from engine.rules.given import Facts
from engine.rules.guides import assignable
from engine.rules.road import step_done
from engine.rules.steps import done
from models.commands import Ceremony
from models.events import CeremonyHeld
from models.procedure import Assignment
from models.requirements import Requirement
from models.state import DossierState, Guide

_OUTCOME = "held"
_ANY_MEMBER = Assignment(role="mentor", same_unit=False)
"""Who may have charge where the procedure says no more."""


def requirements(state: DossierState, command: Ceremony, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh the minutes' fields and the member put in charge; a late ceremony is shown, not refused.

    Source: REGULATION, ceremony within its limit, otherwise report and obtain the agreement above.
    """
    step = facts.procedure.step(command.step)
    present = state.open_step(command.step)
    asked = (
        *common(state, command, facts, command.on, ("ceremony",)),
        *required(state, step, command.on, facts),
    )
    if present is not None and present.due_on is not None and step.limit is not None:
        figures = {"due_on": present.due_on.isoformat(), "on": command.on.isoformat()}
        in_time = Requirement(
            rule="step.in_time", source=step.limit.source, figures=figures, met=command.on <= present.due_on,
            decides=True,
        )  # fmt: skip
        asked = (*asked, in_time)
    assigns = step.assigns or _ANY_MEMBER
    return (*asked, *assignable(state, command.person, assigns, step.source, command.on, facts))


def decide(
    state: DossierState, command: Ceremony, facts: Facts, checked: tuple[Requirement, ...]
) -> list[CeremonyHeld]:
    """Return that the ceremony was held."""
    return [
        CeremonyHeld(
            **done(state, command, facts, checked, on=command.on, outcome=_OUTCOME),
            person=command.person,
            place=command.place,
        )
    ]


def evolve(state: DossierState, event: CeremonyHeld, sequence: int) -> DossierState:
    """Return the state of somebody who has joined, under the member in charge."""
    after = step_done(state, event, sequence)
    ended = tuple(one if one.until else replace(one, until=event.on) for one in after.guides)
    guide = Guide(person=event.person, role="mentor", unit=after.unit, since=event.on)
    return replace(after, guides=(*ended, guide), joined_on=event.on)
