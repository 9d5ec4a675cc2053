"""Figures: where dossiers stand, how long steps take, what is late, who is idle, who guides whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.listing import ANY, LIVE, View, said, stages_of, view_of
from desk.pages.dossiers import Option, options, unit_options
from desk.routes import get
from desk.templating import page
from engine.queries import durations, lists, workload
from engine.queries.durations import Duration
from engine.queries.lists import NOBODY, Filter
from engine.queries.workload import LateUnit, MentorLoad, Totals, YearsOfUnit
from models.procedure import Caption, Procedure
from models.state import Status
from outputs.wording import Language, caption

YEARS_BACK = 3
_MOST_LINES = 12
"""Bars of a chart; its table has them all."""
_IDLE_KINDS = ("branch", "grassroots_committee")
_ASIDE = "removal"
"""The stage that leaves the road: whoever is in it has reached every other."""
_NEARLY_ALL = 0.8
"""Of a limit: from here on a bar warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a chart."""

    name: str
    width: int
    """Hundredths of the longest."""
    value: int
    address: str
    """The list behind the value; empty where no list says the same."""
    extra: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """How long one step takes, as the table shows it."""

    title: str
    stage: str
    duration: Duration
    width: int
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCell:
    """One year of a unit."""

    opened: int
    joined: int
    opened_address: str
    joined_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleUnit:
    """A unit from which for years no dossier came, or nobody was admitted."""

    name: str
    address: str
    cells: tuple[YearCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleUnits:
    """The idle units of one kind."""

    kind: str
    units: tuple[IdleUnit, ...]
    of: int
    """How many units of the kind there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the tiles lead."""

    dossiers: str
    live: str
    overdue: str
    joined: str
    without_mentor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The figures."""

    TEMPLATE: ClassVar[str] = "figures.html"

    year: str
    years: tuple[Option, ...]
    units: tuple[Option, ...]
    totals: Totals
    joined: int
    """Admitted in the year shown, or ever."""
    links: Links
    funnel: tuple[Bar, ...]
    steps: tuple[StepTime, ...]
    late: tuple[Bar, ...]
    late_units: tuple[tuple[LateUnit, str], ...]
    idle_years: tuple[int, ...]
    idle: tuple[IdleUnits, ...]
    mentors: tuple[Bar, ...]
    mentor_units: tuple[tuple[MentorLoad, str], ...]
    loads: tuple[tuple[int, int], ...]
    """So many candidates, guided by each of so many mentors."""
    most_candidates: int
    """How many candidates one member may guide."""
    export: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the record says."""

    totals: Totals
    joined: int
    by_stage: Mapping[str, int]
    recognised: int
    times: Mapping[str, Duration]
    late: tuple[LateUnit, ...]
    mentors: tuple[MentorLoad, ...]
    kinds: Mapping[str, tuple[YearsOfUnit, ...]]
    units: tuple[lists.UnitChoice, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asks:
    """What the page was asked for."""

    view: View
    language: Language


def show(asked: Asked) -> Response:
    """Show the figures of a year and a unit, or of all the reader may see."""
    asks = view_of(asked)
    view = View(unit=asks.unit, year=asks.year)
    read = _read(asked, view)
    return page(asked, _context(asked, view, read))


def _read(asked: Asked, view: View) -> _Read:
    wanted, of_unit = view.wanted(stages_of(asked.desk.procedures)), Filter(unit=view.unit)
    today = asked.today
    admitted = replace(of_unit, joined=wanted.year or ANY)
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        return _Read(
            totals=workload.totals(session, actor, wanted, today),
            joined=workload.totals(session, actor, admitted, today).dossiers,
            by_stage=workload.by_stage(session, actor, wanted, today),
            recognised=workload.totals(
                session, actor, replace(wanted, statuses=(Status.RECOGNISED.value,)), today
            ).dossiers,
            times=durations.durations(session, actor, wanted, today),
            late=workload.late_units(session, actor, wanted, today),
            mentors=workload.mentors(session, actor, of_unit, today),
            kinds={
                kind: workload.years_of_units(session, actor, kind, _years_shown(today), view.unit)
                for kind in _IDLE_KINDS
            },
            units=lists.unit_choices(session, actor),
            years=lists.years(session, actor),
        )


def _context(asked: Asked, view: View, read: _Read) -> Context:
    asks, newest = _Asks(view=view, language=asked.language), asked.desk.procedures.all()[-1]
    stages, most = stages_of(asked.desk.procedures), newest.mentor_candidates.amount
    years = _years_shown(asked.today)
    return Context(
        year=view.year,
        years=options([(str(one), str(one)) for one in read.years], view.year),
        units=unit_options(read.units, view.unit),
        totals=read.totals,
        joined=read.joined,
        links=_links(view),
        funnel=_funnel(read, stages, asks),
        steps=_steps(read.times, newest, asked.language),
        late=_late(read.late, asks),
        late_units=tuple((one, _late_address(one, view)) for one in read.late),
        idle_years=years,
        idle=tuple(_idle(kind, found, years) for kind, found in read.kinds.items() if found),
        mentors=_mentors(read.mentors, asks, most),
        mentor_units=tuple((one, _mentor_address(one, view)) for one in read.mentors),
        loads=tuple(sorted(workload.loads(read.mentors).items())),
        most_candidates=most,
        export=view.address("/dossiers/export.xlsx"),
    )


def _years_shown(today: date) -> tuple[int, ...]:
    return tuple(range(today.year - YEARS_BACK + 1, today.year + 1))


def _links(view: View) -> Links:
    unit, year = view.unit, view.year
    return Links(
        dossiers=View(unit=unit, year=year).address(),
        live=View(unit=unit, year=year, status=LIVE).address(),
        overdue=View(unit=unit, year=year, overdue="1").address(),
        joined=View(unit=unit, joined=year or ANY).address(),
        without_mentor=View(unit=unit, year=year, status=LIVE, mentor=NOBODY).address(),
    )


def _funnel(read: _Read, stages: Mapping[str, Caption], asks: _Asks) -> tuple[Bar, ...]:
    """Return how many dossiers stand in each stage or have gone beyond it, and how many reached the end."""
    road = [one for one in stages if one != _ASIDE]
    every = read.totals.dossiers
    bars, before = [], every
    for place, stage in enumerate(road):
        reached = sum(number for name, number in read.by_stage.items() if name not in road[:place])
        address = replace(asks.view, reached=stage).address()
        lost = "" if reached == before else f"−{before - reached}"
        bars.append(_bar(said(stages[stage], asks.language), reached, every, address, extra=lost))
        before = reached
    title = caption("status", Status.RECOGNISED, asks.language)
    address = replace(asks.view, status=Status.RECOGNISED.value).address()
    last = _bar(title[:1].upper() + title[1:], read.recognised, every, address, look="good")
    return (*bars, last)


def _steps(times: Mapping[str, Duration], procedure: Procedure, language: Language) -> tuple[StepTime, ...]:
    """Return the steps that were done at least once, in the order of the road."""
    known = [(stage, step) for stage in procedure.stages for step in stage.steps if step.id in times]
    longest = max((max(one.median_days, one.limit_days or 0) for one in times.values()), default=0)
    return tuple(
        StepTime(
            title=said(step.title, language),
            stage=said(stage.title, language),
            duration=times[step.id],
            width=_share(times[step.id].median_days, longest),
            look=_look(times[step.id]),
        )
        for stage, step in known
    )


def _look(time: Duration) -> str:
    if time.limit_days is None:
        return ""
    if time.median_days > time.limit_days:
        return "late"
    return "soon" if time.median_days > _NEARLY_ALL * time.limit_days else ""


def _late(found: Sequence[LateUnit], asks: _Asks) -> tuple[Bar, ...]:
    most = max((one.dossiers for one in found), default=0)
    return tuple(
        _bar(one.name, one.dossiers, most, _late_address(one, asks.view), look="late")
        for one in found[:_MOST_LINES]
    )


def _late_address(one: LateUnit, view: View) -> str:
    return replace(view, overdue="1", at=one.unit).address()


def _mentors(found: Sequence[MentorLoad], asks: _Asks, at_most: int) -> tuple[Bar, ...]:
    most = max([at_most, *(one.candidates for one in found)])
    return tuple(
        _bar(
            one.full_name,
            one.candidates,
            most,
            _mentor_address(one, asks.view),
            extra=one.unit,
            look="late" if one.candidates > at_most else "soon" if one.candidates == at_most else "",
        )
        for one in found[:_MOST_LINES]
    )


def _mentor_address(one: MentorLoad, view: View) -> str:
    return View(unit=view.unit, status=LIVE, mentor=one.person).address()


def _idle(kind: str, found: Sequence[YearsOfUnit], years: Sequence[int]) -> IdleUnits:
    return IdleUnits(
        kind=kind, units=tuple(_idle_unit(one, years) for one in found if one.is_idle), of=len(found)
    )


def _idle_unit(one: YearsOfUnit, years: Sequence[int]) -> IdleUnit:
    unit = one.unit.id
    return IdleUnit(
        name=one.unit.name,
        address=View(unit=unit).address(),
        cells=tuple(
            YearCell(
                opened=opened,
                joined=joined,
                opened_address=View(unit=unit, year=str(year)).address(),
                joined_address=View(unit=unit, joined=str(year)).address(),
            )
            for year, opened, joined in zip(years, one.opened, one.joined, strict=True)
        ),
    )


def _bar(name: str, value: int, most: int, address: str, *, extra: str = "", look: str = "") -> Bar:
    return Bar(name=name, width=_share(value, most), value=value, address=address, extra=extra, look=look)


def _share(value: int, most: int) -> int:
    """Return a bar's hundredths of the longest; what is not nothing is seen."""
    return 0 if not value or not most else max(1, round(100 * value / most))


ROUTES = (get("/figures", show),)
