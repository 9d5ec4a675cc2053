"""Which papers a step puts on file, and how long they serve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.rules.answers import brought, dated
from engine.rules.given import Facts
from engine.rules.road import valid_until
from models.events import Filed
from models.procedure import Step


def filed(
    step: Step,
    outcome: str,
    answers: Mapping[str, object],
    on: date,
    facts: Facts,
    only: tuple[str, ...] | None = None,
) -> tuple[Filed, ...]:
    """Return the papers an outcome puts on file, dated by themselves or by the day of the act."""
    day = dated(answers, on)
    until = valid_until(day, step.valid_for, facts.calendar)
    own = tuple(
        Filed(form=code, dated=day, valid_until=until)
        for code in (step.papers if only is None else only)
        if _belongs(step, code, outcome)
    )
    brought_along = brought(step, answers, facts.procedure)
    return (*own, *(Filed(form=code, dated=on, valid_until=None) for code in brought_along))


def _belongs(step: Step, code: str, outcome: str) -> bool:
    # A decision that refuses leaves no decision of admission behind: the procedure says on which outcomes.
    limited = [due.when for due in step.documents if due.form == code]
    return not limited or any(not when or outcome in when for when in limited)
