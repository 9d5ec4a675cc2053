"""What awaits somebody: the open steps that are theirs to do, and what they did last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select

from engine.access import Actor, in_scope
from engine.database import ReadSession
from engine.numbers import DOSSIERS
from engine.procedures import Procedures
from engine.queries.dossier import account_holders, endorsed_by
from engine.queries.duties import SUPPLEMENT, duties_of
from models.dossier import Dossier
from models.events import EVENT, DossierEvents
from models.person import Mentorship, Person
from models.timeline import TimelineEntry
from models.unit import Unit

SOON_DAYS = 7
Due = Literal["", "late", "soon"]
"""Every duty, those past their limit, or those whose limit is near."""
_ROWS_A_PAGE = 25
_LAST_DONE = 5
_LOOKED_BACK = 50
"""How many of an account's entries are looked through for those it may still see."""
_LEADING = (
    "dossier_opened", "submitted", "assessed", "endorsed", "voted", "reviewed", "decided", "ceremony_held",
    "waiting_ended", "returned", "transferred", "reopened",
)  # fmt: skip
"""Kinds of entry that open steps."""
_OPENS_NOTHING = '%"opens":[]%'


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Which duties are shown."""

    today: date
    due: Due = ""
    step: str = ""
    """Empty: every step."""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """How a step came to await somebody."""

    at: datetime
    by: str | None
    """Full name; None for the program."""
    is_return: bool
    """Whether a body returned the dossier for supplement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A step of a dossier that awaits somebody."""

    dossier: str
    candidate: str
    branch: str
    """Name of the dossier's branch."""
    procedure: str
    step: str
    """Or `SUPPLEMENT`."""
    due_on: date | None
    attempt: int
    handed: Handed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much awaits somebody, in all and by what is shown."""

    total: int
    late: int
    soon: int
    steps: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of what awaits somebody."""

    counts: Counts
    duties: tuple[Duty, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something an account recorded."""

    dossier: str
    candidate: str
    procedure: str
    at: datetime
    event: DossierEvents


def waiting(session: ReadSession, actor: Actor, procedures: Procedures) -> int:
    """Return how much awaits an actor."""
    mine = duties_of(session, actor, procedures)
    return session.scalar(select(func.count()).select_from(mine)) or 0


def inbox_of(session: ReadSession, actor: Actor, procedures: Procedures, looked: Looked) -> Inbox:
    """Return what awaits an actor: the oldest limit first, then what has none, by the day it opened."""
    mine = duties_of(session, actor, procedures)
    rows = session.rows(_page(mine, looked))
    duties = tuple(
        Duty(
            dossier=row.dossier,
            candidate=row.full_name,
            branch=row.name,
            procedure=row.procedure,
            step=row.step,
            due_on=row.due_on,
            attempt=row.attempt,
        )
        for row in rows[:_ROWS_A_PAGE]
    )
    return Inbox(
        counts=_counts(session, mine, looked.today),
        duties=_with_handing_over(session, duties),
        has_more=len(rows) > _ROWS_A_PAGE,
    )


def lately_done(session: ReadSession, actor: Actor) -> tuple[Done, ...]:
    """Return what an account recorded last on dossiers it may still see, the newest first."""
    newest = (
        select(TimelineEntry.id, TimelineEntry.stream, TimelineEntry.at, TimelineEntry.payload)
        .where(TimelineEntry.actor == actor.account, TimelineEntry.stream.startswith(DOSSIERS))
        .order_by(TimelineEntry.id.desc())
        .limit(_LOOKED_BACK)
        .subquery()
    )
    entries = (
        select(newest.c.stream, newest.c.at, newest.c.payload, Dossier.procedure, Person.full_name)
        .join(Dossier, Dossier.number == newest.c.stream)
        .join(Person, Person.id == Dossier.candidate_id)
        .where(_readable(actor, select(newest.c.stream)))
        .order_by(newest.c.id.desc())
        .limit(_LAST_DONE)
    )
    return tuple(
        Done(dossier=row.stream, candidate=row.full_name, procedure=row.procedure, at=row.at, event=event)
        for row in session.rows(entries)
        if isinstance(event := EVENT.validate_json(row.payload), DossierEvents)
    )


def _readable(actor: Actor, among: Select[str]) -> ColumnElement[bool]:
    """Ask for one of some dossiers that is in the actor's scope, or in which they are named."""
    named = select(Mentorship.dossier).where(
        Mentorship.person_id == (actor.person or ""), Mentorship.dossier.in_(among)
    )
    in_reach = in_scope(select(Dossier.number).where(Dossier.number.in_(among)), actor)
    endorsed = select(TimelineEntry.stream).where(TimelineEntry.stream.in_(among), endorsed_by(actor))
    return or_(Dossier.number.in_(in_reach), Dossier.number.in_(named), Dossier.number.in_(endorsed))


def _page(mine: Subquery, looked: Looked) -> Select[Any]:
    statement = (
        select(mine, Person.full_name, Unit.name)
        .join(Dossier, Dossier.number == mine.c.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .order_by(mine.c.due_on.is_(None), mine.c.due_on, mine.c.opened_on, mine.c.dossier, mine.c.step)
        .limit(_ROWS_A_PAGE + 1)
        .offset((looked.page - 1) * _ROWS_A_PAGE)
    )
    if looked.step:
        statement = statement.where(mine.c.step == looked.step)
    if looked.due:
        statement = statement.where((_late if looked.due == "late" else _soon)(mine, looked.today))
    return statement


def _late(mine: Subquery, today: date) -> ColumnElement[bool]:
    return mine.c.due_on < today


def _soon(mine: Subquery, today: date) -> ColumnElement[bool]:
    return mine.c.due_on.between(today, today + timedelta(days=SOON_DAYS))


def _counts(session: ReadSession, mine: Subquery, today: date) -> Counts:
    rows = session.rows(
        select(
            mine.c.step,
            func.count().label("total"),
            func.sum(case((_late(mine, today), 1), else_=0)).label("late"),
            func.sum(case((_soon(mine, today), 1), else_=0)).label("soon"),
        )
        .group_by(mine.c.step)
        .order_by(func.count().desc(), mine.c.step)
    )
    return Counts(
        total=sum(row.total for row in rows),
        late=sum(row.late for row in rows),
        soon=sum(row.soon for row in rows),
        steps={row.step: row.total for row in rows},
    )


def _with_handing_over(session: ReadSession, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    rows = session.rows(
        select(
            TimelineEntry.stream, TimelineEntry.at, TimelineEntry.actor, TimelineEntry.kind,
            TimelineEntry.payload,
        )
        .where(
            TimelineEntry.stream.in_(sorted({one.dossier for one in duties})),
            TimelineEntry.kind.in_(_LEADING),
            or_(TimelineEntry.payload.not_like(_OPENS_NOTHING), TimelineEntry.kind == "returned"),
        )
        .order_by(TimelineEntry.stream, TimelineEntry.sequence)
    )  # fmt: skip
    opened = {(row.stream, step): row for row in rows for step in _opened(row.kind, row.payload)}
    names = account_holders(session, {row.actor for row in opened.values()})
    return tuple(replace(one, handed=_handed(opened.get((one.dossier, one.step)), names)) for one in duties)


def _opened(kind: str, payload: str) -> Iterator[str]:
    yield from (one["step"] for one in json.loads(payload)["moved"]["opens"])
    if kind == "returned":
        yield SUPPLEMENT


def _handed(row: Any, names: Mapping[str, str]) -> Handed | None:  # noqa: ANN401 -- a row of the entries above
    if row is None:
        return None
    return Handed(at=row.at, by=names.get(row.actor), is_return=row.kind == "returned")
