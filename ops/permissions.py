"""The page of permissions, made from the table the engine asks: state by role by command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.access import GIVEN_OVER, RIGHTS, Right
from engine.procedures import Procedures
from models.procedure import Procedure
from models.state import Status

_PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
_WHERE = {
    "body": "in the body that acts",
    "branch": "in the dossier's branch",
    "line": "in any unit from the branch upwards",
    "issuer": "in the body that issued the document",
    "unit": "in the unit named",
    "person": "the person the dossier names",
    "self": "of themself, on the roll of a meeting that votes on the dossier on members' own devices",
    "account": "the account itself",
    "system": "the walker, the sweep, the operator at the machine",
}
_INTRODUCTION = """# Permissions

Who may give which command, where the role must be held, and in which state of the dossier. This page is
made from `RIGHTS` in `engine/access.py`, the one table below web, API and command line, by `make docs`; a
test holds the engine's answers to it. What is not in a row is refused. A role counts in exactly the unit it
is granted in; an administrator's also in all units below. Inspectors hold no row: they read everything under
their unit and write nothing. An officer of a union reads a dossier while an endorsement is awaited that the
union may give, and one they endorsed themselves. Whoever may not read a dossier is told that there is none.
In a meeting “the person” is one of its two officers, who sign its minutes, or a member of its roll, whose
proxy it is.
"""
_ABOUT_GIVING_OVER = """
While absent, somebody who holds a role may give over these kinds of task of it, in that unit, to a
substitute who accepts (made from `GIVEN_OVER`; why, in `docs/decisions/0012-tasks-are-given-over.md`). The
rows above then hold for the substitute as for the absent, who is named beside them on the timeline; with a
right of their own they act in their own name. Whatever is not listed stays personal, and so do all rights of
a “person of the step”."""


def page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([_INTRODUCTION, *_commands(), "", *_given_over(), "", *_steps(), ""])


def rows() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield the matrix: command, role, where the role must be held, statuses in which it may be given."""
    for command, rights in RIGHTS.items():
        for right in rights:
            statuses = tuple(status.value for status in Status if status in right.statuses)
            for role in _roles(right):
                yield command, role, right.where, statuses


def _roles(right: Right) -> tuple[str, ...]:
    if right.of_step:
        return ("role of the step",) if right.where == "body" else ("person of the step",)
    return right.roles or ("–",)


def _commands() -> Iterator[str]:
    yield "## Commands"
    yield ""
    yield "| command | role | held | " + " | ".join(status.value for status in Status) + " |"
    yield "|---|---|---|" + "---|" * len(Status)
    for command, role, where, statuses in rows():
        cells = " | ".join("✓" if status.value in statuses else "" for status in Status)
        yield f"| `{command}` | {role} | {_WHERE[where]} | {cells} |"


def _given_over() -> Iterator[str]:
    yield "## What may be given over"
    yield ""
    yield _ABOUT_GIVING_OVER.strip()
    yield ""
    yield "| kind of task | commands |"
    yield "|---|---|"
    for task, commands in GIVEN_OVER.items():
        yield f"| {task} | {', '.join(f'`{one}`' for one in sorted(commands))} |"


def _steps() -> Iterator[str]:
    yield "## Whose steps they are"
    yield ""
    yield "For “role of the step” and “person of the step” above, version by version."
    for procedure in Procedures(_PROCEDURES).all():
        yield ""
        yield f"### {procedure.id}"
        yield ""
        yield "| step | command | body | roles | person |"
        yield "|---|---|---|---|---|"
        yield from _steps_of(procedure)


def _steps_of(procedure: Procedure) -> Iterator[str]:
    for stage in procedure.stages:
        for step in stage.steps:
            roles = ", ".join(step.acts.roles) or "–"
            person = step.acts.person or "–"
            yield f"| `{step.id}` | `{step.kind.value}` | {step.acts.body} | {roles} | {person} |"
