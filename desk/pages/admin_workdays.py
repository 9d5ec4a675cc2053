"""The office's calendar of one year: days off by law, and the days decided otherwise with their source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.administration import Section, refuse_strangers, sections
from desk.asking import Asked
from desk.pages.admin_do import done
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.queries.rights import reach_of, reading
from engine.queries.workdays import FIRST_YEAR, LAST_YEAR, YearOfWork, year_of_work

_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One year of the calendar."""

    TEMPLATE: ClassVar[str] = "admin_workdays.html"

    sections: tuple[Section, ...]
    year: YearOfWork
    before: int | None
    after: int | None
    today: date
    may_set: bool
    done: str


def show(asked: Asked) -> Response:
    """Show the days off and the days worked against the usual calendar, of this year or another."""
    wanted = asked.query("year")
    year = int(wanted) if _YEAR.fullmatch(wanted) else asked.today.year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    with asked.desk.database.reading() as session:
        refuse_strangers(reading(session, asked.actor(session)))
        context = Context(
            sections=sections(asked, session),
            year=year_of_work(session, year),
            before=year - 1 if year > FIRST_YEAR else None,
            after=year + 1 if year < LAST_YEAR else None,
            today=asked.today,
            may_set=reach_of(session, actor_of(session, asked.account), "set_workday").is_whole,
            done=done(asked),
        )
    return page(asked, context)


ROUTES = (get("/settings/workdays", show),)
