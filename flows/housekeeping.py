"""What is long over is forgotten, once a day with the sweep: sessions, attempts, drafts, tokens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE

from engine import attempts, drafts, sessions, tokens
from flows import installation
from settings import Settings

TRIES_AGAIN = 2
_OPENING = timedelta(hours=1)  # the key of a ballot is made before its opening is committed


def forget(settings: Settings, at: datetime) -> dict[str, int]:
    """Forget what is long over by an instant, by what it is; return how much there was of each.

    How long each is kept its own module says. A sweep of a day to come forgets no more than today's.
    """
    database, until = installation.database(settings), min(at, datetime.now(UTC))
    return {
        "sessions": sessions.forget_old(database, until),
        "attempts": attempts.forget_old(database, until),
        "drafts": drafts.forget_old(database, until),
        "tokens": tokens.forget_old(database, until),
        "ballot_keys": installation.registry(settings).forget_keys(until - _OPENING),
    }


@task(name="housekeeping", retries=TRIES_AGAIN, cache_policy=NO_CACHE, persist_result=False)
def tidy(settings: Settings, at: datetime) -> dict[str, int]:
    """Forget what is long over, as part of the daily sweep."""
    return forget(settings, at)
