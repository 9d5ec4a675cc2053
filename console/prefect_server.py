"""A Prefect server of this installation's own, as a child process on loopback; stopped with its parent."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from console import children
from console.children import Child
from console.machine import writing_into
from models.errors import OutsideFailure

LOOPBACK = "127.0.0.1"
_CHECKOUT = Path(__file__).resolve().parent.parent
_ANSWER_SECONDS = 20
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_CLI_PROMPT": "false",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that has been started and may not answer yet."""

    address: str
    child: Child

    def wait_until_ready(self, stop: Event | None = None, beside: Sequence[Child] = ()) -> None:
        """Return once it answers or is to stop; raises `OutsideFailure` if it is silent or one ends."""
        self.child.wait_until(partial(children.answers, f"{self.address}/health"), stop, beside)

    def make_pool(self, name: str, stop: Event | None = None) -> None:
        """Make a work pool of processes, if it is missing."""
        self._ask("work_pools/", {"name": name, "type": "process"}, stop, HTTPStatus.CONFLICT)

    def bury(self, stop: Event | None = None) -> None:
        """Say of runs that were under way when the server was last stopped that they crashed.

        Nobody carries them on, and each keeps the place of the one run its deployment may have at a time.
        """
        under_way = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
        for run in self._ask("flow_runs/filter", {"flow_runs": under_way}, stop) or ():
            state = {"type": "CRASHED", "name": "Crashed", "message": "The program was stopped."}
            self._ask(f"flow_runs/{run['id']}/set_state", {"state": state, "force": True}, stop)

    def _ask(self, what: str, given: Mapping[str, object], stop: Event | None, *fine: int) -> Any:  # noqa: ANN401 -- whatever it answers
        """Return what it answers, asked again while it is busy; nothing if it is fine, or all is to stop.

        Only what may be said twice is asked. Raises `OutsideFailure` if it refuses, stays busy or ends.
        """
        asked = Request(  # noqa: S310 -- http on loopback
            f"{self.address}/{what}", json.dumps(given).encode(), {"Content-Type": "application/json"}
        )
        answers: list[Any] = []
        self.child.wait_until(lambda: self._is_answered(asked, answers, fine), stop)
        return answers[0] if answers else None

    def _is_answered(self, asked: Request, answers: list[Any], fine: Sequence[int]) -> bool:
        try:
            with urlopen(asked, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310 -- as above
                answers.append(json.load(answer))
        except HTTPError as refused:
            refused.close()
            if refused.code == HTTPStatus.SERVICE_UNAVAILABLE:  # others write into its SQLite file
                return False
            if refused.code not in fine:
                log = str(self.child.log)
                raise OutsideFailure("prefect.not_deployed", log=log, status=refused.code) from None
        except (HTTPException, OSError):  # too busy even to say so
            return False
        return True


@contextmanager
def running(folder: Path, *, port: int | None = None, services: bool = True) -> Iterator[Server]:
    """Start a server that keeps everything in a folder, and stop it in the end.

    It takes a dozen seconds until it answers, in which there is other work to do. Without services it
    schedules nothing and shows no pages: enough for one process that runs its flows itself.
    """
    chosen = port or free_port()
    address = f"http://{LOOPBACK}:{chosen}/api"
    command = [sys.executable, "-m", "console.prefect_command", "server", "start"]
    command += ["--host", LOOPBACK, "--port", str(chosen)]
    command += [] if services else ["--no-services", "--no-ui"]
    log = folder / "server.log"
    with children.started("prefect", command, log, environment(folder, address), _CHECKOUT) as child:
        yield Server(address=address, child=child)


def environment(folder: Path, address: str | None) -> Mapping[str, str]:
    """Return the environment of the server and of all that talks to it; without an address, of nobody yet."""
    found = {**os.environ, **_QUIET, "PREFECT_HOME": str(folder.absolute())}
    return found if address is None else {**found, "PREFECT_API_URL": address}


def talk_to(address: str | None, folder: Path) -> None:
    """Make this process talk to a server, and keep what Prefect keeps in a folder."""
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(folder, address))


def free_port() -> int:
    """Return a port of the loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
