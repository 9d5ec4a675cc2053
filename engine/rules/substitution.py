"""Somebody absent gives tasks over: to one other person, for some days, one link deep, never in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.commands import (
    AcceptSubstitution,
    DeclineSubstitution,
    EndSubstitution,
    OfferSubstitution,
    SubstitutionCommands,
    Task,
)
from models.requirements import Requirement

LONGEST = 92
"""Days; a quarter of a year. Who is away for longer gives over anew, so that it is looked at again."""
_SOURCE = "Quy tắc làm thay khi vắng mặt của cơ quan"
_OPEN = {
    AcceptSubstitution: frozenset({"offered"}),
    DeclineSubstitution: frozenset({"offered"}),
    EndSubstitution: frozenset({"offered", "accepted"}),
}

Standing = Literal["offered", "accepted", "declined", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Whose tasks somebody else is to do, which and when."""

    account: str
    """Of the absent: it is its role that is given over."""
    absent: str | None
    """Person; None for an account of nobody."""
    substitute: str | None
    role: str
    unit: str
    tasks: frozenset[Task]
    since: date
    until: date
    """Inclusive."""
    standing: Standing = "offered"

    def meets(self, other: Terms) -> bool:
        """Say whether both hold on one day."""
        return self.since <= other.until and other.since <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the rules are given beside the command."""

    today: date
    """The office's own date."""
    terms: Terms
    holds_role: bool
    """Whether the absent holds that role in that unit."""
    is_near: bool
    """Whether the substitute belongs to that unit or to one above it: they may know of its dossiers."""
    accepted: tuple[Terms, ...]
    """All other substitutions in force or to come, of either person."""
    longest: int = LONGEST
    """Days."""


def requirements(command: SubstitutionCommands, given: Given) -> tuple[Requirement, ...]:
    """Weigh an offer, or what becomes of one; accepted, it is weighed anew as of the day."""
    if isinstance(command, OfferSubstitution):
        return (*_days(given), *_persons(given), *_one_link(given))
    standing = Requirement(
        rule="substitution.standing", source=_SOURCE, figures={"became": given.terms.standing},
        met=given.terms.standing in _OPEN[type(command)],
    )  # fmt: skip
    if not isinstance(command, AcceptSubstitution):
        return (standing,)
    return (standing, _not_over(given), *_persons(given), *_one_link(given))


def _days(given: Given) -> tuple[Requirement, ...]:
    terms = given.terms
    figures = {
        "since": terms.since.isoformat(), "until": terms.until.isoformat(), "today": given.today.isoformat()
    }  # fmt: skip
    days = (terms.until - terms.since).days + 1
    return (
        Requirement(
            rule="substitution.days", source=_SOURCE, figures=figures,
            met=given.today <= terms.since <= terms.until,
        ),
        Requirement(
            rule="substitution.length", source=_SOURCE, figures={"days": days, "at_most": given.longest},
            met=days <= given.longest,
        ),
    )  # fmt: skip


def _not_over(given: Given) -> Requirement:
    figures = {"until": given.terms.until.isoformat(), "today": given.today.isoformat()}
    return Requirement(
        rule="substitution.not_over", source=_SOURCE, figures=figures, met=given.today <= given.terms.until
    )


def _persons(given: Given) -> tuple[Requirement, ...]:
    terms = given.terms
    absent, substitute = terms.absent or "", terms.substitute or ""
    return (
        Requirement(
            rule="substitution.another_person", source=_SOURCE,
            figures={"absent": absent, "substitute": substitute},
            met=bool(absent) and bool(substitute) and absent != substitute,
        ),
        Requirement(
            rule="substitution.role_held", source=_SOURCE,
            figures={"absent": absent, "role": terms.role, "unit": terms.unit}, met=given.holds_role,
        ),
        Requirement(
            rule="substitution.near", source=_SOURCE, figures={"substitute": substitute, "unit": terms.unit},
            met=given.is_near,
        ),
    )  # fmt: skip


def _one_link(given: Given) -> Iterator[Requirement]:
    """Ask that nobody is at once away and standing in, and that a task has one substitute a day.

    With the first, what is given over can neither be passed on nor come back in a circle.
    """
    terms = given.terms
    then = [one for one in given.accepted if one.meets(terms)]
    for rule, person, is_so in (
        (
            "substitution.substitute_present",
            terms.substitute,
            any(_is(one.absent, terms.substitute) for one in then),
        ),
        ("substitution.absent_free", terms.absent, any(_is(one.substitute, terms.absent) for one in then)),
    ):
        yield Requirement(rule=rule, source=_SOURCE, figures={"person": person or ""}, met=not is_so)
    others = sorted(
        {one.substitute or "" for one in then if _is(one.absent, terms.absent) and _same_task(one, terms)}
    )
    yield Requirement(
        rule="substitution.no_overlap", source=_SOURCE, figures={"others": ", ".join(others)}, met=not others
    )


def _is(one: str | None, person: str | None) -> bool:
    return person is not None and one == person


def _same_task(one: Terms, other: Terms) -> bool:
    return (one.role, one.unit) == (other.role, other.unit) and bool(one.tasks & other.tasks)
