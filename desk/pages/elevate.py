"""Proving oneself again before a page is shown that asks for it."""

from __future__ import annotations

from starlette.responses import Response

from desk.asking import Asked
from desk.door import own_address
from desk.elevation import THEN, prove
from desk.routes import post
from desk.templating import see_other


def post_proof(asked: Asked) -> Response:
    """Check the proof and show the page that asked for it."""
    if asked.who.is_elevated(asked.at):
        return _go_on(asked)
    return prove(asked, _go_on)


def _go_on(asked: Asked) -> Response:
    return see_other(own_address(asked.text(THEN, "/")))


ROUTES = (post("/elevate", post_proof),)
