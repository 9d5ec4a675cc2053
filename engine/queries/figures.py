"""Counts over the dossiers an actor may see: by stage and status, by branch, and what they left behind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import SYSTEM, Actor, in_scope
from engine.database import ReadSession
from models.document import Document
from models.dossier import Dossier
from models.notice import Notice
from models.state import LIVE, Status
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many dossiers of a procedure stand in one stage with one status."""

    stage: str
    status: str
    dossiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchCount:
    """What became of the dossiers of one branch."""

    unit: str
    name: str
    dossiers: int
    under_way: int
    """Not ended, whether moving, returned or suspended."""
    admitted: int
    """Whose ceremony was held."""
    recognised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What the dossiers left behind."""

    documents_due: int
    """Asked for and not made yet."""
    documents_made: int
    notices_sent: int
    notices_dead: int


def by_stage(session: ReadSession, actor: Actor) -> tuple[StageCount, ...]:
    """Count dossiers by stage and status; stages and statuses without a dossier are left out."""
    statement = select(Dossier.stage, Dossier.status, func.count()).group_by(Dossier.stage, Dossier.status)
    rows = session.rows(in_scope(statement, actor).order_by(Dossier.stage, Dossier.status))
    return tuple(StageCount(stage=stage, status=status, dossiers=number) for stage, status, number in rows)


def by_branch(session: ReadSession, actor: Actor, kind: str) -> tuple[BranchCount, ...]:
    """Count what became of the dossiers of each unit of a kind in scope, with zeros where there are none."""
    every = session.rows(select(Unit.id, Unit.name, Unit.path).where(Unit.kind == kind).order_by(Unit.path))
    roots = _roots(session, actor)
    branches = [row for row in every if row.path.startswith(roots)]
    statement = select(Dossier.unit_id, Dossier.status, Dossier.joined_on)
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in session.rows(in_scope(statement, actor)):
        counted[row.unit_id].update(_kinds(Status(row.status), admitted=row.joined_on is not None))
    return tuple(
        BranchCount(
            unit=row.id,
            name=row.name,
            dossiers=counted[row.id]["dossiers"],
            under_way=counted[row.id]["under_way"],
            admitted=counted[row.id]["admitted"],
            recognised=counted[row.id]["recognised"],
        )
        for row in branches
    )


def output(session: ReadSession) -> Output:
    """Count documents and notices of the whole office."""
    due, made = _pair(
        session.one(select(func.count() - func.count(Document.issued_at), func.count(Document.issued_at)))
    )
    outcomes = {
        row.outcome: int(row.number)
        for row in session.rows(select(Notice.outcome, func.count().label("number")).group_by(Notice.outcome))
    }
    return Output(
        documents_due=due,
        documents_made=made,
        notices_sent=outcomes.get("sent", 0),
        notices_dead=outcomes.get("dead", 0),
    )


def _roots(session: ReadSession, actor: Actor) -> tuple[str, ...]:
    """Return the paths below which an actor may look; the empty path is above everything."""
    if actor.account == SYSTEM:
        return ("",)
    units = {grant.unit for grant in actor.reads}
    return tuple(row.path for row in session.rows(select(Unit.path).where(Unit.id.in_(sorted(units)))))


def _pair(row: tuple[int, int] | None) -> tuple[int, int]:
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _kinds(status: Status, *, admitted: bool) -> list[str]:
    named = {
        "dossiers": True,
        "under_way": status in LIVE,
        "admitted": admitted,
        "recognised": status is Status.RECOGNISED,
    }
    return [name for name, holds in named.items() if holds]
