"""Who is on the roll of an open meeting arrives late or leaves early; the roll itself never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.rules.meeting import open_requirement
from engine.rules.sitting import Sitting, weighed
from models.commands import NoteAttendance
from models.events import AttendanceNoted
from models.requirements import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How somebody stands on the roll, and whether they are present now."""

    standing: str
    """`member`, `probationary` or `excused`."""
    present: bool


def attendance_requirements(
    command: NoteAttendance, sitting: Sitting, roll: Mapping[str, Presence]
) -> tuple[Requirement, ...]:
    """Weigh whose presence changes, and who takes the place of a chair or secretary who leaves."""
    counted = {person: one for person, one in roll.items() if one.standing != "excused"}
    named = [one for one in (command.person, command.successor) if one is not None]
    strangers = sorted({one for one in named if one not in counted})
    asked = (
        open_requirement(sitting),
        weighed("meeting.on_roll", not strangers, persons=", ".join(strangers)),
    )
    if command.person not in counted:
        return asked
    arrives = command.change == "arrived"
    rule = "attendance.absent" if arrives else "attendance.present"
    changes = weighed(rule, counted[command.person].present != arrives, person=command.person)
    return (*asked, changes, *_succession(command, sitting, counted))


def _succession(
    command: NoteAttendance, sitting: Sitting, counted: Mapping[str, Presence]
) -> tuple[Requirement, ...]:
    leaves = command.change == "left" and command.person in sitting.officers
    if not leaves:
        return (weighed("attendance.no_successor", command.successor is None, person=command.person),)
    if command.successor is None:
        return (weighed("attendance.successor", met=False, person=command.person),)
    chair, secretary = _officers(command, sitting)
    found = counted.get(command.successor)
    is_there = found is not None and found.present and command.successor != command.person
    votes = command.successor != chair or (found is not None and found.standing == "member")
    return (
        weighed("meeting.officers_present", is_there, persons=command.successor),
        weighed("meeting.officers_differ", chair != secretary, person=command.successor),
        weighed("meeting.chair_votes", votes, person=command.successor),
    )


def _officers(command: NoteAttendance, sitting: Sitting) -> tuple[str, str]:
    """Return chair and secretary after the change."""
    if sitting.chair is None or sitting.secretary is None:
        raise AssertionError(sitting.number)  # an open meeting has both
    if command.successor is None:
        return sitting.chair, sitting.secretary
    if command.person == sitting.chair:
        return command.successor, sitting.secretary
    return sitting.chair, command.successor


def noted(
    command: NoteAttendance, sitting: Sitting, roll: Mapping[str, Presence], enclosure: str
) -> AttendanceNoted:
    """Return what is noted, with the counts after it; every requirement is met."""
    by_one = 1 if command.change == "arrived" else -1
    counts = roll[command.person].standing == "member"
    chair, secretary = _officers(command, sitting)
    return AttendanceNoted(
        number=sitting.number,
        person=command.person,
        change=command.change,
        chair=chair,
        secretary=secretary,
        roll=sitting.roll,
        present=sitting.present + (by_one if counts else 0),
        probationary=sitting.probationary,
        probationary_present=sitting.probationary_present + (0 if counts else by_one),
        enclosure=enclosure,
    )
