"""Whether the desk is well, for whoever keeps it running: the process answers, and can do its work."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from desk.asking import Asked
from desk.routes import get
from engine.readiness import refuse_unready
from models.errors import OutsideFailure

_UNREADY = 503


def show_alive(asked: Asked) -> Response:  # noqa: ARG001 -- whoever asks, the answer is the same
    """Answer that the process is there."""
    return PlainTextResponse("ok\n")


def show_ready(asked: Asked) -> Response:
    """Answer whether the database is there, answers and has the tables of this version."""
    try:
        refuse_unready(asked.desk.database)
    except OutsideFailure as error:
        return PlainTextResponse(f"{error.code}\n", status_code=_UNREADY)
    return PlainTextResponse("ready\n")


ROUTES = (get("/healthz", show_alive, public=True), get("/readyz", show_ready, public=True))
