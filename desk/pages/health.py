"""Whether the desk is well, for whoever keeps it running: the process answers, and can do its work."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from desk.asking import Asked
from desk.routes import get
from engine.queries.system import refuse_late
from engine.readiness import refuse_unready
from models.errors import OutsideFailure

_UNREADY = 503


def show_alive(asked: Asked) -> Response:  # noqa: ARG001 -- whoever asks, the answer is the same
    """Answer that the process is there."""
    return PlainTextResponse("ok\n")


def show_ready(asked: Asked) -> Response:
    """Answer whether the database answers, has the tables of this version, and nothing waits for too long.

    Where not, the answer is the error's code with its figures, which name nobody and no place.
    """
    desk = asked.desk
    try:
        refuse_unready(desk.database)
        with desk.database.reading() as session:
            refuse_late(session, asked.at, desk.late_after)
    except OutsideFailure as error:
        return PlainTextResponse(f"{_told(error)}\n", status_code=_UNREADY)
    return PlainTextResponse("ready\n")


def _told(error: OutsideFailure) -> str:
    told = [f"{name}={value}" for name, value in error.figures.items() if name in _TOLD]
    return " ".join((error.code, *told))


_TOLD = frozenset({"current", "newest", "minutes", "at_most"})
"""Figures anybody may know; a file's place or a database's own words are not among them."""

ROUTES = (get("/healthz", show_alive, public=True), get("/readyz", show_ready, public=True))
