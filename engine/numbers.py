"""Gapless number series: one per body, year and symbol, taken in the transaction that uses the number."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from engine.database import WriteSession
from models.document import NumberSeries

DOSSIERS = "HS"
MEETINGS = "HN"
OFFICE = "*"
"""Series that are the whole office's, not one body's."""


def take(session: WriteSession, unit: str, year: int, symbol: str) -> int:
    """Take the next number; a rollback gives it back, so none is ever missing."""
    row = {"unit_id": unit, "year": year, "symbol": symbol, "last": 1}
    return int(session.write_returning(_TAKE[session.dialect], row)[0][0])


def _taking(insert: Any) -> Any:  # noqa: ANN401 -- the two dialects' inserts share no type that knows conflicts
    table = NumberSeries.__table__
    return (
        insert(table)
        .on_conflict_do_update(index_elements=["unit_id", "year", "symbol"], set_={"last": table.c.last + 1})
        .returning(table.c.last)
    )


_TAKE = {"sqlite": _taking(sqlite.insert), "postgresql": _taking(postgresql.insert)}


def printed(number: int, symbol: str) -> str:
    """Return a number as papers print it: “07-NQ/CB”."""
    return f"{number:02}-{symbol}"


def dossier_number(number: int, year: int) -> str:
    """Return a dossier's number, “HS-2026-0012”."""
    return f"{DOSSIERS}-{year}-{number:04}"


def document_mark(dossier: str, sequence: int, position: int) -> str:
    """Return a document's own mark, “VB-2026-0012-031”: its dossier, and the entry that asks for it.

    A second document of the same entry is marked “VB-2026-0012-031-2”.
    """
    mark = f"VB-{dossier.partition('-')[2]}-{sequence:03}"
    return mark if position == 0 else f"{mark}-{position + 1}"


def meeting_number(number: int, year: int) -> str:
    """Return a meeting's number, “HN-2026-0012”."""
    return f"{MEETINGS}-{year}-{number:04}"
