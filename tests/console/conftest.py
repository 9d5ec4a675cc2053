"""Commands run in this process: on the database of a road, or in an empty home."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import diudat
from tests.console.programs import Ended, Run
from tests.roads import Road


@pytest.fixture
def run_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command where there is no office yet; English, so that figures are told from words."""
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DIUDAT_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")

    def ended(*arguments: str, given: str = "") -> Ended:
        monkeypatch.setattr(sys, "argv", ["diudat", *arguments])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            diudat.main()
        told = capsys.readouterr()
        code = end.value.code
        return Ended(code=code if isinstance(code, int) else 0, out=told.out, err=told.err)

    return ended


@pytest.fixture
def run(road: Road, run_alone: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the office's database, on either of the two."""
    monkeypatch.setenv("DIUDAT_DATABASE_URL", road.database.url.render_as_string(hide_password=False))
    return run_alone


@pytest.fixture
def run_on_sqlite(sqlite_road: Road, run_alone: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command whose way does not differ between the databases."""
    monkeypatch.setenv("DIUDAT_DATABASE_URL", str(sqlite_road.database.url))
    return run_alone
