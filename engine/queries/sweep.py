"""What the daily sweep finds: terms that are over, and what is to be said of limits, papers and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.database import ReadSession
from engine.procedures import Procedures
from engine.projection import STATE
from engine.rules.reminding import CLOCK_RUNS, Reminder, reminders_of
from engine.rules.time_limits import Calendar
from models.dossier import Dossier, WorkItem
from models.procedure import StepKind
from models.state import Status
from models.timeline import TimelineEntry

_CLOCK_RUNS = tuple(one.value for one in CLOCK_RUNS)
_KEYS_A_QUESTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOver:
    """A term that has run out and is still open."""

    dossier: str
    step: str
    due_on: date

    @property
    def key(self) -> str:
        """The same however often the sweep is repeated."""
        return f"waiting:{self.dossier}:{self.step}:{self.due_on}"


def terms_over(session: ReadSession, on: date) -> tuple[TermOver, ...]:
    """Return the terms that have run out by a day, the oldest first."""
    rows = session.rows(
        select(WorkItem.dossier, WorkItem.step, WorkItem.due_on)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .where(
            WorkItem.kind == StepKind.WAITING.value,
            WorkItem.due_on <= on,
            Dossier.status == Status.UNDER_WAY.value,
        )
        .order_by(WorkItem.due_on, WorkItem.dossier)
    )
    return tuple(
        TermOver(dossier=row.dossier, step=row.step, due_on=row.due_on) for row in rows if row.due_on
    )


def reminders(
    session: ReadSession, on: date, *, procedures: Procedures, calendar: Calendar
) -> tuple[Reminder, ...]:
    """Return what is to be said on a day and has not been said yet, dossier by dossier.

    After an outage only the newest reminder of each limit is left, not all that were missed.
    """
    rows = session.stream(
        select(Dossier.state).where(Dossier.status.in_(_CLOCK_RUNS)).order_by(Dossier.number)
    )
    found: list[Reminder] = []
    for row in rows:
        state = STATE.validate_json(row.state)
        found += reminders_of(state, procedures.version(state.procedure), on, calendar)
    said = _said(session, [one.key for one in found])
    return tuple(one for one in found if one.key not in said)


def _said(session: ReadSession, keys: list[str]) -> set[str]:
    return {key for some in _portions(keys) for key in _recorded(session, some)}


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _KEYS_A_QUESTION):
        yield keys[start : start + _KEYS_A_QUESTION]


def _recorded(session: ReadSession, keys: list[str]) -> Iterable[str]:
    rows = session.rows(select(TimelineEntry.command_key).where(TimelineEntry.command_key.in_(keys)))
    return [row.command_key for row in rows if row.command_key is not None]
