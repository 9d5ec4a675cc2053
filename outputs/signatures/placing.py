"""Where a signature goes in a made document: the room left for it between the position and the name."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from math import ceil, floor
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from models.errors import Malformed

_RIGHT_COLUMN = 300
"""Points from the left edge, beyond which nothing of the list of recipients stands."""
_WIDTH = 204
_LEAST_ROOM = 45
"""Between two lines of an ordinary paragraph there are 18 points; for a signature there are some 80."""
_ABOVE_NAME, _BELOW_POSITION = 14.5, 6.5
"""Points from a baseline: how far letters with their marks reach up, and down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A box on a page, in points from its lower left corner."""

    page: int
    """From 0."""
    left: int
    bottom: int
    right: int
    top: int

    @property
    def width(self) -> int:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Return how high it is."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text with where it begins."""

    text: str
    left: float
    baseline: float
    is_bold: bool


def place_of_signature(pdf: bytes, name: str) -> Place:
    """Return the room above a printed name, read off the very file that is to be signed.

    The last place counts where the name stands by itself in bold, with room above it. Raises `Malformed` for
    a document that leaves no such room.
    """
    try:
        pages = [_pieces(page) for page in PdfReader(BytesIO(pdf)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError) as broken:
        raise Malformed("signature.unreadable") from broken
    for number in range(len(pages) - 1, -1, -1):
        found = _room(pages[number], name)
        if found is not None:
            bottom, top = found
            left = round(_MIDDLE - _WIDTH / 2)
            return Place(page=number, left=left, bottom=ceil(bottom), right=left + _WIDTH, top=floor(top))
    raise Malformed("signature.no_room", name=name)


def _pieces(page: Any) -> list[_Piece]:  # noqa: ANN401 -- a page of the library's, wherever it was read from
    found: list[_Piece] = []

    def keep(text: str, cm: list[float], tm: list[float], font: Any, _size: float) -> None:  # noqa: ANN401 -- as the library calls it
        if text.strip():
            bold = "Bold" in str((font or {}).get("/BaseFont", ""))
            x, y = cm[4] + tm[4] * cm[0], cm[5] + tm[5] * cm[3]
            found.append(_Piece(text=text.strip(), left=x, baseline=y, is_bold=bold))

    page.extract_text(visitor_text=keep)
    return found


def _room(pieces: list[_Piece], name: str) -> tuple[float, float] | None:
    """Return the bottom and the top of the room above a name, if the page has it."""
    column = [one for one in pieces if one.left > _RIGHT_COLUMN]
    for one in reversed(column):
        if not (one.is_bold and _begins(name, one.text)):
            continue
        above = [other.baseline for other in column if other.baseline > one.baseline + 1]
        if not above or min(above) - one.baseline < _LEAST_ROOM:
            continue
        return one.baseline + _ABOVE_NAME, min(above) - _BELOW_POSITION
    return None


def _begins(name: str, text: str) -> bool:
    """Say whether a line is a name, or as much of it as went onto the line."""
    plain, line = " ".join(name.split()), " ".join(text.split())
    return plain == line or plain.startswith(f"{line} ")


_PAGE, _LEFT_MARGIN, _RIGHT_MARGIN = 595.28, 85.04, 42.52
_MIDDLE = _PAGE - _RIGHT_MARGIN - (_PAGE - _LEFT_MARGIN - _RIGHT_MARGIN) / 4
"""Of the right half between the margins. Source: 36-HD/VPTW, margins 30 and 15 mm."""
