"""What is owed to persons for events of meetings and substitutions, and the giving of it as the walk does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from engine import announcements, outbox
from engine.outbox import Errand
from flows.announcements import give_word
from models.outbox import OutboxRow
from tests.roads import Road

BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Owed:
    """One errand of the announcements."""

    stream: str
    sequence: int
    notice: str
    persons: frozenset[str]
    available_at: datetime


def owed(road: Road) -> list[Owed]:
    """Return what was put for meetings and substitutions, in order, done or not."""
    with road.database.reading() as session:
        rows = session.rows(
            select(OutboxRow.stream, OutboxRow.sequence, OutboxRow.due, OutboxRow.available_at)
            .where(OutboxRow.flow == announcements.FLOW)
            .order_by(OutboxRow.id)
        )
    found = []
    for row in rows:
        (notice,) = json.loads(row.due)["notices"]
        persons = frozenset(one["person"] for one in notice["to"])
        found.append(Owed(row.stream, row.sequence, notice["notice"], persons, row.available_at))
    return found


def claimed(road: Road, at: datetime, flow: str = announcements.FLOW) -> list[Errand]:
    """Claim what waits at an instant, and return what of it a flow carries out."""
    found = outbox.claim(road.database, walker="test", at=at, lease=timedelta(minutes=5), at_most=1000)
    return [one for one in found if one.flow == flow]


def give_all(road: Road, at: datetime) -> int:
    """Give the word that waits at an instant; return how many errands that were."""
    found = claimed(road, at)
    for one in found:
        give_word(one, road.database, BASE_URL, at)
    return len(found)


def awaiting(road: Road, how_many: int = 2) -> tuple[list[str], date]:
    """Drive some dossiers to the branch's vote; return them and a day on which all await it."""
    found = [road.at("branch_vote") for _ in range(how_many)]
    return [dossier for dossier, _ in found], max(day for _, day in found)
