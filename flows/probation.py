"""A member is on probation: the member and the one in charge are told of the end, papers are for the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.outbox import Errand
from flows.making import word_then_papers
from flows.walk import hand_over, stage_flow
from models import events

TOLD = ("person", "branch", "committee")


def _columns(event: events.DossierEvents) -> Mapping[str, object]:
    """Return which step was done and since when its outcome counts."""
    if isinstance(event, events.StepEvent):
        return {"step": event.step, "outcome": event.outcome, "on": event.on.isoformat()}
    return {}


@stage_flow("probation")
def probation(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Tell those concerned that the term ends, then file self-review, remarks and opinions."""
    return hand_over("probation", errands, at, make=word_then_papers, told=TOLD, columns=_columns)
