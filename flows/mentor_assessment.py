"""The candidate is introduced: the papers are written, then the branch hears, then the mentor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.outbox import Errand
from flows.making import papers_then_word
from flows.walk import hand_over, stage_flow
from models import events

TOLD = ("branch", "person", "committee")


def _columns(event: events.DossierEvents) -> Mapping[str, object]:
    """Return who introduced the candidate, and with how many votes where a union did."""
    match event:
        case events.Endorsed():
            return {"outcome": event.outcome, "by": event.endorser, "yes": event.yes, "roll": event.roll}
        case events.Assessed():
            return {"outcome": event.outcome, "by": "mentor"}
    return {}


@stage_flow("mentor_assessment")
def mentor_assessment(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Write the introductions and opinions, then tell the branch, which is to vote on them."""
    return hand_over("mentor_assessment", errands, at, make=papers_then_word, told=TOLD, columns=_columns)
