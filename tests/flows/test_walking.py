"""The resident walker as a process of its own: woken, stopped, killed in the middle of a wave, left alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event
from urllib.parse import urlsplit

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: TID253 -- the flows are tested with it

from engine import signs_of_life
from engine.timeline import verified
from engine.wake import open_waker
from flows import walking
from flows.walk import AT_ONCE
from flows.walking import walk_forever
from settings import BadSettings
from tests.flows.conftest import Install
from tests.flows.errands import OPENED, entries_of_kind, issued, kinds, notices, waiting
from tests.flows.postbox import Postbox, free_port
from tests.flows.prefects import PATIENCE_SECONDS
from tests.flows.relay import relaying
from tests.house.sources import CHECKOUT
from tests.roads import Road

WALK = """
import signal, threading
from flows.walking import walk_forever
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
walk_forever(stop)
"""

pytestmark = pytest.mark.xdist_group("prefect")


class Walker:
    """A walker in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def hear(self, word: str) -> str:
        """Wait until the walker says a word, and return the line."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if word in line:
                return line
        pytest.fail(f"the walker ended without saying {word}")

    def end(self, how: signal.Signals) -> int:
        """Send it a signal and return what it ended with."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def _walker(api: str) -> Iterator[Walker]:
    process = subprocess.Popen(
        [sys.executable, "-c", WALK],
        cwd=CHECKOUT,
        env={**os.environ, "DIUDAT_PREFECT_API_URL": api},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Walker(process)
        finally:
            process.kill()


@contextmanager
def _waking(road: Road) -> Iterator[Road]:
    """Lend the same office, recording through a registry that wakes walkers."""
    with closing(open_waker(road.database)) as waker:
        yield replace(road, registry=replace(road.registry, wake=waker))


def _guided(road: Road) -> str:
    """A dossier whose mentor has reported once: two papers, and word to mentor and secretary."""
    dossier = road.open(OPENED)
    road.step(dossier, "mentor_assignment", OPENED)
    road.step(dossier, "mentorship", OPENED + timedelta(days=90), verdict="continued")
    return dossier


def _port(api: str) -> int:
    return int(str(urlsplit(api).port))


def test_walker_asleep_is_woken_by_a_commit_and_told_to_stop_it_finishes_its_wave(
    road: Road, install: Install, postbox: Postbox, prefect_api: str
) -> None:
    install(road, walk_poll_seconds="3600")
    postbox.holds_after = 0
    with _walker(prefect_api) as walker, _waking(road) as office:
        walker.hear("walker.ready")
        office.open(OPENED)
        assert postbox.is_holding.wait(PATIENCE_SECONDS)
        walker.process.send_signal(signal.SIGTERM)
        postbox.holds_after = None
        postbox.released.set()
        told = walker.hear("walker.wave")
        status = walker.process.wait(PATIENCE_SECONDS)

    assert "errands=1" in told
    assert status == 0
    assert waiting(road.database) == []
    assert len(postbox.taken) == 1
    with road.database.reading() as session:
        assert signs_of_life.WALKER in signs_of_life.last(session)


def test_walker_killed_in_the_middle_of_a_wave_loses_and_doubles_nothing(
    road: Road, install: Install, postbox: Postbox, prefect_api: str
) -> None:
    install(road)
    dossiers = [_guided(road) for _ in range(2)]
    postbox.holds_after = 3
    with _walker(prefect_api) as walker:
        assert postbox.is_holding.wait(PATIENCE_SECONDS)
        walker.end(signal.SIGKILL)
    half = (len(notices(road.database)), len(waiting(road.database)))
    postbox.holds_after = None
    postbox.released.set()

    with _walker(prefect_api) as walker:
        walker.hear("walker.wave")

    assert min(half) > 0
    assert waiting(road.database) == []
    made = Counter(json.loads(one)["document"] for one in entries_of_kind(road.database, "document_issued"))
    assert made == dict.fromkeys(issued(road.database), 1)
    sent = [json.loads(one) for one in entries_of_kind(road.database, "notice_sent")]
    told = Counter((one["about"], one["notice"], one["person"], one["channel"]) for one in sent)
    assert max(told.values()) == len(dossiers)  # the same of either dossier, and never twice of one
    assert len(sent) == len(notices(road.database))
    mails = Counter(postbox.names())
    assert len(mails) == len([one for one in notices(road.database) if one[2] == "email"])
    again = sum(mails.values()) - len(mails)
    assert 1 <= again <= AT_ONCE  # taken before the walker could hear so: sent once more under the same name
    with road.database.reading() as session:
        for dossier in dossiers:
            assert list(verified(session, dossier))


def test_decisions_stand_while_prefect_is_away_and_are_carried_out_when_it_is_back(
    sqlite_road: Road, install: Install, postbox: Postbox, prefect_api: str
) -> None:
    install(sqlite_road)
    before = _guided(sqlite_road)
    postbox.holds_after = 1
    port = free_port()
    with _walker(f"http://127.0.0.1:{port}/api") as walker, _waking(sqlite_road) as office:
        with relaying(port, to=_port(prefect_api)):
            assert postbox.is_holding.wait(PATIENCE_SECONDS)
        postbox.holds_after = None
        postbox.released.set()
        walker.hear("walker.prefect_lost")  # in the middle of a wave, which was finished all the same
        finished = (waiting(sqlite_road.database), set(issued(sqlite_road.database).values()))
        meanwhile = _guided(office)
        stands = (sqlite_road.state(meanwhile).open[0].reports, len(waiting(sqlite_road.database)))
        with relaying(port, to=_port(prefect_api)):
            walker.hear("walker.wave")

    assert finished == ([], {True})
    assert stands == (1, 3)
    assert waiting(sqlite_road.database) == []
    assert set(issued(sqlite_road.database).values()) == {True}
    assert len(postbox.names()) == len(set(postbox.names()))
    for dossier in (before, meanwhile):
        assert {"document_issued", "notice_sent"} <= set(kinds(sqlite_road, dossier))


def test_second_walker_of_an_installation_goes_by_another_name(sqlite_road: Road, install: Install) -> None:
    settings = install(sqlite_road)

    with walking._own_name(settings) as first, walking._own_name(settings) as second:
        names = {first, second}
    with walking._own_name(settings) as again:
        assert (len(names), again) == (2, first)


def test_walker_needs_to_know_where_prefect_is(sqlite_road: Road, install: Install) -> None:
    install(sqlite_road)

    with (
        temporary_settings(restore_defaults={PREFECT_API_URL}),
        pytest.raises(BadSettings, match="DIUDAT_PREFECT_API_URL"),
    ):
        walk_forever(Event())
