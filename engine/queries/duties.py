"""Which open steps are somebody's to do: of their bodies and roles, of them by name, of their union."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Integer,
    String,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from engine.access import RIGHTS, UNION_ROLES, Actor, Grant, Lent
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.answering import answer_by
from models.claim import Claim
from models.dossier import Dossier, WorkItem
from models.person import Mentorship
from models.procedure import Acts, StepKind
from models.state import Status
from models.unit import Unit

SUPPLEMENT = "supplement"
"""Stands where a step's id would: a returned dossier awaits what it still owes."""


def duties_of(session: ReadSession, actor: Actor, procedures: Procedures) -> Subquery:
    """Select what awaits an actor: steps of their bodies and roles, or of them by name, and supplements.

    So does what awaits absent people of whom they have taken over such tasks; `behalf` names the person, and
    nobody for what is theirs without that.
    """
    own, lent = _whose_steps(actor, procedures)
    steps = (
        select(
            WorkItem.dossier, Dossier.procedure, WorkItem.step, WorkItem.opened_on, WorkItem.due_on,
            WorkItem.attempt, _behalf(own, lent).label("behalf"),
        )
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .where(moves(), or_(own, *(theirs for _, theirs in lent)))
    )  # fmt: skip
    own, lent = _whose_supplements(actor)
    supplements = select(
        Dossier.number,
        Dossier.procedure,
        literal(SUPPLEMENT, String),
        cast(null(), Date),
        answer_by(),
        _round(session),
        _behalf(own, lent),
    ).where(Dossier.status == Status.RETURNED.value, or_(own, *(theirs for _, theirs in lent)))
    return union_all(steps, supplements).subquery()


_Lent = list[tuple[str, ColumnElement[bool]]]
"""Absent persons, each with how to ask for what awaits them."""


def _whose_steps(actor: Actor, procedures: Procedures) -> tuple[ColumnElement[bool], _Lent]:
    """Ask for the steps that are the actor's own, and for those of each of the absent."""
    lent = [
        (one.person, or_(false(), *_theirs(_holder(actor, one), procedures, one.covers)))
        for one in actor.lent
    ]
    return or_(false(), *_theirs(actor, procedures, lambda _: True)), lent


def _whose_supplements(actor: Actor) -> tuple[ColumnElement[bool], _Lent]:
    """Ask for the dossiers that owe the actor's own office an answer, and for those of the absent's."""
    lent = [
        (one.person, _in_office(frozenset({one.grant}))) for one in actor.lent if one.covers("supplement")
    ]
    return _in_office(actor.grants), lent


def _in_office(grants: frozenset[Grant]) -> ColumnElement[bool]:
    roles = RIGHTS["supplement"][0].roles
    return Dossier.unit_id.in_(sorted({grant.unit for grant in grants if grant.role in roles}))


def _holder(actor: Actor, lent: Lent) -> Actor:
    return Actor(account=actor.account, person=None, grants=frozenset({lent.grant}))


def _behalf(own: ColumnElement[bool], lent: _Lent) -> ColumnElement[str | None]:
    """Return the absent person whose duty it is, as the engine would name them; null for their own."""
    if not lent:
        return cast(null(), String)
    return case((own, cast(null(), String)), *((theirs, literal(person, String)) for person, theirs in lent))


def claimed(mine: Subquery) -> ColumnElement[bool]:
    """Ask for the claim on a duty; one on an earlier opening of its step is over."""
    return and_(
        Claim.dossier == mine.c.dossier,
        Claim.step == mine.c.step,
        Claim.attempt == mine.c.attempt,
        Claim.opened_on.is_not_distinct_from(mine.c.opened_on),
    )


def moves() -> ColumnElement[bool]:
    """Ask for a step that may be done now: of a returned dossier only those it is to do anew."""
    owed = literal('%"supplement":{%"steps":[%"').concat(WorkItem.step).concat('"%')
    return and_(
        WorkItem.kind != StepKind.WAITING.value,
        or_(
            Dossier.status == Status.UNDER_WAY.value,
            and_(Dossier.status == Status.RETURNED.value, Dossier.state.like(owed)),
        ),
    )


def _theirs(
    actor: Actor, procedures: Procedures, covers: Callable[[str], bool]
) -> Iterator[ColumnElement[bool]]:
    doing = [
        (one.id, step.id, step.acts)
        for one in procedures.all()
        for stage in one.stages
        for step in stage.steps
        if covers(step.kind.value)
    ]
    for role in sorted({grant.role for grant in actor.grants}):
        units = sorted({grant.unit for grant in actor.grants if grant.role == role})
        steps = [(version, step) for version, step, acts in doing if role in acts.roles]
        if steps:
            yield and_(WorkItem.unit_id.in_(units), _one_of(steps))
    if covers("endorsement"):
        yield from _of_unions(actor, procedures)
    if actor.person is not None:
        yield from _by_name(actor.person, doing)


def _of_unions(actor: Actor, procedures: Procedures) -> Iterator[ColumnElement[bool]]:
    """Ask for an endorsement that may be given by a union of the actor's, which serves the dossier's line."""
    units = sorted({grant.unit for grant in actor.grants if grant.role in UNION_ROLES})
    if not units:
        return
    steps: dict[str, list[tuple[str, str]]] = {}
    for version in procedures.all():
        for step in (one for stage in version.stages for one in stage.steps):
            for source in step.endorsements:
                if source.body is not None:
                    steps.setdefault(source.body, []).append((version.id, step.id))
    union, parent, below = aliased(Unit), aliased(Unit), aliased(Unit)
    reach = (
        select(below.id)
        .join_from(parent, below, func.substr(below.path, 1, func.length(parent.path)) == parent.path)
        .join(union, union.parent_id == parent.id)
        .where(union.id.in_(units))
    )
    for kind, of_kind in steps.items():
        # Which union serves a dossier stands in its state: the nearest one beside its line.
        serves = [Dossier.state.contains(f'"{kind}":"{unit}"', autoescape=True) for unit in units]
        yield and_(
            WorkItem.kind == StepKind.ENDORSEMENT.value, Dossier.unit_id.in_(reach), _one_of(of_kind),
            or_(*serves),
        )  # fmt: skip


def _by_name(person: str, doing: list[tuple[str, str, Acts]]) -> Iterator[ColumnElement[bool]]:
    for role in sorted({acts.person for _, _, acts in doing if acts.person is not None}):
        steps = [(version, step) for version, step, acts in doing if acts.person == role]
        named = select(Mentorship.dossier).where(
            Mentorship.person_id == person, Mentorship.role == role, Mentorship.until.is_(None)
        )
        yield and_(WorkItem.dossier.in_(named), _one_of(steps))


def _one_of(steps: list[tuple[str, str]]) -> ColumnElement[bool]:
    return tuple_(Dossier.procedure, WorkItem.step).in_(steps)


def _round(session: ReadSession) -> ColumnElement[int]:
    """Return how often a dossier has been returned, this time included."""
    if session.dialect == "sqlite":
        return type_coerce(func.json_extract(Dossier.state, "$.supplement.round"), Integer)
    return cast(cast(Dossier.state, JSON)["supplement"]["round"].as_string(), Integer)
