"""My deadlines and meetings as a calendar to subscribe to, under a secret address that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import ClassVar, cast

from starlette.responses import Response

from desk.asking import Asked
from desk.duties import Titles
from desk.elevation import elevated
from desk.routes import get, post
from desk.templating import page, see_other
from desk.throttle import Throttle
from engine import feeds
from engine.actors import actor_of
from engine.queries.deadlines import deadlines_of
from engine.queries.people import language_of
from engine.queries.word import summoned
from models.errors import NotFound
from outputs.calendars import MEDIA_TYPE, calendar_of, content_digest
from outputs.wording import Language

PATH = "/profile/calendar"
_MISSES = Throttle(most=20, within=timedelta(minutes=10))
"""By network address: whoever tries addresses that are none."""
_READS = Throttle(most=30, within=timedelta(minutes=10))
"""By calendar: a program that reads it over and over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Whether there is an address, and what can be done with it."""

    TEMPLATE: ClassVar[str] = "calendar.html"

    made_at: datetime | None
    is_read: bool
    """Whether a calendar program has ever asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeContext:
    """The page that shows the address, this once."""

    TEMPLATE: ClassVar[str] = "calendar_made.html"

    address: str


def show(asked: Asked) -> Response:
    """Show whether the account has a calendar to subscribe to."""
    with asked.desk.database.reading() as session:
        feed = feeds.feed_of(session, asked.account)
    return page(
        asked,
        Context(
            made_at=None if feed is None else feed.made_at,
            is_read=feed is not None and feed.content_sha256 is not None,
        ),
    )


@elevated
def post_make(asked: Asked) -> Response:
    """Make a new address, in place of the one before, and show it this once."""
    secret = feeds.make(asked.desk.database, asked.account, asked.at)
    return page(asked, MadeContext(address=f"{asked.desk.public_url.rstrip('/')}/calendar/{secret}.ics"))


@elevated
def post_revoke(asked: Asked) -> Response:
    """Take the address back: whoever has it reads nothing more."""
    feeds.revoke(asked.desk.database, asked.account)
    return see_other(PATH)


def show_feed(asked: Asked) -> Response:
    """Answer a calendar program; an address that is none, or of a closed account, is not there."""
    with asked.desk.database.reading() as session:
        feed = feeds.feed_under(session, asked.path("secret"))
    caller = asked.address if feed is None else feed.account
    wait = (_MISSES if feed is None else _READS).wait(f"{id(asked.desk)}:{caller}", asked.at)
    if wait:
        return Response(status_code=429, headers={"Retry-After": str(wait)})
    if feed is None:
        raise NotFound("calendar.unknown")
    return _answer(asked, feed)


def _answer(asked: Asked, feed: feeds.Feed) -> Response:
    desk = asked.desk
    with desk.database.reading() as session:
        actor = actor_of(session, feed.account, asked.today)
        language = cast("Language", language_of(session, actor.person) or desk.language)
        found = deadlines_of(session, actor, desk.procedures, asked.today)
        meetings = () if actor.person is None else summoned(session, actor.person, asked.today)
    titles = Titles(desk.procedures, language)
    content = calendar_of(found, meetings, titles.of, language, base_url=desk.public_url, zone=desk.zone)
    digest = content_digest(content)
    changed_at = feeds.read_as(desk.database, feed, digest, asked.at).replace(microsecond=0)
    headers = {
        "Cache-Control": "private, max-age=900",
        "ETag": f'"{digest}"',
        "Last-Modified": format_datetime(changed_at, usegmt=True),
    }
    if _is_known(asked, digest, changed_at):
        return Response(status_code=304, headers=headers)
    named = {"Content-Disposition": 'inline; filename="diudat.ics"'}
    return Response(content, media_type=MEDIA_TYPE, headers=headers | named)


def _is_known(asked: Asked, digest: str, changed_at: datetime) -> bool:
    """Say whether the program has just this already; what it names by its tag counts before the time."""
    tags = asked.request.headers.get("If-None-Match")
    if tags is not None:
        return any(one.strip().removeprefix("W/") in {f'"{digest}"', "*"} for one in tags.split(","))
    since = asked.request.headers.get("If-Modified-Since")
    try:
        return since is not None and changed_at <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


ROUTES = (
    get(PATH, show),
    post(PATH, post_make),
    post(f"{PATH}/revoke", post_revoke),
    get("/calendar/{secret}.ics", show_feed, public=True, secret=True),
)
