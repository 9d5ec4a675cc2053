"""A throwaway PostgreSQL cluster from this machine's server programs, reached over a socket in its folder."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
from pathlib import Path

_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "log_min_messages": "error",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: the newest of Debian's, else whatever is on the path."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(packaged, key=lambda program: float(program.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).parent if found else None


def url(folder: Path) -> str:
    """The address of the cluster's own database, whose user may create others."""
    return f"postgresql://{_server_user()}@/postgres?host={folder}"


def start(folder: Path, programs: Path, *, durable: bool) -> None:
    """Make a cluster in an empty folder and start it; if not durable, a crash loses what it interrupts."""
    if os.geteuid() == 0:
        shutil.chown(folder, _server_user())
    made = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
    _run_as_server(folder, programs / "initdb", "-D", "cluster", *made)
    options = [f"-c {name}='{value}'" for name, value in (_OPTIONS | ({} if durable else _FORGETFUL)).items()]
    listening = " ".join([*options, f"-c unix_socket_directories='{folder}'"])
    _run_as_server(folder, programs / "pg_ctl", "start", "-D", "cluster", "-l", "log", "-w", "-o", listening)


def stop(folder: Path, programs: Path) -> None:
    """Stop a cluster at once; what was in it is not wanted any more."""
    _run_as_server(folder, programs / "pg_ctl", "stop", "-D", "cluster", "-m", "immediate", "-w")


def _run_as_server(folder: Path, program: Path, *arguments: str) -> None:
    """PostgreSQL refuses to run as root, so root lends the work to the package's own user."""
    lent = pwd.getpwnam(_server_user()) if os.geteuid() == 0 else None
    subprocess.run(
        [program, *arguments],
        user=lent.pw_uid if lent else None,
        group=lent.pw_gid if lent else None,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


def _server_user() -> str:
    return "postgres" if os.geteuid() == 0 else getpass.getuser()
