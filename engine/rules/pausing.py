"""A dossier is returned for supplement or suspended, and moves again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.rules.before import dated_in_order
from engine.rules.given import Facts
from engine.rules.road import reopened
from engine.rules.steps import redoable
from engine.rules.time_limits import due_on
from models.commands import Resume, ReturnForSupplement, SupplementDone, Suspend
from models.events import Moved, Resumed, Returned, Supplemented, Suspended
from models.procedure import StepKind
from models.requirements import Requirement
from models.state import DossierState, OpenStep, Pause, Status, Supplement

Commands = ReturnForSupplement | SupplementDone | Suspend | Resume
Events = Returned | Supplemented | Suspended | Resumed


def requirements(state: DossierState, command: Commands, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh what a pause, or its end, asks."""
    asked = dated_in_order(command.on, state.latest_on or state.opened_on, facts.today)
    match command:
        case ReturnForSupplement():
            return (asked, *_returnable(state, command, facts))
        case SupplementDone():
            return (asked, *_supplied(state, command, facts))
        case Suspend():
            return (asked, _status(state, facts, Status.UNDER_WAY, Status.RETURNED))
        case Resume():
            return (asked, _status(state, facts, Status.SUSPENDED))


def decide(
    state: DossierState, command: Commands, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Events]:
    """Return the pause, or its end."""
    match command:
        case ReturnForSupplement():
            return [_returned(state, command, facts, checked)]
        case SupplementDone():
            return [
                Supplemented(on=command.on, enclosure=facts.enclosure, checked=checked, round=state.rounds)
            ]
        case Suspend():
            return [Suspended(on=command.on, enclosure=facts.enclosure, checked=checked)]
        case Resume():
            days = 0 if state.suspended_on is None else (command.on - state.suspended_on).days
            return [Resumed(on=command.on, enclosure=facts.enclosure, checked=checked, days=days)]


def evolve(state: DossierState, event: Events, sequence: int) -> DossierState:
    """Return the state during the pause, or after it."""
    match event:
        case Returned():
            owed = Supplement(
                round=event.round,
                items=event.items,
                steps=tuple(one.step for one in event.moved.opens),
                answer_by=event.answer_by,
                asked_by=event.asked_by,
                enclosure=event.enclosure or "",
            )
            after = replace(state, open=(*state.open, *event.moved.opens))
            return replace(after, status=Status.RETURNED, rounds=event.round, supplement=owed)
        case Supplemented():
            return replace(state, status=Status.UNDER_WAY, supplement=None)
        case Suspended():
            return replace(state, status=Status.SUSPENDED, suspended_on=event.on, suspended_from=state.status)
        case Resumed():
            return _resumed(state, event)


def _resumed(state: DossierState, event: Resumed) -> DossierState:
    # The clock stood still: every limit moves by the days of the pause, but a term fixed by the statutes
    # (a waiting) runs on.
    pause = Pause(since=event.on - timedelta(days=event.days), until=event.on)
    owed = state.supplement
    return replace(
        state,
        open=tuple(_pushed(one, pause) for one in state.open),
        supplement=owed and replace(owed, answer_by=owed.answer_by + timedelta(days=event.days)),
        status=state.suspended_from or Status.UNDER_WAY,
        suspended_on=None,
        suspended_from=None,
        pauses=(*state.pauses, pause),
    )


def _pushed(step: OpenStep, pause: Pause) -> OpenStep:
    if step.due_on is None or step.kind is StepKind.WAITING:
        return step
    # A step may have opened during the pause, when the dossier moved to another branch.
    return replace(step, due_on=step.due_on + (pause.until - max(pause.since, step.opened_on)))


def _status(state: DossierState, facts: Facts, *wanted: Status) -> Requirement:
    return Requirement(
        rule="dossier.status",
        source=facts.procedure.basis[0],
        figures={"status": state.status.value, "wanted": ", ".join(one.value for one in wanted)},
        met=state.status in wanted,
    )


def _returnable(state: DossierState, command: ReturnForSupplement, facts: Facts) -> tuple[Requirement, ...]:
    rounds = facts.procedure.supplement.rounds
    steps = [one.step for one in command.items if one.step is not None]
    redone = all(
        name in state.done and state.open_step(name) is None and redoable(facts.procedure.step(name))
        for name in steps
    )
    return (
        _status(state, facts, Status.UNDER_WAY),
        Requirement(
            rule="supplement.rounds",
            source=rounds.source,
            figures={"round": state.rounds + 1, "at_most": rounds.amount},
            met=state.rounds < rounds.amount,
        ),
        Requirement(
            rule="supplement.steps_done",
            source=rounds.source,
            figures={"steps": ", ".join(steps)},
            met=redone and len(set(steps)) == len(steps),
        ),
    )


def _returned(
    state: DossierState, command: ReturnForSupplement, facts: Facts, checked: tuple[Requirement, ...]
) -> Returned:
    within = facts.procedure.supplement.answer_within
    steps = tuple(one.step for one in command.items if one.step is not None)
    return Returned(
        on=command.on,
        enclosure=facts.enclosure,
        checked=checked,
        round=state.rounds + 1,
        items=len(command.items),
        asked_by=facts.acting_unit or state.unit,
        answer_by=due_on(command.on, within, facts.calendar),
        moved=Moved(opens=tuple(reopened(state, name, command.on, facts) for name in steps)),
    )


def _supplied(state: DossierState, command: SupplementDone, facts: Facts) -> tuple[Requirement, ...]:
    owed = state.supplement
    source = facts.procedure.supplement.rounds.source
    waiting = [] if owed is None else [name for name in owed.steps if state.open_step(name) is not None]
    return (
        _status(state, facts, Status.RETURNED),
        Requirement(
            rule="supplement.answers",
            source=source,
            figures={"items": 0 if owed is None else owed.items, "answers": len(command.answers)},
            met=owed is not None and len(command.answers) == owed.items,
        ),
        Requirement(
            rule="supplement.steps_redone",
            source=source,
            figures={"steps": ", ".join(waiting)},
            met=not waiting,
        ),
    )
