"""The command as other programs start it, and what it leaves running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from tests.house.sources import CHECKOUT

MINUTE = 60
_ENDING_SECONDS = 10
PROGRAM = (sys.executable, str(CHECKOUT / "diudat.py"))
CI_ONLY = pytest.mark.skipif(
    not os.environ.get("CI"), reason="takes half a minute of both processors: CI runs it, or you with CI=1"
)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]
"""Runs a command in this process; `given` is what standard input holds."""


def diudat(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in English, untouched by settings of the machine."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DIUDAT_")}
    return subprocess.run(
        [*PROGRAM, *words],
        env=plain | {"COLUMNS": "80", "DIUDAT_LANGUAGE": "en"} | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=5 * MINUTE,
    )


def processes_of(folder: Path) -> list[str]:
    """Return the commands of all processes that were told of a folder in their environment."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            told = (one / "environ").read_bytes()
            if str(folder).encode() in told:
                found.append((one / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def left_behind(folder: Path) -> list[str]:
    """Return what is still there of those processes once it had time to end: one killed takes a moment."""
    deadline, pause = monotonic() + _ENDING_SECONDS, Event()
    while (found := processes_of(folder)) and monotonic() < deadline:
        pause.wait(0.05)
    return found
