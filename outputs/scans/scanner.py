"""The office's own scanner of files, if it has one: a command that is given a file and says by its end."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from models.errors import OutsideFailure

_SECONDS = 60
_CLEAN, _INFECTED = 0, 1
"""How clamdscan, clamscan and those who follow them end."""


def verdict(command: Sequence[str], file: Path) -> Literal["clean", "infected"]:
    """Return what the scanner says of a file; raises `OutsideFailure` where it says nothing."""
    try:
        done = subprocess.run([*command, str(file)], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 -- the operator's own command
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutsideFailure("scan.scanner_failed") from error
    if done.returncode == _CLEAN:
        return "clean"
    if done.returncode == _INFECTED:
        return "infected"
    raise OutsideFailure("scan.scanner_failed")
