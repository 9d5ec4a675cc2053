"""Processes this program starts and is answerable for: each in a group of its own, all ended with it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from subprocess import STDOUT
from threading import Event
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from console.machine import writing_into
from models.errors import OutsideFailure

_START_SECONDS = 120
_STOP_SECONDS = 15
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Child:
    """A process that was started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    """Where what it says lies; None where it speaks on our own screen."""

    def refuse_ended(self) -> None:
        """Raise `OutsideFailure` if it has ended by itself."""
        if self.process.poll() is not None:
            raise OutsideFailure(
                "child.ended", name=self.name, status=self.process.returncode, log=str(self.log or "")
            )

    def wait_until(
        self, is_ready: Callable[[], bool], stop: Event | None = None, beside: Sequence[Child] = ()
    ) -> None:
        """Return once it is ready or is to stop.

        Raises `OutsideFailure` if it keeps silent, or if it or one of those `beside` it ends.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not (stop is not None and stop.is_set()) and not is_ready():
            for one in (self, *beside):
                one.refuse_ended()
            if time.monotonic() > deadline:
                raise OutsideFailure(
                    "child.silent", name=self.name, seconds=_START_SECONDS, log=str(self.log or "")
                )
            time.sleep(_LOOK_SECONDS)


def start(
    name: str,
    command: Sequence[str],
    log: Path | None,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Child:
    """Start one of our own programs in a group of its own, so that Ctrl-C reaches it through us alone."""
    with _written(log) as said:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter with our own words
            command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said and STDOUT,
            start_new_session=True,
        )  # fmt: skip
    return Child(name=name, process=process, log=log)


@contextmanager
def started(
    name: str,
    command: Sequence[str],
    log: Path | None,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    patience: float = _STOP_SECONDS,
) -> Iterator[Child]:
    """Start one of our own programs, and stop it in the end, whenever that comes."""
    with ExitStack() as stack:
        with _unhurried():  # a signal between its start and its being in hand would leave it behind
            child = start(name, command, log, env, folder)
            stack.callback(stop, [child], patience)
        yield child


@contextmanager
def stopped(children: Sequence[Child]) -> Iterator[None]:
    """See to it that children, also those added meanwhile, are stopped in the end, whatever happens."""
    try:
        yield
    finally:
        stop(children)


def stop(children: Sequence[Child], patience: float = _STOP_SECONDS) -> None:
    """Ask children and all that they started to end, together; end those that do not."""
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for child in children:
        _signal(child, signal.SIGKILL)  # whatever of its group is left
        child.process.wait()


def answers(address: str) -> bool:
    """Say whether a server on this machine answers that it is well."""
    try:
        with urlopen(address, timeout=1) as answer:  # noqa: S310 -- http on this machine
            return bool(answer.status == 200)  # noqa: PLR2004 -- the status of success
    except (URLError, HTTPException, OSError):
        return False


@contextmanager
def _unhurried() -> Iterator[None]:
    """Let signals wait until what was begun is done; only the main thread is given any."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handlers = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for one in came:
        signal.raise_signal(one)


@contextmanager
def _written(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    with writing_into(log.parent):
        log.parent.mkdir(parents=True, exist_ok=True)
        said = log.open("ab")
    with said:
        yield said


def _signal(child: Child, number: signal.Signals) -> None:
    try:
        os.killpg(child.process.pid, number)
    except (ProcessLookupError, PermissionError):  # all of it has ended; macOS says so in the second way
        return
