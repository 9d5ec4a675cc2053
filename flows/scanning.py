"""Scans that wait are shown to the office's scanner again: it may have been down, or been set up since."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any, TypeAlias

from prefect import flow

from engine.access import SYSTEM
from engine.queries.scans import WaitingScan, waiting_scans
from flows import installation
from flows.showing import show_table
from models.commands import CheckScan
from models.errors import OutsideFailure, Refused
from outputs.scans.scanner import verdict
from settings import Settings, load

if TYPE_CHECKING:
    Row: TypeAlias = dict[str, Any]


def waiting(settings: Settings) -> tuple[WaitingScan, ...]:
    """Return the scans that wait for a scanner; none where the office has none."""
    if not settings.scanner:
        return ()
    with installation.database(settings).reading() as session:
        return waiting_scans(session)


def check(scan: WaitingScan, settings: Settings, at: datetime) -> Row:
    """Record what the scanner says of a scan; one that was settled meanwhile is passed over.

    Raises `OutsideFailure` where the scanner says nothing: the scan goes on waiting.
    """
    found = verdict(settings.scanner, installation.archive(settings).path(scan.sha256))
    command = CheckScan(dossier=scan.dossier, scan=scan.sequence, by="scanner", verdict=found)
    told: Row = {"dossier": scan.dossier, "scan": scan.sequence}
    try:
        installation.registry(settings).record(command, by=SYSTEM, at=at)
    except Refused:
        return told | {"verdict": "settled"}
    return told | {"verdict": found}


@flow(name="scanning", persist_result=False)
def scanning() -> dict[str, int]:
    """Have every scan that waits looked through; the run fails where the scanner did not answer."""
    settings = load()
    rows: list[Row] = []
    failures: list[OutsideFailure] = []
    for scan in waiting(settings):
        try:
            rows.append(check(scan, settings, settings.now()))
        except OutsideFailure as failure:
            failures.append(failure)
    show_table("scanning", rows, f"{len(rows)} bản quét", Event())
    if failures:
        raise failures[0]  # when all others were looked through
    return {"checked": len(rows)}
