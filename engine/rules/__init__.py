"""The rules: what a command requires, what it decides, what state an event leads to. Pure throughout."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from engine.rules import (
    assessment,
    ballot,
    ceremony,
    ending,
    endorsement,
    form,
    mending,
    moving,
    noting,
    opening,
    pausing,
    review,
    scans,
    signatures,
    vote,
    waiting,
)
from engine.rules.given import Facts
from engine.rules.steps import refuse_unknown
from models import commands, events
from models.commands import Command
from models.errors import Refused
from models.events import DossierEvents
from models.requirements import Requirement, unmet
from models.state import DossierState

_KINDS: dict[ModuleType, tuple[tuple[type, ...], tuple[type, ...]]] = {
    opening: ((commands.OpenDossier,), (events.DossierOpened,)),
    form: ((commands.FormCommand,), (events.Submitted,)),
    assessment: ((commands.Assessment,), (events.Assessed,)),
    endorsement: ((commands.Endorsement,), (events.Endorsed,)),
    vote: (vote.Commands.__args__, (events.Voted, events.Decided)),
    ballot: (ballot.Commands.__args__, ballot.Events.__args__),
    review: ((commands.Review,), (events.Reviewed,)),
    ceremony: ((commands.Ceremony,), (events.CeremonyHeld,)),
    waiting: ((commands.Waiting,), (events.WaitingEnded,)),
    pausing: (pausing.Commands.__args__, pausing.Events.__args__),
    moving: ((commands.Transfer, commands.Migrate), (events.Transferred, events.Migrated)),
    ending: ((commands.Withdraw, commands.Close), (events.Withdrawn, events.Closed)),
    mending: (mending.Commands.__args__, mending.Events.__args__),
    scans: (scans.Commands.__args__, scans.Events.__args__),
    signatures: ((signatures.Commands,), (signatures.Events,)),
    noting: (noting.Commands.__args__, noting.Events.__args__),
}
_RULE_OF = {asked: rule for rule, (asks, _) in _KINDS.items() for asked in asks}
_FOLD_OF = {event: rule for rule, (_, tells) in _KINDS.items() for event in tells}


def requirements(state: DossierState | None, command: Command, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh everything the command requires, met or not, with the arithmetic: nothing is decided.

    Raises `NotFound` for a step the procedure does not know.
    """
    refuse_unknown(command, facts.procedure)
    weighed: tuple[Requirement, ...] = _RULE_OF[type(command)].requirements(state, command, facts)
    return weighed


def decide(state: DossierState | None, command: Command, facts: Facts) -> list[DossierEvents]:
    """Return what the command makes happen; raise `Refused` with all that is unmet."""
    checked = refuse_unmet(state, command, facts)
    decided: list[DossierEvents] = _RULE_OF[type(command)].decide(state, command, facts, checked)
    if state is None or state.ballot is None:
        return decided
    after: DossierState = state
    for event in decided:
        after = evolve(after, event, 0)
    return [*decided, *ballot.orphaned(after, facts, decided[-1].kind)]


def refuse_unmet(state: DossierState | None, command: Command, facts: Facts) -> tuple[Requirement, ...]:
    """Return the requirements as weighed; raise `Refused` with all that stand in the way."""
    checked = requirements(state, command, facts)
    missing = unmet(checked)
    if missing:
        raise Refused(missing)
    return checked


def evolve(state: DossierState | None, event: object, sequence: int) -> DossierState:
    """Return the state after an event."""
    after: DossierState = _FOLD_OF[type(event)].evolve(state, event, sequence)
    if not isinstance(event, events.DossierOpened | events.StepEvent | events.CrossEvent):
        return after
    return replace(after, latest_on=max(event.on, after.latest_on or event.on))
