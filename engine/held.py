"""Forms sent after the session had run out: kept for who typed them, offered when they sign in again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, select

from engine import drafts
from engine.database import Database, ReadSession
from models.errors import Malformed
from models.session import Draft

_STEP = "held:"  # no form saves a draft under a name like this
_THEN, _FIELDS = "then", "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A form that came too late: where it was sent, and what was typed, by posted name."""

    name: str
    then: str
    fields: tuple[tuple[str, str], ...]


def hold(
    database: Database, account: str, then: str, fields: Sequence[tuple[str, str]], at: datetime
) -> bool:
    """Keep a form for the account that typed it; say whether there was room for it."""
    name = f"{_STEP}{hashlib.sha256(then.encode()).hexdigest()[:16]}"
    typed = {_THEN: then, _FIELDS: orjson.dumps(fields).decode()}
    try:
        drafts.keep(database, account, drafts.NO_DOSSIER, name, typed, at)
    except Malformed:
        return False
    return True


def held_for(session: ReadSession, account: str) -> Held | None:
    """Return the last form an account sent too late; None where none waits."""
    row = session.one(
        select(Draft.step, Draft.body)
        .where(
            Draft.account_id == account,
            Draft.dossier == drafts.NO_DOSSIER,
            Draft.step.startswith(_STEP, autoescape=True),
        )
        .order_by(Draft.saved_at.desc(), Draft.step)
        .limit(1)
    )
    return None if row is None else _held(row.step, row.body)


def hand_back(database: Database, account: str, held: Held) -> bool:
    """Take a form out of keeping, to be shown to who typed it; say whether it was still there."""
    table = Draft.__table__
    which = (
        table.c.account_id == account,
        table.c.dossier == drafts.NO_DOSSIER,
        table.c.step == held.name,
    )
    with database.writing() as session:
        return session.write(delete(table).where(*which)) == 1


def _held(name: str, body: str) -> Held:
    kept = orjson.loads(body)
    fields = tuple((str(one), str(given)) for one, given in orjson.loads(kept[_FIELDS]))
    return Held(name=name, then=kept[_THEN], fields=fields)
