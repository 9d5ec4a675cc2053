"""The list of dossiers: everything the reader may see, narrowed by what the address asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.listing import (
    LIVE,
    PATH,
    Chip,
    Named,
    View,
    changed,
    chips,
    said,
    stages_of,
    view_of,
)
from desk.routes import get
from desk.templating import page
from desk.views import SavedViews, saved_views
from engine.database import ReadSession
from engine.queries import lists
from engine.queries.dossier import people_named, units_named
from engine.queries.lists import LIVE_STATUSES, ORDERS, Counts, Line
from engine.queries.recruits import units_to_open
from models.procedure import Caption
from models.state import Status
from outputs.wording import Language, Names, caption
from outputs.wording.language import mark, translate

A_PAGE = 50
_ORDERS = {"deadline": mark("Hạn gần nhất"), "name": mark("Họ tên"), "number": mark("Số hồ sơ")}
_ALL, _UNDER_WAY, _OVERDUE = mark("Tất cả"), mark("Chưa kết thúc"), mark("Quá hạn")
_INDENT = "\u2003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """A quick filter with how much it shows."""

    address: str
    text: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One entry of a chooser."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier as the list shows it."""

    address: str
    number: str
    candidate: str
    born_on: date
    unit: str
    stage: str
    status: str
    awaits: str
    """The step that is next due, with the body it lies at; empty where none is open."""
    due_on: date | None
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosers:
    """What the filter offers."""

    stages: tuple[Option, ...]
    statuses: tuple[Option, ...]
    units: tuple[Option, ...]
    years: tuple[Option, ...]
    orders: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    """Parts of the filter that have no chooser, carried along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The list of dossiers."""

    TEMPLATE: ClassVar[str] = "dossiers.html"

    may_open: bool
    """Whether the reader may open a dossier somewhere."""
    view: View
    saved: SavedViews
    rows: tuple[Row, ...]
    total: int
    first: int
    last: int
    pills: tuple[Pill, ...]
    chips: tuple[Chip, ...]
    choosers: Choosers
    before: str
    after: str
    xlsx: str
    csv: str


def show(asked: Asked) -> Response:
    """Show one page of the list."""
    view, stages = view_of(asked), stages_of(asked.desk.procedures)
    wanted = view.wanted(stages)
    at = (view.page - 1) * A_PAGE
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        listed = lists.page_of(session, actor, wanted, asked.today, order=view.sort, at=at, size=A_PAGE)
        whole = replace(wanted, statuses=(), is_overdue=False)
        counted = lists.counts(session, actor, whole, asked.today)
        units = lists.unit_choices(session, actor)
        years = lists.years(session, actor)
        named = named_in(
            session, view, stages, {one.id: one.name for one in units}, is_empty=not listed.total
        )
        saved = saved_views(asked, session, "dossiers")
        may_open = bool(units_to_open(session, actor, asked.desk.procedures.in_force(asked.today)))
    context = Context(
        saved=saved,
        view=view,
        may_open=may_open,
        rows=tuple(row_of(asked, one, stages) for one in listed.lines),
        total=listed.total,
        first=at + 1,
        last=at + len(listed.lines),
        pills=tuple(_pills(view, counted, asked.language)),
        chips=chips(view, named, asked.language),
        choosers=_choosers(asked.language, view, stages, units, years),
        before=replace(view, page=view.page - 1).address() if view.page > 1 else "",
        after=replace(view, page=view.page + 1).address() if at + A_PAGE < listed.total else "",
        xlsx=changed(view).address(f"{PATH}/export.xlsx"),
        csv=changed(view).address(f"{PATH}/export.csv"),
    )
    return page(asked, context)


def named_in(
    session: ReadSession,
    view: View,
    stages: Mapping[str, Caption],
    units: Mapping[str, str],
    *,
    is_empty: bool,
) -> Named:
    """Return the names of what a filter mentions; whom it finds nothing of stays unnamed."""
    # Whoever guesses at ids must not learn names from a list in which there is nothing for them.
    at = {} if is_empty or not view.at else units_named(session, [view.at])
    persons = {} if is_empty or not view.mentor else people_named(session, [view.mentor])
    return Named(stages=stages, units={**at, **units}, persons=persons)


def row_of(asked: Asked, line: Line, stages: Mapping[str, Caption]) -> Row:
    """Return a line of a list as it is shown."""
    return Row(
        address=f"{PATH}/{line.number}",
        number=line.number,
        candidate=line.candidate,
        born_on=line.born_on,
        unit=line.unit,
        stage=said(stages.get(line.stage), asked.language) or line.stage,
        status=line.status,
        awaits=", ".join(awaits(asked, line)[:1]),
        due_on=None if line.status == Status.SUSPENDED else line.due_on,
        opened_on=line.opened_on,
    )


def awaits(asked: Asked, line: Line) -> list[str]:
    """Return the open steps of a line by title, each with the body it lies at."""
    names = Names(procedure=asked.desk.procedures.version(line.procedure))
    steps = ((names.step(one.step, asked.language), one.unit) for one in line.awaits)
    return [f"{step} ({unit})" if unit and unit != line.unit else step for step, unit in steps]


def _pills(view: View, counted: Counts, language: Language) -> Iterator[Pill]:
    def pill(text: str, count: int, status: str, overdue: str = "") -> Pill:
        return Pill(
            address=changed(view, status=status, overdue=overdue).address(),
            text=text,
            count=count,
            is_here=(view.status, view.overdue) == (status, overdue),
        )

    numbers = counted.by_status
    yield pill(translate(_ALL, language), sum(numbers.values()), "")
    live = sum(numbers.get(one, 0) for one in LIVE_STATUSES)
    yield pill(translate(_UNDER_WAY, language), live, LIVE)
    yield pill(translate(_OVERDUE, language), counted.overdue, "", "1")
    for status in (Status.RETURNED, Status.SUSPENDED, Status.RECOGNISED):
        if numbers.get(status):
            yield pill(_capital(caption("status", status, language)), numbers[status], status)


def _choosers(
    language: Language,
    view: View,
    stages: Mapping[str, Caption],
    units: tuple[lists.UnitChoice, ...],
    years: tuple[int, ...],
) -> Choosers:
    statuses = [(LIVE, translate(_UNDER_WAY, language))]
    statuses += [(one.value, _capital(caption("status", one.value, language))) for one in Status]
    return Choosers(
        stages=options([(one, said(title, language)) for one, title in stages.items()], view.stage),
        statuses=options(statuses, view.status),
        units=unit_options(units, view.unit),
        years=options([(str(one), str(one)) for one in years], view.year),
        orders=options([(one, translate(_ORDERS[one], language)) for one in ORDERS], view.sort),
        kept=tuple(
            (name, getattr(view, name))
            for name in ("reached", "at", "joined", "mentor")
            if getattr(view, name)
        ),
    )


def unit_options(units: tuple[lists.UnitChoice, ...], chosen: str) -> tuple[Option, ...]:
    """Return the units of a chooser, each set in by how deep it stands."""
    return options([(one.id, f"{_INDENT * one.depth}{one.name}") for one in units], chosen)


def options(pairs: list[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    """Return the entries of a chooser."""
    return tuple(Option(value=value, text=text, is_chosen=value == chosen) for value, text in pairs)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ROUTES = (get(PATH, show),)
