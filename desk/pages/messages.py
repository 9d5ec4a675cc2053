"""What I was told: every notice as it went out, the newest first, kept here whatever comes by mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.numbers import number_of
from desk.routes import get, post
from desk.templating import page, see_other
from engine.messages import Messages, Told, messages_of, read_up_to

PATH = "/notices"
_PAGE = re.compile(r"/(?:notices|profile/[a-z]+|meetings/[A-Z0-9-]+)\Z")
_FOR_MAILS = 2
"""Last paragraphs of a message, for mails alone: the address of the page, that nobody reads an answer."""
_NOTHING = Messages(messages=(), unread=0, before=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message as it is shown."""

    subject: str
    paragraphs: tuple[str, ...]
    address: str
    """What it is about: a dossier, a meeting, or a page about the reader's own account."""
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One page of messages."""

    TEMPLATE: ClassVar[str] = "messages.html"

    lines: tuple[Line, ...]
    unread: int
    newest: int
    """Number of the newest that is shown."""
    after: str
    """Address of the next page; empty where there is none."""


def show(asked: Asked) -> Response:
    """Show what the reader was told."""
    start = number_of(asked.query("before"))
    found = _NOTHING
    if asked.who.person is not None:
        with asked.desk.database.reading() as session:
            found = messages_of(session, asked.who.person, before=start)
    return page(
        asked,
        Context(
            lines=tuple(_line(one) for one in found.messages),
            unread=found.unread,
            newest=max((one.id for one in found.messages), default=0),
            after="" if found.before is None else f"{PATH}?before={found.before}",
        ),
    )


def post_read(asked: Asked) -> Response:
    """Note that the reader has read everything up to what was shown; what came since stays unread."""
    newest = number_of(asked.text("newest"))
    if asked.who.person is not None and newest is not None:
        read_up_to(asked.desk.database, asked.who.person, newest, asked.at)
    return see_other(PATH)


def _page_of(paragraphs: Sequence[str]) -> str:
    """Return the page a message is about, as the address in its mail names it."""
    found = _PAGE.search(paragraphs[-_FOR_MAILS]) if len(paragraphs) >= _FOR_MAILS else None
    return found[0] if found else "/profile/devices"


def _line(one: Told) -> Line:
    paragraphs = [text for part in one.body.split("\n\n") if (text := " ".join(part.split()))]
    return Line(
        subject=one.subject,
        paragraphs=tuple(paragraphs[:-_FOR_MAILS]),
        address=f"/dossiers/{one.dossier}" if one.dossier else _page_of(paragraphs),
        at=one.at,
        is_read=one.is_read,
    )


ROUTES = (get(PATH, show), post(PATH, post_read))
