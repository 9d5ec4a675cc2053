"""District 4, 2019 to 2022: thirteen wards, twenty-three candidates, six new members, told day by day.

The story shows every place of the road. Its people, their words and their numbers are invented; bodies and
wards bear real names only so that the papers read as papers do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from engine.numbers import dossier_number, meeting_number
from examples.district_4.acts import Act, at
from examples.district_4.asides import asides
from examples.district_4.candidates import CANDIDATES
from examples.district_4.meetings import Held, opened_and_closed
from examples.district_4.setting_up import office_entered
from examples.district_4.telling import Told, told
from examples.district_4.ways import WAYS
from models import commands
from models.commands import Command

__all__ = ["END", "HERO", "MORNING_AFTER", "Act", "story"]

HERO = "qc-001"
"""The candidate whose whole way is shown at the end: a recruit who becomes an official member."""
END = date(2022, 12, 30)
"""Last day of the story."""
MORNING_AFTER = date(2023, 1, 3)
"""The office's next day of work, on which visitors look around."""


def story() -> Iterator[Act]:
    """Yield every act in the order of time, the same each time; numbers are those a fresh office gives."""
    happened = [*_along_the_ways(), *asides()]
    held = _held(happened)
    acts = [*office_entered(), *opened_and_closed(held), *(one.act for one in happened)]
    return _numbered(sorted(acts, key=lambda one: one.at))


def end() -> datetime:
    """Return the evening of the last day."""
    return at(END, 18)


def _along_the_ways() -> Iterator[Told]:
    units = {one.id: one.unit for one in CANDIDATES}
    for way in WAYS:
        unit = units[way.candidate] if way.opened is not None else _unit_of(way.mentor)
        yield from told(way, unit)


def _unit_of(member: str) -> str:
    """Return the branch of a ward's member: where a stretch begun after a move takes place."""
    return f"chi-bo-qs-p{int(member.split('-')[1].removeprefix('p'))}"


def _held(happened: list[Told]) -> list[Held]:
    """Return each meeting once; where several matters are voted on, those away are away for all."""
    away: dict[tuple[str, date], int] = {}
    for one in happened:
        if one.meeting is not None:
            key = (one.meeting.unit, one.meeting.on)
            away[key] = max(away.get(key, 0), one.meeting.away)
    return [Held(unit=unit, on=on, away=number) for (unit, on), number in away.items()]


def _numbered(acts: list[Act]) -> Iterator[Act]:
    """Put the numbers an empty office gives in place of what the story calls dossiers and meetings."""
    given: dict[str, str] = {}
    taken: Counter[tuple[str, int]] = Counter()
    for act in acts:
        command = act.command
        if not act.refused and isinstance(command, commands.OpenDossier):
            taken["dossier", command.on.year] += 1
            given[command.candidate] = dossier_number(taken["dossier", command.on.year], command.on.year)
        if isinstance(command, commands.OpenMeeting):
            year = command.held_on.year
            taken["meeting", year] += 1
            key = Held(unit=command.unit, on=command.held_on).key
            given[key] = meeting_number(taken["meeting", year], year)
        yield replace(act, command=_named(command, given))


def _named(command: Command, given: dict[str, str]) -> Command:
    named = {
        field: given[value]
        for field in ("dossier", "meeting")
        if isinstance(value := getattr(command, field, None), str) and value in given
    }
    return command.model_copy(update=named) if named else command
