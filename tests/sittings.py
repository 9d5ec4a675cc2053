"""Meetings for tests: convened and opened in the plainest way, always through the registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from engine.registry import Recorded
from models.errors import Refused
from models.meeting import AgendaRow, Meeting
from tests.roads import BRANCH, OTHER_BRANCH, Road

PLACE = "Hội trường Ban Chỉ huy Quân sự"


def roll_kind(unit: str) -> str:
    """Return who counts when a body votes."""
    return "official_members" if unit in {BRANCH, OTHER_BRANCH} else "committee_members"


def points(dossiers: Sequence[str], step: str = "branch_vote") -> list[dict[str, str]]:
    """Return an agenda of one step."""
    return [{"dossier": one, "step": step} for one in dossiers]


def convene(road: Road, on: date, dossiers: Sequence[str], **given: object) -> str:
    """Convene a meeting on the day itself, of the branch if none is named, and return its number."""
    unit = str(given.get("unit", BRANCH))
    plain: dict[str, object] = {
        "command": "convene_meeting", "unit": unit, "roll": roll_kind(unit), "held_on": on, "hour": "08:00",
        "place": PLACE, "agenda": points(dossiers),
    }  # fmt: skip
    return road.tell(on, road.secretary(unit), **(plain | given)).stream


def opened(road: Road, number: str | None, on: date, **given: object) -> Recorded:
    """Open a meeting that was convened, or one that was not, with the whole roll present."""
    unit = str(given.get("unit", BRANCH))
    roll = road.rolls[unit]
    plain: dict[str, object] = {
        "command": "open_meeting", "unit": unit, "held_on": on, "roll": roll_kind(unit), "meeting": number,
        "chair": roll[0], "secretary": roll[1],
    }  # fmt: skip
    return road.tell(on, road.secretary(unit), **(plain | given))


def told(road: Road, command: str, meeting: str, on: date, /, *by: str, **given: object) -> Recorded:
    """Give another command on a meeting of the branch, by its secretary or who is named."""
    return road.tell(on, *(by or (road.secretary(BRANCH),)), command=command, meeting=meeting, **given)


def attendance(
    road: Road, meeting: str, on: date, person: str, change: str, *by: str, **given: object
) -> Recorded:
    """Note that somebody arrived or left."""
    plain: dict[str, object] = {"person": person, "change": change, "reason": "việc riêng"}
    return told(road, "note_attendance", meeting, on, *by, **(plain | given))


def unmet_rules(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return the rules that were found unmet."""
    return [one.rule for one in refused.value.unmet]


def agenda(road: Road, meeting: str) -> list[tuple[str, str]]:
    """Return the agenda as it is kept."""
    with road.database.reading() as session:
        rows = session.rows(
            select(AgendaRow.dossier, AgendaRow.step)
            .where(AgendaRow.meeting == meeting)
            .order_by(AgendaRow.position)
        )
        return [(row.dossier, row.step) for row in rows]


def standing(road: Road, meeting: str) -> str | None:
    """Return whether a meeting is convened, open or over."""
    with road.database.reading() as session:
        return session.scalar(select(Meeting.standing).where(Meeting.number == meeting))


def kinds(road: Road, meeting: str) -> list[str]:
    """Return what a meeting's timeline tells of, in order."""
    return [one.event.kind for one in road.entries(meeting)]
