"""A dossier is opened for a recruit the branch means to guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.rules.before import dated_in_order
from engine.rules.given import Facts
from engine.rules.road import enter, moved
from models.commands import OpenDossier
from models.events import DossierOpened, Moved
from models.procedure import Procedure
from models.requirements import Requirement
from models.state import DossierState, Status


def requirements(state: DossierState | None, command: OpenDossier, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh that the version is in force, the unit a branch, and the person its own and no member yet."""
    procedure = facts.procedure
    source = procedure.basis[0]
    candidate = facts.people.get(command.candidate)
    missing = missing_bodies(procedure, {} if facts.line is None else facts.line.bodies)
    return (
        dated_in_order(command.on, None, facts.today),
        Requirement(
            rule="procedure.in_force",
            source=source,
            figures={"procedure": procedure.id, "on": command.on.isoformat()},
            met=procedure.in_force(command.on),
        ),
        Requirement(
            rule="unit.is_branch",
            source=source,
            figures={"unit": command.unit},
            met=facts.line is not None
            and facts.line.bodies.get(str(procedure.opened_by.body)) == command.unit,
        ),
        Requirement(
            rule="unit.line_complete",
            source=source,
            figures={"missing": ", ".join(missing)},
            met=not missing,
        ),
        Requirement(
            rule="candidate.not_member",
            source=source,
            figures={"person": command.candidate},
            met=candidate is not None and candidate.standing == "none",
        ),
        Requirement(
            rule="candidate.of_unit",
            source=source,
            figures={"person": command.candidate, "unit": command.unit},
            met=candidate is not None and candidate.unit in {None, command.unit},
        ),
        Requirement(
            rule="candidate.no_other_dossier",
            source=source,
            figures={"person": command.candidate},
            met=not facts.has_other_dossier,
        ),
    )


def missing_bodies(procedure: Procedure, bodies: Mapping[str, str]) -> list[str]:
    """Return the kinds of body that the road needs and a line lacks: a step there would await nobody."""
    needed = {
        str(step.acts.body) for stage in procedure.stages for step in stage.steps if step.only_where is None
    }
    return sorted(needed - bodies.keys())


def decide(
    state: DossierState | None, command: OpenDossier, facts: Facts, checked: tuple[Requirement, ...]
) -> list[DossierOpened]:
    """Return that the dossier was opened, at the first step of its procedure."""
    if facts.line is None or facts.number is None:
        raise AssertionError(command.unit)  # the requirements ask for the line, the registry gives the number
    opened = DossierOpened(
        number=facts.number,
        procedure=facts.procedure.id,
        candidate=command.candidate,
        source=command.source,
        unit=command.unit,
        line=facts.line.line,
        bodies=facts.line.bodies,
        on=command.on,
        checked=checked,
        moved=Moved(),
    )
    first = facts.procedure.stages[0]
    opens = enter(_blank(opened), first.id, command.on, facts)
    return [replace(opened, moved=Moved(opens=opens, stage=first.id))]


def evolve(state: DossierState | None, event: DossierOpened, sequence: int) -> DossierState:
    """Return the state of the new dossier."""
    return moved(_blank(event), event.moved, event.on)


def _blank(event: DossierOpened) -> DossierState:
    return DossierState(
        number=event.number,
        procedure=event.procedure,
        candidate=event.candidate,
        source=event.source,
        unit=event.unit,
        line=event.line,
        bodies=dict(event.bodies),
        status=Status.UNDER_WAY,
        opened_on=event.on,
        stage="",
    )
