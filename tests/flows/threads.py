"""The walk works in threads of its own; so do its tests, wherever another left a loop in the main one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def in_a_thread(call: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Call it in a thread of its own, within what surrounds the caller; return or raise what it does."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(copy_context().run, partial(call, *given, **named)).result()
