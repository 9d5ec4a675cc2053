"""Consideration ends before its time: the candidate withdraws, or a cause the regulation names closes it."""

from __future__ import annotations

from engine.rules.before import dated_in_order
from engine.rules.given import Facts
from engine.rules.road import ended
from models.commands import Close, Withdraw
from models.events import Closed, Withdrawn
from models.requirements import Requirement
from models.state import LIVE, DossierState, Status

_ENDS_A_MEMBERSHIP = ("death", "discipline")


def requirements(state: DossierState, command: Withdraw | Close, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh that the dossier has not ended; after the ceremony only death or discipline ends it early.

    Source: Statutes, article 5: a probationary member is recognised, or removed from the list by a vote.
    """
    source = facts.procedure.basis[0]
    live = Requirement(
        rule="dossier.live", source=source, figures={"status": state.status.value}, met=state.status in LIVE
    )
    in_order = dated_in_order(command.on, state.latest_on or state.opened_on, facts.today)
    if isinstance(command, Close) and command.cause in _ENDS_A_MEMBERSHIP:
        return (live, in_order)
    not_joined = Requirement(
        rule="dossier.not_joined",
        source=source,
        figures={"joined_on": state.joined_on.isoformat() if state.joined_on else ""},
        met=state.joined_on is None,
    )
    return (live, in_order, not_joined)


def decide(
    state: DossierState, command: Withdraw | Close, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Withdrawn | Closed]:
    """Return the end."""
    if isinstance(command, Close):
        return [Closed(on=command.on, enclosure=facts.enclosure, checked=checked, cause=command.cause)]
    return [Withdrawn(on=command.on, enclosure=facts.enclosure, checked=checked)]


def evolve(state: DossierState, event: Withdrawn | Closed, sequence: int) -> DossierState:
    """Return the state of the ended dossier; its file is kept."""
    status = Status.WITHDRAWN if isinstance(event, Withdrawn) else Status.CLOSED
    return ended(state, status, event.on)
