"""What the pages of meetings share: the quorum in words, agendas as they are shown and typed, the story."""

from __future__ import annotations

from desk.sitting.agendas import Item, agenda_form, agenda_typed, items_of
from desk.sitting.reading import Told, acting_in, quorum_words, story_of, units_that_meet

__all__ = [
    "Item",
    "Told",
    "acting_in",
    "agenda_form",
    "agenda_typed",
    "items_of",
    "quorum_words",
    "story_of",
    "units_that_meet",
]
