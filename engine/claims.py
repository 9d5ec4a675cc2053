"""Steps somebody has taken upon themselves: a courtesy to colleagues, so that two do not begin the same work.

Nothing is decided by it. What keeps two people from deciding one step is the registry, with its lock. A claim
ends by itself: it names one opening of a step, and means nothing once that is done or opened anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.access import Actor
from engine.database import Database, ReadSession
from engine.procedures import Procedures
from engine.queries.dossier import account_holders, dossier
from engine.queries.duties import SUPPLEMENT, duties_of
from models.claim import Claim
from models.errors import Conflict, Forbidden, NotFound
from models.state import DossierState

_HEAD = ("secretary",)
"""Roles of who leads a unit, and may give back what somebody there has taken and left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """That somebody has taken a step."""

    account: str
    name: str
    """Full name."""
    since: datetime
    may_release: bool
    """Whether whoever asks may give it back."""


def take(
    database: Database, actor: Actor, procedures: Procedures, number: str, step: str, at: datetime
) -> None:
    """Take a step that awaits the actor; taken already by themselves, nothing changes.

    Raises `NotFound` for what does not await the actor, `Conflict` where somebody else has it.
    """
    with database.writing() as session:
        mine = duties_of(session, actor, procedures)
        asked = select(mine.c.attempt, mine.c.opened_on).where(mine.c.dossier == number, mine.c.step == step)
        duty = session.one(asked)
        if duty is None:
            raise NotFound("claim.no_duty", dossier=number)
        row = {
            "dossier": number, "step": step, "attempt": duty.attempt, "opened_on": duty.opened_on,
            "account_id": actor.account, "since": at,
        }  # fmt: skip
        insert = postgresql.insert if session.dialect == "postgresql" else sqlite.insert
        was = Claim.__table__.c
        is_over = or_(was.attempt != duty.attempt, was.opened_on.is_distinct_from(duty.opened_on))
        put = insert(Claim.__table__).on_conflict_do_update(
            index_elements=["dossier", "step"], set_=row, where=is_over
        )
        if session.write(put, row):
            return
        holder = session.scalar(select(Claim.account_id).where(Claim.dossier == number, Claim.step == step))
        if holder != actor.account:
            name = account_holders(session, [str(holder)]).get(str(holder), str(holder))
            raise Conflict("claim.taken", person=name)


def release(database: Database, actor: Actor, number: str, step: str) -> None:
    """Give a step back that the actor has taken, or that somebody in a unit the actor leads has.

    Raises `NotFound` for a dossier unknown to the actor, `Forbidden` for the claim of anybody else.
    """
    with database.writing() as session:
        state = dossier(session, actor, number).state
        claim = claims_on(session, actor, state).get(step)
        if claim is None:
            return
        if not claim.may_release:
            raise Forbidden("claim.others")
        table = Claim.__table__
        which = (table.c.dossier == number, table.c.step == step, table.c.account_id == claim.account)
        session.write(delete(table).where(*which))


def claims_on(session: ReadSession, actor: Actor, state: DossierState) -> Mapping[str, Claimed]:
    """Return who has taken which of a dossier's open steps, or its supplement."""
    openings: dict[str, tuple[int, date | None]] = {
        one.step: (one.attempt, one.opened_on) for one in state.open
    }
    if state.supplement is not None:
        openings[SUPPLEMENT] = (state.supplement.round, None)
    rows = session.rows(
        select(Claim.step, Claim.attempt, Claim.opened_on, Claim.account_id, Claim.since).where(
            Claim.dossier == state.number
        )
    )
    live = [row for row in rows if openings.get(row.step) == (row.attempt, row.opened_on)]
    names = account_holders(session, {row.account_id for row in live}) if live else {}
    return {
        row.step: Claimed(
            account=row.account_id,
            name=names.get(row.account_id, row.account_id),
            since=row.since,
            may_release=row.account_id == actor.account or actor.holds(_HEAD, _unit(state, row.step)),
        )
        for row in live
    }


def _unit(state: DossierState, step: str) -> tuple[str, ...]:
    """Return the unit that acts at a step; the dossier's branch for a supplement."""
    present = state.open_step(step)
    unit = state.unit if present is None else present.unit
    return () if unit is None else (unit,)
