"""The desk as an ASGI application: every page behind its guards, and an answer for whatever goes wrong."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette_compress import CompressMiddleware

from desk import api, assets, door, failures, sessions
from desk.asking import Asked
from desk.guards import KnownHost, SameOrigin, SecureHeaders
from desk.metrics import TEMPLATE, Counted, Metrics
from desk.office import Desk
from desk.routes import USUAL_BODY, Answers, all_routes
from desk.templating import see_other
from models.errors import DiudatError
from outputs.wording import LANGUAGES, Language

_LOG = structlog.get_logger("desk")
_NEW_PASSWORD = "/profile/password"  # noqa: S105 -- an address
_OPEN_WHILE_PASSWORD_IS_OLD = frozenset({_NEW_PASSWORD, "/sign-out"})
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def create_app(desk: Desk, answers: Sequence[Answers] | None = None) -> Starlette:
    """Return the application that serves an office's desk, with every page there is unless told which."""
    answers = all_routes() if answers is None else answers
    metrics = Metrics(desk.database, desk.now)
    app = Starlette(
        routes=[
            Route("/static/{version}/{name:path}", assets.serve, methods=["GET"]),
            *(_route(desk, one) for one in answers),
            api.mounted(desk),
        ],
        middleware=[
            Middleware(Counted, metrics=metrics),
            Middleware(SecureHeaders, encrypted=desk.is_encrypted),
            Middleware(KnownHost, hosts=desk.hosts),
            Middleware(SameOrigin, origin=desk.origin),
            Middleware(RequestBodyLimitMiddleware, max_body_size=USUAL_BODY),
            Middleware(CompressMiddleware),
        ],
        exception_handlers={HTTPException: _refusal(desk)},
    )
    app.router.redirect_slashes = False  # one address a page, and no answer about those next to it
    app.state.addresses = frozenset(one.path for one in answers if one.method == "GET")
    app.state.metrics = metrics
    return app


def _route(desk: Desk, one: Answers) -> Route:
    limit = Middleware(RequestBodyLimitMiddleware, max_body_size=one.most_bytes)
    return Route(one.path, _endpoint(desk, one), methods=[one.method], middleware=[limit])


def _endpoint(desk: Desk, one: Answers) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        request.scope[TEMPLATE] = one.path
        posted = await request.form() if request.method == "POST" else FormData()
        if _holds_nul(request, posted):
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        try:
            # Pages read the database and must not hold up the others: each runs in a thread of its own.
            return await run_in_threadpool(_answered, desk, one, request, posted)
        finally:
            await posted.close()

    return answer


def _holds_nul(request: Request, posted: FormData) -> bool:
    """Say whether a NUL was sent: nobody can type one, and PostgreSQL takes none."""
    texts = [request.url.path, *request.path_params.values(), *request.query_params.values()]
    texts += [text for pair in posted.multi_items() for text in pair if isinstance(text, str)]
    return any("\x00" in str(text) for text in texts)


def _answered(desk: Desk, one: Answers, request: Request, posted: FormData) -> Response:
    began = time.perf_counter()
    request_id = _request_id(request)
    path = one.path if one.secret else request.url.path
    log = _LOG.bind(request_id=request_id, method=request.method, path=path)
    asked = _stranger(desk, request, posted)
    try:
        asked = _recognised(asked)
        response = _guarded(asked, one)
    except DiudatError as error:
        log.info("refused", error=str(error))
        response = failures.failed(asked, error)
    except Exception:
        log.exception("broken")
        # Shown as to a stranger: what the frame would read for its reader may be just what is broken.
        response = failures.broken(replace(asked, session=None), request_id)
    response.headers["X-Request-Id"] = request_id
    took = round((time.perf_counter() - began) * 1000, 1)
    account = asked.session.account if asked.session else None
    log.info("answered", status=response.status_code, ms=took, account=account)
    return response


def _guarded(asked: Asked, one: Answers) -> Response:
    """Send whoever has not signed in to the door, and whoever must choose a password there."""
    if one.public:
        return one.handler(asked)
    if asked.session is None or asked.session.awaits_code:
        return door.turned_away(asked) if one.unkept else door.at_the_door(asked)
    if asked.session.must_change and one.path not in _OPEN_WHILE_PASSWORD_IS_OLD:
        return see_other(_NEW_PASSWORD)
    return one.handler(asked)


def _refusal(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refuse(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return await run_in_threadpool(
            lambda: failures.refused_by_web(_recognised(_stranger(desk, request, FormData())), status)
        )

    return refuse


def _stranger(desk: Desk, request: Request, posted: FormData) -> Asked:
    return Asked(
        desk=desk,
        request=request,
        posted=posted,
        at=desk.now(),
        language=_language(request, None, desk.language),
        session=None,
    )


def _recognised(asked: Asked) -> Asked:
    """Return the request with whoever is signed in, in the language they read."""
    signed_in = sessions.of_request(asked)
    if signed_in is None:
        return asked
    language = _language(asked.request, signed_in.language, asked.desk.language)
    return replace(asked, session=signed_in, language=language)


def _language(request: Request, of_person: str | None, usual: Language) -> Language:
    """Return the language the address asks for, else one chosen before, the person's, the office's."""
    wanted = (request.query_params.get("lang"), request.cookies.get("lang"), of_person)
    known = {one: one for one in LANGUAGES}
    return next((known[one] for one in wanted if one in known), usual)


def _request_id(request: Request) -> str:
    """Return the id a proxy gave the request, if it looks like one, else a new one."""
    given = request.headers.get("X-Request-Id", "")
    return given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
