"""The gapless series: a dossier, a meeting or a document that was taken away leaves its number behind."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from engine import numbers
from engine.database import ReadSession
from engine.verification.reading import Fault
from models.document import Document, NumberSeries

_PRINTED = {numbers.DOSSIERS: numbers.dossier_number, numbers.MEETINGS: numbers.meeting_number}
_Series = tuple[str, int, str]


def series_faults(session: ReadSession, streams: AbstractSet[str]) -> Iterator[Fault]:
    """Yield every number given that nothing bears, and every series behind a number in use."""
    last: dict[_Series, int] = {
        (row.unit_id, row.year, row.symbol): row.last
        for row in session.rows(
            select(NumberSeries.unit_id, NumberSeries.year, NumberSeries.symbol, NumberSeries.last)
        )
    }
    used = _used(session, streams)
    for series in sorted({*last, *used}):
        borne = used.get(series, set())
        highest = max(borne, default=0)
        given = last.get(series, 0)
        for number in sorted(set(range(1, max(given, highest) + 1)) - borne):
            yield _fault(series, number, "number.missing")
        if given < highest:
            yield _fault(series, highest, "number.behind")


def _used(session: ReadSession, streams: AbstractSet[str]) -> dict[_Series, set[int]]:
    used: dict[_Series, set[int]] = {}
    for name in streams:
        symbol, _, rest = name.partition("-")
        year, _, number = rest.partition("-")
        if symbol in _PRINTED and year.isdecimal() and number.isdecimal():
            used.setdefault((numbers.OFFICE, int(year), symbol), set()).add(int(number))
    rows = session.rows(
        select(Document.unit_id, Document.year, Document.symbol, Document.number).where(
            Document.number.is_not(None)
        )
    )
    for row in rows:
        used.setdefault((row.unit_id, row.year, row.symbol or ""), set()).add(row.number or 0)
    return used


def _fault(series: _Series, number: int, code: str) -> Fault:
    unit, year, symbol = series
    if unit == numbers.OFFICE and symbol in _PRINTED:
        return Fault(stream=_PRINTED[symbol](number, year), sequence=number, code=code)
    return Fault(stream=f"{unit} {symbol} {year}", sequence=number, code=code)
