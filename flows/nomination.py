"""The file is gathered: each paper as it comes in, and word to the branch of what was verified."""

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
    """Return which step was done, and which papers it put on file."""
    if isinstance(event, events.StepEvent):
        return {
            "step": event.step,
            "outcome": event.outcome,
            "filed": ", ".join(one.form for one in event.filed),
        }
    return {}


@stage_flow("nomination")
def nomination(errands: Sequence[Errand], at: datetime | None) -> list[dict[str, Any]]:
    """Write application, curriculum vitae and conclusion, then tell the branch that gathers the file."""
    return hand_over("nomination", errands, at, make=papers_then_word, told=TOLD, columns=_columns)
