"""What awaits somebody: the open steps that are theirs to do, and what they did last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select
from sqlalchemy.orm import aliased

from engine.access import Actor, in_scope
from engine.database import ReadSession
from engine.numbers import DOSSIERS
from engine.procedures import Procedures
from engine.queries.ballots import awaiting, awaiting_for
from engine.queries.dossier import account_holders, endorsed_by
from engine.queries.duties import SUPPLEMENT, claimed, duties_of
from models.account import Account
from models.claim import Claim
from models.dossier import Dossier
from models.events import EVENT, DossierEvents
from models.person import Mentorship, Person
from models.timeline import TimelineEntry
from models.unit import Unit

SOON_DAYS = 7
Due = Literal["", "late", "soon"]
"""Every duty, those past their limit, or those whose limit is near."""
Who = Literal["", "mine", "free"]
"""Whoever has taken them, those the reader has taken, or those nobody has."""
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
    who: Who = ""
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
class Taken:
    """That somebody has taken a duty upon themselves."""

    name: str
    """Full name."""
    since: datetime
    is_own: bool


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
    on_behalf_of: str | None = None
    """Full name of the absent person whose duty it is; None for the reader's own."""
    claim: Taken | None = None
    handed: Handed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many duties of one step one kind of people have taken."""

    step: str
    who: Literal["mine", "free", "others"]
    total: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much awaits somebody, in all and by what is shown."""

    cells: tuple[Cell, ...]

    def of(self, *, who: Who = "", due: Due = "", step: str = "") -> int:
        """Return how many duties a view shows."""
        shown = [one for one in self.cells if who in ("", one.who) and step in ("", one.step)]
        return sum(one.late if due == "late" else one.soon if due == "soon" else one.total for one in shown)

    @property
    def total(self) -> int:
        """Return how much awaits, whatever is shown."""
        return self.of()

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the steps of which any awaits, the most frequent first."""
        found = dict.fromkeys(one.step for one in self.cells)
        return tuple(sorted(found, key=lambda step: (-self.of(step=step), step)))


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
    """Return how much awaits an actor, their votes included."""
    mine = duties_of(session, actor, procedures)
    duties = session.scalar(select(func.count()).select_from(mine)) or 0
    votes = len(awaiting(session, actor.person, procedures))
    return duties + votes + len(awaiting_for(session, actor.person, procedures))


def inbox_of(session: ReadSession, actor: Actor, procedures: Procedures, looked: Looked) -> Inbox:
    """Return what awaits an actor: the oldest limit first, then what has none, by the day it opened."""
    mine = duties_of(session, actor, procedures)
    rows = session.rows(_page(mine, actor, looked))
    duties = tuple(_duty(row, actor) for row in rows[:_ROWS_A_PAGE])
    return Inbox(
        counts=_counts(session, mine, actor, looked.today),
        duties=_with_handing_over(session, duties),
        has_more=len(rows) > _ROWS_A_PAGE,
    )


def next_of(
    session: ReadSession, actor: Actor, procedures: Procedures, looked: Looked, *, besides: str
) -> Duty | None:
    """Return the first duty of a view that nobody else has taken, one dossier's own aside."""
    mine = duties_of(session, actor, procedures)
    statement = _page(mine, actor, replace(looked, page=1)).where(
        mine.c.dossier != besides, or_(Claim.account_id.is_(None), Claim.account_id == actor.account)
    )
    row = next(iter(session.rows(statement.limit(1))), None)
    return None if row is None else _duty(row, actor)


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


def _duty(row: Any, actor: Actor) -> Duty:  # noqa: ANN401 -- a row of the page below
    taken = None
    if row.account_id is not None:
        name = row.holder or row.account_id
        taken = Taken(name=name, since=row.since, is_own=row.account_id == actor.account)
    return Duty(
        dossier=row.dossier,
        candidate=row.full_name,
        branch=row.name,
        procedure=row.procedure,
        step=row.step,
        due_on=row.due_on,
        attempt=row.attempt,
        on_behalf_of=row.absent,
        claim=taken,
    )


def _page(mine: Subquery, actor: Actor, looked: Looked) -> Select[Any]:
    holder, absent = aliased(Person), aliased(Person)
    statement = (
        select(
            mine, Person.full_name, Unit.name, Claim.account_id, Claim.since,
            holder.full_name.label("holder"), absent.full_name.label("absent"),
        )
        .join(Dossier, Dossier.number == mine.c.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(Claim, claimed(mine))
        .outerjoin(Account, Account.id == Claim.account_id)
        .outerjoin(holder, holder.id == Account.person_id)
        .outerjoin(absent, absent.id == mine.c.behalf)
        .order_by(mine.c.due_on.is_(None), mine.c.due_on, mine.c.opened_on, mine.c.dossier, mine.c.step)
        .limit(_ROWS_A_PAGE + 1)
        .offset((looked.page - 1) * _ROWS_A_PAGE)
    )  # fmt: skip
    if looked.who:
        is_mine = Claim.account_id == actor.account
        statement = statement.where(is_mine if looked.who == "mine" else Claim.account_id.is_(None))
    if looked.step:
        statement = statement.where(mine.c.step == looked.step)
    if looked.due:
        statement = statement.where((_late if looked.due == "late" else _soon)(mine, looked.today))
    return statement


def _late(mine: Subquery, today: date) -> ColumnElement[bool]:
    return mine.c.due_on < today


def _soon(mine: Subquery, today: date) -> ColumnElement[bool]:
    return mine.c.due_on.between(today, today + timedelta(days=SOON_DAYS))


def _counts(session: ReadSession, mine: Subquery, actor: Actor, today: date) -> Counts:
    who = case(
        (Claim.account_id.is_(None), "free"), (Claim.account_id == actor.account, "mine"), else_="others"
    ).label("who")
    counted = (
        select(
            mine.c.step,
            who,
            func.count().label("total"),
            func.sum(case((_late(mine, today), 1), else_=0)).label("late"),
            func.sum(case((_soon(mine, today), 1), else_=0)).label("soon"),
        )
        .outerjoin(Claim, claimed(mine))
        .group_by(mine.c.step, who)
    )
    return Counts(
        cells=tuple(
            Cell(step=row.step, who=row.who, total=row.total, late=row.late, soon=row.soon)
            for row in session.rows(counted)
        )
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
