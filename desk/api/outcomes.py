"""The shape of what commands answer: what the regulation asks of them, and what they recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from desk.api.shapes import Shape
from engine.timeline import AnyEvent
from models.requirements import Figure


class Weighed(Shape):
    """One requirement of the regulation, weighed."""

    rule: str
    text: str
    """In the reader's language, with its arithmetic."""
    source: str
    figures: Mapping[str, Figure]
    met: bool
    decides: bool
    """Whether it settles the outcome (a majority) instead of admitting the step."""


class Weighing(Shape):
    """All that the regulation asks of a command, and where it would lead; nothing was recorded."""

    allowed: bool
    """Whether nothing stands in the way."""
    requirements: tuple[Weighed, ...]
    status: str | None
    """Of the dossier afterwards; null while something stands in the way."""
    stage: str | None
    opens: tuple[str, ...]
    """Steps that would await somebody afterwards and do not now."""


class RecordedEntry(Shape):
    """One entry that a command left."""

    sequence: int
    event: Annotated[AnyEvent, Field(discriminator="kind")]


class Recorded(Shape):
    """What a command recorded; the same again when it is repeated under its key."""

    stream: str
    """Number of the dossier or of the meeting, or `register`."""
    entries: tuple[RecordedEntry, ...]
