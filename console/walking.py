"""The walk and the sweep from the command line: once for somebody who waits for it, or until told to stop."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event
from types import FrameType

from rich.text import Text

from console.exits import Exit
from console.prefect_server import environment, running
from console.screen import Screen, print_json
from outputs.wording import caption
from outputs.wording.language import mark
from settings import Settings

_WALKED = mark("%(errands)s việc đã làm, %(failed)s việc chưa được, sẽ thử lại.")
_NOTHING = mark("Không có việc nào đang chờ.")
_SWEPT = mark("Ngày %(on)s: %(count)s việc đã ghi.")


def once(screen: Screen, settings: Settings) -> Exit:
    """Carry out all that waits now; say whether all of it succeeded."""
    with _prefect(settings) as address:
        from flows.waves import prefect_at, until_nothing_waits  # noqa: PLC0415 -- Prefect, 3 seconds

        with prefect_at(address):
            told = until_nothing_waits(walker=f"{socket.gethostname()}:{os.getpid()}")
    if not told["errands"]:
        screen.say(_NOTHING)
        return Exit.OK
    screen.say(_WALKED, errands=told["errands"], failed=told["failed"])
    return Exit.OUTSIDE if told["failed"] else Exit.OK


def forever(settings: Settings) -> None:
    """Carry out whatever waits, as soon as it waits, until asked to stop; the wave under way is finished."""
    stop = Event()
    with told_to_stop(stop), _prefect(settings) as address:
        from flows.walking import walk_forever  # noqa: PLC0415 -- as above

        walk_forever(stop, api_url=address)


def sweep(screen: Screen, settings: Settings, on: date | None, *, as_json: bool) -> None:
    """Say what is to be said on a day, and end the terms that are over by it."""
    os.environ.update(environment(settings.home / "prefect", settings.prefect_api_url))
    from flows.deadlines import instant_of, swept  # noqa: PLC0415 -- as above

    at = instant_of(on, settings)
    rows = swept(settings, at)
    if as_json:
        print_json(rows)
        return
    day = at.astimezone(settings.office_zone).date()
    for row in rows:
        told = " · ".join(
            str(row[name]) for name in ("about", "subject", "step", "due_on", "days") if row.get(name)
        )
        said = caption("command", str(row["said"]), screen.language)
        screen.out.print(Text.assemble(str(row["dossier"]), "  ", said, ("  " + told, "dim")))
    screen.say(_SWEPT, on=f"{day:%d/%m/%Y}", count=len(rows))


@contextmanager
def told_to_stop(stop: Event) -> Iterator[None]:
    """Set the event on the first Ctrl-C or SIGTERM; a second one ends the process as usual."""

    def told(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- as signals call it
        stop.set()
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
        os.environ.update(environment(folder, settings.prefect_api_url))
        yield settings.prefect_api_url
        return
    with running(folder, services=False) as server:
        os.environ.update(environment(folder, server.address))
        server.wait_until_ready()
        yield server.address
