"""Choosing the role, and with it the units, through which lists and numbers are seen."""

from __future__ import annotations

from starlette.responses import Response

from desk.asking import Asked
from desk.door import own_address
from desk.routes import post
from desk.templating import see_other
from engine import sessions
from engine.queries.scopes import scopes_of


def post_scope(asked: Asked) -> Response:
    """Look through one role from now on, or through all; a role the account does not hold changes nothing."""
    role, _, unit = asked.text("scope").partition("@")
    with asked.desk.database.reading() as session:
        held = {(one.role, one.unit) for one in scopes_of(session, asked.account)}
    if (role, unit) in held:
        sessions.look_through(asked.desk.database, asked.who, role, unit)
    elif not role:
        sessions.look_through(asked.desk.database, asked.who, None, None)
    return see_other(own_address(asked.text("_then", "/")))


ROUTES = (post("/profile/scope", post_scope),)
