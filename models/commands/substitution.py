"""What is asked of substitution: somebody absent offers their tasks to another, who accepts or declines."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.commands.shape import Command, Day, Reference
from models.text import Text

Task = Literal["papers", "reviews", "votes", "movements"]
"""Kinds of task that may be given over; which commands each holds stands in the table of permissions."""


class OfferSubstitution(Command):
    """Offer somebody one's tasks in a unit for the days of one's absence; it counts once they accept."""

    command: Literal["offer_substitution"] = "offer_substitution"
    account: Reference
    """Of who will be absent."""
    role: Literal["secretary", "clerk", "union_officer"]
    unit: Reference
    substitute: Reference
    """Account of who is to act instead."""
    tasks: Annotated[tuple[Task, ...], Field(min_length=1, max_length=4)]
    since: Day
    until: Day
    """The last day of it."""
    reason: Text


class AcceptSubstitution(Command):
    """Accept to act for somebody; only the substitute themself can."""

    command: Literal["accept_substitution"] = "accept_substitution"
    account: Reference
    """Of the substitute."""
    substitution: Reference


class DeclineSubstitution(Command):
    """Decline to act for somebody; only the substitute themself can."""

    command: Literal["decline_substitution"] = "decline_substitution"
    account: Reference
    """Of the substitute."""
    substitution: Reference


class EndSubstitution(Command):
    """End a substitution before its last day, or take an offer back."""

    command: Literal["end_substitution"] = "end_substitution"
    account: Reference
    """Of the absent, or of the substitute: whichever of them ends it, or for whom it is ended."""
    substitution: Reference
