"""How the command starts: quickly, from a bare checkout, and without a traceback when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import diudat
from console.options import in_front
from tests.house.sources import CHECKOUT

_HELP_AND_TELL = """
import sys
sys.argv = ["diudat", *sys.argv[1:]]
import diudat
from console.options import in_front
try:
    diudat.main()
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""
_SLOW = {"prefect", "sqlalchemy", "alembic", "typst", "jinja2", "babel", "httpx", "holidays", "settings"}


def _ran(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env={**os.environ, "COLUMNS": "80", **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("words", [["--help"], ["dossier", "--help"], ["step", "submit", "--help"]])
def test_help_loads_nothing_that_takes_time(words: list[str]) -> None:
    told = _ran("-c", _HELP_AND_TELL, *words)

    code, *loaded = told.stderr.split()
    assert (code, _SLOW & set(loaded)) == ("0", set())
    assert "Usage: diudat" in told.stdout


def test_help_speaks_vietnamese_first_and_english_when_asked() -> None:
    spoken = [_ran("-m", "diudat", *words, "--help").stdout for words in ([], ["--lang", "en"])]
    by_setting = _ran("-m", "diudat", "--help", DIUDAT_LANGUAGE="en").stdout

    assert "Xem các hồ sơ." in spoken[0]
    assert "Look at dossiers." in spoken[1]
    assert by_setting == spoken[1]


def test_module_runs_from_a_bare_checkout() -> None:
    told = _ran("-m", "diudat", "version")

    assert (told.returncode, told.stdout.split()[0]) == (0, "diudat")


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        (["dossier", "list", "--lang", "en"], ["--lang", "en", "dossier", "list"]),
        (["verify", "--home=x", "--json"], ["--home=x", "verify", "--json"]),
        (["step", "submit", "--", "--lang"], ["step", "submit", "--", "--lang"]),
        (["list", "--lang"], ["--lang", "list"]),
    ],
)
def test_options_of_every_command_are_put_in_front(typed: list[str], parsed: list[str]) -> None:
    assert in_front(typed, "--lang", "--home") == parsed


def test_every_command_has_its_place_in_the_page_about_commands() -> None:
    page = (CHECKOUT / "docs" / "how-to" / "command-line.md").read_text(encoding="utf-8")

    names = [one.name or one.callback.__name__ for one in diudat.app.registered_commands if one.callback]
    for group in diudat.app.registered_groups:
        assert group.typer_instance is not None
        names += [f"{group.name} {one.name}" for one in group.typer_instance.registered_commands]
    assert len(names) > 15
    assert [name for name in names if f"`diudat {name}" not in page] == []
