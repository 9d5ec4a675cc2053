"""Proxies: rows as the meeting's timeline tells them, and whoever counted as present by one held to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import and_, select

from engine.database import ReadSession
from engine.queries.attendance import attendance_of
from engine.rules.proxies import Proxy
from engine.timeline import Entry
from engine.verification.reading import Fault
from models import events
from models.ballot import BallotParticipant
from models.meeting import ProxyRow
from models.timeline import TimelineEntry

_Told = events.Voted | events.Decided | events.BallotClosed


def proxy_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield proxies of a meeting that are kept otherwise than its timeline tells of them."""
    rows = session.rows(
        select(ProxyRow.sequence, ProxyRow.giver_id, ProxyRow.holder_id)
        .where(ProxyRow.meeting == name)
        .order_by(ProxyRow.sequence)
    )
    if [tuple(row) for row in rows] != list(_as_told(told)):
        yield Fault(stream=name, sequence=told[-1].sequence, code="proxies.differ")


def _as_told(told: Sequence[Entry]) -> Iterator[tuple[int, str, str | None]]:
    for entry in told:
        match entry.event:
            case events.ProxyGiven(person=giver, holder=holder):
                yield entry.sequence, giver, holder
            case events.ProxyRevoked(person=giver):
                yield entry.sequence, giver, None


def represented_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield votes of a dossier in which somebody counted as present by a proxy that did not hold then."""
    for entry in told:
        event = entry.event
        if isinstance(event, _Told) and event.represented and not _is_sound(session, name, entry, event):
            yield Fault(stream=name, sequence=entry.sequence, code="vote.represented_differs")


def _is_sound(session: ReadSession, name: str, entry: Entry, event: _Told) -> bool:
    """Say whether all who were represented had a proxy that held, or a vote cast by one, and the base fits.

    Votes and changes of a meeting share its row, so that their entries lie in the order they were made in.
    """
    if event.way == "secret":
        return False
    place = session.scalar(
        select(TimelineEntry.id).where(TimelineEntry.stream == name, TimelineEntry.sequence == entry.sequence)
    )
    counted = {Proxy(person=one.person, holder=one.holder) for one in event.represented}
    held = _held_at(session, event.meeting, place or 0) | _cast(session, event.ballot)
    return counted <= held and len(counted) == len(event.represented) and _is_base(event)


def _held_at(session: ReadSession, meeting: str, place: int) -> set[Proxy]:
    """Return the proxies of whose givers were absent and whose holders present at a place of the record."""
    here = _here_at(session, meeting, place)
    rows = session.rows(
        select(ProxyRow.giver_id, ProxyRow.holder_id)
        .join(
            TimelineEntry,
            and_(TimelineEntry.stream == ProxyRow.meeting, TimelineEntry.sequence == ProxyRow.sequence),
        )
        .where(ProxyRow.meeting == meeting, TimelineEntry.id < place)
        .order_by(ProxyRow.sequence)
    )
    given = {row.giver_id: row.holder_id for row in rows}
    return {
        Proxy(person=giver, holder=holder)
        for giver, holder in given.items()
        if holder is not None and here.get(giver) is False and here.get(holder) is True
    }


def _here_at(session: ReadSession, meeting: str, place: int) -> Mapping[str, bool]:
    held = attendance_of(session, meeting, before=place)
    people = () if held is None else held.now.people
    return {one.person: one.present for one in people if one.standing == "member"}


def _cast(session: ReadSession, ballot: str | None) -> set[Proxy]:
    """Return the proxies by which votes were cast: they stay, whoever came or went since."""
    if ballot is None:
        return set()
    rows = session.rows(
        select(BallotParticipant.person_id, BallotParticipant.cast_by).where(
            BallotParticipant.ballot == ballot, BallotParticipant.cast_by.is_not(None)
        )
    )
    return {Proxy(person=row.person_id, holder=row.cast_by or "") for row in rows}


def _is_base(event: _Told) -> bool:
    """Say whether a vote was weighed over those there and represented, less those who had to leave."""
    if isinstance(event, events.BallotClosed):
        return True  # its result tells who had to leave
    leaving = sum(one.treatment == "leaves" and one.is_present for one in event.interested)
    weighed = next((one.figures["present"] for one in event.checked if one.rule == "vote.tally"), None)
    return weighed == event.present - leaving + len(event.represented)
