"""The daily check of the whole record, and the place where those asked for meanwhile are carried out."""

from __future__ import annotations

from threading import Event

from prefect import flow

from engine import checking
from flows import installation
from flows.showing import show_table
from models.errors import BrokenRecord
from settings import load


@flow(name="verification", persist_result=False)
def verification(*, daily: bool = False) -> dict[str, int]:
    """Carry out the checks that are asked for, after asking for the one of the day if this is its run.

    The run fails where the record does not hold, so that whoever watches Prefect hears of it.
    """
    settings = load()
    database = installation.database(settings)
    if daily:
        checking.ask(database, None, settings.now())
    told = {"checks": 0, "streams": 0, "entries": 0, "faults": 0}
    while (found := checking.carry_out(database, settings.now)) is not None:
        told = {
            "checks": told["checks"] + 1,
            "streams": found.streams,
            "entries": found.entries,
            "faults": found.faults,
        }
        rows = [{"stream": one.stream, "sequence": one.sequence, "fault": one.code} for one in found.told]
        show_table("verification", rows, f"{found.faults} chỗ", Event())
    if told["faults"]:
        raise BrokenRecord("record.broken", faults=told["faults"])
    return told
