"""What people say to one another about a dossier: read by those it was said to, never deleted.

Comments are no part of the record: nothing is decided by them, and no hash binds them. The database refuses
to delete one or to change its words; its author may strike it out within a quarter of an hour, which hides
the words from everybody but the inspectors it was said to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.access import Actor
from engine.database import Database, ReadSession
from engine.queries.dossier import account_holders, dossier, units_named
from models.comment import Comment
from models.errors import Conflict, Forbidden, Malformed, NotFound
from models.state import DossierState

Visibility = Literal["unit", "readers", "inspectors"]
"""Read by one unit's people, by everybody who may read the dossier but inspectors, or by these as well."""
Shown = Literal["", "mine", "unit", "readers", "inspectors"]
"""Every comment, the reader's own, or those of one visibility."""
STRIKE_MINUTES = 15
_INSPECTOR = "inspector"
_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One comment as its reader sees it."""

    id: int
    by: str
    """Full name."""
    is_own: bool
    at: datetime
    visibility: str
    unit: str
    """Name of the unit that reads it; empty where it is not for one alone."""
    body: str
    """Empty where it was struck out and the reader is no inspector."""
    struck_at: datetime | None
    may_strike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One page of what was said about a dossier, the newest first."""

    said: tuple[Said, ...]
    counts: Mapping[str, int]
    """How many of each of `Shown` the reader may read."""
    has_more: bool


def audiences(session: ReadSession, actor: Actor, state: DossierState) -> Mapping[str, str]:
    """Return the units, with their names, to which alone an actor may say something about a dossier."""
    places = {*state.line, *state.bodies.values()}
    units = {grant.unit for grant in actor.reads if grant.role != _INSPECTOR and grant.unit in places}
    return units_named(session, sorted(units))


def may_say(actor: Actor, state: DossierState) -> bool:
    """Say whether an actor who reads a dossier may also comment on it: inspectors write nothing."""
    return not _only_inspects(actor, state)


def say(
    database: Database, actor: Actor, number: str, *, body: str, visibility: Visibility, unit: str | None,
    at: datetime, key: str | None,
) -> None:  # fmt: skip
    """Keep a comment; sent twice under one key, it is kept once.

    Raises `NotFound` for a dossier unknown to the actor, `Forbidden` for who only inspects it, `Malformed`
    for a unit the actor does not speak in, `Conflict` for the key of something else.
    """
    with database.writing() as session:
        state = dossier(session, actor, number).state
        if not may_say(actor, state):
            raise Forbidden("comment.inspector")
        if visibility == "unit" and unit not in audiences(session, actor, state):
            raise Malformed("comment.unit", field="visibility")
        row = {
            "dossier": number, "account_id": actor.account, "at": at, "visibility": visibility,
            "unit_id": unit if visibility == "unit" else None, "body": body, "key": key, "struck_at": None,
        }  # fmt: skip
        insert = postgresql.insert if session.dialect == "postgresql" else sqlite.insert
        once = insert(Comment.__table__).on_conflict_do_nothing(index_elements=["key"])
        if not session.write(once, row):
            _refuse_another(session, str(key), row)


def _refuse_another(session: ReadSession, key: str, row: Mapping[str, object]) -> None:
    """Raise `Conflict` where a key was used for another comment than the one that is sent now."""
    kept = select(Comment.dossier, Comment.account_id, Comment.body).where(Comment.key == key)
    if tuple(session.one(kept) or ()) != (row["dossier"], row["account_id"], row["body"]):
        raise Conflict("key.used", key=key)


def strike(database: Database, actor: Actor, number: str, comment: int, at: datetime) -> None:
    """Strike out a comment of the actor's own, soon after it was said; struck out already, nothing changes.

    Raises `NotFound` for one the actor did not write, `Forbidden` for one said too long ago.
    """
    table = Comment.__table__
    with database.writing() as session:
        dossier(session, actor, number)
        found = session.one(
            select(Comment.at, Comment.struck_at).where(
                Comment.id == comment, Comment.dossier == number, Comment.account_id == actor.account
            )
        )
        if found is None:
            raise NotFound("comment.unknown", dossier=number)
        if found.struck_at is not None:
            return
        if not _is_fresh(found.at, at):
            raise Forbidden("comment.too_late")
        session.write(update(table).where(table.c.id == comment).values(struck_at=at))


def talk_on(
    session: ReadSession, actor: Actor, state: DossierState, at: datetime, shown: Shown = "", page: int = 1
) -> Talk:
    """Return what was said about a dossier, as far as the actor is among those it was said to."""
    kinds = session.rows(
        select(
            Comment.visibility, (Comment.account_id == actor.account).label("own"), func.count().label("n")
        )
        .where(Comment.dossier == state.number, _readable(actor, state))
        .group_by(Comment.visibility, "own")
    )
    rows = session.rows(_page(actor, state, shown, page)) if kinds else []
    names = account_holders(session, {row.account_id for row in rows}) if rows else {}
    units = units_named(session, {row.unit_id for row in rows if row.unit_id is not None}) if rows else {}
    counts = {"": sum(row.n for row in kinds), "mine": sum(row.n for row in kinds if row.own)}
    for kind in _KINDS:
        counts[kind] = sum(row.n for row in kinds if row.visibility == kind)
    return Talk(
        said=tuple(_said(row, actor, state, at, names, units) for row in rows[:_A_PAGE]),
        counts=counts,
        has_more=len(rows) > _A_PAGE,
    )


_KINDS: tuple[Visibility, ...] = ("unit", "readers", "inspectors")


_Row = Select[int, str, datetime, str, str | None, str, datetime | None]


def _page(actor: Actor, state: DossierState, shown: Shown, page: int) -> _Row:
    statement = (
        select(
            Comment.id, Comment.account_id, Comment.at, Comment.visibility, Comment.unit_id, Comment.body,
            Comment.struck_at,
        )
        .where(Comment.dossier == state.number, _readable(actor, state))
        .order_by(Comment.id.desc())
        .limit(_A_PAGE + 1)
        .offset((page - 1) * _A_PAGE)
    )  # fmt: skip
    if shown == "mine":
        return statement.where(Comment.account_id == actor.account)
    return statement.where(Comment.visibility == shown) if shown else statement


def _readable(actor: Actor, state: DossierState) -> ColumnElement[bool]:
    """Ask for a comment the actor is meant to read: their own, their unit's, or those for such as they."""
    units = sorted({grant.unit for grant in actor.reads if grant.role != _INSPECTOR})
    for_unit = and_(Comment.visibility == "unit", Comment.unit_id.in_(units)) if units else false()
    for_readers = literal(not _only_inspects(actor, state))
    return or_(
        Comment.account_id == actor.account,
        Comment.visibility == "inspectors",
        and_(Comment.visibility == "readers", for_readers),
        for_unit,
    )


def _only_inspects(actor: Actor, state: DossierState) -> bool:
    """Say whether it is as an inspector alone that somebody reads a dossier."""
    roles = {grant.role for grant in actor.reads if grant.unit in state.line}
    is_named = actor.person is not None and any(one.person == actor.person for one in state.guides)
    return roles == {_INSPECTOR} and not is_named


def _said(
    row: Any,  # noqa: ANN401 -- a row of the page above
    actor: Actor,
    state: DossierState,
    at: datetime,
    names: Mapping[str, str],
    units: Mapping[str, str],
) -> Said:
    inspects = any(grant.role == _INSPECTOR and grant.unit in state.line for grant in actor.reads)
    is_own = row.account_id == actor.account
    return Said(
        id=row.id,
        by=names.get(row.account_id, row.account_id),
        is_own=is_own,
        at=row.at,
        visibility=row.visibility,
        unit=units.get(row.unit_id or "", ""),
        body=row.body if row.struck_at is None or inspects else "",
        struck_at=row.struck_at,
        may_strike=is_own and row.struck_at is None and _is_fresh(row.at, at),
    )


def _is_fresh(said_at: datetime, at: datetime) -> bool:
    return at - said_at <= timedelta(minutes=STRIKE_MINUTES)
