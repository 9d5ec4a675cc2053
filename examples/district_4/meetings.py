"""The meetings of the story: who is on the roll on a day, who stays away, and how a vote then counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from examples.district_4.acts import Act, at
from examples.district_4.candidates import CANDIDATES
from examples.district_4.office import holder, members, voters
from examples.district_4.ways import WAYS
from models import commands

_REASONS = ("đi công tác", "trực sẵn sàng chiến đấu", "bị ốm, có báo cáo", "học lớp trung cấp chính trị")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting of a body on a day, with how many stay away."""

    unit: str
    on: date
    away: int = 0

    @property
    def key(self) -> str:
        """What acts call the meeting until it has its number."""
        return f"{self.unit}/{self.on.isoformat()}"

    @property
    def is_branch(self) -> bool:
        """Say whether the roll is the official members', not a committee's."""
        return self.unit.startswith("chi-bo")


def roll(meeting: Held) -> tuple[str, ...]:
    """Return everybody whose vote counts, by id."""
    if not meeting.is_branch:
        return voters(meeting.unit, meeting.on)
    old = {one.id for one in members() if one.unit == meeting.unit}
    return tuple(sorted(old | set(_recognised(meeting.unit, meeting.on))))


def present(meeting: Held) -> int:
    """Return how many of the roll came."""
    return len(roll(meeting)) - meeting.away


def opened_and_closed(held: Iterable[Held]) -> Iterator[Act]:
    """Yield the opening and the closing of every meeting, each by the body's office."""
    for meeting in held:
        chair = holder(meeting.unit, "secretary", meeting.on)
        minutes = _minutes_by(meeting, chair)
        stay = [one for one in reversed(roll(meeting)) if one not in {chair, minutes}][: meeting.away]
        command = commands.OpenMeeting(
            unit=meeting.unit,
            held_on=meeting.on,
            roll="official_members" if meeting.is_branch else "committee_members",
            chair=chair,
            secretary=minutes,
            absent=tuple(
                commands.Absence(person=one, reason=_REASONS[(meeting.on.day + number) % len(_REASONS)])
                for number, one in enumerate(stay)
            ),
        )
        yield Act(at=at(meeting.on, 8), by=chair, command=command)
        yield Act(at=at(meeting.on, 11, 30), by=chair, command=commands.CloseMeeting(meeting=meeting.key))


def _minutes_by(meeting: Held, chair: str) -> str:
    if meeting.is_branch:
        return holder(meeting.unit, "clerk", meeting.on)
    return next(one for one in roll(meeting) if one != chair)


def _recognised(unit: str, on: date) -> Iterator[str]:
    """Yield the candidates who have become official members of the branch by a day."""
    units = {one.id: one.unit for one in CANDIDATES}
    for way in WAYS:
        if way.recognition is not None and way.recognition.decision < on and units[way.candidate] == unit:
            yield way.candidate
