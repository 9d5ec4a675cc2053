"""A walker asleep is woken by a commit, wherever it was made, and sleeps on without looking otherwise."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from engine import wake
from engine.access import SYSTEM
from engine.database import Database
from engine.registry import Registry
from engine.wake import Sleeper, open_sleeper, open_waker
from models import commands
from tests.house.sources import CHECKOUT
from tests.roads import PROCEDURES, ZONE

_LONG = 60.0
"""Seconds; a test that sleeps so long has failed."""
_AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_WAKE_ONCE = """
import sys
from engine.database import open_database
from engine.wake import open_waker
open_waker(open_database(sys.argv[1]))()
"""
_SLEEP = """
import sys
from engine.database import open_database
from engine.wake import open_sleeper
sleeper = open_sleeper(open_database(sys.argv[1]))
print("asleep", flush=True)
sleeper.sleep(60)
"""


@pytest.fixture
def sleeper(database: Database) -> Iterator[Sleeper]:
    with open_sleeper(database) as opened:
        yield opened


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _cut_connections(database: Database) -> int:
    """Have the server end every connection that wakes or listens, as a restart would; say how many."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as administrator:
        return administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'diudat wake'"
        ).rowcount


def test_wake_before_sleep_is_not_lost(database: Database, sleeper: Sleeper) -> None:
    with closing(open_waker(database)) as waker:
        waker()

        assert sleeper.sleep(_LONG)


def test_sleep_without_wake_ends_when_its_time_is_over(sleeper: Sleeper) -> None:
    assert not sleeper.sleep(0.01)


def test_many_wakes_are_answered_as_few(database: Database, sleeper: Sleeper) -> None:
    with closing(open_waker(database)) as waker:
        for _ in range(1000):  # more than a socket's buffer holds
            waker()
        answered = 0
        while sleeper.sleep(0.05):
            answered += 1

        assert 1 <= answered < 100


def test_another_process_wakes(database: Database, sleeper: Sleeper) -> None:
    subprocess.run([sys.executable, "-c", _WAKE_ONCE, _url(database)], cwd=CHECKOUT, check=True, timeout=30)

    assert sleeper.sleep(_LONG)


def test_recorded_command_wakes_and_a_refused_one_does_not(database: Database, sleeper: Sleeper) -> None:
    unit = commands.AddUnit(
        id="quan-uy-q4", kind="committee", name="Quận ủy", place="Quận 4", code="79", on=_AT.date()
    )
    with closing(open_waker(database)) as waker:
        registry = Registry(database=database, procedures=PROCEDURES, zone=ZONE, wake=waker)
        with pytest.raises(Exception, match="access"):
            registry.record(unit, by="nobody", at=_AT)
        refused = sleeper.sleep(0.01)
        registry.record(unit, by=SYSTEM, at=_AT)

        assert (refused, sleeper.sleep(_LONG)) == (False, True)


def test_sleep_ends_when_another_thread_rouses(sleeper: Sleeper) -> None:
    ended: list[bool] = []
    asleep = threading.Thread(target=lambda: ended.append(sleeper.sleep(_LONG)))
    asleep.start()
    sleeper.rouse()
    asleep.join(_LONG / 2)

    assert ended == [True]


def test_wake_never_fails_and_works_again_after_the_connection_was_lost(
    postgresql_database: Database,
) -> None:
    with closing(open_waker(postgresql_database)) as waker:
        waker()
        cut = _cut_connections(postgresql_database)
        waker()
        with open_sleeper(postgresql_database) as sleeper:
            waker()

            assert (cut, sleeper.sleep(_LONG)) == (1, True)


def test_sleeper_listens_again_after_the_connection_was_lost(postgresql_database: Database) -> None:
    with closing(open_waker(postgresql_database)) as waker, open_sleeper(postgresql_database) as sleeper:
        cut = _cut_connections(postgresql_database)
        looked = 0
        while sleeper.sleep(0.05):  # what was missed meanwhile is looked for
            looked += 1
        waker()

        assert (cut, looked > 0, sleeper.sleep(_LONG)) == (1, True, True)


def test_walker_polls_while_its_server_is_away() -> None:
    unreachable = wake._Listener("host=/nonexistent dbname=nothing")
    with Sleeper(unreachable) as sleeper:
        assert not sleeper.sleep(0.01)


def test_socket_of_a_killed_walker_is_taken_over(sqlite_database: Database) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", _SLEEP, _url(sqlite_database)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    with killed, closing(open_waker(sqlite_database)) as waker:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
        killed.wait(30)
        left_behind = wake._socket(sqlite_database).exists()
        with open_sleeper(sqlite_database) as sleeper:
            waker()

            assert (left_behind, sleeper.sleep(_LONG)) == (True, True)


def test_second_walker_on_a_file_polls_until_the_first_has_gone(sqlite_database: Database) -> None:
    with closing(open_waker(sqlite_database)) as waker, ExitStack() as until_the_end:
        with open_sleeper(sqlite_database) as first:
            second = until_the_end.enter_context(open_sleeper(sqlite_database))
            waker()
            while_first_lives = (first.sleep(_LONG), second.sleep(0.01))
        took_over = second.sleep(_LONG)
        waker()

        assert (while_first_lives, took_over, second.sleep(_LONG)) == ((True, False), True, True)


def test_socket_and_lock_are_closed_to_other_users_and_removed_at_the_end(sqlite_database: Database) -> None:
    path = wake._socket(sqlite_database)
    files = (path, path.with_suffix(".lock"))
    with open_sleeper(sqlite_database):
        modes = [stat.S_IMODE(one.stat().st_mode) for one in files]

    assert (modes, [one.exists() for one in files]) == ([0o600, 0o600], [False, False])


def test_lock_whose_name_was_taken_away_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "walker.lock"
    first = wake._locked(path)
    late = os.open(path, os.O_RDWR)  # opened while the first still held it
    path.unlink()
    os.close(first)
    second = wake._locked(path)

    assert os.fstat(late).st_ino != os.fstat(second).st_ino
    with pytest.raises(BlockingIOError):
        wake._locked(path)
    os.close(late)
    os.close(second)


def test_walker_polls_where_there_are_no_such_sockets(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    with closing(open_waker(sqlite_database)) as waker, open_sleeper(sqlite_database) as sleeper:
        waker()

        assert not sleeper.sleep(0.01)
