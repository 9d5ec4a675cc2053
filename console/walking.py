"""The walk and the sweep from the command line: once for somebody who waits for it, or until told to stop."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from threading import Event
from types import FrameType
from typing import Any

from rich.text import Text

from console.exits import Exit
from console.office import Office
from console.prefect_server import running, talk_to
from console.screen import print_json
from engine.access import SYSTEM, Actor
from engine.outbox import waits
from engine.queries.dossier import dossier
from models import events
from outputs.documents.writing import in_figures
from outputs.wording.events import event_text
from outputs.wording.language import mark
from settings import Settings

_WALKED = mark("%(errands)s việc đã làm, %(failed)s việc chưa được, sẽ thử lại.")
_NOTHING = mark("Không có việc nào đang chờ.")
_SWEPT = mark("Ngày %(on)s: %(count)s việc đã ghi.")


def once(office: Office) -> Exit:
    """Carry out all that waits now; say whether all of it succeeded."""
    screen, walker = office.screen, f"{socket.gethostname()}:{os.getpid()}"
    with office.database.reading() as session:
        if not waits(session, walker, office.now()):
            screen.say(_NOTHING)
            return Exit.OK
    with _prefect(office.settings) as address:
        from flows.waves import prefect_at, until_nothing_waits  # noqa: PLC0415 -- Prefect, 3 seconds

        with prefect_at(address):
            told = until_nothing_waits(walker=walker)
    screen.say(_WALKED, errands=told["errands"], failed=told["failed"])
    return Exit.OUTSIDE if told["failed"] else Exit.OK


def forever(settings: Settings) -> None:
    """Carry out whatever waits, as soon as it waits, until asked to stop; the wave under way is finished."""
    stop = Event()
    with told_to_stop(stop), _prefect(settings) as address:
        from flows.walking import walk_forever  # noqa: PLC0415 -- as above

        walk_forever(stop, api_url=address)


def sweep(office: Office, on: date | None, *, as_json: bool) -> None:
    """Say what is to be said on a day, and end the terms that are over by it."""
    settings, screen = office.settings, office.screen
    talk_to(settings.prefect_api_url, settings.home / "prefect")
    from flows.deadlines import instant_of, swept  # noqa: PLC0415 -- as above

    at = instant_of(on, settings)
    rows = swept(settings, at)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        screen.out.print(_said(office, row))
    day = at.astimezone(settings.office_zone).date()
    screen.say(_SWEPT, on=in_figures(day), count=len(rows))


def _said(office: Office, row: Mapping[str, Any]) -> Text:
    """Return in words what the sweep recorded of one dossier."""
    number = str(row["dossier"])
    with office.database.reading() as session:
        names = office.names(dossier(session, Actor(account=SYSTEM, person=None), number))
    language = office.screen.language
    if row["said"] == "waiting":
        return Text.assemble((number, "bold"), "  ", names.step(str(row["step"]), language))
    reminded = events.Reminded(
        on=date.fromisoformat(row["on"]), about=row["about"], subject=row["subject"], flow="",
        due_on=date.fromisoformat(row["due_on"]), days=row["days"], escalated_to=row["escalated_to"],
    )  # fmt: skip
    told = event_text(reminded, language, names)
    return Text.assemble((number, "bold"), "  ", told.title, ("  " + " · ".join(told.figures), "dim"))


@contextmanager
def told_to_stop(stop: Event, *, once: bool = False) -> Iterator[None]:
    """Set the event on the first Ctrl-C or SIGTERM; a second one ends the process as usual, unless `once`."""

    def told(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- as signals call it
        stop.set()
        if not once:
            signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _prefect(settings: Settings) -> Iterator[str]:
    """Give the address of the Prefect server the settings name, or of one started for the while."""
    folder = settings.home / "prefect"
    if settings.prefect_api_url is not None:
        talk_to(settings.prefect_api_url, folder)
        yield settings.prefect_api_url
        return
    with running(folder, services=False) as server:
        talk_to(server.address, folder)
        server.wait_until_ready()
        yield server.address
