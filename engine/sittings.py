"""Meetings held for a decision: the row locked, who is present, what awaits the body; and written again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from engine.database import ReadSession, WriteSession, for_update
from engine.procedures import Procedures
from engine.rules.attendance import Presence
from engine.rules.convening import Awaited
from engine.rules.proxies import Proxy, in_effect
from engine.rules.sitting import Sitting, evolve
from engine.timeline import BEGINNING, Head, Stamp, append
from models.dossier import Dossier, WorkItem
from models.errors import NotFound
from models.events import EVENT, AgendaItem, Decided, MeetingEvents, Voted
from models.meeting import AgendaRow, AttendanceRow, Meeting, ProxyRow, RollEntry
from models.procedure import Procedure, StepKind
from models.state import MeetingStanding, Status
from models.timeline import TimelineEntry

VOTED = (StepKind.VOTE.value, StepKind.DECISION.value)
"""Kinds of step that end with a vote in a meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSitting:
    """One meeting under the lock of the present transaction."""

    sitting: Sitting
    head: Head


def hold_sitting(session: WriteSession, number: str) -> HeldSitting:
    """Read a meeting under its lock; raises `NotFound`."""
    row = session.one(for_update(select(*_COLUMNS).where(Meeting.number == number)))
    if row is None:
        raise NotFound("meeting.unknown", meeting=number)
    sitting = Sitting(
        number=row.number,
        unit=row.unit_id,
        held_on=row.held_on,
        roll_kind=row.roll_kind,
        standing=MeetingStanding(row.standing),
        hour=row.hour,
        place=row.place,
        follows=row.follows,
        agenda=agenda_of(session, number),
        chair=row.chair_id,
        secretary=row.secretary_id,
        roll=row.roll,
        present=row.present,
        probationary=row.probationary,
        probationary_present=row.probationary_present,
        minutes_sha256=row.minutes_sha256,
        chair_signed=row.chair_signed,
        secretary_signed=row.secretary_signed,
    )
    return HeldSitting(sitting=sitting, head=Head(sequence=row.sequence, hash=row.head))


def tell(session: WriteSession, held: HeldSitting | None, event: MeetingEvents, stamp: Stamp) -> HeldSitting:
    """Append an event to a meeting's timeline and write its row and agenda after it."""
    before = None if held is None else held.sitting
    after = evolve(before, event)
    head = Head(sequence=0, hash=BEGINNING) if held is None else held.head
    head = append(session, after.number, head, [event], stamp)
    values = {**row_of(after), "sequence": head.sequence, "head": head.hash}
    table = Meeting.__table__
    if before is None:
        session.write(insert(table), values)
    else:
        session.write(update(table).where(table.c.number == after.number).values(values))
    if after.agenda != (() if before is None else before.agenda):
        _write_agenda(session, after)
    return HeldSitting(sitting=after, head=head)


def row_of(sitting: Sitting) -> dict[str, object]:
    """Return a meeting as its row keeps it, but for the end of its timeline."""
    return {
        "number": sitting.number,
        "unit_id": sitting.unit,
        "held_on": sitting.held_on,
        "hour": sitting.hour,
        "place": sitting.place,
        "roll_kind": sitting.roll_kind,
        "follows": sitting.follows,
        "standing": sitting.standing.value,
        "chair_id": sitting.chair,
        "secretary_id": sitting.secretary,
        "roll": sitting.roll,
        "present": sitting.present,
        "probationary": sitting.probationary,
        "probationary_present": sitting.probationary_present,
        "minutes_sha256": sitting.minutes_sha256,
        "chair_signed": sitting.chair_signed,
        "secretary_signed": sitting.secretary_signed,
    }


_COLUMNS = (
    Meeting.number, Meeting.unit_id, Meeting.held_on, Meeting.hour, Meeting.place, Meeting.roll_kind,
    Meeting.follows, Meeting.standing, Meeting.chair_id, Meeting.secretary_id, Meeting.roll, Meeting.present,
    Meeting.probationary, Meeting.probationary_present, Meeting.minutes_sha256, Meeting.chair_signed,
    Meeting.secretary_signed, Meeting.sequence, Meeting.head,
)  # fmt: skip


def agenda_of(session: ReadSession, number: str) -> tuple[AgendaItem, ...]:
    """Return the agenda of a meeting, in its order."""
    rows = session.rows(
        select(AgendaRow.dossier, AgendaRow.step)
        .where(AgendaRow.meeting == number)
        .order_by(AgendaRow.position)
    )
    return tuple(AgendaItem(dossier=row.dossier, step=row.step) for row in rows)


def _write_agenda(session: WriteSession, sitting: Sitting) -> None:
    table = AgendaRow.__table__
    session.write(delete(table).where(table.c.meeting == sitting.number))
    rows = [
        {"meeting": sitting.number, "position": position, "dossier": one.dossier, "step": one.step}
        for position, one in enumerate(sitting.agenda, start=1)
    ]
    if rows:
        session.write(insert(table), rows)


def presence_in(session: ReadSession, number: str) -> Mapping[str, Presence]:
    """Return everybody on the roll of a meeting, and whether they are present now."""
    rows = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present).where(RollEntry.meeting == number)
    )
    now = {row.person_id: row.present for row in session.rows(_CHANGES, {"number": number})}
    return {
        row.person_id: Presence(standing=row.standing, present=now.get(row.person_id, row.present))
        for row in rows
    }


_CHANGES = (
    select(AttendanceRow.person_id, AttendanceRow.present)
    .where(AttendanceRow.meeting == bindparam("number"))
    .order_by(AttendanceRow.sequence)
)


def members_here(session: ReadSession, number: str) -> Mapping[str, bool]:
    """Return who counts in the roll of an opened meeting, and whether they are there now."""
    roll = presence_in(session, number)
    return {person: one.present for person, one in roll.items() if one.standing == "member"}


def proxies_in(session: ReadSession, number: str) -> tuple[Proxy, ...]:
    """Return the proxies given in a meeting and not taken back, in the order in which they were given."""
    rows = session.rows(
        select(ProxyRow.giver_id, ProxyRow.holder_id)
        .where(ProxyRow.meeting == number)
        .order_by(ProxyRow.sequence)
    )
    found: dict[str, Proxy] = {}
    for row in rows:
        found.pop(row.giver_id, None)
        if row.holder_id is not None:
            found[row.giver_id] = Proxy(person=row.giver_id, holder=row.holder_id)
    return tuple(found.values())


def effective(
    session: ReadSession, number: str, at_most: int, voted: Collection[str] = ()
) -> tuple[Proxy, ...]:
    """Return the proxies of a meeting that count now, where one member votes for so many absent ones."""
    given = proxies_in(session, number)
    return in_effect(given, members_here(session, number), at_most, voted) if given else ()


def proxies_at(procedure: Procedure, step: str) -> int | None:
    """Return for how many absent members one may vote at a step; None where nobody votes for another."""
    rule = procedure.step(step).vote if procedure.has_step(step) else None
    return None if rule is None or rule.proxies is None else rule.proxies.amount


def proxies_on(
    session: ReadSession, agenda: Iterable[AgendaItem], procedures: Procedures
) -> tuple[int | None, ...]:
    """Return what each point of an agenda allows, as `proxies_at` does."""
    points = tuple(agenda)
    rows = session.rows(
        select(Dossier.number, Dossier.procedure).where(
            Dossier.number.in_(sorted({one.dossier for one in points}))
        )
    )
    version = {row.number: procedures.version(row.procedure) for row in rows}
    return tuple(proxies_at(version[one.dossier], one.step) for one in points)


def awaited_by(session: ReadSession, unit: str, roll_kind: str, procedures: Procedures) -> Awaited:
    """Return what awaits a body and is voted on over a kind of roll."""
    rows = session.rows(
        select(WorkItem.dossier, WorkItem.step, Dossier.procedure)
        .join(Dossier, Dossier.number == WorkItem.dossier)
        .where(
            WorkItem.unit_id == unit,
            WorkItem.kind.in_(VOTED),
            Dossier.status == Status.UNDER_WAY.value,
        )
    )
    return frozenset(
        (row.dossier, row.step) for row in rows if is_voted_by(procedures, row.procedure, row.step, roll_kind)
    )


def is_voted_by(procedures: Procedures, version: str, step: str, roll_kind: str) -> bool:
    """Say whether a step of a version ends with a vote over a kind of roll."""
    vote = procedures.version(version).step(step).vote
    return vote is not None and vote.roll == roll_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteIn:
    """One vote as a dossier's timeline tells of it."""

    dossier: str
    sequence: int
    event: Voted | Decided


def votes_in(session: ReadSession, number: str, dossiers: Iterable[str]) -> tuple[VoteIn, ...]:
    """Return the votes of a meeting on some dossiers, in the order they were recorded."""
    rows = session.rows(
        select(TimelineEntry.stream, TimelineEntry.sequence, TimelineEntry.payload)
        .where(
            TimelineEntry.stream.in_(sorted(set(dossiers))),
            TimelineEntry.kind.in_(("voted", "decided")),
            TimelineEntry.payload.contains(f'"meeting":"{number}"', autoescape=True),
        )
        .order_by(TimelineEntry.id)
    )
    told = ((row, EVENT.validate_json(row.payload)) for row in rows)
    return tuple(
        VoteIn(dossier=row.stream, sequence=row.sequence, event=event)
        for row, event in told
        if isinstance(event, Voted | Decided) and event.meeting == number
    )
