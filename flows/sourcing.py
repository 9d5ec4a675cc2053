"""A recruit gets a mentor, who reports: the two are told first, the papers are kept for the file."""

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
    """Return how the mentor judged, and how many reports there are by now."""
    if isinstance(event, events.Assessed):
        return {"outcome": event.outcome, "reports": event.reports}
    return {}


@stage_flow("sourcing")
def sourcing(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Tell mentor and candidate of each other, then file the assignment and the mentor's reports."""
    return hand_over("sourcing", errands, at, make=word_then_papers, told=TOLD, columns=_columns)
