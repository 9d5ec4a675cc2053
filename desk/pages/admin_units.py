"""The organisation: its tree, level by level, and in each unit who holds which seat from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.administration import PAGE, address
from desk.asking import Asked
from desk.pages.admin_do import done
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import register_units as query
from engine.queries.register_people import readable
from engine.queries.register_units import SeatRow, UnitFacts, UnitRow
from engine.queries.rights import Reach, reach_of, reading, reading_people, seeing
from outputs.wording.language import mark, translate

_HERE, _TITLE = "/organisation", mark("Tổ chức")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeContext:
    """The highest units the reader sees."""

    TEMPLATE: ClassVar[str] = "admin_tree.html"

    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One unit."""

    TEMPLATE: ClassVar[str] = "admin_unit.html"

    unit: UnitFacts
    steps: tuple[tuple[str, str], ...]
    """The way down to it: addresses and names."""
    seats: tuple[SeatRow, ...]
    past: tuple[SeatRow, ...]
    children: tuple[UnitRow, ...]
    after: str
    """Address of the next page of the units below."""
    webhooks: tuple[tuple[str, str], ...]
    may: frozenset[str]
    """Commands the reader may give here."""
    reads_people: bool
    known: frozenset[str]
    """Holders of seats whose own page the reader may open."""
    reads_accounts: bool
    done: str


def show(asked: Asked) -> Response:
    """Show one unit, or the highest of those the reader sees."""
    with asked.desk.database.reading() as session:
        reach = seeing(session, asked.actor(session))
        wanted = asked.query("unit")
        if not wanted:
            units = query.tops(session, reach)
            if len(units) != 1:
                return page(asked, TreeContext(units=units))
            wanted = units[0].id
        return page(asked, _context(asked, session, reach, wanted))


def _context(asked: Asked, session: ReadSession, reach: Reach, wanted: str) -> Context:
    actor = asked.actor(session)
    unit = query.unit_facts(session, reach, wanted)
    found = query.children(session, reach, unit.id, after=asked.query("after"), size=PAGE + 1)
    below = found[:PAGE]
    reads_all = reading(session, actor).covers(unit.path)
    acting = actor_of(session, asked.account)
    may = {name for name in _COMMANDS if reach_of(session, acting, name).covers(unit.path)}
    seats = query.seats_in(session, unit.id, asked.today)
    people = reading_people(session, actor)
    return Context(
        unit=unit,
        steps=_steps(asked, unit),
        seats=seats,
        past=query.past_seats_in(session, unit.id, asked.today),
        children=below,
        after=address(_HERE, unit=unit.id, after=below[-1].path) if len(found) > PAGE else "",
        webhooks=query.webhooks_in(session, unit.id) if reads_all else (),
        may=frozenset(may),
        reads_people=people.covers(unit.path),
        known=readable(session, people, [one.person for one in seats]) if people else frozenset(),
        reads_accounts=reads_all,
        done=done(asked),
    )


def _steps(asked: Asked, unit: UnitFacts) -> tuple[tuple[str, str], ...]:
    above = ((address(_HERE, unit=id_), name) for id_, name in unit.above)
    return ((_HERE, translate(_TITLE, asked.language)), *above, ("", unit.name))


_COMMANDS = ("add_unit", "add_person", "take_seat", "leave_seat", "add_webhook")

ROUTES = (get(_HERE, show),)
