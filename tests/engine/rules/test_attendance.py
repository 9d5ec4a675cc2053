"""Who is present after any arrivals and leavings, against a count by hand; the replay of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.rules.attendance import Presence, attendance_requirements, noted
from engine.rules.sitting import Sitting, evolve
from models.commands import NoteAttendance
from models.events import (
    AgendaChanged,
    AgendaItem,
    MeetingAdjourned,
    MeetingCalledOff,
    MeetingClosed,
    MeetingConvened,
    MeetingEvents,
    MeetingOpened,
    MinutesSigned,
)
from models.requirements import unmet
from models.state import MeetingStanding

_STANDINGS = ("member", "probationary", "excused")


@dataclass
class _ByHand:
    """A list on paper: who sits in the room, who presides, who writes."""

    members: set[str]
    guests: set[str]
    room: set[str]
    chair: str
    secretary: str

    def takes(self, person: str, change: str, successor: str | None) -> bool:
        """Say whether a line may be written, and write it."""
        on_list = self.members | self.guests
        if person not in on_list or (successor is not None and successor not in on_list):
            return False
        if (person in self.room) == (change == "arrived"):
            return False
        presides, writes = person == self.chair, person == self.secretary
        if (change == "left" and (presides or writes)) != (successor is not None):
            return False
        if successor is not None:
            rest = self.secretary if presides else self.chair
            if successor not in self.room or successor in {person, rest}:
                return False
            if presides and successor not in self.members:
                return False
        if change == "arrived":
            self.room.add(person)
        else:
            self.room.remove(person)
        if successor is not None:
            self.chair, self.secretary = (successor, self.secretary) if presides else (self.chair, successor)
        return True


@st.composite
def _rolls(draw: st.DrawFn) -> dict[str, Presence]:
    rest = draw(st.lists(st.tuples(st.sampled_from(_STANDINGS), st.booleans()), max_size=6))
    first = [("member", True), (draw(st.sampled_from(_STANDINGS[:2])), True)]
    return {
        f"p{index}": Presence(standing=standing, present=present and standing != "excused")
        for index, (standing, present) in enumerate([*first, *rest])
    }


_PEOPLE = st.sampled_from([*(f"p{index}" for index in range(8)), "stranger"])
_LINES = st.lists(st.tuples(_PEOPLE, st.sampled_from(["arrived", "left"]), st.none() | _PEOPLE), max_size=40)


def _opened(roll: dict[str, Presence]) -> MeetingOpened:
    def counted(standing: str, *, here: bool) -> int:
        return sum(one.standing == standing and one.present >= here for one in roll.values())

    return MeetingOpened(
        number="HN-2022-0001", unit="branch", held_on=date(2022, 3, 1), roll_kind="official_members",
        chair="p0", secretary="p1", roll=counted("member", here=False), present=counted("member", here=True),
        probationary=counted("probationary", here=False),
        probationary_present=counted("probationary", here=True), roll_sha256="0" * 64,
    )  # fmt: skip


@given(_rolls(), _LINES)
def test_presence_is_what_was_frozen_and_who_arrived_less_who_left(
    roll: dict[str, Presence], lines: list[tuple[str, str, str | None]]
) -> None:
    sitting = evolve(None, _opened(roll))
    frozen, now = sitting, dict(roll)
    paper = _ByHand(
        members={one for one in roll if roll[one].standing == "member"},
        guests={one for one in roll if roll[one].standing == "probationary"},
        room={one for one in roll if roll[one].present},
        chair="p0",
        secretary="p1",
    )
    arrivals = leavings = 0
    for person, change, successor in lines:
        command = NoteAttendance.model_validate(
            {"meeting": sitting.number, "person": person, "change": change, "reason": "x",
             "successor": successor}
        )  # fmt: skip
        admitted = not unmet(attendance_requirements(command, sitting, now))

        assert admitted == paper.takes(person, change, successor)
        if not admitted:
            continue
        if roll[person].standing == "member":
            arrivals += change == "arrived"
            leavings += change == "left"
        sitting = evolve(sitting, noted(command, sitting, now, "0" * 64))
        now[person] = Presence(standing=now[person].standing, present=change == "arrived")

    assert sitting.present == frozen.present + arrivals - leavings == len(paper.room & paper.members)
    assert sitting.probationary_present == len(paper.room & paper.guests)
    assert (sitting.roll, sitting.probationary) == (frozen.roll, frozen.probationary)
    assert (sitting.chair, sitting.secretary) == (paper.chair, paper.secretary)
    assert {paper.chair, paper.secretary} <= paper.room


_AGENDA = (AgendaItem(dossier="HS-2022-0001", step="branch_vote"),)


def _replayed(*told: MeetingEvents) -> Sitting:
    sitting: Sitting | None = None
    for event in told:
        sitting = evolve(sitting, event)
    assert sitting is not None
    return sitting


def test_meeting_keeps_what_it_was_convened_with_to_its_end() -> None:
    roll = {"p0": Presence(standing="member", present=True), "p1": Presence(standing="member", present=True)}
    convened = MeetingConvened(
        number="HN-2022-0001", unit="branch", held_on=date(2022, 3, 1), hour="08:00", place="Hội trường",
        roll_kind="official_members", agenda=(), follows="HN-2021-0009",
    )  # fmt: skip
    changed = AgendaChanged(number=convened.number, agenda=_AGENDA)
    signed = (
        MinutesSigned(number=convened.number, role="secretary", person="p1", pdf_sha256="f" * 64),
        MinutesSigned(number=convened.number, role="chair", person="p0", pdf_sha256="f" * 64),
    )

    whole = _replayed(convened, changed, _opened(roll), MeetingClosed(number=convened.number), *signed)

    assert whole == Sitting(
        number="HN-2022-0001", unit="branch", held_on=date(2022, 3, 1), roll_kind="official_members",
        standing=MeetingStanding.CLOSED, hour="08:00", place="Hội trường", follows="HN-2021-0009",
        agenda=_AGENDA, chair="p0", secretary="p1", roll=2, present=2,
        minutes_sha256="f" * 64, chair_signed=True,
        secretary_signed=True,
    )  # fmt: skip


def test_meeting_ends_as_its_last_event_says() -> None:
    roll = {"p0": Presence(standing="member", present=True), "p1": Presence(standing="member", present=True)}
    convened = MeetingConvened(
        number="HN-2022-0001", unit="branch", held_on=date(2022, 3, 1), hour=None, place="Hội trường",
        roll_kind="official_members", agenda=_AGENDA, follows=None,
    )  # fmt: skip
    off = MeetingCalledOff(number=convened.number, enclosure="0" * 64)
    adjourned = MeetingAdjourned(number=convened.number, again=None, again_on=None, enclosure="0" * 64)

    assert _replayed(convened).officers == frozenset()
    assert _replayed(convened, off).standing == "called_off"
    assert _replayed(convened, _opened(roll), adjourned).standing == "adjourned"
    assert _replayed(_opened(roll)).is_open
