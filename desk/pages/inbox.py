"""What awaits me: the opening page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk.asking import Asked
from desk.dossier.story import page_number
from desk.routes import get
from desk.templating import page
from engine.procedures import Procedures
from engine.queries.duties import SUPPLEMENT
from engine.queries.history import names_of, spoken_of
from engine.queries.inbox import Counts, Done, Due, Duty, Inbox, Looked, inbox_of, lately_done
from outputs.wording import Language, Names
from outputs.wording.events import event_text
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_ALL, _LATE, _SOON = mark("Tất cả"), mark("Quá hạn"), mark("Trong 7 ngày")
_SUPPLEMENT = mark("Bổ sung hồ sơ bị trả lại")
_DUES: dict[str, Due] = {"late": "late", "soon": "soon"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One quick filter."""

    address: str
    text: str
    count: int | None
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One duty as the page shows it."""

    duty: Duty
    verb: str
    """What is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    """Something the reader recorded, in words."""

    dossier: str
    candidate: str
    at: datetime
    title: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The inbox."""

    TEMPLATE: ClassVar[str] = "inbox.html"

    counts: Counts
    filters: tuple[Filter, ...]
    is_narrowed: bool
    rows: tuple[Row, ...]
    before: str
    after: str
    done: tuple[DoneRow, ...]


def show(asked: Asked) -> Response:
    """Show what awaits whoever asks."""
    looked = _looked(asked)
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        found = inbox_of(session, actor, asked.desk.procedures, looked)
        done = lately_done(session, actor)
        known = names_of(session, (one for entry in done for one in spoken_of(entry.event)))
    titles = _Titles(asked.desk.procedures, asked.language)
    return page(asked, _context(found, looked, titles, tuple(_told(asked, one, known) for one in done)))


def _context(found: Inbox, looked: Looked, titles: _Titles, done: tuple[DoneRow, ...]) -> Context:
    return Context(
        counts=found.counts,
        filters=tuple(_filters(found.counts, looked, titles)),
        is_narrowed=bool(looked.due or looked.step),
        rows=tuple(Row(duty=one, verb=titles.of(one.step, one.procedure)) for one in found.duties),
        before=_address(replace(looked, page=looked.page - 1)) if looked.page > 1 else "",
        after=_address(replace(looked, page=looked.page + 1)) if found.has_more else "",
        done=done,
    )


def _looked(asked: Asked) -> Looked:
    """Read the view out of the address; what makes no sense there shows everything."""
    return Looked(
        today=asked.today,
        due=_DUES.get(asked.query("due"), ""),
        step=asked.query("step"),
        page=page_number(asked.query("page")),
    )


def _filters(counts: Counts, looked: Looked, titles: _Titles) -> Iterator[Filter]:
    dues: tuple[tuple[Due, str, int], ...] = (
        ("", _ALL, counts.total), ("late", _LATE, counts.late), ("soon", _SOON, counts.soon),
    )  # fmt: skip
    for due, text, count in dues:
        chosen = Looked(today=looked.today, due=due)
        yield Filter(
            address=_address(chosen),
            text=translate(text, titles.language),
            count=count,
            is_here=(looked.due, looked.step) == (due, ""),
        )
    for step, count in counts.steps.items():
        chosen = Looked(today=looked.today, step=step)
        is_here = looked.step == step
        yield Filter(address=_address(chosen), text=titles.of(step), count=count, is_here=is_here)


def _address(looked: Looked) -> str:
    asked = {"due": looked.due, "step": looked.step, "page": str(looked.page) if looked.page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/?{query}" if query else "/"


@dataclass(frozen=True, slots=True)
class _Titles:
    """What steps are called, whichever version of the regulation a dossier follows."""

    procedures: Procedures
    language: Language

    def of(self, step: str, version: str | None = None) -> str:
        """Return the title of a step in a version; without one, as the newest version has it."""
        if step == SUPPLEMENT:
            return translate(_SUPPLEMENT, self.language)
        versions = reversed(self.procedures.all()) if version is None else (self.procedures.version(version),)
        found = next((one.step(step).title for one in versions if one.has_step(step)), None)
        return step if found is None else said(found, self.language)


def _told(asked: Asked, one: Done, known: Mapping[str, str]) -> DoneRow:
    names = Names(procedure=asked.desk.procedures.version(one.procedure), known=known)
    told = event_text(one.event, asked.language, names)
    return DoneRow(
        dossier=one.dossier, candidate=one.candidate, at=one.at, title=told.title, figures=told.figures
    )


ROUTES = (get("/", show),)
