"""The engine answers as the page of permissions says: every command on a dossier, role and state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.access import SYSTEM, Actor, Grant, Lent, may
from models import commands
from models.commands import DossierCommand
from models.procedure import StepKind
from models.state import DossierState, Guide, OpenStep, Status
from tests.roads import PROCEDURES
from tests.walks import at

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
PROCEDURE = PROCEDURES.version("vn-2022")
ROLES = ("secretary", "clerk", "union_officer", "member", "inspector", "administrator")
STATUSES = tuple(Status)
STEP_OF = {
    "form": "application",
    "assessment": "mentorship",
    "endorsement": "endorsement",
    "vote": "branch_vote",
    "review": "verification",
    "decision": "decision",
    "ceremony": "admission_ceremony",
    "waiting": "probation",
}
COMMANDS = {
    one.model_fields["command"].default: one
    for one in (
        *commands.StepCommands.__args__,
        *commands.CrossCommands.__args__,
        *commands.ScanCommands.__args__,
        commands.SignDocument,
        *commands.SystemCommands.__args__,
    )
}


def _rows() -> list[tuple[str, str, str, frozenset[Status]]]:
    """Read the matrix off the page: command, role, where held, statuses with a mark."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 + len(STATUSES) or not cells[0].startswith("`"):
            continue
        marked = frozenset(one for one, cell in zip(STATUSES, cells[3:], strict=True) if cell == "✓")
        found.append((cells[0].strip("`"), cells[1], cells[2], marked))
    return found


def _state(name: str, status: Status) -> DossierState:
    step = PROCEDURE.step(STEP_OF.get(name, "application"))
    stage = PROCEDURE.stage_of(step.id)
    plain = at("application")[0].state
    return replace(
        plain,
        status=status,
        stage=stage.id,
        guides=(Guide(person="p", role="mentor", unit=plain.unit, since=plain.opened_on),),
        open=(
            OpenStep(
                step=step.id, stage=stage.id, flow=stage.flow, kind=StepKind(step.kind),
                unit=plain.bodies[str(step.acts.body)], opened_on=plain.opened_on,
            ),
        ),
    )  # fmt: skip


def _command(name: str, state: DossierState, role: str = "") -> DossierCommand:
    given: dict[str, object] = {"command": name, "dossier": state.number, "endorser": "youth_union"}
    if "step" in COMMANDS[name].model_fields:
        given["step"] = state.open[0].step
    given["unit"] = state.bodies["youth_union"] if role == "union_officer" else state.unit
    made: DossierCommand = COMMANDS[name].model_construct(None, **given)
    return made


def _actors(name: str, role: str, where: str, state: DossierState) -> Actor:
    """Return somebody who has just what the row asks for, and nothing else."""
    step = PROCEDURE.step(STEP_OF.get(name, "application"))
    if role == "person of the step":
        return Actor(account="a", person="p")
    if role == "–":
        return Actor(account=SYSTEM, person=None)
    held = step.acts.roles[0] if role == "role of the step" and step.acts.roles else role
    unit = state.open[0].unit if where == "in the body that acts" else state.unit
    if role == "union_officer":
        unit = state.bodies["youth_union"]
    return Actor(account="a", person="q", grants=frozenset({Grant(role=held, unit=str(unit))}))


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("status", STATUSES)
def test_engine_allows_what_the_page_allows(name: str, status: Status) -> None:
    state = _state(name, status)
    step = PROCEDURE.step(STEP_OF.get(name, "application"))

    for command, role, where, statuses in _rows():
        if command != name:
            continue
        nobody_acts = (role == "person of the step" and step.acts.person is None) or (
            role == "role of the step" and not step.acts.roles
        )
        granted = may(_actors(name, role, where, state), _command(name, state, role), state, PROCEDURE)

        assert granted.allowed == (status in statuses and not nobody_acts), (role, where, granted)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_engine_refuses_every_role_the_page_does_not_name(name: str) -> None:
    step = PROCEDURE.step(STEP_OF.get(name, "application"))
    named = {role for command, role, _, _ in _rows() if command == name}
    roles = named | (set(step.acts.roles) if "role of the step" in named else set())

    for status in STATUSES:
        state = _state(name, status)
        for role in set(ROLES) - roles:
            grants = frozenset(Grant(role=role, unit=unit) for unit in (*state.line, *state.bodies.values()))
            actor = Actor(account="a", person="q", grants=grants)

            assert not may(actor, _command(name, state), state, PROCEDURE).allowed, (role, status)


def _given_over() -> dict[str, set[str]]:
    """Read off the page which commands each kind of task holds that may be given over."""
    lines = PAGE.read_text(encoding="utf-8").partition("## What may be given over")[2].partition("## ")[0]
    cells = [line.strip("| ").split(" | ") for line in lines.splitlines() if line.startswith("| ")]
    return {one[0]: set(re.findall(r"`(\w+)`", one[1])) for one in cells[1:]}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_engine_lets_a_substitute_do_what_the_page_says_may_be_given_over(name: str) -> None:
    step = PROCEDURE.step(STEP_OF.get(name, "application"))
    on, pages = date(2026, 11, 25), _given_over()

    for command, role, where, statuses in _rows():
        if command != name or role in {"person of the step", "–"}:
            continue
        state = _state(name, next(iter(statuses)))
        held = _actors(name, role, where, state)
        for task, commands_of in pages.items():
            lent = (
                Lent(person="away", grant=one, tasks=frozenset({task}), since=on, until=on)  # type: ignore[arg-type]  # read off the page
                for one in held.grants
            )
            actor = Actor(account="b", person="p", lent=tuple(lent))
            granted = may(actor.on(on), _command(name, state, role), state, PROCEDURE)
            itself = (
                step.acts.person is not None
                and may(Actor(account="b", person="p"), _command(name, state, role), state, PROCEDURE).allowed
            )
            if itself:
                assert granted.on_behalf_of is None
                continue
            may_act = name in commands_of and (role != "role of the step" or bool(step.acts.roles))
            assert (granted.allowed, granted.on_behalf_of) == (may_act, "away" if may_act else None), role
            for day in (on - timedelta(days=1), on + timedelta(days=1)):
                assert not may(actor.on(day), _command(name, state, role), state, PROCEDURE).allowed


def test_every_command_on_a_dossier_stands_on_the_page() -> None:
    listed = {command for command, _, _, _ in _rows()}

    assert set(COMMANDS) <= listed, "which command has no row?"
