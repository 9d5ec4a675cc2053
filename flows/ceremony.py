"""The candidate was admitted: those who stood there are told, the minutes are kept for the file."""

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
    """Return the day of joining, from which the probation counts."""
    if isinstance(event, events.CeremonyHeld):
        return {"joined_on": event.on.isoformat()}
    return {}


@stage_flow("ceremony")
def ceremony(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Tell the new member and the one in charge, then branch and committees, then file the minutes."""
    return hand_over("ceremony", errands, at, make=word_then_papers, told=TOLD, columns=_columns)
