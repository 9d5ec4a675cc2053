"""Search: one box for dossiers by name and number, and for units by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.listing import PATH, View, stages_of
from desk.pages.dossiers import Row, row_of
from desk.routes import get
from desk.templating import page, see_other
from engine.queries.search import search

AT_MOST = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUnit:
    """A unit that was found, with the list of its dossiers."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was found."""

    TEMPLATE: ClassVar[str] = "search.html"

    q: str
    rows: tuple[Row, ...]
    total: int
    all_address: str
    """The list of all that was found; empty where it is shown whole."""
    units: tuple[FoundUnit, ...]


def show(asked: Asked) -> Response:
    """Show what the words find; a whole number leads straight to its dossier."""
    words = asked.query("q").strip()[:_LONGEST]
    with asked.desk.database.reading() as session:
        found = search(session, asked.actor(session), words, asked.today, at_most=AT_MOST)
    dossiers = found.dossiers
    if [one.number.lower() for one in dossiers.lines] == [words.lower()]:
        return see_other(f"{PATH}/{dossiers.lines[0].number}")
    stages = stages_of(asked.desk.procedures)
    context = Context(
        q=words,
        rows=tuple(row_of(asked, one, stages) for one in dossiers.lines),
        total=dossiers.total,
        all_address=View(q=words, sort="name").address() if dossiers.total > AT_MOST else "",
        units=tuple(
            FoundUnit(name=one.name, kind=one.kind, address=View(unit=one.id).address())
            for one in found.units
        ),
    )
    return page(asked, context)


ROUTES = (get("/search", show),)
