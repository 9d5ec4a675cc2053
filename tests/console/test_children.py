"""Processes the program starts: one that ends is named, and all end with it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from threading import Event

import pytest

from console import children
from console.exits import Exit
from console.prefect_server import LOOPBACK, free_port
from models.errors import OutsideFailure
from tests.console.programs import Run, left_behind

_DEAF = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
print("deaf", flush=True)
time.sleep(600)
"""


def test_child_that_ends_is_named_with_its_log(tmp_path: Path) -> None:
    log = tmp_path / "made" / "walker.log"
    child = children.start("walker", [sys.executable, "-c", "print('why'); raise SystemExit(3)"], log)

    with pytest.raises(OutsideFailure) as ended:
        child.wait_until(lambda: False)

    assert ended.value.code == "child.ended"
    assert ended.value.figures == {"name": "walker", "status": 3, "log": str(log)}
    assert log.read_text() == "why\n"


def test_children_that_do_not_end_are_ended_with_what_they_started(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    environment = {"DIUDAT_HOME": str(tmp_path)}
    child = children.start("deaf", [sys.executable, "-c", _DEAF], log, environment)
    child.wait_until(lambda: log.read_text().count("deaf") == 2)  # both it and what it started

    children.stop([child], patience=0.1)

    assert left_behind(tmp_path) == []


def test_child_is_waited_for_until_told_to_stop(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    child = children.start("slow", [sys.executable, "-c", "input()"], tmp_path / "slow.log")

    with children.stopped([child]):
        child.wait_until(lambda: False, stop)

    assert child.process.returncode is not None


@pytest.mark.parametrize("option", ["--port", "--prefect-port"])
def test_port_in_use_is_said_before_anything_is_started(run_alone: Run, tmp_path: Path, option: str) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        taken = str(other.getsockname()[1])
        ports = {"--port": str(free_port()), option: taken}

        ended = run_alone("serve", *(word for pair in ports.items() for word in pair))

    assert (ended.code, ended.out) == (Exit.OUTSIDE, "")
    assert taken in ended.err
    assert not (tmp_path / "home").exists()
