"""The desk as a process: it starts, answers, believes only its proxy, logs no secret, and ends when told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import socket

import httpx
import pytest

from desk.logs import without_secrets
from engine.database import Database
from tests.house.sources import CHECKOUT

_RUN = "import sys, settings; from desk.serving import run; run(settings.load(), port=int(sys.argv[1]))"
_START_SECONDS = 60


@pytest.fixture
def served(sqlite_database: Database) -> Iterator[tuple[subprocess.Popen[str], str]]:
    file = Path(str(sqlite_database.url.database))
    assert file.name == "diudat.db"  # as it is called in a home folder
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(port)],
        cwd=CHECKOUT,
        env=os.environ | {"DIUDAT_HOME": str(file.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            _wait_for(running, address := f"http://127.0.0.1:{port}")
            yield running, address
        finally:
            running.kill()


def _wait_for(running: subprocess.Popen[str], address: str) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            httpx.get(f"{address}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    running.kill()  # or what it says would never end
    pytest.fail(f"the desk did not start: {running.communicate()[0]}")


def test_desk_answers_believes_its_proxy_logs_json_and_ends_on_ctrl_c(
    served: tuple[subprocess.Popen[str], str], sqlite_database: Database
) -> None:
    running, address = served
    ready = httpx.get(f"{address}/readyz").status_code
    headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "203.0.113.9"}
    httpx.post(f"{address}/sign-in", data={"_login": "an", "_password": "the secret"}, headers=headers)
    running.send_signal(signal.SIGINT)
    told, _ = running.communicate(timeout=_START_SECONDS)

    lines = [json.loads(line) for line in told.splitlines()]
    assert (ready, running.returncode) == (200, 0)
    assert {line["path"] for line in lines if line["event"] == "answered"} >= {"/readyz", "/sign-in"}
    assert "the secret" not in told
    with sqlite_database.inspecting() as connection:
        kept = connection.exec_driver_sql("SELECT address FROM login_attempt").all()
    assert [row[0] for row in kept] == ["203.0.113.9"]


def test_desk_ends_on_a_request_to_terminate(served: tuple[subprocess.Popen[str], str]) -> None:
    running, _ = served
    running.send_signal(signal.SIGTERM)
    told, _ = running.communicate(timeout=_START_SECONDS)

    assert running.returncode in {0, -signal.SIGTERM}
    assert "Traceback" not in told


def test_fields_named_like_a_secret_are_hidden_in_the_log() -> None:
    event = {"event": "x", "password": "a", "Cookie": "b", "api_token": "c", "_code": "d", "path": "/e"}

    assert dict(without_secrets(None, "info", event)) == {
        "event": "x", "password": "…", "Cookie": "…", "api_token": "…", "_code": "…", "path": "/e",
    }  # fmt: skip
