"""PDFs looked through in a process of their own: one that hangs or eats memory harms nobody else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from models.errors import Malformed

_READER = Path(__file__).with_name("pdf_reader.py")
_SECONDS = 20


def refuse_active(content: bytes) -> None:
    """Raise `Malformed` for a PDF that is broken, encrypted, or does more than show pages.

    What does more: scripts, programs to start, files within, forms that send, media.
    """
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        answer = _read(file.name)
    found, _, what = answer.partition(" ")
    if found == "encrypted":
        raise Malformed("scan.pdf_encrypted", field="scan")
    if found == "active":
        raise Malformed("scan.pdf_active", field="scan", what=what)
    if found != "pages":
        raise Malformed("scan.pdf_broken", field="scan")


def _read(path: str) -> str:
    """Return what the other process says; one that does not come to an end, or dies, found a broken file."""
    command = [sys.executable, "-I", str(_READER), path]
    try:
        # It is told nothing of the office: neither its settings nor its secrets.
        done = subprocess.run(command, env={}, capture_output=True, timeout=_SECONDS, check=False, text=True)  # noqa: S603 -- our own module, a name we chose
    except subprocess.TimeoutExpired:
        return "broken"
    said = done.stdout.strip().splitlines()
    return said[-1] if done.returncode == 0 and said else "broken"
