"""Recognition, or removal: each resolution is written, and the branch hears before the persons do."""

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
    """Return the tally, and how the road ended where it did."""
    if isinstance(event, events.Voted | events.Decided):
        ended = event.moved.ends.value if event.moved.ends else ""
        tally = {"yes": event.yes, "roll": event.roll, "needed": event.needed}
        return {"body": event.unit or "", "outcome": event.outcome, **tally, "ended": ended}
    return {}


@stage_flow("recognition")
def recognition(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Write resolutions, reports and the decision, then tell branch and committees, and the member last."""
    return hand_over("recognition", errands, at, make=papers_then_word, told=TOLD, columns=_columns)
