"""What a meeting's papers print: the agenda of what awaits the body, and the minutes of what it decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.numbers import printed
from engine.queries.minutes import Matter, MeetingFacts, Minuted
from models.events import Interested
from models.papers import SeatFacts
from models.requirements import Requirement
from outputs.documents.contexts.parts import Absence, Head, Seat
from outputs.documents.contexts.reading import NOTHING
from outputs.documents.errors import MissingValue
from outputs.documents.writing import organisation_of
from outputs.wording import Names, caption, sentence

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
class MeetingAgenda:
    """The agenda of a meeting."""

    head: Head
    number: str
    body: str
    held_on: date
    chair: Seat
    secretary: Seat
    counted: str
    """Who counts in the roll: “ủy viên”."""
    roll: int
    probationary: int
    matters: tuple[AgendaPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """One person on the roll."""

    full_name: str
    standing: str
    presence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote with its arithmetic."""

    title: str
    dossier: str
    candidate: str
    born_on: date
    branch: str
    way: str
    """How it was held, in words."""
    cast: int
    yes: int | None
    """None, as the next two, where fewer than five voted in secret."""
    no: int | None
    blank: int | None
    invalid: int
    interested: tuple[str, ...]
    """Those who are no strangers to the candidate, each with what that meant."""
    arithmetic: tuple[str, ...]
    """Quorum and majority in words, each with its source."""
    outcome: str
    papers: tuple[str, ...]
    """Papers the vote leads to, with their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMinutes:
    """The minutes of a meeting that is closed."""

    head: Head
    number: str
    body: str
    held_on: date
    opened_at: datetime
    closed_at: datetime
    chair: Seat
    secretary: Seat
    counted: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    absences: tuple[Absence, ...]
    excused: tuple[Absence, ...]
    people: tuple[Attendant, ...]
    ballots: tuple[Ballot, ...]


def context_of(form: str, facts: MeetingFacts) -> MeetingAgenda | MeetingMinutes:
    """Return what a paper of a meeting prints; raises MissingValue for minutes of one that is still open."""
    return minutes(facts) if form == MINUTES else agenda(facts)


def agenda(facts: MeetingFacts) -> MeetingAgenda:
    """Return what the agenda prints: what the meeting has decided so far, and what still awaits it."""
    decided = [(one.matter, True) for one in facts.minuted]
    waiting = [(one, False) for one in facts.awaiting]
    parts: dict[str, list[AgendaItem]] = {}
    for matter, is_decided in (*decided, *waiting):
        parts.setdefault(matter.title, []).append(_item(matter, is_decided=is_decided))
    return MeetingAgenda(
        head=_head(facts),
        number=facts.line.number,
        body=facts.unit.name,
        held_on=facts.line.held_on,
        chair=_seat(facts, facts.chair),
        secretary=_seat(facts, facts.secretary),
        counted=_COUNTED[facts.line.roll_kind],
        roll=facts.line.roll,
        probationary=facts.probationary,
        matters=tuple(AgendaPart(title=title, items=tuple(items)) for title, items in parts.items()),
    )


def minutes(facts: MeetingFacts) -> MeetingMinutes:
    """Return what the minutes of a closed meeting print."""
    if facts.closed_at is None:
        raise MissingValue(MINUTES, "closed_at")
    return MeetingMinutes(
        head=_head(facts),
        number=facts.line.number,
        body=facts.unit.name,
        held_on=facts.line.held_on,
        opened_at=facts.opened_at,
        closed_at=facts.closed_at,
        chair=_seat(facts, facts.chair),
        secretary=_seat(facts, facts.secretary),
        counted=_COUNTED[facts.line.roll_kind],
        roll=facts.line.roll,
        present=facts.line.present,
        probationary=facts.probationary,
        probationary_present=facts.probationary_present,
        absences=_away(facts, is_excused=False),
        excused=_away(facts, is_excused=True),
        people=tuple(_attendants(facts)),
        ballots=tuple(_ballot(facts, one) for one in facts.minuted),
    )


def _head(facts: MeetingFacts) -> Head:
    superior = facts.superior
    return Head(
        superior=None if superior is None else organisation_of(superior.name).upper(),
        issuer=facts.unit.name.upper(),
        number=facts.line.number,
        place=facts.unit.place,
        dated=facts.line.held_on,
    )


def _seat(facts: MeetingFacts, seat: SeatFacts) -> Seat:
    return Seat(full_name=seat.full_name, position=seat.position or _PLAIN[facts.line.roll_kind])


def _item(matter: Matter, *, is_decided: bool) -> AgendaItem:
    return AgendaItem(
        dossier=matter.dossier,
        candidate=matter.candidate,
        born_on=matter.born_on,
        branch=matter.branch,
        due_on=matter.due_on,
        is_decided=is_decided,
    )


def _away(facts: MeetingFacts, *, is_excused: bool) -> tuple[Absence, ...]:
    return tuple(
        Absence(full_name=one.full_name, reason=one.reason.rstrip(" .;,") or NOTHING)
        for one in facts.people
        if not one.present and (one.standing == "excused") == is_excused
    )


def _attendants(facts: MeetingFacts) -> list[Attendant]:
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
        for one in facts.people
    ]


def _ballot(facts: MeetingFacts, one: Minuted) -> Ballot:
    names = Names(voters=facts.line.roll_kind)
    return Ballot(
        title=one.matter.title,
        dossier=one.matter.dossier,
        candidate=one.matter.candidate,
        born_on=one.matter.born_on,
        branch=one.matter.branch,
        way=caption("way", one.way, "vi"),
        cast=one.cast,
        yes=one.yes,
        no=one.no,
        blank=one.blank,
        invalid=one.invalid,
        interested=tuple(_interested(facts, each) for each in one.interested),
        arithmetic=tuple(_arithmetic(each, names) for each in one.shares),
        outcome=caption("outcome", one.outcome, "vi"),
        papers=tuple(
            f"{each.form} số {printed(each.number, each.symbol)}"
            for each in one.papers
            if each.number is not None and each.symbol is not None
        ),
    )


def _interested(facts: MeetingFacts, one: Interested) -> str:
    names = {each.person: each.full_name for each in facts.people}
    relation, treatment = caption("relation", one.relation, "vi"), caption("treatment", one.treatment, "vi")
    return f"đồng chí {names.get(one.person, one.person)} ({relation}): {treatment}"


def _arithmetic(one: Requirement, names: Names) -> str:
    """Say a requirement with its figures as part of a longer sentence, its source in brackets."""
    words = sentence(replace(one, source=""), "vi", names).rstrip(".")
    return f"{words} ({one.source})" if one.source else words
