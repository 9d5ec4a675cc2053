"""Which of the units somebody acts for a page is about."""

from __future__ import annotations

from desk.asking import Asked
from engine.queries.acting import UnitLine
from models.errors import NotFound


def chosen_unit(asked: Asked, units: tuple[UnitLine, ...]) -> UnitLine:
    """Return the unit the address names, or the only one there is; raises `NotFound` for any other."""
    wanted = asked.query("unit") or (units[0].unit if len(units) == 1 else "")
    found = next((one for one in units if one.unit == wanted), None)
    if found is None:
        # Whether there is such a unit elsewhere is nobody's business here.
        raise NotFound("unit.unknown", unit=wanted[:80])
    return found
