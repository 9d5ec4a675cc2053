"""The daily sweep: terms that are over end on their own day, limits, papers and reports are spoken of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from engine import signs_of_life
from engine.access import SYSTEM
from engine.known import calendar
from engine.queries import sweep as query
from engine.rules.time_limits import local_date
from flows import installation
from flows.housekeeping import forget, tidy
from flows.showing import show_table, tag_run
from models.commands import Remind, Waiting
from models.errors import Conflict, Forbidden, Refused
from settings import Settings, load

HOUR = time(7)
"""Of the office, at which a day is swept that is not today."""
TRIES_AGAIN = 2
SWEPT_AGAIN = 3
"""Times the whole sweep is run again when something of it failed; nothing is recorded twice."""
PAUSE_SECONDS = 600

if TYPE_CHECKING:
    Saying: TypeAlias = tuple[Waiting | Remind, str]
    """A command and the key under which it is recorded once."""
    Row: TypeAlias = dict[str, Any]


def terms_over(settings: Settings, at: datetime) -> dict[str, list[Saying]]:
    """Return the ends of terms to be recorded at an instant, by dossier."""
    with installation.database(settings).reading() as session:
        found = query.terms_over(session, local_date(at, settings.office_zone))
    sayings: dict[str, list[Saying]] = {}
    for one in found:
        ending = Waiting(dossier=one.dossier, step=one.step)
        sayings.setdefault(one.dossier, []).append((ending, one.key))
    return sayings


def reminders(settings: Settings, at: datetime) -> dict[str, list[Saying]]:
    """Return the reminders to be recorded at an instant, by dossier."""
    on = local_date(at, settings.office_zone)
    with installation.database(settings).reading() as session:
        procedures, known = installation.procedures(), calendar(session)
        found = query.reminders(session, on, procedures=procedures, calendar=known)
    sayings: dict[str, list[Saying]] = {}
    for one in found:
        reminder = Remind(
            dossier=one.dossier,
            on=on,
            about=one.about,
            subject=one.subject,
            due_on=one.due_on,
            days=one.days,
            escalated_to=one.escalated_to,
        )
        sayings.setdefault(one.dossier, []).append((reminder, one.key))
    return sayings


def record(sayings: list[Saying], settings: Settings, at: datetime) -> list[Row]:
    """Record what the sweep found of one dossier; what no longer holds under its lock is passed over."""
    rows = []
    for command, key in sayings:
        try:
            installation.waking_registry(settings).record(command, by=SYSTEM, at=at, key=key)
        except (Refused, Forbidden, Conflict):
            continue  # it moved on since it was read, or another sweep has said it
        rows.append(
            {"said": command.command, **command.model_dump(mode="json", exclude={"command", "answers"})}
        )
    return rows


def swept(settings: Settings, at: datetime) -> list[Row]:
    """Sweep at an instant without Prefect, as the demo's simulated days do; return what was recorded."""
    # Terms first: what opens when they end may have a limit of its own, which the reminders then see.
    rows = [
        row
        for phase in (terms_over, reminders)
        for sayings in phase(settings, at).values()
        for row in record(sayings, settings, at)
    ]
    forget(settings, at)
    signs_of_life.give(installation.database(settings), signs_of_life.SWEEP, at)
    return rows


@task(
    name="sweep dossier",
    task_run_name="{dossier}",
    retries=TRIES_AGAIN,
    retry_delay_seconds=exponential_backoff(1),
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def serve(dossier: str, work: Callable[[], list[Row]]) -> list[Row]:
    """Record what the sweep found of one dossier."""
    tag_run(dossier, "deadlines")
    return work()


def instant_of(on: date | None, settings: Settings) -> datetime:
    """Return when a day is swept: today now, any other at the office's hour."""
    now = settings.now()
    if on is None or on == local_date(now, settings.office_zone):
        return now
    return datetime.combine(on, HOUR, settings.office_zone).astimezone(UTC)


def _run_name() -> str:
    return str(runtime.flow_run.parameters.get("on") or f"{load().now():%Y-%m-%d %H:%M}Z")


@flow(
    name="deadlines",
    flow_run_name=_run_name,
    retries=SWEPT_AGAIN,
    retry_delay_seconds=PAUSE_SECONDS,
    persist_result=False,
)
def sweep(on: date | None = None) -> dict[str, int]:
    """Sweep a day, today if none is named, a task a dossier; say how much was recorded.

    Repeated on the same day it changes nothing; after missed days it says the newest of each reminder once.
    """
    settings = load()
    at = instant_of(on, settings)
    rows: list[Row] = []
    failures: list[Exception] = []
    for phase in (terms_over, reminders):
        runs = [
            serve.submit(dossier, partial(record, sayings, settings, at))
            for dossier, sayings in phase(settings, at).items()
        ]
        for run in runs:
            told = cast("list[Row] | Exception", run.result(raise_on_failure=False))
            if isinstance(told, Exception):
                failures.append(told)
            else:
                rows += told
    show_table("sweep", rows, f"{len(rows)} việc", Event())
    tidied = tidy(settings, at, return_state=True).result(raise_on_failure=False)
    if isinstance(tidied, Exception):
        failures.append(tidied)
    if failures:
        raise failures[0]  # when all others were served, so that the sweep is run again for these
    signs_of_life.give(installation.database(settings), signs_of_life.SWEEP, settings.now())
    return {"recorded": len(rows)}
