"""A list of dossiers as the address names it: read from the address, written into it, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from desk.asking import Asked
from desk.numbers import page_number
from engine.procedures import Procedures
from engine.queries.lists import ANY, LIVE_STATUSES, NOBODY, ORDERS, Filter, Order
from models.procedure import Caption
from outputs.wording import Language, caption
from outputs.wording.language import mark, translate

__all__ = ["ANY", "LIVE", "PATH", "Chip", "Named", "View", "changed", "chips", "said", "stages_of", "view_of"]

PATH = "/dossiers"
LIVE = "live"
"""As `status`: every dossier that has not ended."""
_LONGEST_WORDS = 200
_YEAR_WRITTEN = re.compile("(19|20|21)[0-9]{2}")

_WORDS = mark("Tìm: %(words)s")
_STAGE = mark("Bước: %(stage)s")
_REACHED = mark("Đã đến bước: %(stage)s")
_STATUS = mark("Trạng thái: %(status)s")
_LIVE = mark("Chưa kết thúc")
_UNIT = mark("Đơn vị: %(unit)s")
_AT = mark("Đang chờ: %(unit)s")
_OVERDUE = mark("Quá hạn")
_YEAR = mark("Lập năm %(year)s")
_JOINED = mark("Kết nạp năm %(year)s")
_JOINED_EVER = mark("Đã kết nạp")
_MENTOR = mark("Người giúp đỡ: %(person)s")
_NO_MENTOR = mark("Chưa có người giúp đỡ")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address asks for; every field is a name after the question mark."""

    q: str = ""
    stage: str = ""
    reached: str = ""
    """A stage the dossier stands in, or has gone beyond."""
    status: str = ""
    unit: str = ""
    at: str = ""
    overdue: str = ""
    year: str = ""
    joined: str = ""
    mentor: str = ""
    sort: Order = "deadline"
    page: int = 1

    def wanted(self, stages: Mapping[str, Caption]) -> Filter:
        """Return the filter, given all stages in their order."""
        return Filter(
            words=self.q,
            stages=tuple(_stages(self, stages)),
            statuses=LIVE_STATUSES if self.status == LIVE else (self.status,) if self.status else (),
            unit=self.unit,
            waits_for=self.at,
            is_overdue=bool(self.overdue),
            year=int(self.year) if self.year else None,
            joined=ANY if self.joined == ANY else int(self.joined) if self.joined else None,
            mentor=self.mentor,
        )

    def address(self, path: str = PATH) -> str:
        """Return the address of the view; what is as usual is left out of it."""
        named = [(one.name, getattr(self, one.name)) for one in fields(self)]
        usual = View()
        query = urlencode([(name, value) for name, value in named if value != getattr(usual, name)])
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One part of a filter in words, with the address of the list without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What ids in the filter stand for; one that is missing is nothing the reader may know of."""

    stages: Mapping[str, Caption]
    units: Mapping[str, str]
    persons: Mapping[str, str]


def view_of(asked: Asked) -> View:
    """Read the address; a year, order or page it cannot mean is as if it were not there."""
    sort: Order = next((one for one in ORDERS if one == asked.query("sort")), "deadline")
    return View(
        q=asked.query("q").strip()[:_LONGEST_WORDS],
        stage=asked.query("stage"),
        reached=asked.query("reached"),
        status=asked.query("status"),
        unit=asked.query("unit"),
        at=asked.query("at"),
        overdue="1" if asked.query("overdue") else "",
        year=_year(asked.query("year")),
        joined=ANY if asked.query("joined") == ANY else _year(asked.query("joined")),
        mentor=asked.query("mentor"),
        sort=sort,
        page=page_number(asked.query("page")),
    )


def stages_of(procedures: Procedures) -> Mapping[str, Caption]:
    """Return every stage of every version in the order of the road, titled as the newest version does."""
    found: dict[str, Caption] = {}
    for procedure in reversed(procedures.all()):
        for stage in procedure.stages:
            found.setdefault(stage.id, stage.title)
    return found


def chips(view: View, named: Named, language: Language) -> tuple[Chip, ...]:
    """Say a filter in words, part by part."""
    return tuple(
        Chip(text=text, without=changed(view, **{name: ""}).address())
        for name, text in _said(view, named, language)
    )


def changed(view: View, **parts: Any) -> View:  # noqa: ANN401 -- fields of a view by their names
    """Return the first page of a view with some parts changed."""
    return replace(view, **{"page": 1, **parts})


def said(title: Caption | None, language: Language) -> str:
    """Return a title of the procedure in the reader's language; empty where it is not known."""
    if title is None:
        return ""
    return title.en if language == "en" else title.vi


def _stages(view: View, stages: Mapping[str, Caption]) -> Iterator[str]:
    if view.stage:
        yield view.stage
    elif view.reached:
        order = list(stages)
        yield from order[order.index(view.reached) :] if view.reached in stages else (view.reached,)


def _said(view: View, named: Named, language: Language) -> Iterator[tuple[str, str]]:
    for name, text, figures in _parts(view, named, language):
        if getattr(view, name):
            yield name, translate(text, language) % figures


def _parts(view: View, named: Named, language: Language) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    yield "q", _WORDS, {"words": view.q}
    yield "stage", _STAGE, {"stage": said(named.stages.get(view.stage), language) or "?"}
    if not view.stage:
        yield "reached", _REACHED, {"stage": said(named.stages.get(view.reached), language) or "?"}
    if view.status == LIVE:
        yield "status", _LIVE, {}
    else:
        yield "status", _STATUS, {"status": caption("status", view.status, language) if view.status else ""}
    yield "unit", _UNIT, {"unit": named.units.get(view.unit, "?")}
    yield "at", _AT, {"unit": named.units.get(view.at, "?")}
    yield "overdue", _OVERDUE, {}
    yield "year", _YEAR, {"year": view.year}
    yield "joined", _JOINED_EVER if view.joined == ANY else _JOINED, {"year": view.joined}
    if view.mentor == NOBODY:
        yield "mentor", _NO_MENTOR, {}
    else:
        yield "mentor", _MENTOR, {"person": named.persons.get(view.mentor, "?")}


def _year(text: str) -> str:
    return text if _YEAR_WRITTEN.fullmatch(text) else ""
