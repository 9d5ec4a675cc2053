"""Files people send: told apart by what is in them, pictures drawn anew, PDFs that could act refused."""

from __future__ import annotations

from dataclasses import dataclass

from models.commands.scans import Format
from models.errors import Malformed
from outputs.scans.pdfs import refuse_active
from outputs.scans.pictures import redrawn

__all__ = ["TakenIn", "take_in"]

_BEGINNINGS: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A file as it may be put into the archive."""

    format: Format
    content: bytes
    is_redrawn: bool
    """Whether nothing of the file that was sent is left but what it showed."""


def take_in(content: bytes) -> TakenIn:
    """Return a file as it may be kept; its name and what the browser calls it say nothing.

    Raises `Malformed` for what is none of the three kinds, is broken, encrypted, too large to draw, or does
    more than show pages.
    """
    if not content:
        raise Malformed("scan.empty", field="scan")
    kind = next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), None)
    if kind is None:
        raise Malformed("scan.kind", field="scan")
    if kind == "pdf":
        refuse_active(content)
        return TakenIn(format=kind, content=content, is_redrawn=False)
    return TakenIn(format=kind, content=redrawn(content, kind), is_redrawn=True)
