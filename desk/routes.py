"""Which page answers which address: every file of `desk/pages` says so itself, in its `ROUTES`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from starlette.responses import Response

from desk import pages
from desk.asking import Asked

Handler = Callable[[Asked], Response]
_A_MEGABYTE = 1024 * 1024
USUAL_BODY = 2 * _A_MEGABYTE
"""More than the longest form; pages that take files say how much they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One address with the function that answers it."""

    method: str
    path: str
    handler: Handler
    public: bool = False
    """Whether somebody who has not signed in may ask."""
    secret: bool = False
    """Whether who knows the address may read what is there: it is kept out of the log."""
    unkept: bool = False
    """Whether what is sent there may be kept nowhere: it is not held for who must sign in again first."""
    megabytes: int = USUAL_BODY // _A_MEGABYTE
    """How much may be sent; more is refused with 413."""

    @property
    def most_bytes(self) -> int:
        """Return how many bytes may be sent."""
        return self.megabytes * _A_MEGABYTE


def get(path: str, handler: Handler, *, public: bool = False, secret: bool = False) -> Answers:
    """Say that a page is shown at an address."""
    return Answers(method="GET", path=path, handler=handler, public=public, secret=secret)


def post(
    path: str, handler: Handler, *, public: bool = False, unkept: bool = False, megabytes: int = 2
) -> Answers:
    """Say that a form is sent to an address."""
    return Answers(
        method="POST", path=path, handler=handler, public=public, unkept=unkept, megabytes=megabytes
    )


@cache
def all_routes() -> tuple[Answers, ...]:
    """Return the routes of every page; plain addresses before those with a part to fill in."""
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(pages.__path__, "desk.pages.")
    ]
    found = [route for module in modules for route in getattr(module, "ROUTES", ())]
    return tuple(sorted(found, key=lambda one: (one.path, one.method)))  # `{` sorts after every letter
