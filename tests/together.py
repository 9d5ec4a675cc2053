"""Calls in threads that start together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from models.errors import DiudatError

T = TypeVar("T")


def at_once(*calls: Callable[[], T]) -> list[T | DiudatError]:
    """Make the calls in threads that start together; return what each answered, or was told."""
    start = Barrier(len(calls))

    def call(one: Callable[[], T]) -> T | DiudatError:
        start.wait()
        try:
            return one()
        except DiudatError as refused:
            return refused

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))
