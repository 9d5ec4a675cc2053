"""The program at work: Prefect's server, its worker and the resident walker, as children of one process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event

from console.office import CHECKOUT
from console.prefect_server import environment, running, stop_group
from console.screen import Screen
from console.walking import told_to_stop
from models.errors import OutsideFailure
from outputs.wording.language import mark
from settings import Settings

POOL = "diudat-pool"
"""As `prefect.yaml` names it."""
_LOOK_SECONDS = 0.5
_STARTING = mark("Đang khởi động Prefect…")
_READY = mark("Prefect: %(address)s. Đang chạy: người làm việc nền và lịch hằng ngày. Dừng: Ctrl-C.")
_STOPPED = mark("Đã dừng.")


def serve(screen: Screen, settings: Settings, port: int) -> None:
    """Run everything until told to stop; raises `OutsideFailure` when a part of it ends by itself."""
    stop = Event()
    folder = settings.home / "prefect"
    with told_to_stop(stop), ExitStack() as stack:
        address = settings.prefect_api_url
        if address is None:
            screen.say(_STARTING)
            server = stack.enter_context(running(folder, port=port))
            server.wait_until_ready(stop)
            address = server.address
        os.environ.update({**environment(folder, address), "DIUDAT_PREFECT_API_URL": address})
        if not stop.is_set():
            _deploy(settings)
            children = [stack.enter_context(_child(settings, name, command)) for name, command in _COMMANDS]
            screen.say(_READY, address=address.removesuffix("/api"))
            _watch(stop, children)
    screen.say(_STOPPED)


_PREFECT = (sys.executable, "-m", "prefect")
_COMMANDS = (
    ("walker", (sys.executable, str(CHECKOUT / "diudat.py"), "walk", "--forever")),
    ("worker", (*_PREFECT, "worker", "start", "--pool", POOL)),
)
_Child = tuple[str, "subprocess.Popen[bytes]"]


def _deploy(settings: Settings) -> None:
    """Bring the server up to `prefect.yaml`; what is there already is brought up to date."""
    _prefect(settings, "work-pool", "create", "--type", "process", POOL, "--overwrite")
    _prefect(settings, "deploy", "--all")


def _prefect(settings: Settings, *words: str) -> None:
    log = settings.home / "prefect" / "deploy.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as written:
        ended = subprocess.run(  # noqa: S603 -- our own interpreter with our own words
            (*_PREFECT, *words), cwd=CHECKOUT, check=False, stdin=subprocess.DEVNULL, stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    if ended.returncode:
        raise OutsideFailure("prefect.not_deployed", log=str(log), status=ended.returncode)


@contextmanager
def _child(settings: Settings, name: str, command: Sequence[str]) -> Iterator[_Child]:
    log = settings.home / f"{name}.log"
    with log.open("ab") as written:
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter with our own words
            command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield name, child
    finally:
        stop_group(child)


def _watch(stop: Event, children: Sequence[_Child]) -> None:
    """Wait until told to stop, or until a child ends that should not."""
    while not stop.wait(_LOOK_SECONDS):
        for name, child in children:
            if child.poll() is not None:
                raise OutsideFailure("serve.child_ended", name=name, status=child.returncode)
