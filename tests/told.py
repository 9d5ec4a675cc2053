"""A meeting in the middle of which rules are weighed, and what they tell of it, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from engine.rules.sitting import Sitting
from models.events import AgendaItem
from models.requirements import Figure, Requirement
from models.state import MeetingStanding

DAY = date(2022, 9, 20)
ONE_DAY = timedelta(days=1)
HELD = Sitting(
    number="HN-1", unit="cb", held_on=DAY, roll_kind="official_members", standing=MeetingStanding.OPEN,
    chair="an", secretary="binh", roll=9, present=7, probationary=3, probationary_present=2,
    agenda=(AgendaItem(dossier="HS-1", step="vote"), AgendaItem(dossier="HS-2", step="vote")),
)  # fmt: skip
CONVENED = replace(HELD, standing=MeetingStanding.CONVENED)


def whole(source: str, rule: str, /, *, met: bool, **figures: Figure) -> Requirement:
    """Return what a rule tells, met or not."""
    return Requirement(rule=rule, source=source, figures=figures, met=met)


def order(rule: str, /, *, met: bool, **figures: Figure) -> Requirement:
    """Return what a rule of the order of meetings tells."""
    return whole("Trình tự của cuộc họp", rule, met=met, **figures)
