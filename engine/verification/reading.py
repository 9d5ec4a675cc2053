"""What is read to be verified: rows that may hold anything, and what is said of those that do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.database import ReadSession

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.sql.selectable import TypedReturnsRows
    from typing_extensions import TypeVarTuple

    _Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where the record does not verify."""

    stream: str
    sequence: int
    code: str


def rows_as_kept(session: ReadSession, statement: TypedReturnsRows[*_Columns]) -> list[Row[*_Columns]] | None:
    """Return the rows that answer, or None where one holds what its column cannot mean.

    SQLite takes any text for a day or an instant; whoever writes past the program may leave one there.
    """
    try:
        return session.rows(statement)
    except (ValueError, TypeError):
        return None
