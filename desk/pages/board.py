"""The board: a column a stage, the most urgent dossiers in each; cards lead on, nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.listing import LIVE, PATH, View, said, stages_of, view_of
from desk.pages.dossiers import Option, unit_options
from desk.routes import get
from desk.templating import page
from desk.views import SavedViews, saved_views
from engine.queries import board
from engine.queries.board import Card
from engine.queries.lists import Filter, unit_choices
from models.procedure import Caption
from outputs.wording import Language

A_COLUMN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One stage as the board shows it."""

    stage: str
    title: str
    dossiers: int
    address: str
    """The list of everything in it."""
    overdue: int
    overdue_address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The board."""

    TEMPLATE: ClassVar[str] = "board.html"

    saved: SavedViews
    columns: tuple[Column, ...]
    units: tuple[Option, ...]
    total: int
    path: str
    """Where the dossiers are, to put a number behind."""


def show(asked: Asked) -> Response:
    """Show the dossiers that have not ended, by the stage they stand in."""
    unit = view_of(asked).unit
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        found = board.columns(session, actor, Filter(unit=unit), asked.today, at_most=A_COLUMN)
        units = unit_choices(session, actor)
        saved = saved_views(asked, session, "board")
    columns = _columns(found, stages_of(asked.desk.procedures), unit, asked.language)
    context = Context(
        saved=saved,
        columns=columns,
        units=unit_options(units, unit),
        total=sum(one.dossiers for one in columns),
        path=PATH,
    )
    return page(asked, context)


def _columns(
    found: tuple[board.Column, ...], stages: Mapping[str, Caption], unit: str, language: Language
) -> tuple[Column, ...]:
    """Return every stage in the order of the road, those in which nothing stands too."""
    by_stage = {one.stage: one for one in found}
    return tuple(
        _column(stage, by_stage.get(stage), said(stages.get(stage), language) or stage, unit)
        for stage in dict.fromkeys([*stages, *by_stage])
    )


def _column(stage: str, one: board.Column | None, title: str, unit: str) -> Column:
    return Column(
        stage=stage,
        title=title,
        dossiers=0 if one is None else one.dossiers,
        address=View(stage=stage, status=LIVE, unit=unit).address(),
        overdue=0 if one is None else one.overdue,
        overdue_address=View(stage=stage, status=LIVE, unit=unit, overdue="1").address(),
        cards=() if one is None else one.cards,
    )


ROUTES = (get("/board", show),)
