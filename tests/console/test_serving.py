"""The program at work on the story: what it starts is stopped, and what the story left behind is whole."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from rich.console import Console

from console import epilogue
from console.exits import Exit
from console.office import opened
from console.prefect_server import LOOPBACK, free_port
from console.screen import Screen
from engine.access import SYSTEM, Actor
from engine.queries import dossier as query
from examples.district_4 import MORNING_AFTER
from settings import load
from tests.console.programs import CI_ONLY, MINUTE, PROGRAM, left_behind, processes_of


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A program that was started with the story, looked at, and told to stop."""

    home: Path
    port: int
    told: str
    """What it had printed when it was at work."""
    at_work: str
    healthy: tuple[int, int]
    """What desk and Prefect answered."""
    rest: str
    complaints: str
    code: int


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Tell the story in a folder of its own and serve it, once for all tests."""
    home, port, prefect = tmp_path_factory.mktemp("shown"), free_port(), free_port()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DIUDAT_")}
    with subprocess.Popen(
        [
            *PROGRAM,
            "--home",
            str(home),
            "serve",
            "--demo",
            "--port",
            str(port),
            "--prefect-port",
            str(prefect),
        ],
        env={**plain, "DIUDAT_LANGUAGE": "en", "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        told = ""
        for line in program.stdout:
            told += line
            if "Ctrl-C" in line:
                break
        healthy = (
            _status(f"http://{LOOPBACK}:{port}/readyz"),
            _status(f"http://{LOOPBACK}:{prefect}/api/health"),
        )
        at_work = "\n".join(processes_of(home))
        program.send_signal(signal.SIGTERM)
        rest, complaints = program.communicate(timeout=MINUTE)
    return Shown(
        home=home, port=port, told=told, at_work=at_work, healthy=healthy, rest=rest, complaints=complaints,
        code=program.returncode,
    )  # fmt: skip


def _status(address: str) -> int:
    with urlopen(address) as answer:
        return int(answer.status)


def _on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.startswith("DIUDAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DIUDAT_HOME", str(home))


@CI_ONLY
@pytest.mark.xdist_group("shown")
@pytest.mark.timeout(15 * MINUTE)
def test_program_serves_until_told_to_stop_and_leaves_nothing_behind(shown: Shown) -> None:
    assert shown.healthy == (200, 200)
    assert all(part in shown.at_work for part in ("walk --forever", "worker start", "desk --host"))
    assert f"http://{LOOPBACK}:{shown.port}" in shown.told
    assert "Nguyễn Hoàng Long" in shown.told
    assert "dv-p10-02" in shown.told
    assert (shown.rest.split(), shown.complaints, shown.code) == (["Stopping…", "Stopped."], "", 0)
    assert left_behind(shown.home) == []


@CI_ONLY
@pytest.mark.xdist_group("shown")
@pytest.mark.timeout(15 * MINUTE)
def test_demo_carries_the_story_to_its_end(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    _on(shown.home, monkeypatch)
    out = StringIO()

    with opened(load(), Screen("en", out=Console(file=out, width=80))) as office:
        ended = epilogue.show_end(office, shown.home)
        today = office.now().date()
        with office.database.reading() as session:
            dossiers = query.dossiers(session, Actor(account=SYSTEM, person=None), query.Wanted())

    assert ended == Exit.OK  # every paper is made, and the record holds
    assert len([one for one in dossiers if one.joined_on is not None]) == 6
    assert len(list((shown.home / "papers" / "HS-2019-0001").glob("*.pdf"))) > 20
    assert len(list((shown.home / "mails").glob("*.eml"))) > 1000
    assert len(list((shown.home / "archive").rglob("*"))) > 700
    assert "Nguyễn Hoàng Long" in out.getvalue()
    assert abs(today - MORNING_AFTER) < timedelta(days=2)
