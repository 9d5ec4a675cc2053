"""Notices that were given up: why, and sent again one by one or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.administration import PAGE, Section, address, refuse_strangers, sections
from desk.asking import Asked
from desk.numbers import number_of
from desk.routes import get, post
from desk.templating import page, see_other
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import given_up as query
from engine.queries.given_up import GivenUp
from engine.queries.rights import Reach, administering, reading
from engine.resending import owe_again
from models.errors import NotFound

_HERE = "/settings/letters"
_MOST_AT_ONCE = 500
"""Notices owed again by one click: each is a transaction of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One notice given up."""

    given_up: GivenUp
    may_resend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The notices given up within the reader's reach."""

    TEMPLATE: ClassVar[str] = "admin_letters.html"

    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    total: int
    resent: int | None
    """How many have just been owed again."""
    may_resend: bool
    after: str


def show(asked: Asked) -> Response:
    """Show what was given up, the oldest first."""
    with asked.desk.database.reading() as session:
        reach = reading(session, asked.actor(session))
        refuse_strangers(reach)
        mine = administering(session, actor_of(session, asked.account))
        after = number_of(asked.query("after")) or 0
        # What is about no dossier is little, and stands before the rest without pages of its own.
        messages = () if after else query.messages_given_up(session, reach, size=PAGE)
        found = query.given_up(session, reach, after=after, size=PAGE + 1)
        shown = found[:PAGE]
        context = Context(
            sections=sections(asked, session),
            lines=tuple(_line(one, mine) for one in (*messages, *shown)),
            total=query.how_many(session, reach),
            resent=number_of(asked.query("resent")),
            may_resend=bool(mine),
            after=address(_HERE, after=str(shown[-1].id)) if len(found) > PAGE else "",
        )
    return page(asked, context)


def post_again(asked: Asked) -> Response:
    """Owe one notice once more, or all of them; what waits to be sent again already is left alone."""
    with asked.desk.database.reading() as session:
        reach = administering(session, actor_of(session, asked.account))
        refuse_strangers(reach)
        chosen = _chosen(asked, session, reach)
    owed = sum(_owed(asked, one) for one in chosen if not one.waits_again)
    if owed:
        asked.desk.registry.wake()
    return see_other(address(_HERE, resent=str(owed)))


def _chosen(asked: Asked, session: ReadSession, reach: Reach) -> tuple[GivenUp, ...]:
    if asked.text("all"):
        messages = query.messages_given_up(session, reach, size=_MOST_AT_ONCE)
        return (*messages, *query.given_up(session, reach, after=0, size=_MOST_AT_ONCE))
    for name, one_of in (("letter", query.one_given_up), ("message", query.one_message_given_up)):
        number = number_of(asked.text(name))
        if number is not None:
            return (one_of(session, reach, number),)
    raise NotFound("page.unknown")


def _owed(asked: Asked, one: GivenUp) -> bool:
    try:
        return owe_again(asked.desk.database, one.letter, asked.at)
    except NotFound:  # sent meanwhile
        return False


def _line(one: GivenUp, mine: Reach) -> Line:
    return Line(
        given_up=one,
        may_resend=mine.covers(one.path) and not one.waits_again,
    )


ROUTES = (get(_HERE, show), post(_HERE, post_again))
