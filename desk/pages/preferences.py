"""How I want to be told: each kind of notice by mail at once, once a day or not, and the quiet hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import get, post
from desk.templating import page, see_other
from engine.preferences import (
    AT_ONCE,
    MODES,
    NEVER,
    NOTHING_CHOSEN,
    Mode,
    Preferences,
    Quiet,
    choose,
    preferences_of,
)
from engine.queries.people import email_of
from models.errors import Malformed, NotFound
from outputs.channels.email import CHANNEL
from outputs.kinds import Kind, kinds
from outputs.wording import error_text
from outputs.wording.names import said

PATH = "/profile/notices"
_CLOCK = re.compile(r"(\d{1,2})(?:[:hg.]\s?(\d{1,2})?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of notices, and how its mails are wanted."""

    id: str
    title: str
    about: str
    mode: Mode
    duty: str
    """Why it cannot be switched off; empty where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The choices, as they are kept or as they were typed."""

    TEMPLATE: ClassVar[str] = "preferences.html"

    rows: tuple[Row, ...]
    email: str
    """Where mails go; empty where the register has no address."""
    quiet_from: str
    quiet_until: str
    on_days_off: bool
    error: str
    is_saved: bool


def show(asked: Asked) -> Response:
    """Show what the reader has chosen."""
    kept = _kept(asked)
    return page(asked, _context(asked, kept, is_saved=asked.query("saved") == "yes"))


def post_choose(asked: Asked) -> Response:
    """Keep what the reader chooses; what must be told stays, whatever was sent."""
    modes = {kind.id: _mode(asked, kind) for kind in kinds()}
    chosen = {kind: mode for kind, mode in modes.items() if mode != AT_ONCE}
    try:
        quiet = _quiet(asked)
    except Malformed as wrong:
        error = error_text(wrong, asked.language)
        kept = Preferences(modes={CHANNEL: chosen})
        return page(asked, _context(asked, kept, error=error), status=422)
    choose(asked.desk.database, _person(asked), Preferences(modes={CHANNEL: chosen}, quiet=quiet), asked.at)
    return see_other(f"{PATH}?saved=yes")


def _mode(asked: Asked, kind: Kind) -> Mode:
    given = asked.text(f"mode.{kind.id}")
    found = next((mode for mode in MODES if mode == given), AT_ONCE)
    return AT_ONCE if found == NEVER and kind.duty is not None else found


def _quiet(asked: Asked) -> Quiet:
    since, until = (_minute(asked.text(name)) for name in ("quiet_from", "quiet_until"))
    return Quiet(since=since, until=until, on_days_off=asked.text("days_off") == "yes")


def _minute(text: str) -> int | None:
    """Return the minute of the day that was typed; None where nothing was."""
    plain = text.strip()
    if not plain:
        return None
    read = _CLOCK.fullmatch(plain) if plain.isascii() else None
    hours, minutes = (int(read[1]), int(read[2] or 0)) if read else (24, 0)
    if hours > 23 or minutes > 59:  # noqa: PLR2004 -- as clocks go
        raise Malformed("quiet.time", field="quiet_from")
    return hours * 60 + minutes


def _kept(asked: Asked) -> Preferences:
    person = _person(asked)
    with asked.desk.database.reading() as session:
        return preferences_of(session, [person]).get(person, NOTHING_CHOSEN)


def _person(asked: Asked) -> str:
    """Return whose choices they are; an account of nobody is told nothing, so it has none to make."""
    if asked.who.person is None:
        raise NotFound("person.unknown", person=asked.account)
    return asked.who.person


def _context(asked: Asked, kept: Preferences, *, error: str = "", is_saved: bool = False) -> Context:
    with asked.desk.database.reading() as session:
        email = email_of(session, _person(asked))
    typed = asked.posted
    return Context(
        rows=tuple(_row(one, kept, asked) for one in kinds()),
        email=email or "",
        quiet_from=asked.text("quiet_from") if typed else _clock(kept.quiet.since),
        quiet_until=asked.text("quiet_until") if typed else _clock(kept.quiet.until),
        on_days_off=asked.text("days_off") == "yes" if typed else kept.quiet.on_days_off,
        error=error,
        is_saved=is_saved,
    )


def _row(kind: Kind, kept: Preferences, asked: Asked) -> Row:
    mode = kept.mode(CHANNEL, kind.id)
    return Row(
        id=kind.id,
        title=said(kind.title, asked.language),
        about=said(kind.about, asked.language),
        mode=AT_ONCE if mode == NEVER and kind.duty is not None else mode,
        duty="" if kind.duty is None else kind.duty.source,
    )


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


ROUTES = (get(PATH, show), post(PATH, post_choose))
