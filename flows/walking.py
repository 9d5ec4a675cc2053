"""The resident walker: asleep until a commit wakes it, then one wave after another until nothing waits.

A wave runs in Prefect. While Prefect's server is out of reach decisions stand all the same, what they owe
waits in the outbox, and the walker looks for the server with growing pauses until it is back.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Event, Thread
from uuid import uuid4

import httpx
import structlog
from prefect.settings import PREFECT_API_URL, temporary_settings

from engine import checking, signs_of_life
from engine.outbox import waits
from engine.wake import Sleeper, open_sleeper
from flows import installation
from flows.showing import OUT_OF_REACH
from flows.walk import walk
from flows.waves import prefect_at
from models.errors import OutsideFailure
from settings import BadSettings, Settings, load

SHORTEST_PAUSE = 1.0
"""Seconds until Prefect's server is looked for again, twice as long each time."""
LONGEST_PAUSE = 60.0
ANSWER_SECONDS = 5.0
SIGN_EVERY = timedelta(minutes=1)
LOG = structlog.get_logger("walker")


def walk_forever(stop: Event, *, api_url: str | None = None) -> None:
    """Run waves until told to stop; the wave under way is finished first.

    `api_url` names Prefect's server where the settings do not; raises `BadSettings` where nothing does.
    """
    settings = load()
    with (
        prefect_at(_server(settings, api_url)),
        # The walker pauses by itself while the server is away; Prefect's client would knock for a minute.
        temporary_settings({"client.max_retries": 1}),
        open_sleeper(installation.database(settings)) as sleeper,
        _roused_by(stop, sleeper),
        _own_name(settings) as walker,
        # In the main thread Prefect would end a wave half-way when the process is told to stop.
        ThreadPoolExecutor(1, thread_name_prefix="walker") as thread,
    ):
        walking = thread.submit(copy_context().run, _walk_on, stop, sleeper, walker, settings)
        try:
            walking.result()
        finally:
            stop.set()


def _walk_on(stop: Event, sleeper: Sleeper, walker: str, settings: Settings) -> None:
    LOG.info("walker.ready", walker=walker)
    check: Thread | None = None
    seen: datetime | None = None
    while not stop.is_set():
        seen = _given_sign(settings, seen)
        check = _checked_apart(settings, check)
        if not _waits(settings, walker):
            sleeper.sleep(settings.walk_poll_seconds)
        elif not _has_run(walker):
            _await_server(stop)


def _given_sign(settings: Settings, last: datetime | None) -> datetime:
    """Say once a minute that the walker is at work, whether or not anything waits."""
    now = settings.now()
    if last is not None and abs(now - last) < SIGN_EVERY:
        return last
    signs_of_life.give(installation.database(settings), signs_of_life.WALKER, now)
    return now


def _checked_apart(settings: Settings, check: Thread | None) -> Thread | None:
    """Begin the check of the record that is asked for, beside the waves: it may take minutes.

    One that is cut off when the walker ends is begun again once its lease is over.
    """
    if check is not None and check.is_alive():
        return check
    with installation.database(settings).reading() as session:
        if not checking.waits(session, settings.now()):
            return None
    begun = Thread(target=_check, args=(settings,), name="record-check", daemon=True)
    begun.start()
    return begun


def _check(settings: Settings) -> None:
    try:
        found = checking.carry_out(installation.database(settings), settings.now)
    except OutsideFailure as failure:
        LOG.warning("walker.check_failed", reason=str(failure))
        return
    if found is not None:
        LOG.info("walker.checked", streams=found.streams, entries=found.entries, faults=found.faults)


def _waits(settings: Settings, walker: str) -> bool:
    with installation.database(settings).reading() as session:
        return waits(session, walker, settings.now())


def _has_run(walker: str) -> bool:
    """Run one wave; say False when Prefect's server was lost. What was claimed by then is claimed again."""
    try:
        told = walk(walker=walker)
    except OUT_OF_REACH as lost:
        LOG.warning("walker.prefect_lost", reason=f"{type(lost).__name__}: {lost}")
        return False
    except OutsideFailure as busy:  # the database, or what else stands outside: it is looked for again
        LOG.warning("walker.held_up", reason=str(busy))
        return False
    LOG.info("walker.wave", **told)
    return True


def _await_server(stop: Event) -> None:
    """Look for Prefect's server until it answers or the walker is told to stop."""
    pause = SHORTEST_PAUSE
    while not stop.wait(pause) and not _answers():
        pause = min(2 * pause, LONGEST_PAUSE)


def _answers() -> bool:
    try:
        return httpx.get(f"{PREFECT_API_URL.value()}/health", timeout=ANSWER_SECONDS).is_success
    except httpx.HTTPError:
        return False


def _server(settings: Settings, api_url: str | None) -> str:
    found = api_url or settings.prefect_api_url or PREFECT_API_URL.value()
    if found is None:
        raise BadSettings(("DIUDAT_PREFECT_API_URL is not set, and the walker needs Prefect's server",))
    return found


@contextmanager
def _roused_by(stop: Event, sleeper: Sleeper) -> Iterator[None]:
    """End the walker's sleep at once when it is told to stop."""

    def rouse() -> None:
        stop.wait()
        sleeper.rouse()

    watcher = Thread(target=rouse, name="walker-stop", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()  # also where an error ends the walker: the watcher must not outlive the sleeper
        watcher.join()


@contextmanager
def _own_name(settings: Settings) -> Iterator[str]:
    """Lend the walker of this installation its name, under which it finds again what it had claimed.

    One process has it at a time: a second walker goes by another name, and waits for leases to end.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.home / "walker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    name = f"{socket.gethostname()}:{settings.home}"[-80:]
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        name = f"{socket.gethostname()[:80]}-{uuid4()}"
    try:
        yield name
    finally:
        os.close(lock)
