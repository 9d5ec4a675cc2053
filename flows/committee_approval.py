"""A committee has decided: its paper is written, and the branch hears before the persons do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.outbox import Errand
from flows.making import papers_then_word
from flows.walk import hand_over, stage_flow
from models import events

TOLD = ("branch", "committee", "person")


def _columns(event: events.DossierEvents) -> Mapping[str, object]:
    """Return which body decided what, and its tally."""
    if isinstance(event, events.Voted | events.Decided):
        tally = {"yes": event.yes, "roll": event.roll, "needed": event.needed}
        return {"body": event.unit or "", "outcome": event.outcome, **tally}
    return {}


@stage_flow("committee_approval")
def committee_approval(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Write report, resolution or decision, then tell the branch, whose limits run from what it receives."""
    return hand_over("committee_approval", errands, at, make=papers_then_word, told=TOLD, columns=_columns)
