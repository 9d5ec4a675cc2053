"""The commands that walk once and sweep a day, with the server the settings name."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from console import walking
from console.exits import Exit
from console.office import opened
from console.prefect_server import Server, environment
from console.screen import Screen
from engine.rules.time_limits import add_months
from tests.flows.conftest import Install
from tests.flows.errands import dossier_at, issued
from tests.flows.prefects import sent
from tests.roads import Road

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.fixture(autouse=True)
def _environment_as_before(monkeypatch: pytest.MonkeyPatch, prefect_api: str) -> None:
    """Put back what a command tells Prefect through the environment of its process."""
    for name in environment(Path(), prefect_api):
        monkeypatch.setenv(name, os.environ.get(name, ""))


def test_walk_makes_what_waits_and_says_when_nothing_does(
    sqlite_road: Road, install: Install, prefect_api: str
) -> None:
    dossier_at(sqlite_road, "mentorship")
    settings, out = install(sqlite_road, prefect_api_url=prefect_api), StringIO()

    with opened(settings, Screen("en", out=Console(file=out, width=80))) as office:
        ended = [walking.once(office) for _ in range(2)]

    first, second = out.getvalue().splitlines()
    made = issued(sqlite_road.database)
    assert ended == [Exit.OK, Exit.OK]
    assert "0 not" in first
    assert second == "Nothing waits."
    assert made
    assert all(made.values())


def test_sweep_of_a_day_is_recorded_once(
    sqlite_road: Road, install: Install, prefect_api: str, capsys: pytest.CaptureFixture[str]
) -> None:
    number, on = sqlite_road.at("mentorship")
    settings, told = install(sqlite_road, prefect_api_url=prefect_api), []

    with opened(settings, Screen("en")) as office:
        for _ in range(2):
            capsys.readouterr()
            walking.sweep(office, add_months(on, 3), as_json=True)
            told.append(json.loads(capsys.readouterr().out))

    first, second = told
    assert {(one["dossier"], one["about"]) for one in first} == {(number, "reports")}
    assert second == []


def test_run_left_under_way_when_the_program_stopped_gives_its_place_back(prefect_server: Server) -> None:
    api = prefect_server.address
    flow = sent("POST", f"{api}/flows/", {"name": "left-over"}).json()["id"]
    given = {"flow_id": flow, "state": {"type": "PENDING", "name": "Submitting"}}
    run = sent("POST", f"{api}/flow_runs/", given).json()["id"]

    prefect_server.bury()

    assert sent("GET", f"{api}/flow_runs/{run}").json()["state_type"] == "CRASHED"
