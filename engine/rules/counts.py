"""The count of a ballot on members' own devices, weighed without telling what would betray a secret."""

from __future__ import annotations

from dataclasses import replace

from engine.rules.given import Count, Meeting
from engine.rules.interests import counting
from engine.rules.tallies import Tally, weighed_tally
from models.procedure import Step, VoteRule
from models.requirements import Requirement
from models.state import DossierState

LEAST_SECRET = 5
"""With fewer secret ballots than this it is not told how many said what: it would tell who said it."""


_VOTES = frozenset({"part", "yes", "no"})
"""Figures that say how many voted which way."""


def withheld(count: Count) -> bool:
    """Say whether it may not be told how many said what."""
    return count.way == "secret" and count.cast < LEAST_SECRET


def told(figure: int, count: Count) -> int | None:
    """Return a figure of a count, or None where it is withheld."""
    return None if withheld(count) else figure


def weighed_count(state: DossierState, count: Count, meeting: Meeting, step: Step) -> tuple[Requirement, ...]:
    """Weigh the count of a ballot over the roll of its meeting; withheld figures are left out."""
    if step.vote is None:
        raise AssertionError(step.id)  # only a step that votes has a ballot
    held = replace(meeting, present=count.present, represented=count.represented)
    counted = counting(state, held, step.vote)
    weighed = weighed_tally(Tally.of(told_of_the_chair(count, step.vote)), counted, step.vote, step.source)
    return tuple(_without_votes(one) if one.decides and withheld(count) else one for one in weighed)


def told_of_the_chair(count: Count, rule: VoteRule) -> Count:
    """Return a count that says how the chair voted only where the procedure asks."""
    return count if rule.asks_the_chair else replace(count, chair_vote=None)


def _without_votes(one: Requirement) -> Requirement:
    return replace(one, figures={name: value for name, value in one.figures.items() if name not in _VOTES})
