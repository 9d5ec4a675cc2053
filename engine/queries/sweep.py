"""What the daily sweep finds: terms that are over, and what is to be said of limits, papers and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select

from engine.database import ReadSession
from engine.procedures import Procedures
from engine.projection import STATE
from engine.rules.time_limits import Calendar, due_on
from models.dossier import Dossier, WorkItem
from models.procedure import Procedure, RequiredFreshPapers, RequiredPaper, Step, StepKind, SweepRule
from models.state import DossierState, OpenStep, Status
from models.text import fold
from models.timeline import TimelineEntry

About = Literal["limit", "paper", "term", "reports", "age_of_papers"]

_CLOCK_RUNS = (Status.UNDER_WAY.value, Status.RETURNED.value)
_PAPERS: frozenset[About] = frozenset({"paper", "age_of_papers"})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to be said once: the newest of the days on which the procedure has the sweep speak."""

    dossier: str
    about: About
    subject: str
    """Step id, or form code."""
    due_on: date
    days: int
    """Calendar days from the limit to today: negative before, 0 on the day, positive after."""
    planned: int
    """The day from the procedure's list for which it is said; `days` is later after an outage."""
    escalated_to: str | None

    @property
    def key(self) -> str:
        """The same however often the sweep is repeated, and however late it comes."""
        subject = fold(self.subject)  # keys are plain letters, codes of papers are not
        return f"remind:{self.dossier}:{self.about}:{subject}:{self.due_on}:{self.planned:+}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    """A day that somebody must not miss."""

    about: About
    subject: str
    due_on: date
    since: date
    """From when it has been known; nothing is said of the days before."""
    unit: str | None = None


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


def reminders_of(
    state: DossierState, procedure: Procedure, on: date, calendar: Calendar
) -> Iterator[Reminder]:
    """Yield the newest reminder that is due of each of a dossier's limits, said before or not."""
    for limit in (*_of_steps(state, procedure), *_of_papers(state, procedure, calendar)):
        planned = [
            days
            for days in _days_to_speak(procedure.sweep, limit.about)
            if limit.since < limit.due_on + timedelta(days=days) <= on
        ]
        if planned:
            yield Reminder(
                dossier=state.number,
                about=limit.about,
                subject=limit.subject,
                due_on=limit.due_on,
                days=(on - limit.due_on).days,
                planned=max(planned),
                escalated_to=_above(state, limit) if max(planned) > 0 else None,
            )


def _days_to_speak(rule: SweepRule, about: About) -> tuple[int, ...]:
    if about == "term":  # its end is recorded by itself, and told by its own notice
        return tuple(-days for days in rule.remind_before_days)
    before = rule.expiring_before_days if about in _PAPERS else rule.remind_before_days
    return (*(-days for days in before), 0, *rule.escalate_after_days)


def _of_steps(state: DossierState, procedure: Procedure) -> Iterator[_Limit]:
    for one in state.open:
        if one.due_on is not None:
            about = _about(one, procedure.step(one.step))
            yield _Limit(about=about, subject=one.step, due_on=one.due_on, since=one.opened_on, unit=one.unit)


def _about(one: OpenStep, step: Step) -> About:
    if one.kind is StepKind.WAITING:
        return "term"
    return "reports" if step.limit is None else "limit"


def _of_papers(state: DossierState, procedure: Procedure, calendar: Calendar) -> Iterator[_Limit]:
    """Yield the papers that a step still ahead asks for and that will not serve for ever."""
    lapse: dict[str, date] = {}
    grow_old: dict[str, date] = {}
    for asked in (one for step in _ahead(state, procedure) for one in step.requires):
        match asked:
            case RequiredPaper(form=form) if form in state.papers:
                until = state.papers[form].valid_until
                if until is not None:
                    lapse[form] = until
            case RequiredFreshPapers():
                for form in asked.forms:
                    if form in state.papers:
                        last = due_on(state.papers[form].dated, asked.within, calendar)
                        grow_old[form] = min(last, grow_old.get(form, last))
    yield from _papers(state, "paper", lapse)
    yield from _papers(state, "age_of_papers", grow_old)


def _papers(state: DossierState, about: About, found: dict[str, date]) -> Iterator[_Limit]:
    for form, last in found.items():
        yield _Limit(about=about, subject=form, due_on=last, since=state.papers[form].dated)


def _ahead(state: DossierState, procedure: Procedure) -> Iterator[Step]:
    """Yield the steps that are open or still to come, where the dossier's line has them."""
    waiting = {one.step for one in state.open if not one.again}
    reached = False
    for stage in procedure.stages:
        if stage.apart and stage.id != state.stage:
            continue
        for step in stage.steps:
            reached = reached or step.id in waiting
            has_place = step.only_where is None or step.only_where in state.bodies
            if reached and has_place and (step.id in waiting or step.id not in state.done):
                yield step


def _above(state: DossierState, limit: _Limit) -> str | None:
    """Return the unit one level above the body that is late; no paper is late by itself."""
    if limit.about in _PAPERS:
        return None
    place = state.line.index(limit.unit) if limit.unit in state.line else 0
    return next(iter(state.line[place + 1 :]), None)


def _said(session: ReadSession, keys: list[str]) -> set[str]:
    return {key for some in _portions(keys) for key in _recorded(session, some)}


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _KEYS_A_QUESTION):
        yield keys[start : start + _KEYS_A_QUESTION]


def _recorded(session: ReadSession, keys: list[str]) -> Iterable[str]:
    rows = session.rows(select(TimelineEntry.command_key).where(TimelineEntry.command_key.in_(keys)))
    return [row.command_key for row in rows if row.command_key is not None]
