"""Meetings: those to come, those open and those that are over, and one with its agenda, roll and story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk.asking import Asked
from desk.door import own_address
from desk.forms import Form
from desk.meeting_ballots import Held, ToVote, ballots_held, ballots_to_open
from desk.routes import get, post
from desk.sitting import Item, Told, acting_in, items_of, quorum_words, story_of, units_that_meet
from desk.templating import page, see_other
from engine import access_log
from engine.database import ReadSession
from engine.queries.acting import UnitLine
from engine.queries.meetings import MeetingLine, MeetingWhole
from engine.queries.onward import MeetingMark, meetings_after
from engine.queries.own_proxies import own_proxy
from engine.queries.proxies import allow_any
from models.commands import CloseMeeting
from models.errors import NotFound
from models.state import MeetingStanding
from outputs.wording import caption
from outputs.wording.language import mark, translate

THEN = "then"
_A_PAGE, _BETWEEN = 50, "~"
_ALL = mark("Tất cả")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One way to narrow the list of meetings."""

    address: str
    text: str
    is_here: bool
    count: None = None
    """Not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """The meetings of every body under the reader, and where the reader may open one."""

    TEMPLATE: ClassVar[str] = "meetings.html"

    units: tuple[UnitLine, ...]
    meetings: tuple[MeetingLine, ...]
    standings: tuple[Standing, ...] = ()
    """Ways to narrow the list to meetings of one standing."""
    after: str = ""
    """Address of the next page; empty on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One meeting: what it was convened for, its roll, what was decided, what happened."""

    TEMPLATE: ClassVar[str] = "meeting.html"

    meeting: MeetingWhole
    quorum: tuple[str, ...]
    items: tuple[Item, ...]
    told: tuple[Told, ...]
    may_run: bool
    on_behalf_of: str
    """Full name of the absent person for whom the reader would run it."""
    signs_as: str
    """As which officer the reader may sign its minutes now; empty where they may not."""
    asks_to_close: bool
    then: str
    key: str
    ballots: tuple[Held, ...]
    to_vote: tuple[ToVote, ...]
    """What awaits the body's vote, for who may open a ballot on it."""
    may_authorise: bool
    """Whether the reader may have another vote for them there, or has."""


def show_list(asked: Asked) -> Response:
    """Show the meetings of the units under whoever asks, the newest first."""
    wanted = asked.query("standing")
    standing = wanted if wanted in set(MeetingStanding) else ""
    with asked.desk.database.reading() as session:
        units = units_that_meet(asked, session, "open_meeting")
        found = meetings_after(
            session, asked.actor(session), "", after=_mark(asked), at_most=_A_PAGE + 1, standing=standing
        )
    shown = found[:_A_PAGE]
    mark_ = f"{shown[-1].held_on}{_BETWEEN}{shown[-1].number}" if found[_A_PAGE:] else ""
    more = urlencode({"standing": standing, "after": mark_} if standing else {"after": mark_})
    context = ListContext(
        units=units,
        meetings=shown,
        standings=tuple(_standings(asked, standing)),
        after=f"/meetings?{more}" if mark_ else "",
    )
    return page(asked, context)


def _standings(asked: Asked, here: str) -> Iterator[Standing]:
    yield Standing(address="/meetings", text=translate(_ALL, asked.language), is_here=not here)
    for one in MeetingStanding:
        text = caption("sitting", one.value, asked.language)
        shown = text[:1].upper() + text[1:]
        yield Standing(address=f"/meetings?standing={one.value}", text=shown, is_here=here == one.value)


def _mark(asked: Asked) -> MeetingMark | None:
    """Return the meeting after which the page begins; the first page for what names none."""
    day, _, number = asked.query("after").partition(_BETWEEN)
    try:
        return MeetingMark(held_on=date.fromisoformat(day), number=number)
    except ValueError:
        return None


def show(asked: Asked) -> Response:
    """Show one meeting with its roll."""
    return _meeting_page(asked, asks_to_close=False)


def post_close(asked: Asked) -> Response:
    """Close a meeting, once whoever asks has said that they mean it."""
    if not asked.text("_sure"):
        return _meeting_page(asked, asks_to_close=True)
    with asked.desk.database.reading() as session:
        number = acting_in(asked, session).meeting.line.number
    asked.record(CloseMeeting(meeting=number))
    return see_other(f"/meetings/{number}")


def _meeting_page(asked: Asked, *, asks_to_close: bool) -> Response:
    with asked.desk.database.reading() as session:
        acting = acting_in(asked, session, to_run=asks_to_close)
        found = acting.meeting
        told = story_of(asked, session, found.line.number)
        ballots = ballots_held(asked, session, acting.actor, found.line)
        to_vote = ballots_to_open(asked, session, found.line) if acting.may_run else ()
        may_authorise = _may_authorise(asked, session, found)
    context = Context(
        meeting=found,
        quorum=quorum_words(asked, found.line),
        items=items_of(asked, found.points),
        told=told,
        may_run=acting.may_run,
        on_behalf_of=acting.on_behalf_of,
        signs_as=acting.signs_as,
        asks_to_close=asks_to_close,
        then=own_address(asked.query(THEN, "/")),
        key=Form(groups=()).key,
        ballots=ballots,
        to_vote=to_vote,
        may_authorise=may_authorise,
    )
    read = dict.fromkeys(one.dossier for one in found.points)
    access_log.note_all(
        asked.desk.database, asked.account, list(read), at=asked.at, what=f"{found.line.number} agenda"
    )
    return page(asked, context)


def _may_authorise(asked: Asked, session: ReadSession, found: MeetingWhole) -> bool:
    """Say whether whoever asks counts in the roll and may authorise somebody in it, or has."""
    procedures = asked.desk.procedures
    if not found.proxies and not allow_any(procedures):
        return False
    try:
        own = own_proxy(session, asked.who.person, found.line.number, procedures)
    except NotFound:
        return False
    return bool(own.holders or own.given or own.held)


ROUTES = (
    get("/meetings", show_list),
    get("/meetings/{number}", show),
    post("/meetings/{number}/close", post_close),
)
