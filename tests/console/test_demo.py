"""The demo: it takes a folder of its own, and only such a one, with a clock of its own."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import settings
from tests.console.programs import MINUTE, PROGRAM, diudat, left_behind


def test_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("not ours")

    ended = [diudat("demo", "--folder", str(tmp_path), *more) for more in ([], ["--fresh"])]

    assert [one.returncode for one in ended] == [7, 7]
    assert [one.name for one in tmp_path.iterdir()] == ["diary.txt"]
    assert "Traceback" not in ended[0].stderr


def test_clock_of_a_demo_is_behind_by_what_its_folder_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path))
    at_work = settings.load()
    (tmp_path / settings.DEMO_MARKER).write_text("1421\n")

    shown = settings.load()

    assert (at_work.clock_behind_days, shown.clock_behind_days) == (0, 1421)
    assert abs(datetime.now(UTC) - timedelta(days=1421) - shown.now()) < timedelta(days=1)


def test_story_told_before_is_kept_unless_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / ".diudat-demo").touch()
    (tmp_path / "diudat.db").write_text("told before")

    ended = diudat("demo", "--folder", str(tmp_path))

    assert ended.returncode == 7
    assert "--fresh" in ended.stderr
    assert (tmp_path / "diudat.db").read_text() == "told before"


def test_demo_that_is_ended_stops_its_server(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    started = subprocess.Popen(
        [*PROGRAM, "demo", "--folder", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while not (folder / "prefect" / "server.log").exists() and started.poll() is None:
        time.sleep(0.05)  # until it has started its server

    started.send_signal(signal.SIGTERM)
    _, told = started.communicate(timeout=MINUTE)

    assert (started.returncode, told) == (128 + signal.SIGTERM, b"")
    assert left_behind(folder) == []
