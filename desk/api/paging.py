"""Pages of lists: how many lines, and a cursor that says after which line the next page begins."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from desk.api.errors import Unreadable
from desk.api.shapes import Shape
from desk.numbers import number_of

MOST = 100
"""Lines a page."""
_LONGEST = 2000  # a key of a name takes 600
_T = TypeVar("_T")
Value = str | date | None


class Paged(BaseModel):
    """What every list may be asked for; a filter it does not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    """How many lines at most."""
    cursor: Annotated[str, Field(max_length=_LONGEST)] | None = None
    """Where to go on: `next` of the page before, with the same filters."""

    @property
    def enough(self) -> int:
        """Return how many lines to ask for: one more than wanted tells whether there is another page."""
        return self.limit + 1

    def written(self, *values: Value) -> str:
        """Return the cursor that begins after these values, bound to the filters at hand."""
        plain = [self._bound(), *(one.isoformat() if isinstance(one, date) else one for one in values)]
        return base64.urlsafe_b64encode(json.dumps(plain).encode()).rstrip(b"=").decode()

    def read(self, *kinds: Callable[[object], Any]) -> tuple[Any, ...] | None:
        """Return the values of the cursor, each read by its kind; None for the first page.

        Raises `Unreadable` for what no page of this list gave.
        """
        if self.cursor is None:
            return None
        try:
            padded = self.cursor + "=" * (-len(self.cursor) % 4)
            bound, *values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if bound != self._bound():
                raise Unreadable("cursor.unusable")
            return tuple(kind(one) for kind, one in zip(kinds, values, strict=True))
        except (binascii.Error, ValueError, TypeError, RecursionError):
            raise Unreadable("cursor.unusable") from None

    def _bound(self) -> str:
        asked = self.model_dump_json(exclude={"limit", "cursor"})
        return hashlib.sha256(f"{type(self).__name__} {asked}".encode()).hexdigest()[:12]


class Page(Shape, Generic[_T]):
    """One page of a list."""

    items: tuple[_T, ...]
    next: str | None
    """Cursor of the next page; null where this is the last."""


def page(asked: Paged, lines: Sequence[_T], after: Callable[[_T], str]) -> tuple[Sequence[_T], str | None]:
    """Return the lines of a page, and the cursor after the last of them where there are more."""
    kept = lines[: asked.limit]
    return kept, after(kept[-1]) if len(lines) > asked.limit else None


def text(given: object) -> str:
    """Read a text of a cursor."""
    if not isinstance(given, str) or not given.isprintable():
        raise ValueError
    return given


def day(given: object) -> date:
    """Read a day of a cursor."""
    return date.fromisoformat(text(given))


def day_or_none(given: object) -> date | None:
    """Read a day of a cursor that may be missing."""
    return None if given is None else day(given)


def whole(given: object) -> int:
    """Read a number of a cursor."""
    number = number_of(text(given))
    if number is None:
        raise ValueError
    return number
