"""Figures for those who watch the machines, in Prometheus's form and on a port of their own.

They say how much and how long, never who: routes by their template, no account, no number, no address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.database import Database
from engine.queries import system
from models.errors import OutsideFailure

TEMPLATE = "diudat.template"
"""Where a request says by which template of an address it was answered."""
_NO_ROUTE, _OTHER = "none", "OTHER"
"""For what nothing answers: addresses and methods people make up must not become so many series."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LOG = structlog.get_logger("desk")


class Metrics:
    """The figures of one desk: its own requests, and what its office's database says when it is asked."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry()
        self._answered = Counter(
            "diudat_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "diudat_request_seconds",
            "How long answers took.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.registry.register(_Office(database, now))

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._answered.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    @contextmanager
    def served(self, *, host: str, port: int) -> Iterator[int]:
        """Serve the figures on a port of their own, and nothing else there; give the port.

        Raises `OutsideFailure` where the port is taken or the address is not this machine's.
        """
        try:
            server, thread = start_http_server(port, addr=host, registry=self.registry)
        except OSError as refused:
            raise OutsideFailure(
                "metrics.port", host=host, port=port, reason=refused.strerror or ""
            ) from refused
        _LOG.info("metrics", host=host, port=server.server_port)
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class Counted:
    """Counts every answer of an application, by the route that gave it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand around the application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, and count the answer as it begins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _METHODS else _OTHER
                self._metrics.answered(method, _route(scope), message["status"], perf_counter() - began)
            await send(message)

        await self._app(scope, receive, count)


def _route(scope: Scope) -> str:
    """Return the template of the address that answered: of a page, or of the mounted API."""
    if TEMPLATE in scope:
        return str(scope[TEMPLATE])
    found = getattr(scope.get("route"), "path", None)
    return _NO_ROUTE if found is None else f"{scope.get('root_path', '')}{found}"


class _Office(Collector):
    """What the database says at the moment it is asked."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def collect(self) -> Iterator[Any]:
        """Yield the figures of the office."""
        at = self._now()
        found = system.figures(self._database, at)
        yield _gauge("diudat_database_up", "Whether the database answers.", 0 if found is None else 1)
        if found is None:
            return
        waits = found.queue
        oldest = 0.0 if waits.oldest_put_at is None else (at - waits.oldest_put_at).total_seconds()
        yield _gauge("diudat_outbox_waiting", "Entries of the outbox not yet carried out.", waits.waiting)
        yield _gauge("diudat_outbox_failing", "Entries that failed and are tried again.", waits.failing)
        yield _gauge("diudat_outbox_age_seconds", "Age of the oldest entry not yet carried out.", oldest)
        yield _gauge(
            "diudat_outbox_late_seconds",
            "How long something has waited that no walker has taken up.",
            waits.late_by(at).total_seconds(),
        )
        yield _gauge(
            "diudat_notices_dead", "Notices given up until somebody has them sent again.", found.dead
        )
        decided = CounterMetricFamily("diudat_decisions", "Steps that have ended, by kind.", labels=("kind",))
        for kind, count in found.decisions.items():
            decided.add_metric((kind,), count)
        yield decided

    def describe(self) -> Iterator[Any]:
        """Yield nothing: a registration must not ask the database."""
        return iter(())


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)
