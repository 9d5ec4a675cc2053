"""A dossier as somebody acts on it: what they may do with it now, what it owes, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from engine import access
from engine.access import Access, Actor
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.dossier import DossierWhole, account_holders, dossier, people_named, person_named
from engine.rules.answers import brought
from engine.rules.steps import redoable
from engine.timeline import Entry, entries
from models import commands, events
from models.commands import DossierCommand, StepCommand
from models.errors import NotFound
from models.procedure import Procedure, Step
from models.state import DossierState
from models.timeline import Enclosure
from models.unit import Unit

STEP_COMMANDS: Mapping[str, type[StepCommand]] = {
    str(one.model_fields["command"].default): one for one in commands.StepCommands.__args__
}
"""Kind of step → the command that does it."""
CROSS_COMMANDS: Mapping[str, type[DossierCommand]] = {
    str(one.model_fields["command"].default): one
    for one in (*commands.CrossCommands.__args__, commands.DeclareInterest)
}
"""What may be asked at any step, by name."""
BALLOT_COMMANDS: Mapping[str, type[DossierCommand]] = {
    str(one.model_fields["command"].default): one for one in commands.BallotCommands.__args__
}
"""What may be asked of votes on members' own devices, by name."""
_BY_NAME: Mapping[str, type[DossierCommand]] = {**STEP_COMMANDS, **CROSS_COMMANDS, **BALLOT_COMMANDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """One dossier with whoever is about to act on it."""

    whole: DossierWhole
    procedure: Procedure
    actor: Actor
    absent: Mapping[str, str] = field(default_factory=dict)
    """Full names, by person, of the absent people for whom the actor may act."""

    @property
    def state(self) -> DossierState:
        """Return where the dossier stands."""
        return self.whole.state

    def may(self, command: str, **named: object) -> Access:
        """Say whether the account may give a command, of which no more need be known than what it names."""
        model = _BY_NAME[command]
        return access.may(
            self.actor,
            model.model_construct(None, dossier=self.state.number, **named),
            self.state,
            self.procedure,
        )

    def behalf(self, granted: Access) -> str:
        """Return the full name of the absent person in whose name something would be recorded; or nothing."""
        person = granted.on_behalf_of if granted.allowed else None
        return "" if person is None else self.absent.get(person, person)

    def may_do(self, step: Step) -> Access:
        """Say whether the account may do a step, in any of the ways it can be done."""
        if not step.endorsements:
            return self.may(step.kind.value, step=step.id)
        ways = [self.may("endorsement", step=step.id, endorser=one.id) for one in step.endorsements]
        return next((one for one in ways if one.allowed), ways[0])

    def steps_for(self, command: str) -> tuple[str, ...]:
        """Return the steps a command may name now: those it fits, and the account may name."""
        fits = _FITS[command]
        all_steps = (one for stage in self.procedure.stages for one in stage.steps)
        return tuple(
            one.id for one in all_steps if fits(self.state, one) and self.may(command, step=one.id).allowed
        )

    def offered(self) -> tuple[str, ...]:
        """Return the commands beside the steps that the account may give now."""
        return tuple(one for one in CROSS_COMMANDS if self._is_offered(one))

    def _is_offered(self, command: str) -> bool:
        if command in _FITS:
            return bool(self.steps_for(command))
        if command == "replace_mentor" and not self.state.guides_now("mentor"):
            return False
        if command == "withdraw" and self.state.joined_on is not None:
            return False
        return self.may(command).allowed


def _may_be_redone(state: DossierState, step: Step) -> bool:
    return step.id in state.done and state.open_step(step.id) is None and redoable(step)


def _may_be_corrected(state: DossierState, step: Step) -> bool:
    return step.id in state.done and bool(step.papers or step.may_file or step.endorsements)


def _may_be_extended(state: DossierState, step: Step) -> bool:
    present = state.open_step(step.id)
    known = step.limit is not None and step.limit.extension is not None
    return known and present is not None and present.due_on is not None and not present.extended


_FITS = {"reopen": _may_be_redone, "correction": _may_be_corrected, "extend_limit": _may_be_extended}


def acting_on(session: ReadSession, actor: Actor, number: str, procedures: Procedures) -> Acting:
    """Return a dossier for somebody who means to act on it, with all the roles they may act with that day.

    Raises `NotFound` for a dossier the actor may not know of.
    """
    whole = dossier(session, actor, number)
    return Acting(
        whole=whole,
        procedure=procedures.version(whole.state.procedure),
        actor=actor,
        absent=people_named(session, (one.person for one in actor.lent)) if actor.lent else {},
    )


def redoable_steps(acting: Acting) -> tuple[str, ...]:
    """Return the steps a return for supplement may ask to be done anew."""
    steps = (one for stage in acting.procedure.stages for one in stage.steps)
    return tuple(one.id for one in steps if _may_be_redone(acting.state, one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing a returned dossier owes."""

    item: str
    reason: str
    step: str | None
    is_open: bool
    """Whether the step to be done anew for it still awaits somebody."""


def owed(session: ReadSession, state: DossierState) -> tuple[Owed, ...]:
    """Return what a returned dossier owes, item by item; nothing for one that is not returned."""
    if state.supplement is None:
        return ()
    items = _typed(session, state.supplement.enclosure).get("items", [])
    return tuple(
        Owed(
            item=one["item"],
            reason=one["reason"],
            step=one.get("step"),
            is_open=one.get("step") is not None and state.open_step(one["step"]) is not None,
        )
        for one in items
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledNow:
    """What was typed at a step when it was last done, with every correction since."""

    forms: tuple[str, ...]
    """The papers whose fields were asked."""
    answers: Mapping[str, object]


def filed_now(session: ReadSession, acting: Acting, step: str) -> FiledNow | None:
    """Return what stands on record of a step; None where nothing was typed, or it was erased."""
    done = acting.state.done.get(step)
    if done is None:
        return None
    told = [
        one.event
        for one in entries(session, acting.state.number, since=done.sequence)
        if isinstance(one.event, events.StepEvents | events.Corrected) and one.event.step == step
    ]
    if not told or told[-1].enclosure is None or isinstance(told[0], events.Corrected):
        return None
    answers = _typed(session, told[-1].enclosure).get("answers", {})
    spec = acting.procedure.step(step)
    forms = (*_asked(spec, told[0]), *brought(spec, answers, acting.procedure))
    return FiledNow(forms=forms, answers=answers) if answers else None


def _asked(step: Step, origin: object) -> tuple[str, ...]:
    if not isinstance(origin, events.Endorsed):
        return step.papers
    return tuple(one.form for one in step.endorsements if one.id == origin.endorser)


def _typed(session: ReadSession, enclosure: str) -> dict[str, Any]:
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == enclosure))
    found: dict[str, Any] = {} if body is None else json.loads(body)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One entry as a receipt shows it: what was recorded, by whom, and where the dossier stands now."""

    acting: Acting
    entry: Entry
    by: str
    """Full name of whoever recorded it, or the account."""
    on_behalf_of: str
    """Full name of the absent person for whom they did; empty where it was for themselves."""


def receipt(
    session: ReadSession, actor: Actor, number: str, sequence: int, procedures: Procedures
) -> Receipt:
    """Return the receipt of an entry to anybody who may read the dossier; raises `NotFound`."""
    acting = acting_on(session, actor, number, procedures)
    found = next((one for one in entries(session, number, since=sequence)), None)
    if found is None or found.sequence != sequence:
        raise NotFound("dossier.unknown", dossier=number)
    by = account_holders(session, [found.actor]).get(found.actor, found.actor)
    behalf = person_named(session, found.on_behalf_of)
    return Receipt(acting=acting, entry=found, by=by, on_behalf_of=behalf)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit to choose."""

    unit: str
    name: str
    kind: str


def branches_below(session: ReadSession, top: str, kind: str) -> tuple[UnitLine, ...]:
    """Return the units of a kind that stand below a unit, in the order of the tree."""
    above = select(Unit.path).where(Unit.id == top).scalar_subquery()
    rows = session.rows(
        select(Unit.id, Unit.name, Unit.kind)
        .where(Unit.kind == kind, func.substr(Unit.path, 1, func.length(above)) == above)
        .order_by(Unit.path)
    )
    return tuple(UnitLine(unit=row.id, name=row.name, kind=row.kind) for row in rows)


def units_to(session: ReadSession, actor: Actor, command: str) -> tuple[UnitLine, ...]:
    """Return the units in which an actor may give a command, in the order of the tree."""
    roles = {role for right in access.RIGHTS[command] for role in right.roles}
    units = sorted({grant.unit for grant in actor.held_for(command) if grant.role in roles})
    rows = session.rows(select(Unit.id, Unit.name, Unit.kind).where(Unit.id.in_(units)).order_by(Unit.path))
    return tuple(UnitLine(unit=row.id, name=row.name, kind=row.kind) for row in rows)
