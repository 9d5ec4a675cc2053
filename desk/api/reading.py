"""Requests as JSON, read strictly: nothing twice, nothing bottomless, nothing a record cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from email.message import Message
from typing import Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.api.caller import BEARER, called
from desk.api.errors import NotJson, TooLarge, Unreadable

LARGEST = 1024 * 1024
"""Bytes; the longest curriculum vitae has some twenty thousand."""
_MOST_VALUES = 20_000  # a roll of a thousand members with their reasons has a tenth of that
_DEEPEST = 20
_MOST_DIGITS = 18


class JsonRoute(APIRoute):
    """An address whose body is read strictly before anything else looks at it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the address, behind the reading of its body."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def read_first(request: Request) -> Response:
            # Whoever shows no token has nothing read.
            await run_in_threadpool(called, request, await BEARER(request))
            return await handle(await _with_body(request))

        return read_first


async def _with_body(request: Request) -> Request:
    """Return the request with its body read; raises `TooLarge`, `NotJson` and `Unreadable`."""
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST:
            raise TooLarge("json.too_large", at_most=LARGEST)
    content = Message()
    content["content-type"] = request.headers.get("content-type", "")
    if content.get_content_type() != "application/json":
        raise NotJson("json.content_type", kind=content.get_content_type())
    return _Read(request, bytes(raw), read(bytes(raw)))


class _Read(Request):
    """A request whose body has been read already."""

    def __init__(self, request: Request, raw: bytes, found: object) -> None:
        super().__init__(request.scope, request.receive)
        self._body = raw
        self._json = found


def read(raw: bytes) -> object:
    """Return what JSON says; raises `Unreadable` for whatever two readers might understand differently."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("json.not_utf8") from None
    if not text.strip():
        raise Unreadable("json.empty")
    try:
        found: object = json.loads(
            text, object_pairs_hook=_each_once, parse_int=_whole, parse_constant=_no_number
        )
    except json.JSONDecodeError as wrong:
        raise Unreadable("json.syntax", line=wrong.lineno, column=wrong.colno) from None
    except RecursionError:
        raise Unreadable("json.too_deep", at_most=_DEEPEST) from None
    for place, one in enumerate(_values(found)):
        if place >= _MOST_VALUES:
            raise Unreadable("json.too_many", at_most=_MOST_VALUES)
        if isinstance(one, str):
            _refuse_unwritable(one)
    return found


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # adds, and is then false
        raise Unreadable("json.twice", name=_plain(twice))
    return found


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise Unreadable("json.digits", at_most=_MOST_DIGITS)
    return int(digits)


def _no_number(name: str) -> object:
    raise Unreadable("json.no_number", name=name)


def _values(found: object) -> Iterator[object]:
    """Yield every value and every name, without recursion: depth is what the sender chose."""
    waiting = [(found, 1)]
    while waiting:
        one, depth = waiting.pop()
        yield one
        if depth > _DEEPEST:
            raise Unreadable("json.too_deep", at_most=_DEEPEST)
        if isinstance(one, dict):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            waiting += [(part, depth + 1) for part in one]


def _refuse_unwritable(text: str) -> None:
    """Refuse NUL and halves of characters, which no database and no answer can hold."""
    if "\x00" in text or (not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)):
        raise Unreadable("json.unwritable")


def _plain(text: str) -> str:
    return text[:80].encode("utf-8", "replace").decode()
