"""A command run in this process, on the database of a road."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import diudat
from tests.console.programs import Ended, Run
from tests.roads import Road


@pytest.fixture
def run(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command on the office's database; English, so that figures are told from words."""
    monkeypatch.setenv("DIUDAT_HOME", str(tmp_path / "home"))
    url = road.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DIUDAT_DATABASE_URL", url)
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
