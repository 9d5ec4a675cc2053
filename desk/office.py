"""The office as every page is given it: its record, its regulations, its files, its clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import metadata
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from desk.identity import Provider
from engine.database import Database
from engine.procedures import Procedures
from engine.registry import Registry
from engine.vault import Vault
from outputs.archive import Archive
from outputs.signatures.parts import Means
from outputs.wording import Language

VERSION = metadata.version("diudat")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages of one installation work with; one a process, shared by its threads."""

    database: Database
    registry: Registry
    procedures: Procedures
    archive: Archive
    vault: Vault
    zone: ZoneInfo
    now: Callable[[], datetime]
    """The clock, in UTC; asked once a request."""
    public_url: str
    """Where people reach the desk, such as `https://hoso.example.vn`."""
    language: Language = "vi"
    """Of a reader who has chosen none."""
    scan_megabytes: int = 10
    """How large a scan may be."""
    scan_command: tuple[str, ...] = ()
    """The scanner of files that the office runs, with its arguments; empty where there is none."""
    signing: Means = field(default_factory=Means)
    """What the installation has for signing, and for judging signatures."""
    provider: Provider | None = None
    """Where the organisation's people prove who they are, if not here alone."""
    late_after: timedelta = timedelta(minutes=15)
    """How long work may wait for a walker before the installation counts as not ready."""

    def day(self, at: datetime) -> date:
        """Return the day it is in the office at an instant."""
        return at.astimezone(self.zone).date()

    @property
    def is_encrypted(self) -> bool:
        """Say whether people come over https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Say whether people reach the desk on this machine alone."""
        return (urlsplit(self.public_url).hostname or "") in _LOOPBACK

    @property
    def origin(self) -> str:
        """Return the one origin from which forms may be sent here."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names under which the desk answers: its own, and this machine's."""
        return _LOOPBACK | {urlsplit(self.public_url).hostname or ""}
