"""A dossier moves: to another branch with its candidate, or to another version of its procedure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.rules.before import dated_in_order
from engine.rules.given import Facts
from engine.rules.opening import missing_bodies
from engine.rules.road import enter, extended, limit_of, moved
from models.commands import Migrate, Transfer
from models.events import Migrated, Moved, Transferred
from models.procedure import Procedure
from models.requirements import Requirement
from models.state import LIVE, DossierState, OpenStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a migration would do: steps carried over, and those the new version does not know."""

    carried: tuple[OpenStep, ...]
    unknown: tuple[str, ...]


def requirements(state: DossierState, command: Transfer | Migrate, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh what the move asks."""
    in_order = dated_in_order(command.on, state.latest_on or state.opened_on, facts.today)
    alive = Requirement(
        rule="dossier.live",
        source=facts.procedure.basis[0],
        figures={"status": state.status.value},
        met=state.status in LIVE,
    )
    if isinstance(command, Transfer):
        return (in_order, alive, *_transferable(state, command, facts))
    return (in_order, alive, *_migratable(state, command, facts))


def decide(
    state: DossierState, command: Transfer | Migrate, facts: Facts, checked: tuple[Requirement, ...]
) -> list[Transferred | Migrated]:
    """Return the move."""
    if isinstance(command, Migrate):
        return [_migrated(state, command, facts, checked)]
    return [_transferred(state, command, facts, checked)]


def evolve(state: DossierState, event: Transferred | Migrated, sequence: int) -> DossierState:
    """Return the state after the move."""
    if isinstance(event, Migrated):
        stage = event.open[0].stage if event.open else state.stage
        return replace(state, procedure=event.procedure, open=event.open, stage=stage)
    guides = tuple(one if one.until else replace(one, until=event.on) for one in state.guides)
    there = replace(
        state,
        unit=event.unit,
        line=event.line,
        bodies=dict(event.bodies),
        guides=guides,
        transferred_on=event.on,
    )
    return moved(there, event.moved, event.on)


def plan(state: DossierState, target: Procedure, facts: Facts) -> Plan:
    """Work out a migration without doing it: each open step under the limits of the new version."""
    known = {step.id for stage in target.stages for step in stage.steps}
    asked = [one.step for one in state.open] + [name for name in state.done if name not in known]
    carried = tuple(_carried(state, one, target, facts) for one in state.open if one.step in known)
    return Plan(carried=carried, unknown=tuple(name for name in asked if name not in known))


def _carried(state: DossierState, step: OpenStep, target: Procedure, facts: Facts) -> OpenStep:
    spec, stage = target.step(step.step), target.stage_of(step.step)
    due = limit_of(spec, step.opened_on, state, facts.calendar)
    if due is not None and step.extended and spec.limit is not None and spec.limit.extension is not None:
        due = extended(spec.limit, due, facts.calendar)
    return replace(
        step,
        stage=stage.id,
        flow=stage.flow,
        kind=spec.kind,
        unit=state.bodies.get(str(spec.acts.body)),
        due_on=due,
    )


def _migratable(state: DossierState, command: Migrate, facts: Facts) -> tuple[Requirement, ...]:
    target = facts.target
    source = facts.procedure.basis[0]
    if target is None:
        return (_unmet("procedure.known", source, procedure=command.procedure),)
    unknown = plan(state, target, facts).unknown
    return (
        Requirement(
            rule="procedure.other",
            source=source,
            figures={"before": state.procedure, "after": target.id},
            met=target.id != state.procedure,
        ),
        Requirement(
            rule="procedure.in_force",
            source=target.basis[0],
            figures={"procedure": target.id, "on": command.on.isoformat()},
            met=target.in_force(command.on),
        ),
        Requirement(
            rule="migration.steps_known",
            source=target.basis[0],
            figures={"steps": ", ".join(unknown)},
            met=not unknown,
        ),
    )


def _migrated(
    state: DossierState, command: Migrate, facts: Facts, checked: tuple[Requirement, ...]
) -> Migrated:
    if facts.target is None:
        raise AssertionError(command.procedure)  # the requirements ask for it
    return Migrated(
        on=command.on,
        enclosure=facts.enclosure,
        checked=checked,
        before=state.procedure,
        procedure=facts.target.id,
        open=plan(state, facts.target, facts).carried,
    )


def _transferable(state: DossierState, command: Transfer, facts: Facts) -> tuple[Requirement, ...]:
    rule = facts.procedure.transfer
    branch = str(facts.procedure.opened_by.body)
    return (
        Requirement(
            rule="unit.is_branch",
            source=rule.source,
            figures={"unit": command.to_unit},
            met=facts.line is not None and facts.line.bodies.get(branch) == command.to_unit,
        ),
        Requirement(
            rule="unit.other",
            source=rule.source,
            figures={"unit": command.to_unit},
            met=command.to_unit != state.unit,
        ),
        _bodies_there(state, facts),
    )


def _bodies_there(state: DossierState, facts: Facts) -> Requirement:
    """Ask that the new line has every body the rest of the road needs, and those of the steps that go on."""
    bodies = {} if facts.line is None else facts.line.bodies
    missing = missing_bodies(facts.procedure, bodies)
    if _is_settled(state, facts):
        asked = (str(facts.procedure.step(one.step).acts.body) for one in state.open)
        missing = sorted({*missing, *(body for body in asked if body not in bodies)})
    return Requirement(
        rule="unit.line_complete", source=facts.procedure.transfer.source,
        figures={"missing": ", ".join(missing)}, met=not missing,
    )  # fmt: skip


def _transferred(
    state: DossierState, command: Transfer, facts: Facts, checked: tuple[Requirement, ...]
) -> Transferred:
    line = facts.line
    if line is None:
        raise AssertionError(command.to_unit)  # the requirements ask for it
    there = replace(state, unit=line.unit, line=line.line, bodies=dict(line.bodies))
    where = _runs_on(there) if _is_settled(state, facts) else _begins_again(there, command, facts)
    return Transferred(
        on=command.on,
        enclosure=facts.enclosure,
        checked=checked,
        from_unit=state.unit,
        unit=line.unit,
        line=line.line,
        bodies=line.bodies,
        moved=_with_bodies(where, there, facts),
    )


def _is_settled(state: DossierState, facts: Facts) -> bool:
    """Say whether the branch has given its resolution; a vote to be held again has settled nothing."""
    until = facts.procedure.transfer.until
    return until in state.done and state.open_step(until) is None


def _runs_on(state: DossierState) -> Moved:
    # After the branch's resolution the matter stands: only who acts changes, terms and limits run on.
    return Moved(closes=tuple(one.step for one in state.open), opens=state.open)


def _begins_again(state: DossierState, command: Transfer, facts: Facts) -> Moved:
    steps = [step for stage in facts.procedure.stages for step in stage.steps]
    restart = facts.procedure.transfer.restart_at
    again = {step.id for step in steps if step.redo_on_transfer} | {restart}
    again |= {one.step for one in state.open}  # done once, but waiting to be done anew
    drops = tuple(name for name in state.done if name in again)
    kept = replace(state, done={name: one for name, one in state.done.items() if name not in again})
    opens = enter(kept, restart, command.on, facts)
    closes = tuple(one.step for one in state.open)
    return Moved(closes=closes, opens=opens, drops=drops, stage=facts.procedure.stage_of(restart).id)


def _with_bodies(where: Moved, state: DossierState, facts: Facts) -> Moved:
    opens = tuple(
        replace(one, unit=state.bodies.get(str(facts.procedure.step(one.step).acts.body)))
        for one in where.opens
    )
    return replace(where, opens=opens)


def _unmet(rule: str, source: str, **figures: str) -> Requirement:
    return Requirement(rule=rule, source=source, figures=figures, met=False)
