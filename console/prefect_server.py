"""A Prefect server of this installation's own, as a child process on loopback; stopped with its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from models.errors import OutsideFailure

LOOPBACK = "127.0.0.1"
_START_SECONDS = 120
_STOP_SECONDS = 15
_LOOK_SECONDS = 0.1
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
    log: Path
    child: subprocess.Popen[bytes]

    def wait_until_ready(self, stop: Event | None = None) -> None:
        """Return once it answers or is to stop; raises `OutsideFailure` if it ends or keeps silent."""
        deadline = time.monotonic() + _START_SECONDS
        while not (stop is not None and stop.is_set()) and not _answers(f"{self.address}/health"):
            if self.child.poll() is not None:
                raise OutsideFailure("prefect.died", log=str(self.log), status=self.child.returncode)
            if time.monotonic() > deadline:
                raise OutsideFailure("prefect.silent", log=str(self.log), seconds=_START_SECONDS)
            time.sleep(_LOOK_SECONDS)


@contextmanager
def running(folder: Path, *, port: int | None = None, services: bool = True) -> Iterator[Server]:
    """Start a server that keeps everything in a folder, and stop it in the end.

    It takes a dozen seconds until it answers, in which there is other work to do. Without services it
    schedules nothing and shows no pages: enough for one process that runs its flows itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = port or free_port()
    address = f"http://{LOOPBACK}:{chosen}/api"
    log = folder / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(chosen)]
    command += [] if services else ["--no-services", "--no-ui"]
    with log.open("ab") as written:
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter with our own words
            command, env=environment(folder, address), stdin=subprocess.DEVNULL, stdout=written,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield Server(address=address, log=log, child=child)
    finally:
        stop_group(child)


def environment(folder: Path, address: str | None) -> Mapping[str, str]:
    """Return the environment of the server and of all that talks to it; without an address, of nobody yet."""
    found = {**os.environ, **_QUIET, "PREFECT_HOME": str(folder.absolute())}
    return found if address is None else {**found, "PREFECT_API_URL": address}


def free_port() -> int:
    """Return a port of the loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=1) as answer:  # noqa: S310 -- http on loopback, made above
            return bool(answer.status == 200)  # noqa: PLR2004 -- the status of success
    except (URLError, OSError):
        return False


def stop_group(child: subprocess.Popen[bytes]) -> None:
    """Ask a process and what it started to end, and see to it that they do."""
    for asked in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, asked)
            child.wait(_STOP_SECONDS)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
        else:
            break
    child.wait()
