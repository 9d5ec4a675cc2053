"""The days an account must not miss: what awaits it, and every limit of the dossiers in its scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from engine.access import Actor, in_scope
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.duties import duties_of
from models.dossier import Dossier, WorkItem
from models.state import Status

_AT_MOST = 500
"""Of each, the first due: a calendar of thousands of days shows none of them."""
_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One step of a dossier, on the day by which it is due."""

    dossier: str
    procedure: str
    step: str
    """Step id, or `supplement` for a returned dossier."""
    attempt: int
    on: date
    """The last day; where there is no limit, the day since when it waits."""
    has_limit: bool
    is_own: bool
    """Whether it awaits the account itself."""


def deadlines_of(
    session: ReadSession, actor: Actor, procedures: Procedures, today: date
) -> tuple[Deadline, ...]:
    """Return what awaits an actor and the limits in the actor's scope, by day; each step once."""
    found = {
        (one.dossier, one.step, one.attempt): one
        for one in (*_in_scope(session, actor, today), *_own(session, actor, procedures))
    }
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.dossier, one.step)))


def _own(session: ReadSession, actor: Actor, procedures: Procedures) -> Iterator[Deadline]:
    mine = duties_of(session, actor, procedures)
    rows = session.rows(
        select(mine)
        .order_by(mine.c.due_on.is_(None), mine.c.due_on, mine.c.opened_on, mine.c.dossier)
        .limit(_AT_MOST)
    )
    for row in rows:
        on = row.due_on or row.opened_on
        if on is not None:
            yield Deadline(
                dossier=row.dossier, procedure=row.procedure, step=row.step, attempt=row.attempt, on=on,
                has_limit=row.due_on is not None, is_own=True,
            )  # fmt: skip


def _in_scope(session: ReadSession, actor: Actor, today: date) -> Iterator[Deadline]:
    reach = in_scope(select(Dossier.number), actor)
    rows = session.rows(
        select(WorkItem.dossier, Dossier.procedure, WorkItem.step, WorkItem.attempt, WorkItem.due_on)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .where(
            Dossier.number.in_(reach),
            Dossier.status.in_((Status.UNDER_WAY.value, Status.RETURNED.value)),
            WorkItem.due_on >= today - _BACK,
        )
        .order_by(WorkItem.due_on, WorkItem.dossier, WorkItem.step)
        .limit(_AT_MOST)
    )
    for row in rows:
        if row.due_on is not None:
            yield Deadline(
                dossier=row.dossier, procedure=row.procedure, step=row.step, attempt=row.attempt,
                on=row.due_on, has_limit=True, is_own=False,
            )  # fmt: skip
