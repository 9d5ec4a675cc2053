"""The branch has voted: its resolution is written, the committee above hears, then those concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.outbox import Errand
from flows.making import papers_then_word
from flows.walk import hand_over, stage_flow
from models import events

TOLD = ("committee", "branch", "person")


def _columns(event: events.DossierEvents) -> Mapping[str, object]:
    """Return the tally over the frozen roll."""
    if isinstance(event, events.Voted):
        return {"outcome": event.outcome, "yes": event.yes, "roll": event.roll, "needed": event.needed}
    return {}


@stage_flow("branch_vote")
def branch_vote(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Write the resolution before anybody is told of it; the committee that must act on it comes first."""
    return hand_over("branch_vote", errands, at, make=papers_then_word, told=TOLD, columns=_columns)
