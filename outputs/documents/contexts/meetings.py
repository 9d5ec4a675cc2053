"""What a meeting's papers print: notice and agenda of what awaits the body, minutes of what it decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from engine.queries.attendance import Attendance, Attended
from engine.queries.minutes import Matter, MeetingFacts
from models.papers import SeatFacts
from outputs.documents.contexts.meeting_votes import Ballot, arithmetic, ballot_of
from outputs.documents.contexts.parts import Absence, Head, Seat, Signature
from outputs.documents.contexts.reading import AUTHORITIES, NOTHING
from outputs.documents.errors import MissingValue
from outputs.documents.writing import VIETNAM, in_words, organisation_of
from outputs.wording import Names, caption

NOTICE = "meeting_notice"
AGENDA = "meeting_agenda"
MINUTES = "meeting_minutes"
_COUNTED = {"official_members": "đảng viên chính thức", "committee_members": "ủy viên"}
_PLAIN = {"official_members": "Đảng viên", "committee_members": "Ủy viên"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One dossier on an agenda."""

    dossier: str
    candidate: str
    born_on: date
    branch: str
    due_on: date | None
    is_decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPart:
    """What is asked of the body, with the dossiers of which it is asked."""

    title: str
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNotice:
    """The notice by which a body is called together."""

    head: Head
    body: str
    held_on: date
    hour: str
    """Empty where it was not said."""
    place: str
    counted: str
    """Who counts in the roll: “ủy viên”."""
    follows: str
    """The meeting it is held again for; empty for none."""
    quorum: tuple[str, ...]
    """How many must be there, in words."""
    matters: tuple[AgendaPart, ...]
    sign: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAgenda:
    """The agenda of a meeting."""

    head: Head
    number: str
    body: str
    held_on: date
    hour: str
    place: str
    """Empty where it was not convened."""
    chair: Seat | None
    """None until it opens."""
    secretary: Seat | None
    counted: str
    roll: int
    probationary: int
    quorum: tuple[str, ...]
    matters: tuple[AgendaPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """One person on the roll."""

    full_name: str
    standing: str
    presence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxied:
    """Somebody who authorised another to vote for them."""

    full_name: str
    holder: str
    effect: str
    """In words, as it was at the end of the meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Somebody who arrived late or left early."""

    full_name: str
    is_arrival: bool
    reason: str
    present: int
    """Of the roll, from then on."""
    took_over: str
    """Who presided, or kept the minutes, from then on, where that changed: “chủ trì: đồng chí …”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMinutes:
    """The minutes of a meeting that is over."""

    head: Head
    number: str
    body: str
    held_on: date
    place: str
    follows: str
    opened_at: datetime
    closed_at: datetime
    adjourned: str
    """Why it was broken off; empty where it was held to its end."""
    again: str
    """The meeting convened in its place, with its day."""
    chair: Seat
    """Who presided at its end and signs."""
    secretary: Seat
    counted: str
    roll: int
    present: int
    """When it opened."""
    probationary: int
    probationary_present: int
    quorum: tuple[str, ...]
    absences: tuple[Absence, ...]
    excused: tuple[Absence, ...]
    people: tuple[Attendant, ...]
    proxies: tuple[Proxied, ...]
    """Who authorised whom to vote for them, and whether it had effect at the end."""
    movements: tuple[Movement, ...]
    ballots: tuple[Ballot, ...]
    undecided: tuple[AgendaItem, ...]
    """What of its agenda was not voted on."""


def context_of(form: str, facts: MeetingFacts) -> MeetingNotice | MeetingAgenda | MeetingMinutes:
    """Return what a paper of a meeting prints; raises MissingValue for one that the meeting has not yet."""
    if form == MINUTES:
        return minutes(facts)
    return notice(facts) if form == NOTICE else agenda(facts)


def notice(facts: MeetingFacts) -> MeetingNotice:
    """Return what the notice of a convened meeting prints: when, where, how many must come, and for what."""
    if not facts.is_convened:
        raise MissingValue(NOTICE, "place")
    if facts.convener is None:
        raise MissingValue(NOTICE, "signer")
    return MeetingNotice(
        head=_head(facts, facts.begun_at),
        body=facts.unit.name,
        held_on=facts.line.held_on,
        hour=facts.hour,
        place=facts.place,
        counted=_COUNTED[facts.line.roll_kind],
        follows="" if facts.follows is None else facts.follows.number,
        quorum=_quorum(facts, is_ahead=True),
        matters=_parts([(one, False) for one in facts.points]),
        sign=Signature(
            authority=AUTHORITIES.get(facts.unit.kind, f"T/M {facts.unit.name.upper()}"),
            position=facts.convener.position.upper(),
            name=facts.convener.full_name,
            recipients=("Thành viên dự họp", "Lưu hồ sơ"),
        ),
    )


def agenda(facts: MeetingFacts) -> MeetingAgenda:
    """Return what the agenda prints: what the meeting is convened for, or what it decided and what awaits."""
    decided = {(one.matter.dossier, one.matter.step) for one in facts.minuted}
    matters = [(one, (one.dossier, one.step) in decided) for one in facts.points]
    if not facts.is_convened:
        matters = [(one.matter, True) for one in facts.minuted] + [(one, False) for one in facts.awaiting]
    attended = facts.attendance
    return MeetingAgenda(
        head=_head(facts),
        number=facts.line.number,
        body=facts.unit.name,
        held_on=facts.line.held_on,
        hour=facts.hour,
        place=facts.place,
        chair=_seat(facts, facts.chair),
        secretary=_seat(facts, facts.secretary),
        counted=_COUNTED[facts.line.roll_kind],
        roll=facts.line.roll,
        probationary=sum(one.standing == "probationary" for one in facts.people)
        if attended is None
        else attended.at_opening.probationary,
        quorum=_quorum(facts, is_ahead=True),
        matters=_parts(matters),
    )


def minutes(facts: MeetingFacts) -> MeetingMinutes:
    """Return what the minutes of a meeting that is over print."""
    if facts.ended_at is None or facts.opened_at is None or facts.attendance is None:
        raise MissingValue(MINUTES, "ended_at")
    opened, adjourned = facts.attendance.at_opening, facts.adjourned
    decided = {(one.matter.dossier, one.matter.step) for one in facts.minuted}
    return MeetingMinutes(
        head=_head(facts),
        number=facts.line.number,
        body=facts.unit.name,
        held_on=facts.line.held_on,
        place=facts.place,
        follows="" if facts.follows is None else facts.follows.number,
        opened_at=facts.opened_at,
        closed_at=facts.ended_at,
        adjourned="" if adjourned is None else adjourned.reason.rstrip(_ENDS) or NOTHING,
        again=_again(facts),
        chair=_seated(facts, facts.chair),
        secretary=_seated(facts, facts.secretary),
        counted=_COUNTED[facts.line.roll_kind],
        roll=opened.roll,
        present=opened.present,
        probationary=opened.probationary,
        probationary_present=opened.probationary_present,
        quorum=_quorum(facts, is_ahead=False),
        absences=_away(opened, is_excused=False),
        excused=_away(opened, is_excused=True),
        people=tuple(_attendants(facts, opened)),
        proxies=tuple(
            Proxied(
                full_name=one.full_name, holder=one.holder_name, effect=caption("proxy", one.effect, "vi")
            )
            for one in facts.proxies
        ),
        movements=tuple(_movements(facts.attendance)),
        ballots=tuple(ballot_of(facts, one) for one in facts.minuted),
        undecided=tuple(
            _item(one, is_decided=False) for one in facts.points if (one.dossier, one.step) not in decided
        ),
    )


_ENDS = " .;,"


def _again(facts: MeetingFacts) -> str:
    adjourned = facts.adjourned
    if adjourned is None or adjourned.again is None or adjourned.again_on is None:
        return ""
    return f"{in_words(adjourned.again_on)}, cuộc họp số {adjourned.again}"


def _quorum(facts: MeetingFacts, *, is_ahead: bool) -> tuple[str, ...]:
    """Say how many must be there, and in minutes also how many were."""
    names = Names(voters=facts.line.roll_kind)
    rule = "meeting.quorum" if is_ahead else "vote.quorum"
    return tuple(arithmetic(replace(one, rule=rule), names) for one in facts.quorum)


def _parts(matters: Sequence[tuple[Matter, bool]]) -> tuple[AgendaPart, ...]:
    """Return dossiers in their order, those asked the same thing one after another under one heading."""
    return tuple(
        AgendaPart(title=title, items=tuple(_item(one, is_decided=decided) for one, decided in group))
        for title, group in groupby(matters, key=lambda pair: pair[0].title)
    )


def _movements(attendance: Attendance) -> Iterator[Movement]:
    names = {one.person: one.full_name for one in attendance.now.people}
    chair, secretary = attendance.at_opening.chair, attendance.at_opening.secretary
    for one in attendance.changes:
        took_over = ""
        if one.chair != chair:
            took_over = f"chủ trì: đồng chí {names[one.chair]}"
        elif one.secretary != secretary:
            took_over = f"thư ký: đồng chí {names[one.secretary]}"
        chair, secretary = one.chair, one.secretary
        yield Movement(
            full_name=one.full_name,
            is_arrival=one.change == "arrived",
            reason=one.reason.rstrip(_ENDS) or NOTHING,
            present=one.present,
            took_over=took_over,
        )


def _head(facts: MeetingFacts, dated_at: datetime | None = None) -> Head:
    """Return the heading; dated on the day of the meeting, or on that of an instant on record."""
    superior = facts.superior
    return Head(
        superior=None if superior is None else organisation_of(superior.name).upper(),
        issuer=facts.unit.name.upper(),
        number=facts.line.number,
        place=facts.unit.place,
        dated=facts.line.held_on if dated_at is None else dated_at.astimezone(VIETNAM).date(),
    )


def _seat(facts: MeetingFacts, seat: SeatFacts | None) -> Seat | None:
    if seat is None:
        return None
    return Seat(full_name=seat.full_name, position=seat.position or _PLAIN[facts.line.roll_kind])


def _seated(facts: MeetingFacts, seat: SeatFacts | None) -> Seat:
    found = _seat(facts, seat)
    if found is None:
        raise MissingValue(MINUTES, "chair")
    return found


def _item(matter: Matter, *, is_decided: bool) -> AgendaItem:
    return AgendaItem(
        dossier=matter.dossier,
        candidate=matter.candidate,
        born_on=matter.born_on,
        branch=matter.branch,
        due_on=matter.due_on,
        is_decided=is_decided,
    )


def _away(opened: Attended, *, is_excused: bool) -> tuple[Absence, ...]:
    return tuple(
        Absence(full_name=one.full_name, reason=one.reason.rstrip(_ENDS) or NOTHING)
        for one in opened.people
        if not one.present and (one.standing == "excused") == is_excused
    )


def _attendants(facts: MeetingFacts, opened: Attended) -> list[Attendant]:
    standings = {
        "member": _COUNTED[facts.line.roll_kind],
        "probationary": "đảng viên dự bị",
        "excused": "không tính vào tổng số",
    }
    return [
        Attendant(
            full_name=one.full_name,
            standing=standings.get(one.standing, one.standing),
            presence="có mặt" if one.present else "vắng mặt",
            reason=one.reason or NOTHING,
        )
        for one in opened.people
    ]
