"""What awaits me: the opening page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.duties import Titles, address_of, looked_of, remember
from desk.routes import get
from desk.templating import page
from desk.views import SavedViews, saved_views
from engine.queries.ballots import BallotLine, awaiting, awaiting_for
from engine.queries.history import names_of, spoken_of
from engine.queries.inbox import Counts, Done, Due, Duty, Inbox, Looked, Who, inbox_of, lately_done
from engine.queries.meetings import ToSign, minutes_to_sign
from engine.queries.own_proxies import OwnProxy, proxies_to_give
from engine.queries.recruits import units_to_open
from engine.queries.substitutions import Line, standing_of
from outputs.wording import Language, Names
from outputs.wording.events import event_text
from outputs.wording.language import mark, translate

_MINUTES_SHOWN = 5
_DUES: tuple[tuple[Due, str], ...] = (
    ("", mark("Tất cả")), ("late", mark("Quá hạn")), ("soon", mark("Trong 7 ngày")),
)  # fmt: skip
_WHO: tuple[tuple[Who, str], ...] = (
    ("", mark("Mọi việc")), ("mine", mark("Tôi đã nhận")), ("free", mark("Chưa ai nhận")),
)  # fmt: skip


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
class Vote:
    """One open ballot that awaits the reader's vote."""

    line: BallotLine
    title: str
    """Of the step that is voted on."""
    for_whom: str = ""
    """Full name of the absent member whose vote it is; empty for the reader's own."""


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

    may_open: bool
    """Whether the reader may open a dossier somewhere."""
    total: int
    """How much awaits the reader, votes included."""
    votes: tuple[Vote, ...]
    """Open ballots that await the reader's vote: before everything else."""
    proxies: tuple[OwnProxy, ...]
    """Meetings in which the reader may have another vote for them while they are absent, or has."""
    awaiting_answer: tuple[Line, ...]
    """What absent colleagues ask the reader to take over."""
    standing_in: tuple[Line, ...]
    """Who acts for the reader, or will."""
    counts: Counts
    takers: tuple[Filter, ...]
    """Whoever has taken what is shown."""
    filters: tuple[Filter, ...]
    is_narrowed: bool
    saved: SavedViews
    rows: tuple[Row, ...]
    before: str
    after: str
    here: str
    """This very view."""
    minutes: tuple[ToSign, ...]
    """Minutes of meetings that await the reader's signature, the oldest first."""
    more_minutes: int
    done: tuple[DoneRow, ...]


def show(asked: Asked) -> Response:
    """Show what awaits whoever asks, and keep the view: the next duty is taken from it."""
    looked = looked_of(asked.request.query_params, asked.today)
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        found = inbox_of(session, actor, asked.desk.procedures, looked)
        done = lately_done(session, actor)
        minutes = minutes_to_sign(session, actor.person)
        known = names_of(session, (one for entry in done for one in spoken_of(entry.event)))
        saved = saved_views(asked, session, "inbox")
        own = [(one, "") for one in awaiting(session, actor.person, asked.desk.procedures)]
        votes = (*own, *awaiting_for(session, actor.person, asked.desk.procedures))
        proxies = proxies_to_give(session, actor.person, asked.desk.procedures)
        arranged = standing_of(session, asked.account, asked.today)
        may_open = bool(units_to_open(session, actor, asked.desk.procedures.in_force(asked.today)))
    titles = Titles(asked.desk.procedures, asked.language)
    told = tuple(_told(asked, one, known) for one in done)
    shown = tuple(
        Vote(line=one, title=titles.of(one.step, one.procedure), for_whom=name) for one, name in votes
    )
    context = replace(
        _context(
            found, looked, titles, votes=shown, done=told, saved=saved, may_open=may_open, minutes=minutes
        ),
        awaiting_answer=tuple(
            one for one in arranged if one.standing == "offered" and one.substitute_account == asked.account
        ),
        proxies=proxies,
        standing_in=tuple(
            one for one in arranged if one.standing == "accepted" and one.account == asked.account
        ),
    )
    response = page(asked, context)
    remember(response, asked, looked)
    return response


def _context(
    found: Inbox,
    looked: Looked,
    titles: Titles,
    *,
    votes: tuple[Vote, ...],
    done: tuple[DoneRow, ...],
    saved: SavedViews,
    may_open: bool,
    minutes: tuple[ToSign, ...],
) -> Context:
    return Context(
        may_open=may_open,
        total=found.counts.total + len(votes),
        votes=votes,
        proxies=(),
        awaiting_answer=(),
        standing_in=(),
        counts=found.counts,
        takers=tuple(_takers(found.counts, looked, titles.language)),
        filters=tuple(_filters(found.counts, looked, titles)),
        saved=saved,
        is_narrowed=bool(looked.due or looked.step or looked.who),
        rows=tuple(Row(duty=one, verb=titles.of(one.step, one.procedure)) for one in found.duties),
        before=address_of(replace(looked, page=looked.page - 1)) if looked.page > 1 else "",
        after=address_of(replace(looked, page=looked.page + 1)) if found.has_more else "",
        here=address_of(looked),
        minutes=minutes[:_MINUTES_SHOWN],
        more_minutes=len(minutes[_MINUTES_SHOWN:]),
        done=done,
    )


def _takers(counts: Counts, looked: Looked, language: Language) -> Iterator[Filter]:
    for who, text in _WHO:
        yield Filter(
            address=address_of(replace(looked, who=who, page=1)),
            text=translate(text, language),
            count=counts.of(who=who, due=looked.due, step=looked.step),
            is_here=looked.who == who,
        )


def _filters(counts: Counts, looked: Looked, titles: Titles) -> Iterator[Filter]:
    for due, text in _DUES:
        yield Filter(
            address=address_of(replace(looked, due=due, step="", page=1)),
            text=translate(text, titles.language),
            count=counts.of(who=looked.who, due=due),
            is_here=(looked.due, looked.step) == (due, ""),
        )
    for step in counts.steps:
        yield Filter(
            address=address_of(replace(looked, due="", step=step, page=1)),
            text=titles.of(step),
            count=counts.of(who=looked.who, step=step),
            is_here=looked.step == step,
        )


def _told(asked: Asked, one: Done, known: Mapping[str, str]) -> DoneRow:
    names = Names(procedure=asked.desk.procedures.version(one.procedure), known=known)
    told = event_text(one.event, asked.language, names)
    return DoneRow(
        dossier=one.dossier, candidate=one.candidate, at=one.at, title=told.title, figures=told.figures
    )


ROUTES = (get("/", show),)
