"""Who may do what, in which state of a dossier: one table below web, API and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVarTuple

from sqlalchemy import Select, func, select

from models.commands import Command, Endorsement, Task
from models.dossier import Dossier
from models.procedure import Procedure, Step, StepKind
from models.state import DossierState, Status
from models.unit import Unit

_Columns = TypeVarTuple("_Columns")

SYSTEM = "system"
"""The account of the walker, the sweep and the operator at the machine; nobody signs in as it."""

Where = Literal["body", "branch", "line", "issuer", "unit", "person", "self", "account", "system"]
"""Where a role must be held: in the body that acts, the dossier's branch, anywhere in its line, the body
that issued a document, the unit the command names, or not at all: the person the step names, who speaks of
themself while the dossier is voted on, the account about itself, the system."""

_UNDER_WAY = frozenset({Status.UNDER_WAY})
_MOVING = frozenset({Status.UNDER_WAY, Status.RETURNED})
_LIVE = frozenset({Status.UNDER_WAY, Status.RETURNED, Status.SUSPENDED})
_ANY = frozenset(Status)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a unit."""

    role: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """A role somebody absent has given over to another: for some kinds of task, for some days."""

    person: str
    """Who is absent."""
    grant: Grant
    tasks: frozenset[Task]
    since: date
    until: date
    """Inclusive."""

    def covers(self, command: str) -> bool:
        """Say whether a command is among what was given over."""
        return any(command in GIVEN_OVER[task] for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the account, the person behind it, the roles it holds and those lent to it."""

    account: str
    person: str | None
    grants: frozenset[Grant] = frozenset()
    lent: tuple[Lent, ...] = ()
    """Roles of absent people for whom they act on the day at hand."""

    @property
    def reads(self) -> frozenset[Grant]:
        """Return the roles by which they read dossiers: their own, and those lent to them."""
        return self.grants.union(one.grant for one in self.lent) if self.lent else self.grants

    def held_for(self, command: str) -> frozenset[Grant]:
        """Return the roles with which they may give a command: their own, and those lent to them for it."""
        return self.grants.union(one.grant for one in self.lent if one.covers(command))

    def on(self, day: date) -> Actor:
        """Return them as they may act on a day of the office: with what is lent to them then."""
        if not self.lent:
            return self
        return replace(self, lent=tuple(one for one in self.lent if one.since <= day <= one.until))

    def holds(self, roles: tuple[str, ...], units: tuple[str, ...]) -> bool:
        """Say whether one of the roles is held in exactly one of the units."""
        return any(grant.role in roles and grant.unit in units for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Access:
    """A permission with its reason, granted or not."""

    allowed: bool
    reason: str
    """Code such as `access.role_in_body`, worded where it is read."""
    unit: str | None = None
    """Unit for which the actor acts."""
    on_behalf_of: str | None = None
    """The absent person whose right it is, where the actor has none of their own."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row of the table: these roles, held there, while the dossier has one of these statuses."""

    where: Where
    statuses: frozenset[Status]
    roles: tuple[str, ...] = ()
    of_step: bool = False
    """True where the procedure's step says which roles act."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command that names no dossier acts: a unit with all that stands above it."""

    unit: str
    line: tuple[str, ...]
    persons: frozenset[str] = frozenset()
    """Who may act there in their own name, whatever roles they hold."""


_STEP = (
    Right(where="body", statuses=_MOVING, of_step=True),
    Right(where="person", statuses=_MOVING, of_step=True),
)
_OFFICE = ("secretary", "clerk")
_MEETING = (Right(where="unit", statuses=_ANY, roles=_OFFICE),)
UNION_ROLES = ("union_officer",)
"""Roles of who endorses for a union."""
_ADMINISTRATOR = (
    Right(where="line", statuses=_ANY, roles=("administrator",)),
    Right(where="system", statuses=_ANY),
)
_OWN_OR_ADMINISTRATOR = (Right(where="account", statuses=_ANY), *_ADMINISTRATOR)
_NOTED = (Right(where="system", statuses=_ANY),)

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    "open_dossier": (Right(where="unit", statuses=_ANY, roles=_OFFICE),),
    "form": _STEP,
    "assessment": _STEP,
    "endorsement": (*_STEP, Right(where="body", statuses=_MOVING, roles=UNION_ROLES)),
    "vote": _STEP,
    "review": _STEP,
    "decision": _STEP,
    "ceremony": _STEP,
    "open_ballot": _STEP,
    "close_ballot": _STEP,
    "void_ballot": _STEP,
    "record_ballot": _STEP,
    "declare_interest": (
        Right(where="line", statuses=_LIVE, roles=_OFFICE),
        Right(where="self", statuses=_UNDER_WAY),
    ),
    "waiting": (Right(where="system", statuses=_UNDER_WAY),),
    "return_for_supplement": (Right(where="body", statuses=_UNDER_WAY, roles=_OFFICE),),
    "supplement": (Right(where="branch", statuses=frozenset({Status.RETURNED}), roles=_OFFICE),),
    "suspend": (Right(where="line", statuses=_MOVING, roles=("secretary",)),),
    "resume": (Right(where="line", statuses=frozenset({Status.SUSPENDED}), roles=("secretary",)),),
    "transfer": (Right(where="line", statuses=_LIVE, roles=("secretary",)),),
    "withdraw": (Right(where="branch", statuses=_LIVE, roles=_OFFICE),),
    "close": (Right(where="line", statuses=_LIVE, roles=("secretary",)),),
    "correction": (Right(where="body", statuses=_ANY, roles=_OFFICE),),
    "reopen": (Right(where="branch", statuses=_MOVING, roles=_OFFICE),),
    "replace_mentor": (Right(where="branch", statuses=_MOVING, roles=_OFFICE),),
    "extend_limit": (Right(where="body", statuses=_MOVING, roles=("secretary",)),),
    "migrate": (Right(where="line", statuses=_LIVE, roles=("administrator",)),),
    "attach_scan": (
        Right(where="branch", statuses=_ANY, roles=_OFFICE),
        Right(where="body", statuses=_ANY, roles=_OFFICE),
    ),
    "check_scan": _NOTED,
    "sign_document": (Right(where="issuer", statuses=_ANY, roles=("secretary", *UNION_ROLES)),),
    "release_scan": (Right(where="line", statuses=_ANY, roles=_OFFICE),),
    "remind": _NOTED,
    "issue_document": _NOTED,
    "send_notice": _NOTED,
    "convene_meeting": _MEETING,
    "change_agenda": _MEETING,
    "call_off_meeting": _MEETING,
    "open_meeting": _MEETING,
    "note_attendance": _MEETING,
    "adjourn_meeting": _MEETING,
    "close_meeting": _MEETING,
    "give_proxy": (Right(where="person", statuses=_ANY),),
    "revoke_proxy": (Right(where="person", statuses=_ANY),),
    "sign_minutes": (Right(where="person", statuses=_ANY),),
    "add_unit": _ADMINISTRATOR,
    "add_person": (
        *_ADMINISTRATOR,
        Right(where="unit", statuses=_ANY, roles=_OFFICE),
    ),
    "correct_person": (*_ADMINISTRATOR, Right(where="unit", statuses=_ANY, roles=_OFFICE)),
    "enter_standing": _ADMINISTRATOR,
    "take_seat": _ADMINISTRATOR,
    "leave_seat": _ADMINISTRATOR,
    "open_account": _ADMINISTRATOR,
    "close_account": _ADMINISTRATOR,
    "grant_role": _ADMINISTRATOR,
    "revoke_role": _ADMINISTRATOR,
    "set_workday": _ADMINISTRATOR,
    "add_webhook": _ADMINISTRATOR,
    "set_password": _OWN_OR_ADMINISTRATOR,
    "turn_on_second_factor": (Right(where="account", statuses=_ANY),),
    "turn_off_second_factor": _OWN_OR_ADMINISTRATOR,
    "end_sessions": _OWN_OR_ADMINISTRATOR,
    "offer_substitution": _OWN_OR_ADMINISTRATOR,
    "accept_substitution": (Right(where="account", statuses=_ANY),),
    "decline_substitution": (Right(where="account", statuses=_ANY),),
    "end_substitution": _OWN_OR_ADMINISTRATOR,
}
"""Every command with the rights that allow it; `docs/permissions.md` is made from this table."""

GIVEN_OVER: Mapping[Task, frozenset[str]] = {
    "papers": frozenset(
        {"add_person", "open_dossier", "form", "endorsement", "supplement", "correction", "replace_mentor",
         "attach_scan", "release_scan"}
    ),
    "reviews": frozenset({"review"}),
    "votes": frozenset(
        {"convene_meeting", "change_agenda", "call_off_meeting", "open_meeting", "note_attendance",
         "adjourn_meeting", "close_meeting", "vote", "decision", "open_ballot", "close_ballot", "void_ballot",
         "record_ballot", "declare_interest", "ceremony"}
    ),
    "movements": frozenset(
        {"return_for_supplement", "suspend", "resume", "transfer", "withdraw", "close", "reopen",
         "extend_limit"}
    ),
}  # fmt: skip
"""Which commands each kind of task holds that somebody absent may give over; all others stay their own.

A mentor's assessment, a signature, a ballot, a proxy, everything about an account and what else the register
says are personal.
"""


def may(actor: Actor, command: Command, state: DossierState, procedure: Procedure) -> Access:
    """Say whether the actor may do this to the dossier now, and why or why not.

    In their own name where they can; only else on behalf of somebody absent.
    """
    return _in_turn(actor, command, lambda who: _may(who, command, state, procedure))


def _may(actor: Actor, command: Command, state: DossierState, procedure: Procedure) -> Access:
    reason = "access.role"
    for right in RIGHTS[_name(command)]:
        unit = _unit_for(actor, right, command, state, procedure)
        if unit is None:
            continue
        if state.status in right.statuses:
            return Access(allowed=True, reason=f"access.{right.where}", unit=unit or None)
        reason = "access.status"
    return Access(allowed=False, reason=reason)


def may_there(actor: Actor, command: Command, place: Place | None) -> Access:
    """Say whether the actor may do this in a unit; `place` is None for what concerns no unit."""
    return _in_turn(actor, command, lambda who: _may_there(who, command, place))


def _in_turn(actor: Actor, command: Command, weigh: Callable[[Actor], Access]) -> Access:
    """Return what the actor may do themself, else what they may on behalf of somebody absent."""
    answer = weigh(actor)
    for lent in actor.lent:
        if answer.allowed:
            break
        if lent.covers(_name(command)):
            # Nothing personal goes over with the role: whoever stands in is nobody the dossier names.
            found = weigh(Actor(account=actor.account, person=None, grants=frozenset({lent.grant})))
            answer = answer if found.reason == "access.role" else replace(found, on_behalf_of=lent.person)
    return answer


def _may_there(actor: Actor, command: Command, place: Place | None) -> Access:
    for right in RIGHTS[_name(command)]:
        if right.where == "system" and actor.account == SYSTEM:
            return Access(allowed=True, reason="access.system")
        if right.where == "account" and getattr(command, "account", None) == actor.account:
            return Access(allowed=True, reason="access.account")
        if place is None:
            continue
        if right.where == "person" and actor.person in place.persons:
            return Access(allowed=True, reason="access.person", unit=place.unit)
        units = place.line if right.where == "line" else (place.unit,)
        if actor.holds(right.roles, units):
            return Access(allowed=True, reason=f"access.{right.where}", unit=place.unit)
    return Access(allowed=False, reason="access.role")


def may_read(
    actor: Actor, line: tuple[str, ...], stakes: frozenset[str], asked: frozenset[str] = frozenset()
) -> Access:
    """Say whether the actor may read a dossier: by any role in its line, or as somebody it names.

    So may an officer of one of the unions `asked` to endorse, who have no place in the line.
    """
    if actor.account == SYSTEM:
        return Access(allowed=True, reason="access.system")
    if any(grant.unit in line for grant in actor.reads):
        return Access(allowed=True, reason="access.line")
    if actor.person is not None and actor.person in stakes:
        return Access(allowed=True, reason="access.person")
    if any(grant.role in UNION_ROLES and grant.unit in asked for grant in actor.reads):
        return Access(allowed=True, reason="access.body")
    return Access(allowed=False, reason="access.role")


def unions_asked(state: DossierState) -> frozenset[str]:
    """Return the unions beside a dossier's line whose endorsement it awaits; none once it is given."""
    if state.status not in _MOVING or all(one.kind is not StepKind.ENDORSEMENT for one in state.open):
        return frozenset()
    return frozenset(state.bodies.values()) - frozenset(state.line)


def in_scope(statement: Select[*_Columns], actor: Actor) -> Select[*_Columns]:
    """Narrow a selection of dossiers to those under the units in which the actor holds or is lent a role."""
    if actor.account == SYSTEM:
        return statement
    units = tuple({grant.unit for grant in actor.reads})
    roots = select(Unit.path).where(Unit.id.in_(units)).subquery()
    # Not LIKE, for which SQLite takes capitals for small letters, and `_` stands for any sign.
    below = func.substr(Unit.path, 1, func.length(roots.c.path)) == roots.c.path
    return statement.where(Dossier.unit_id.in_(select(Unit.id).join_from(Unit, roots, below)))


def _name(command: Command) -> str:
    return str(getattr(command, "command"))  # noqa: B009 -- every command has it, their common base does not


def _unit_for(
    actor: Actor, right: Right, command: Command, state: DossierState, procedure: Procedure
) -> str | None:
    """Return the unit for which the right is held (empty for the system), or None when it is not held."""
    match right.where:
        case "system":
            return "" if actor.account == SYSTEM else None
        case "account":
            return None  # no command on a dossier is about an account
        case "person":
            return _as_person(actor, command, state, procedure)
        case "self":
            return _as_voter(actor, command, state)
        case "body":
            bodies = _bodies(right, command, state, procedure)
            return _first_held(actor, _roles(right, command, procedure), bodies)
        case "branch" | "unit":
            return _first_held(actor, right.roles, (state.unit,))
        case "line":
            return _first_held(actor, right.roles, state.line)
        case "issuer":
            # The command says which body issued the document; the rule holds it to the record.
            issuer = getattr(command, "unit", None)
            known = issuer in {*state.line, *state.bodies.values()}
            return _first_held(actor, right.roles, (str(issuer),) if known else ())


def _first_held(actor: Actor, roles: tuple[str, ...], units: tuple[str, ...]) -> str | None:
    return next((unit for unit in units if actor.holds(roles, (unit,))), None)


def _roles(right: Right, command: Command, procedure: Procedure) -> tuple[str, ...]:
    step = _step(command, procedure)
    return step.acts.roles if right.of_step and step is not None else right.roles


def _bodies(right: Right, command: Command, state: DossierState, procedure: Procedure) -> tuple[str, ...]:
    """Return the units that act: at the named step, open or not, else at every open step."""
    step = _step(command, procedure)
    if getattr(command, "step", None) is None:
        return tuple(one.unit for one in state.open if one.unit)
    if step is None:
        return ()
    kinds = [step.acts.body]
    if isinstance(command, Endorsement) and not right.of_step:
        kinds = [one.body for one in step.endorsements if one.id == command.endorser]
    return tuple(state.bodies[kind] for kind in kinds if kind in state.bodies)


def _as_person(actor: Actor, command: Command, state: DossierState, procedure: Procedure) -> str | None:
    step = _step(command, procedure)
    if step is None or step.acts.person is None or actor.person is None:
        return None
    named = {one.person for one in state.guides_now(step.acts.person)}
    return state.unit if actor.person in named else None


def _as_voter(actor: Actor, command: Command, state: DossierState) -> str | None:
    """Return the body that votes, for who speaks of themself; the registry asks whether they vote there."""
    if state.ballot is None or actor.person is None or getattr(command, "person", None) != actor.person:
        return None
    return state.ballot.unit


def _step(command: Command, procedure: Procedure) -> Step | None:
    """Return the step a command names; None where it names none, or one the procedure does not know."""
    named = getattr(command, "step", None)
    return procedure.step(named) if isinstance(named, str) and procedure.has_step(named) else None
