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
    return prove(asked, lambda proved: see_other(own_address(proved.text(THEN, "/"))))


ROUTES = (post("/elevate", post_proof),)
