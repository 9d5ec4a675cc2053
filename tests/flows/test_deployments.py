"""`prefect.yaml` deploys as it stands, and a worker runs what it schedules."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.events import WaitingEnded
from tests.flows.conftest import Install
from tests.flows.errands import OPENED
from tests.flows.prefects import asked, eventually, sent
from tests.house.sources import CHECKOUT
from tests.roads import Road

HERE = "Asia/Ho_Chi_Minh"
WANTED = yaml.safe_load((CHECKOUT / "prefect.yaml").read_text(encoding="utf-8"))
PREFECT = Path(sys.executable).with_name("prefect")

pytestmark = pytest.mark.xdist_group("prefect")


def _prefect(*words: str) -> str:
    """Run Prefect's own command as an operator does who is not there to answer questions."""
    told = subprocess.run(
        [PREFECT, "--no-prompt", *words],
        cwd=CHECKOUT,
        env={**os.environ, "PREFECT_CLI_COLORS": "false"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def deployed(prefect_api: str) -> str:
    """Bring this run's server up to the file."""
    _post(f"{prefect_api}/work_pools/", name="diudat-pool", type="process")
    _prefect("deploy", "--all")
    return prefect_api


def _post(address: str, **given: object) -> dict[str, Any]:
    return dict(sent("POST", address, given).json())


def test_file_names_no_folder_of_any_machine() -> None:
    text = (CHECKOUT / "prefect.yaml").read_text(encoding="utf-8")

    assert not [line for line in text.splitlines() if ": /" in line or "directory" in line]


def test_entries_are_in_module_form_so_that_no_path_is_put_first() -> None:
    entries = [one["entrypoint"] for one in WANTED["deployments"]]

    assert entries == [
        "flows.walk.walk",
        "flows.verification.verification",
        "flows.verification.verification",
        "flows.deadlines.sweep",
        "flows.scanning.scanning",
        "flows.digests.send_digests",
    ]


def test_everything_is_deployed_with_its_schedule(deployed: str) -> None:
    found = {
        (one["name"], one["entrypoint"], one["work_pool_name"]): [
            (each["schedule"]["cron"], each["schedule"]["timezone"], each["active"])
            for each in one["schedules"]
        ]
        for one in asked(deployed, "deployments")
    }

    assert found == {
        ("safety-net", "flows.walk.walk", "diudat-pool"): [("* * * * *", HERE, True)],
        ("verification", "flows.verification.verification", "diudat-pool"): [("30 2 * * *", HERE, True)],
        ("verification-asked", "flows.verification.verification", "diudat-pool"): [
            ("*/5 * * * *", HERE, True)
        ],
        ("daily", "flows.deadlines.sweep", "diudat-pool"): [("0 7 * * *", HERE, True)],
        ("scanning", "flows.scanning.scanning", "diudat-pool"): [("45 * * * *", HERE, True)],
        ("digests", "flows.digests.send_digests", "diudat-pool"): [("30 * * * *", HERE, True)],
    }


def test_server_of_our_own_schedules_what_is_deployed(deployed: str) -> None:
    daily = next(one["id"] for one in asked(deployed, "deployments") if one["name"] == "daily")

    runs = eventually(lambda: [one for one in asked(deployed, "flow_runs") if one["deployment_id"] == daily])

    assert {one["state_type"] for one in runs} == {"SCHEDULED"}
    assert {one["expected_start_time"][11:16] for one in runs} == {"00:00"}  # seven in the morning, in UTC


def test_worker_runs_what_is_scheduled(sqlite_road: Road, install: Install, deployed: str) -> None:
    install(sqlite_road)
    dossier, _ = sqlite_road.at("probation", OPENED)
    step = sqlite_road.state(dossier).open_step("probation")
    assert step is not None
    assert step.due_on is not None
    on = step.due_on + timedelta(days=3)
    found = {one["name"]: one["id"] for one in asked(deployed, "deployments")}
    for one in found.values():  # else the worker would also run each minute that has passed
        sent("PATCH", f"{deployed}/deployments/{one}", {"paused": True})

    _post(f"{deployed}/deployments/{found['daily']}/create_flow_run", parameters={"on": on.isoformat()})
    _prefect("worker", "start", "--pool", "diudat-pool", "--run-once")

    ended = [one.event for one in sqlite_road.entries(dossier) if isinstance(one.event, WaitingEnded)]
    assert [one.on for one in ended] == [step.due_on]
    (run,) = asked(deployed, "flow_runs", flow_runs={"name": {"any_": [on.isoformat()]}})
    assert (run["state_type"], run["work_pool_name"]) == ("COMPLETED", "diudat-pool")
