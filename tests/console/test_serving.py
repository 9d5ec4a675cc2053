"""The program at work: everything is started, and everything is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from console.prefect_server import LOOPBACK, free_port
from tests.console.programs import CI_ONLY, PROGRAM, diudat, processes_of


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
