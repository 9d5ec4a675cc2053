"""What the sweep is to say of a dossier: the newest of the days planned for each of its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.rules.time_limits import Calendar, due_on
from models.procedure import (
    Length,
    Procedure,
    RequiredFreshPapers,
    RequiredPaper,
    Step,
    StepKind,
    SweepRule,
    Unit,
)
from models.state import DossierState, OpenStep, Status
from models.text import fold

About = Literal["limit", "paper", "term", "reports", "age_of_papers", "supplement"]

CLOCK_RUNS = (Status.UNDER_WAY, Status.RETURNED)
"""Statuses in which limits count."""
SUPPLEMENT = "supplement"
_PAPERS: frozenset[About] = frozenset({"paper", "age_of_papers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to be said once: the newest of the days on which the procedure has the sweep speak."""

    dossier: str
    about: About
    subject: str
    """Step id, form code, or `supplement` for what a returned dossier owes."""
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


def reminders_of(
    state: DossierState, procedure: Procedure, on: date, calendar: Calendar
) -> Iterator[Reminder]:
    """Yield the newest reminder that is due of each of a dossier's limits, said before or not."""
    if state.status not in CLOCK_RUNS:
        return
    limits = (
        *_of_steps(state, procedure), *_of_supplement(state, procedure),
        *_of_papers(state, procedure, calendar),
    )  # fmt: skip
    for limit in limits:
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


def _of_supplement(state: DossierState, procedure: Procedure) -> Iterator[_Limit]:
    """Yield the day by which a returned dossier is to be answered; its branch answers."""
    owed = state.supplement
    if owed is not None:
        since = owed.answer_by - _at_least(procedure.supplement.answer_within)
        yield _Limit(
            about="supplement", subject=SUPPLEMENT, due_on=owed.answer_by, since=since, unit=state.unit
        )


def _at_least(length: Length) -> timedelta:
    """Return how many days a length has at the least, wherever it begins."""
    return timedelta(days=length.amount * (28 if length.unit is Unit.MONTHS else 1))


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
