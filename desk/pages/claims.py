"""Taking a step upon oneself, so that colleagues see who is at it, and giving it back."""

from __future__ import annotations

from starlette.responses import Response

from desk.asking import Asked
from desk.door import own_address
from desk.routes import post
from desk.templating import see_other
from engine import claims


def post_take(asked: Asked) -> Response:
    """Take a step that awaits the account, in whichever of its roles."""
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
    number, step = asked.path("number"), asked.path("step")
    claims.take(asked.desk.database, actor, asked.desk.procedures, number, step, asked.at)
    return see_other(_back(asked))


def post_release(asked: Asked) -> Response:
    """Give a step back that the account has taken, or that somebody in the unit it leads has."""
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
    claims.release(asked.desk.database, actor, asked.path("number"), asked.path("step"))
    return see_other(_back(asked))


def _back(asked: Asked) -> str:
    return own_address(asked.text("_then", "/"))


ROUTES = (
    post("/claims/{number}/{step}", post_take),
    post("/claims/{number}/{step}/release", post_release),
)
