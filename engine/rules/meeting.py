"""A meeting opens over a frozen roll, and closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.rules.majorities import weighed_threshold
from engine.rules.sitting import Sitting
from models.commands import OpenMeeting
from models.procedure import Threshold
from models.requirements import Requirement
from models.state import MeetingStanding

_SOURCE = "Điều lệ Đảng 2011, Điều 9"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """One person on the roll of a meeting."""

    person: str
    standing: str
    """`member` counts in the roll; `probationary` may attend; `excused` does not count."""
    present: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A roll as it was frozen."""

    entries: tuple[RollEntry, ...]

    def count(self, standing: str, *, present: bool | None = None) -> int:
        """Count entries of a standing, all of them or those present or absent."""
        return sum(one.standing == standing and present in {None, one.present} for one in self.entries)


def freeze(command: OpenMeeting, members: frozenset[str], probationary: frozenset[str]) -> Roll:
    """Freeze the roll: members less those excused, the absent marked with their reasons."""
    excused = {one.person: one.reason for one in command.excused}
    absent = {one.person: one.reason for one in command.absent}
    return Roll(
        entries=tuple(
            _entry(person, person in members, excused, absent) for person in sorted(members | probationary)
        )
    )


def requirements(
    command: OpenMeeting, members: frozenset[str], probationary: frozenset[str], today: date
) -> tuple[Requirement, ...]:
    """Weigh the persons a meeting names against its roll."""
    everybody = members | probationary
    absent = {one.person for one in command.absent}
    excused = {one.person for one in command.excused}
    named = [one.person for one in (*command.absent, *command.excused)]
    strangers = sorted((absent | excused | {command.chair, command.secretary}) - everybody)
    away = sorted({command.chair, command.secretary} & (absent | excused))
    return (
        _weighed("meeting.date", command.held_on <= today, on=command.held_on.isoformat()),
        _weighed("meeting.roll", bool(members - excused), roll=len(members - excused)),
        _weighed("meeting.on_roll", not strangers, persons=", ".join(strangers)),
        _weighed("meeting.officers_present", not away, persons=", ".join(away)),
        _weighed("meeting.officers_differ", command.chair != command.secretary, person=command.chair),
        _weighed("meeting.chair_votes", command.chair in members, person=command.chair),
        _weighed("meeting.named_once", len(named) == len(set(named)), persons=len(named)),
    )


def convened_as(command: OpenMeeting, sitting: Sitting) -> tuple[Requirement, ...]:
    """Weigh the meeting a command opens against what it was convened as: body, day and roll."""
    same = (command.unit, command.held_on, command.roll) == (sitting.unit, sitting.held_on, sitting.roll_kind)
    is_convened = sitting.standing is MeetingStanding.CONVENED
    return (
        _weighed("meeting.convened", is_convened, meeting=sitting.number),
        _weighed("meeting.as_convened", same, meeting=sitting.number, on=sitting.held_on.isoformat()),
    )


def quorum(share: Threshold, roll: int, present: int | None) -> Requirement:
    """Weigh a quorum against who is present; before a meeting opens nobody is, and only the need is said."""
    bases = {"roll": roll, "present": present or 0, "cast": 0, "valid": 0}
    rule = "meeting.quorum" if present is None else "vote.quorum"
    return weighed_threshold(rule, share, present or 0, bases, decides=False)


def open_requirement(sitting: Sitting) -> Requirement:
    """Ask that a meeting is open."""
    return _weighed("meeting.open", sitting.is_open, meeting=sitting.number)


def ended_requirements(sitting: Sitting, unsettled: int) -> tuple[Requirement, ...]:
    """Weigh what closing or adjourning asks: the meeting is open, and no ballot in it is left unsettled."""
    settled = _weighed("meeting.ballots_settled", unsettled == 0, ballots=unsettled)
    return open_requirement(sitting), settled


def _entry(person: str, is_member: bool, excused: dict[str, str], absent: dict[str, str]) -> RollEntry:  # noqa: FBT001 -- a plain fact of the person
    if person in excused:
        return RollEntry(person=person, standing="excused", present=False, reason=excused[person])
    return RollEntry(
        person=person,
        standing="member" if is_member else "probationary",
        present=person not in absent,
        reason=absent.get(person),
    )


def _weighed(rule: str, met: bool, **figures: str | int) -> Requirement:  # noqa: FBT001 -- the weighing itself
    return Requirement(rule=rule, source=_SOURCE, figures=figures, met=met)
