"""Waves on demand, for somebody who waits for them: one after another until nothing waits at an instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from prefect.settings import temporary_settings

from engine.outbox import waits
from flows import installation
from flows.walk import walk
from settings import load


@contextmanager
def prefect_at(api_url: str) -> Iterator[None]:
    """Run waves in the Prefect server at an address, without what would hold up the end of each.

    Prefect's own heartbeat thread is waited for up to a second at the end of every run.
    """
    chosen = {
        "api.url": api_url,
        "flows.heartbeat_frequency": None,
        "logging.level": "WARNING",
        "logging.to_api.enabled": False,
    }
    with temporary_settings(chosen):
        yield


def until_nothing_waits(at: datetime | None = None, *, walker: str) -> Counter[str]:
    """Run waves until nothing waits that could be done at the instant; add up what they tell."""
    settings = load()
    told: Counter[str] = Counter()
    while True:
        instant = at or settings.now()
        with installation.database(settings).reading() as session:
            if not waits(session, walker, instant):
                return told
        told.update(walk(at=at, walker=walker))
