"""What Prefect's server was shown, asked for over its API; it takes a moment to write things down."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

PATIENCE_SECONDS = 120.0
"""More than a busy machine needs; nothing waits longer than it must."""


def sent(method: str, address: str, given: Any = None) -> httpx.Response:  # noqa: ANN401 -- as Prefect takes it
    """Send something to the server, again while its database is busy, as Prefect's own client does."""
    return _answer(method, address, given).raise_for_status()


def _answer(method: str, address: str, given: Any = None) -> httpx.Response:  # noqa: ANN401 -- as above
    found = eventually(lambda: _unless_busy(httpx.request(method, address, json=given, timeout=60)))
    assert found is not None, address
    return found


def _unless_busy(answer: httpx.Response) -> httpx.Response | None:
    return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer


def asked(api: str, what: str, **given: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- a filter of Prefect's
    """Return what the server answers to a filter."""
    found = sent("POST", f"{api}/{what}/filter", given).json()
    return list(found["events"] if what == "events" else found)


def eventually(look: Callable[[], T]) -> T:
    """Return what is found as soon as there is something, or nothing in the end."""
    deadline, pause = monotonic() + PATIENCE_SECONDS, Event()
    while not (found := look()) and monotonic() < deadline:
        pause.wait(0.1)
    return found


def artifact(api: str, key: str) -> dict[str, Any] | None:
    """Return the newest artifact under a key."""
    answer = _answer("GET", f"{api}/artifacts/{key}/latest")
    return None if answer.status_code == 404 else dict(answer.raise_for_status().json())
