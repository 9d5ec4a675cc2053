"""A walker sleeps until a commit leaves something to do; a wake that is lost costs one poll, never a row."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import select
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import psycopg

from engine.database import Database

_CHANNEL = "diudat_outbox"
_CONNECT_SECONDS = 2
_WAKE = b"\0"
_A_READ = 4096


class Waker(Protocol):
    """Tells walkers that something waits; calling it never fails, for what it follows is already decided."""

    def __call__(self) -> None:
        """Wake every walker of this database that is asleep."""

    def close(self) -> None:
        """Give back what it holds."""


def open_waker(database: Database) -> Waker:
    """Return what the registry calls after a commit: NOTIFY on PostgreSQL, a local datagram on SQLite."""
    return _Notifier(_conninfo(database)) if database.dialect == "postgresql" else _Sender(_socket(database))


def open_sleeper(database: Database) -> Sleeper:
    """Return the sleep of a walker of this database."""
    if database.dialect == "postgresql":
        return Sleeper(_Listener(_conninfo(database)))
    return Sleeper(_Receiver(_socket(database)))


class _Ear(Protocol):
    """Where a wake arrives."""

    def listen(self) -> bool:
        """Listen if it does not yet, and say whether it began now: something may have been missed."""

    def fileno(self) -> int | None:
        """Return what to wait for, or None while no wake can arrive and the walker polls."""

    def hear(self) -> None:
        """Take in all that has arrived, so that one wake is not answered twice."""

    def close(self) -> None:
        """Stop listening."""


class Sleeper:
    """Lets one walker sleep without looking: until woken, roused or at most so long."""

    def __init__(self, ear: _Ear) -> None:
        """Listen from now on: a commit between two sleeps ends the second at once."""
        self._ear = ear
        self._bell, self._rope = os.pipe()
        self._ear.listen()

    def sleep(self, at_most: float) -> bool:
        """Sleep until woken or roused, at most so many seconds; say whether there is a reason to look."""
        if self._ear.listen():
            return True
        ear = self._ear.fileno()
        waited_for = [self._bell, *([] if ear is None else [ear])]
        ready, _, _ = select.select(waited_for, [], [], max(0.0, at_most))
        if ear in ready:
            self._ear.hear()
        if self._bell in ready:
            os.read(self._bell, _A_READ)
        return bool(ready)

    def rouse(self) -> None:
        """End the sleep from another thread, or the next one if nobody sleeps now."""
        os.write(self._rope, _WAKE)

    def close(self) -> None:
        """Stop listening."""
        self._ear.close()
        os.close(self._bell)
        os.close(self._rope)

    def __enter__(self) -> Self:
        """Close it at the end of a `with`."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Notifier:
    """NOTIFY on a connection of its own, after the commit.

    Inside the deciding transaction it would be sent by the same commit, but PostgreSQL lets commits that
    notify pass one at a time, through a lock held while the commit is made durable.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._turn = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def __call__(self) -> None:
        with self._turn:
            try:
                if self._connection is None:
                    self._connection = _connected(self._conninfo)
                self._connection.execute(f"NOTIFY {_CHANNEL}")
            except psycopg.OperationalError:
                self._forget()

    def close(self) -> None:
        with self._turn:
            self._forget()

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _Listener:
    """LISTEN on a connection of its own, opened again when it is lost."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._connection: psycopg.Connection | None = None

    def listen(self) -> bool:
        if self._connection is not None:
            return False
        try:
            self._connection = _connected(self._conninfo)
            self._connection.execute(f"LISTEN {_CHANNEL}")
        except psycopg.OperationalError:
            self.close()
        return self._connection is not None

    def fileno(self) -> int | None:
        return None if self._connection is None else self._connection.fileno()

    def hear(self) -> None:
        if self._connection is None:
            return
        try:
            for _ in self._connection.notifies(timeout=0):
                pass
        except psycopg.OperationalError:
            self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _Sender:
    """A datagram to the walker's socket, if a walker sleeps at all."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._socket = _datagram_socket()

    def __call__(self) -> None:
        if self._socket is None:
            return
        # Nobody listening, or a walker with more wakes waiting than it can read: both need no further wake.
        with contextlib.suppress(OSError):
            self._socket.sendto(_WAKE, self._path)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()


class _Receiver:
    """The one walker's socket of a SQLite file; where it cannot be had, the walker polls.

    A killed walker leaves its socket behind, so who may replace it is decided by a lock, which dies with its
    holder. A second walker on the same file polls.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: int | None = None
        self._socket = _datagram_socket()

    def listen(self) -> bool:
        if self._socket is None or self._lock is not None:
            return False
        try:
            self._lock = _locked(self._path.with_suffix(".lock"))
            self._path.unlink(missing_ok=True)
            self._socket.bind(str(self._path))
            self._path.chmod(0o600)
        except OSError:
            self._unlock()
        return self._lock is not None

    def fileno(self) -> int | None:
        return None if self._socket is None or self._lock is None else self._socket.fileno()

    def hear(self) -> None:
        if self._socket is not None:
            _drain(self._socket)

    def close(self) -> None:
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            self._path.with_suffix(".lock").unlink(missing_ok=True)
        self._unlock()
        if self._socket is not None:
            self._socket.close()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None


def _conninfo(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _connected(conninfo: str) -> psycopg.Connection:
    return psycopg.connect(
        conninfo, autocommit=True, connect_timeout=_CONNECT_SECONDS, fallback_application_name="diudat wake"
    )


def _socket(database: Database) -> Path:
    """Return the walker's socket, under a short name: a socket's path holds about a hundred characters."""
    file = os.path.realpath(str(database.url.database))
    name = hashlib.sha256(file.encode()).hexdigest()[:24]
    return Path(tempfile.gettempdir(), f"diudat-{name}.sock")


def _datagram_socket() -> socket.socket | None:
    if not hasattr(socket, "AF_UNIX"):
        return None
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.settimeout(0)
    return made


def _locked(path: Path) -> int:
    """Hold the lock of this name; raises `OSError` where another process holds it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not path.exists() or path.stat().st_ino != os.fstat(lock).st_ino:
            # Its holder took the name away while we waited to hold it: the next sleep tries again.
            raise BlockingIOError(path)
    except OSError:
        os.close(lock)
        raise
    return lock


def _drain(source: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while source.recv(_A_READ):
            pass
