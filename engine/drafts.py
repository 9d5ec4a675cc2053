"""Forms somebody has begun to fill in: kept per account, dossier and step until they are sent or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import and_, delete, func, not_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.database import Database, ReadSession
from models.errors import Malformed
from models.session import Draft

NO_DOSSIER = "-"
"""Stands for the dossier of a form that belongs to none, such as the one that opens a dossier."""
_KEPT = timedelta(days=180)
"""Longer than any limit of the regulation that is not a term: whoever began a form may still come back."""
_LONGEST_BODY = 500_000  # characters; a curriculum vitae typed out has some 20,000
MOST, _MOST_TOGETHER = 200, 5_000_000
"""Drafts of one account, and characters in all of them: more than anybody begins, and no store of files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft: what was typed, by posted name, and when it was saved."""

    typed: Mapping[str, str]
    saved_at: datetime


def keep(
    database: Database, account: str, dossier: str, step: str, typed: Mapping[str, str], at: datetime
) -> None:
    """Keep what somebody has typed so far, in place of what was kept before.

    Raises `Malformed` for a draft longer than any form, and for one too many: those kept before stay.
    """
    body = orjson.dumps(dict(typed)).decode()
    if len(body) > _LONGEST_BODY:
        raise Malformed("draft.too_long", at_most=_LONGEST_BODY)
    row = {"account_id": account, "dossier": dossier, "step": step, "body": body, "saved_at": at}
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    statement = insert(Draft.__table__).on_conflict_do_update(
        index_elements=["account_id", "dossier", "step"], set_={"body": body, "saved_at": at}
    )
    with database.writing() as session:
        _refuse_too_many(session, row)
        session.write(statement, row)


def _refuse_too_many(session: ReadSession, row: Mapping[str, object]) -> None:
    is_this = and_(Draft.dossier == row["dossier"], Draft.step == row["step"])
    others = session.one(
        select(
            func.count().label("drafts"), func.coalesce(func.sum(func.length(Draft.body)), 0).label("signs")
        ).where(Draft.account_id == row["account_id"], not_(is_this))
    )
    if others is None or (others.drafts < MOST and others.signs + len(str(row["body"])) <= _MOST_TOGETHER):
        return
    raise Malformed("draft.too_many", at_most=MOST)


def kept(session: ReadSession, account: str, dossier: str, step: str) -> Kept | None:
    """Return the draft of a form, if there is one."""
    row = session.one(
        select(Draft.body, Draft.saved_at).where(
            Draft.account_id == account, Draft.dossier == dossier, Draft.step == step
        )
    )
    return None if row is None else Kept(typed=orjson.loads(row.body), saved_at=row.saved_at)


def drop(database: Database, account: str, dossier: str, step: str) -> None:
    """Give up a draft: what it held was sent, or is not wanted any more."""
    table = Draft.__table__
    which = (table.c.account_id == account, table.c.dossier == dossier, table.c.step == step)
    with database.writing() as session:
        session.write(delete(table).where(*which))


def forget_old(database: Database, at: datetime) -> int:
    """Forget drafts nobody has touched for a long time; return how many."""
    table = Draft.__table__
    with database.writing() as session:
        return session.write(delete(table).where(table.c.saved_at < at - _KEPT))
