"""What every step asks before it may be done: it is open, in order of time, and all it builds on is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.rules.answers import answered, dated
from engine.rules.given import Facts
from engine.rules.time_limits import due_on, months_between
from models.commands import StepCommand
from models.procedure import (
    RequiredAge,
    RequiredEducation,
    RequiredFreshPapers,
    RequiredMentorship,
    RequiredOutcome,
    RequiredPaper,
    RequiredReports,
    Step,
)
from models.requirements import Requirement
from models.state import DossierState, OpenStep, Status

_EDUCATION = ("primary", "lower_secondary", "upper_secondary")
_ORDER = "Thứ tự các bước của quy trình"


def common(
    state: DossierState,
    command: StepCommand,
    facts: Facts,
    on: date | None,
    kinds: tuple[str, ...],
    *,
    forms: tuple[str, ...] | None = None,
) -> tuple[Requirement, ...]:
    """Weigh what every step asks, whatever its kind; `on` is the day of the act, None when unknown.

    `forms` narrows the papers whose fields are asked for.
    """
    present = state.open_step(command.step)
    step = facts.procedure.step(command.step)
    return (
        _is_open(state, present, step, kinds),
        *_in_time_order(present, on, facts),
        *paper_dated(step, command.answers, on),
        *answered(step, command.answers, facts.procedure, forms),
    )


def reached(
    state: DossierState, step: Step, facts: Facts, on: date, kinds: tuple[str, ...]
) -> tuple[Requirement, ...]:
    """Weigh that the road has reached a step of some kind, and that an act on it is dated in order."""
    present = state.open_step(step.id)
    return (_is_open(state, present, step, kinds), *_in_time_order(present, on, facts))


def required(state: DossierState, step: Step, on: date, facts: Facts) -> tuple[Requirement, ...]:
    """Weigh all that the procedure requires before a step, as of the day of the act."""
    return tuple(one for asked in step.requires for one in _WEIGH[type(asked)](state, asked, on, facts))


def dated_in_order(on: date, earliest: date | None, today: date) -> Requirement:
    """Ask that an act is not dated in the future, nor before what it follows."""
    figures = {"on": on.isoformat(), "today": today.isoformat()}
    if earliest is not None:
        figures["earliest"] = earliest.isoformat()
    return Requirement(
        rule="step.date", source=_ORDER, figures=figures,
        met=on <= today and (earliest is None or on >= earliest),
    )  # fmt: skip


def _is_open(
    state: DossierState, present: OpenStep | None, step: Step, kinds: tuple[str, ...]
) -> Requirement:
    moving = state.status is Status.UNDER_WAY or (
        state.status is Status.RETURNED and present is not None and present.again
    )
    return Requirement(
        rule="step.open",
        source=step.source,
        figures={"step": step.id, "status": state.status.value},
        met=present is not None and moving and step.kind.value in kinds,
    )


def _in_time_order(present: OpenStep | None, on: date | None, facts: Facts) -> tuple[Requirement, ...]:
    if on is None:
        return ()
    return (dated_in_order(on, None if present is None else present.opened_on, facts.today),)


def paper_dated(step: Step, answers: Mapping[str, object], on: date | None) -> tuple[Requirement, ...]:
    """Ask that a paper with a day of its own is not dated after the day it is filed."""
    if on is None or dated(answers, on) == on:
        return ()
    figures = {"dated": dated(answers, on).isoformat(), "on": on.isoformat()}
    return (
        Requirement(rule="paper.dated", source=step.source, figures=figures, met=dated(answers, on) <= on),
    )


def _paper(state: DossierState, asked: RequiredPaper, on: date, facts: Facts) -> tuple[Requirement, ...]:
    paper = state.papers.get(asked.form)
    figures: dict[str, str | int] = {"form": asked.form}
    if paper is not None and paper.valid_until is not None:
        figures |= {"valid_until": paper.valid_until.isoformat(), "on": on.isoformat()}
    expired = paper is not None and paper.valid_until is not None and paper.valid_until < on
    rule = "paper.valid" if expired else "paper.on_file"
    return (
        Requirement(rule=rule, source=asked.source, figures=figures, met=paper is not None and not expired),
    )


def _fresh(
    state: DossierState, asked: RequiredFreshPapers, on: date, facts: Facts
) -> tuple[Requirement, ...]:
    found = []
    for form in asked.forms:
        paper = state.papers.get(form)
        if paper is None:
            continue
        last = due_on(paper.dated, asked.within, facts.calendar)
        figures = {
            "form": form,
            "dated": paper.dated.isoformat(),
            "last": last.isoformat(),
            "on": on.isoformat(),
        }
        found.append(Requirement(rule="paper.fresh", source=asked.source, figures=figures, met=on <= last))
    return tuple(found)


def _age(state: DossierState, asked: RequiredAge, on: date, facts: Facts) -> tuple[Requirement, ...]:
    months = months_between(facts.applicant.born_on, on) if on >= facts.applicant.born_on else 0
    agreed = asked.above_with is not None and asked.above_with in state.papers
    within = months >= asked.from_months and (months <= asked.until_months or agreed)
    figures = {"months": months, "from": asked.from_months, "until": asked.until_months}
    return (Requirement(rule="candidate.age", source=asked.source, figures=figures, met=within),)


def _mentored(
    state: DossierState, asked: RequiredMentorship, on: date, facts: Facts
) -> tuple[Requirement, ...]:
    months = mentored_months(state, on)
    needed = asked.months
    found = [
        Requirement(
            rule="mentor.months", source=asked.source, figures={"months": months, "needed": needed},
            met=months >= needed,
        )
    ]  # fmt: skip
    if state.transferred_on is not None:
        together = _months_since(max((one.since for one in state.guides_now("mentor")), default=None), on)
        rule = facts.procedure.transfer
        found.append(
            Requirement(
                rule="mentor.months_together", source=rule.source,
                figures={"months": together, "needed": rule.months_together},
                met=together >= rule.months_together,
            )
        )  # fmt: skip
    return tuple(found)


def mentored_months(state: DossierState, on: date) -> int:
    """Count the completed months of guidance up to a day; a former mentor's period counts.

    Source: REGULATION of the introducer's change: the time the first one served counts for the candidate.
    """
    spans = sorted(
        (one.since, min(one.until or on, on))
        for one in state.guides
        if one.role == "mentor" and one.since <= on
    )
    months, counted = 0, date.min
    for since, until in spans:
        begun = max(since, counted)  # a day under two mentors is one day
        if begun <= until:
            months += months_between(begun, until)
            counted = until
    return months


def _months_since(since: date | None, on: date) -> int:
    return 0 if since is None or since > on else months_between(since, on)


def _reports(state: DossierState, asked: RequiredReports, on: date, facts: Facts) -> tuple[Requirement, ...]:
    made = max((one.reports for one in state.open), default=0) + 1  # the recommendation is a report itself
    figures = {"reports": made, "needed": asked.at_least}
    return (
        Requirement(rule="mentor.reports", source=asked.source, figures=figures, met=made >= asked.at_least),
    )


def _outcome(state: DossierState, asked: RequiredOutcome, on: date, facts: Facts) -> tuple[Requirement, ...]:
    done = state.done.get(asked.step)
    had = done is not None and done.outcome == asked.outcome and state.open_step(asked.step) is None
    figures = {"step": asked.step, "outcome": asked.outcome}
    return (Requirement(rule="step.outcome", source=asked.source, figures=figures, met=had),)


def _education(
    state: DossierState, asked: RequiredEducation, on: date, facts: Facts
) -> tuple[Requirement, ...]:
    reached = facts.applicant.education
    enough = reached in _EDUCATION and _EDUCATION.index(reached) >= _EDUCATION.index(asked.at_least)
    excepted = asked.unless_paper is not None and asked.unless_paper in state.papers
    figures = {"reached": reached or "", "needed": asked.at_least}
    return (
        Requirement(rule="candidate.education", source=asked.source, figures=figures, met=enough or excepted),
    )


_WEIGH: dict[type, Callable[[DossierState, Any, date, Facts], tuple[Requirement, ...]]] = {
    RequiredPaper: _paper,
    RequiredFreshPapers: _fresh,
    RequiredAge: _age,
    RequiredMentorship: _mentored,
    RequiredReports: _reports,
    RequiredOutcome: _outcome,
    RequiredEducation: _education,
}
"""How each kind of requirement the procedure may name is weighed; a test holds it to the schema."""
