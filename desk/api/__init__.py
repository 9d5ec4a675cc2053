"""The JSON API `/api/v1`: the same commands and queries as at the desk, for programs that show a token."""

from __future__ import annotations

import re
import secrets
import sys
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import Mount
from starlette.types import Message, Receive, Scope, Send

from desk.api import ballots, commands, dossiers, office, problems
from desk.api.caller import Asking
from desk.office import VERSION, Desk
from models.errors import DiudatError

PATH = "/api/v1"
_LOG = structlog.get_logger("api")
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_ABOUT = """\
Dossiers of admission, for programs: the same commands and queries as at the desk and on the command line.

Show a token made at the desk (“Mã truy cập”) as `Authorization: Bearer dd_…`; cookies are not looked at.
Whatever lies outside what the token may see is answered as if it did not exist. Errors are
`application/problem+json` (RFC 9457), in Vietnamese or English by `Accept-Language`.
"""


@dataclass(frozen=True, slots=True)
class Api:
    """The API over one office's desk."""

    desk: Desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lay the office, the instant and a number beside the request; log what came of it."""
        began = time.perf_counter()
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        scope["diudat.asking"] = Asking(desk=self.desk, at=self.desk.now(), request_id=request_id)
        state: dict[str, Any] = scope.setdefault("state", {})
        log = _LOG.bind(request_id=request_id, method=scope["method"], path=scope["path"])

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                headers.add_vary_header("Authorization, Accept-Language")
                took = round((time.perf_counter() - began) * 1000, 1)
                bearer = getattr(state.get("caller"), "bearer", None)
                who = {} if bearer is None else {"account": bearer.account, "program": bearer.token}
                log.info("answered", status=int(message["status"]), ms=took, **who)
            await send(message)

        await application()(scope, receive, answer)


def mounted(desk: Desk) -> Mount:
    """Return the API as a part of the desk's own application."""
    # The API holds bodies to a limit of its own, and says so as it says everything.
    mount = Mount(PATH, app=RequestBodyLimitMiddleware(Api(desk), max_body_size=sys.maxsize))
    # Starlette's pattern stops at a line end, and a page would answer what comes behind it.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


@cache
def application() -> FastAPI:
    """Return the application behind every office's API; made once a process, when it is first asked."""
    made = FastAPI(
        title="Dìu Dắt",
        version=VERSION,
        summary="Admission dossiers, decided under a written regulation.",
        description=_ABOUT,
        openapi_url="/openapi.json",
        docs_url=None,  # our own page, with its scripts served from here
        redoc_url=None,
        servers=[{"url": PATH}],
        root_path_in_servers=False,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        exception_handlers={
            DiudatError: problems.failed,
            RequestValidationError: problems.malformed,
            HTTPException: problems.refused_by_web,
            Exception: problems.broken,
        },
    )
    for part in (dossiers.ROUTER, ballots.ROUTER, office.ROUTER, commands.ROUTER):
        made.include_router(part)
    plain = made.openapi

    def described() -> dict[str, Any]:
        if made.openapi_schema is None:
            made.openapi_schema = _told(plain())
        return made.openapi_schema

    made.openapi = described  # type: ignore[method-assign]  # the library's own way to change its description
    return made


def _told(described: dict[str, Any]) -> dict[str, Any]:
    """Say of each address what it answers, and give problems their own kind of content."""
    for address in described["paths"].values():
        for operation in address.values():
            # FastAPI makes the summary of a function's name; the sentence beneath it says more.
            operation["summary"] = operation.pop("description")
            for status, answer in operation["responses"].items():
                if status >= "400" and "application/json" in answer.get("content", {}):
                    answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
    for shape in described["components"]["schemas"].values():
        if "const" in shape.get("properties", {}).get("command", {}):
            # Inside the program it goes without saying; in a body it tells the commands apart.
            shape["required"] = ["command", *shape.get("required", ())]
    return described
