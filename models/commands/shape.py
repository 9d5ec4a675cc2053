"""The shape every request has: strict, frozen, no unknown fields, days and ids in one form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""No office acts outside these days; limits counted on from any of them stay within what a date can be."""
_LONGEST_DELAY = 36_525  # days; a century


def _day(given: object) -> date:
    """Read a day from a date or its ISO text alone: a number would be taken for seconds since 1970."""
    if isinstance(given, str):
        given = _from_iso(given)
    if not isinstance(given, date) or isinstance(given, datetime):
        raise PydanticCustomError("day_kind", "a day is needed, written 2022-02-28")
    if not EARLIEST <= given <= LATEST:
        figures = {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
        raise PydanticCustomError("day_range", "a day from {earliest} to {latest} is needed", figures)
    return given


def _from_iso(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None  # neither 20220228 nor 2022-W09-1


def _instant(given: object) -> datetime:
    """Read an instant from its ISO text; one without a zone is none."""
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            given = None
    if not isinstance(given, datetime) or given.utcoffset() is None:
        raise PydanticCustomError("instant_kind", "an instant is needed, written 2022-02-28T01:05:00Z")
    return given.astimezone(UTC)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A calendar day within `EARLIEST` and `LATEST`."""
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""An instant with its zone."""
Reference = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.\-/@]+$")]
"""Id or number of something on record; ASCII, so that no two ids look alike and differ."""
StepId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Id of a step of the road."""
FormCode = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[\w.\-/]+$")]
"""Code or symbol of a form as the guidance prints it: “6-KNĐ”, “NQ/CB”."""
DayCount = Annotated[int, Strict(), Field(ge=-_LONGEST_DELAY, le=_LONGEST_DELAY)]
"""Days between two days; negative before."""
Flag = Annotated[bool, Strict()]
"""Yes or no, and nothing that merely resembles them."""


class Command(BaseModel):
    """Strict, frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DossierCommand(Command):
    """A command on one dossier."""

    dossier: Reference
