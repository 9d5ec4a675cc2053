"""The program at work: desk, resident walker, Prefect's server and worker, as children of one process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from console import children, showcase
from console.children import Child
from console.exits import Exit
from console.machine import reason_of
from console.office import CHECKOUT
from console.prefect_server import LOOPBACK, Server, running, talk_to
from console.records import make_room
from console.screen import Screen
from console.walking import told_to_stop
from engine.database import open_database
from engine.migrations import upgrade
from engine.readiness import refuse_unready
from models.errors import OutsideFailure
from outputs.wording.language import mark
from settings import Settings, load

POOL = "diudat-pool"
"""As `prefect.yaml` names it."""
_LOOK_SECONDS = 0.5
_ANYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104 -- where to ask, if it listens everywhere
_MADE = mark("Đã lập cơ sở dữ liệu mới, chưa có ai trong đó: %(file)s")
_STARTING = mark("Đang khởi động bàn hồ sơ, Prefect, người làm việc nền…")
_DESK = mark("Bàn hồ sơ: %(address)s")
_PREFECT_AT = mark("Prefect:   %(address)s")
_READY = mark("Đang chạy, nhật ký trong %(folder)s. Dừng: Ctrl-C.")
_STOPPING = mark("Đang dừng…")
_STOPPED = mark("Đã dừng.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the program is reached."""

    host: str
    desk: int
    prefect: int

    @property
    def address(self) -> str:
        """Where this machine reaches the desk."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{_ANYWHERE.get(self.host, host)}:{self.desk}"


def serve(screen: Screen, settings: Settings, ports: Ports, *, demo: bool) -> Exit:
    """Run everything until told to stop; raises `OutsideFailure` when a part of it ends by itself."""
    _refuse_taken(ports.host, ports.desk)
    if settings.prefect_api_url is None:
        _refuse_taken(LOOPBACK, ports.prefect)
    if demo:
        told = showcase.prepared(screen, settings)
        if told:
            return told
        settings = load()  # its clock stands at the end of the story now
    _make_ready(screen, settings)
    _hand_down(settings, ports)
    stop = Event()
    with told_to_stop(stop, once=True), ExitStack() as stack:
        _run(screen, settings, ports, stop, stack)
        screen.say(_STOPPING)
    screen.say(_STOPPED)
    return Exit.OK


def _run(screen: Screen, settings: Settings, ports: Ports, stop: Event, stack: ExitStack) -> None:
    folder, address = settings.home / "prefect", settings.prefect_api_url
    screen.say(_STARTING)
    server = None
    if address is None:
        server = stack.enter_context(running(folder, port=ports.prefect))
        address = server.address
    own = [_started(settings, "desk", "desk", "--host", ports.host, "--port", str(ports.desk))]
    stack.enter_context(children.stopped(own))  # before the server: a walker that ends still speaks to it
    if server is not None:
        server.wait_until_ready(stop, beside=own)
    talk_to(address, folder)
    os.environ["DIUDAT_PREFECT_API_URL"] = address
    _deploy(settings, stop, server)
    if not stop.is_set():
        own += [_started(settings, "walker", "walk", "--forever"), _worker(settings)]
        own[0].wait_until(partial(children.answers, f"{ports.address}/healthz"), stop, beside=own)
    if not stop.is_set():
        screen.say(_DESK, style="bold", address=os.environ["DIUDAT_PUBLIC_URL"])
        screen.say(_PREFECT_AT, address=address.removesuffix("/api"))
        screen.say(_READY, folder=settings.home)
    _watch(stop, [*own, *([] if server is None else [server.child])])


def _hand_down(settings: Settings, ports: Ports) -> None:
    """Tell the children what this process was told; folders whole, for they start in other ones."""
    is_told = "public_url" in settings.model_fields_set
    os.environ |= {
        "DIUDAT_HOME": str(settings.home),
        "DIUDAT_DATABASE_URL": settings.database_url,
        "DIUDAT_ARCHIVE_FOLDER": str(settings.archive_folder),
        "DIUDAT_PUBLIC_URL": settings.public_url if is_told else ports.address,
    }


def _refuse_taken(host: str, port: int) -> None:
    """Raise `OutsideFailure` where nobody can listen, before anything is started."""
    try:
        kind, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as refused:
        raise OutsideFailure("serve.port_taken", host=host, port=port, machine=reason_of(refused)) from None


def _make_ready(screen: Screen, settings: Settings) -> None:
    """Make the embedded database where there is none; one that is there must be of this version."""
    with closing(open_database(settings.database_url)) as database:
        file = database.url.database
        if database.dialect == "sqlite" and file and not Path(file).is_file():
            make_room(database)
            upgrade(database)
            screen.say(_MADE, file=file)
        refuse_unready(database)


def _deploy(settings: Settings, stop: Event, own: Server | None) -> None:
    """Bring the server up to `prefect.yaml`; what is there already is brought up to date."""
    if stop.is_set():
        return
    if own is not None:
        own.bury(stop)
        own.make_pool(POOL, stop)
    else:  # which may ask who we are
        _prefect(settings, ("work-pool", "create", "--type", "process", POOL, "--overwrite"), stop)
    _prefect(settings, ("deploy", "--all"), stop)


def _prefect(settings: Settings, words: Sequence[str], stop: Event) -> None:
    if stop.is_set():
        return
    log = settings.home / "prefect" / "deploy.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as written:
        ended = subprocess.run(  # noqa: S603 -- our own interpreter with our own words
            (*_PREFECT, *words), cwd=CHECKOUT, check=False, stdin=subprocess.DEVNULL, stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    if ended.returncode and not stop.is_set():  # Ctrl-C reaches it as well
        raise OutsideFailure("prefect.not_deployed", log=str(log), status=ended.returncode)


_PREFECT = (sys.executable, "-m", "prefect")


def _started(settings: Settings, name: str, *words: str) -> Child:
    command = (sys.executable, str(CHECKOUT / "diudat.py"), *words)
    return children.start(name, command, settings.home / f"{name}.log")


def _worker(settings: Settings) -> Child:
    command = (*_PREFECT, "worker", "start", "--pool", POOL)
    return children.start("worker", command, settings.home / "worker.log", folder=CHECKOUT)


def _watch(stop: Event, watched: Sequence[Child]) -> None:
    """Wait until told to stop, or until a child ends that should not."""
    while not stop.wait(_LOOK_SECONDS):
        for child in watched:
            child.refuse_ended()
