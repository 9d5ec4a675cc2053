"""Signing in at the organisation's own identity provider, and proving oneself again there."""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict

import orjson
from starlette.responses import Response

from desk import identity, sessions
from desk.asking import Asked
from desk.door import own_address
from desk.identity import Journey, Provider
from desk.pages.sign_in import begin_session, code_page, onward
from desk.routes import get
from desk.templating import see_other
from engine import accounts
from models.errors import Forbidden, NotFound

_BACK = "/sign-in/organisation/back"
_AWAY_SECONDS = 600


def show_away(asked: Asked) -> Response:
    """Send the browser to the provider; it keeps what it must bring back in a cookie of ten minutes."""
    provider = _provider(asked)
    journey = identity.depart(own_address(asked.query("then", "/")))
    anew = asked.session is not None and not asked.session.awaits_code
    response = see_other(identity.address(provider, journey, _back(asked), anew=anew))
    response.set_cookie(
        _cookie(asked),
        base64.urlsafe_b64encode(orjson.dumps(asdict(journey))).decode(),
        max_age=_AWAY_SECONDS,
        httponly=True,
        samesite="lax",
        secure=asked.desk.is_encrypted,
        path="/",
    )
    return response


def show_back(asked: Asked) -> Response:
    """Begin a session for the account the provider names; the second factor is asked for where one is on."""
    journey = _journey(asked)
    name = identity.arrived(
        _provider(asked), journey, dict(asked.request.query_params), _back(asked), asked.at
    )
    proof = accounts.vouched_for(asked.desk.database, name, address=asked.address, at=asked.at)
    if proof.account is None:
        raise Forbidden("access.no_account", account=name)
    then = own_address(journey.then)
    response = code_page(asked, then) if proof.awaits_code else onward(asked, proof.account, then)
    begin_session(asked, proof.account, response, awaits_code=proof.awaits_code)
    response.delete_cookie(_cookie(asked), path="/", secure=asked.desk.is_encrypted, httponly=True)
    return response


def _provider(asked: Asked) -> Provider:
    if asked.desk.provider is None:
        raise NotFound("identity.none")
    return asked.desk.provider


def _back(asked: Asked) -> str:
    return f"{asked.desk.public_url}{_BACK}"


def _cookie(asked: Asked) -> str:
    return f"{sessions.cookie_name(asked.desk)}-away"


def _journey(asked: Asked) -> Journey:
    kept = asked.request.cookies.get(_cookie(asked), "")
    try:
        return Journey(**orjson.loads(base64.urlsafe_b64decode(kept)))
    except (binascii.Error, ValueError, TypeError) as lost:
        raise Forbidden("identity.refused") from lost


ROUTES = (
    get("/sign-in/organisation", show_away, public=True),
    get(_BACK, show_back, public=True),
)
