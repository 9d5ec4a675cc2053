"""The server of our own is asked patiently: it is busy while it starts, and a refusal is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from console import children
from console.prefect_server import LOOPBACK, Server
from models.errors import OutsideFailure

_PENDING, _BUSY, _THERE, _BROKEN = [{"id": "run-1"}], 503, 409, 500


@contextmanager
def _answering(folder: Path, *answers: object) -> Iterator[tuple[Server, list[tuple[str, object]]]]:
    """Stand in for Prefect: each request takes the next answer, a status or what is found."""
    coming, heard = iter(answers), list[tuple[str, object]]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append((self.path, given.get("name") or given.get("force")))
            answer = next(coming)
            self.send_response(answer if isinstance(answer, int) else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with (
        ThreadingHTTPServer((LOOPBACK, 0), Handler) as http,
        children.started("prefect", ["sleep", "60"], folder / "server.log") as child,
    ):
        Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        yield Server(address=f"http://{LOOPBACK}:{http.server_port}/api", child=child), heard
        http.shutdown()


def test_busy_server_is_asked_again(tmp_path: Path) -> None:
    with _answering(tmp_path, _BUSY, _PENDING, _BUSY, _BUSY, {}) as (server, heard):
        server.bury()

    asked, told = ("/api/flow_runs/filter", None), ("/api/flow_runs/run-1/set_state", True)
    assert heard == [asked, asked, told, told, told]


def test_pool_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    with _answering(tmp_path, _BUSY, _THERE) as (server, heard):
        server.make_pool("diudat-pool")

    assert heard == 2 * [("/api/work_pools/", "diudat-pool")]


def test_server_that_refuses_is_named_with_its_log_and_not_asked_again(tmp_path: Path) -> None:
    with (
        _answering(tmp_path, _BROKEN) as (server, heard),
        pytest.raises(OutsideFailure) as refused,
    ):
        server.make_pool("diudat-pool")

    assert refused.value.code == "prefect.not_deployed"
    assert refused.value.figures == {"log": str(tmp_path / "server.log"), "status": _BROKEN}
    assert len(heard) == 1


def test_server_that_ended_while_it_was_busy_is_not_waited_for(tmp_path: Path) -> None:
    with _answering(tmp_path, _BUSY) as (server, _):
        children.stop([server.child])
        with pytest.raises(OutsideFailure) as ended:
            server.bury()

    assert ended.value.code == "child.ended"


def test_busy_server_is_left_alone_once_the_program_is_to_stop(tmp_path: Path) -> None:
    stop = Event()
    stop.set()

    with _answering(tmp_path) as (server, heard):
        server.bury(stop)
        server.make_pool("diudat-pool", stop)

    assert heard == []
