"""The program at work: what it starts is stopped, what waits is made, and nothing is said twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from console.prefect_server import LOOPBACK, free_port
from engine.rules.time_limits import add_months
from tests.console.programs import CI_ONLY, PROGRAM, diudat, processes_of
from tests.roads import Road


@CI_ONLY
@pytest.mark.timeout(240)
def test_program_serves_until_told_to_stop_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = free_port()
    assert diudat("--home", str(tmp_path), "migrate").returncode == 0

    with subprocess.Popen(
        [*PROGRAM, "--home", str(tmp_path), "serve", "--port", str(port)],
        env={**os.environ, "DIUDAT_LANGUAGE": "en", "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        first, ready = program.stdout.readline(), program.stdout.readline()
        with urlopen(f"http://{LOOPBACK}:{port}/api/health") as answer:
            healthy = answer.status
        at_work = " ".join(processes_of(tmp_path))
        program.send_signal(signal.SIGTERM)
        rest, told = program.communicate(timeout=60)

    assert (first.strip(), rest.strip(), told) == ("Starting Prefect…", "Stopped.", "")
    assert f"http://{LOOPBACK}:{port}" in ready
    assert healthy == 200
    assert "walk --forever" in at_work
    assert "worker start" in at_work
    assert program.returncode == 0
    assert processes_of(tmp_path) == []


def test_sweep_of_a_day_is_recorded_once(sqlite_road: Road, tmp_path: Path) -> None:
    number, on = sqlite_road.at("mentorship")
    limit = add_months(on, 3)
    url = str(sqlite_road.database.url)

    swept = [
        diudat("--home", str(tmp_path), "sweep", "--on", str(limit), "--json", DIUDAT_DATABASE_URL=url)
        for _ in range(2)
    ]

    first, second = (json.loads(one.stdout) for one in swept)
    assert [one.returncode for one in swept] == [0, 0]
    assert {one["dossier"] for one in first} == {number}
    assert {one["about"] for one in first} == {"reports"}
    assert second == []


@CI_ONLY
@pytest.mark.timeout(240)
def test_walk_makes_what_waits_with_a_server_of_its_own(sqlite_road: Road, tmp_path: Path) -> None:
    number, _ = sqlite_road.at("mentorship")
    url = str(sqlite_road.database.url)

    walked = [diudat("--home", str(tmp_path), "walk", DIUDAT_DATABASE_URL=url) for _ in range(2)]
    listed = diudat(
        "--home", str(tmp_path), "dossier", "documents", number, "--json", DIUDAT_DATABASE_URL=url
    )

    (paper,) = json.loads(listed.stdout)
    assert [one.returncode for one in walked] == [0, 0]
    assert walked[1].stdout == "Nothing waits.\n"
    assert Path(paper["pdf"]).read_bytes().startswith(b"%PDF")
    assert processes_of(tmp_path) == []
