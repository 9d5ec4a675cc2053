"""Ballots on members' own devices: counted again from what was cast, and held to what the timeline says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, exists, func, select

from engine.ballots import counted_before
from engine.database import ReadSession
from engine.rules.counts import told, withheld
from engine.rules.given import Count
from engine.timeline import Entry
from engine.verification.reading import Fault
from models import events
from models.ballot import BallotBox, BallotParticipant, NamedVote, SealedBallot
from models.meeting import ProxyRow, RollEntry


def ballot_faults(session: ReadSession, name: str, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield ballots that stand otherwise than the timeline says, or whose count comes to something else."""
    kept = {
        row.id: row
        for row in session.rows(
            select(
                BallotBox.id, BallotBox.step, BallotBox.meeting, BallotBox.way, BallotBox.standing,
                BallotBox.present,
            ).where(BallotBox.dossier == name)
        )
    }  # fmt: skip
    replayed = _replayed(entries)
    if kept.keys() != replayed.keys():
        yield Fault(stream=name, sequence=entries[-1].sequence, code="ballots.differ")
    for ballot in kept.keys() & replayed.keys():
        sequence, opened, standing, closed = replayed[ballot]
        row = kept[ballot]
        present = None if closed is None else closed.present
        shown = (row.step, row.meeting, row.way, row.standing, row.present)
        if shown != (opened.step, opened.meeting, opened.way, standing, present):
            yield Fault(stream=name, sequence=sequence, code="ballots.differ")
        if not _is_sound(session, ballot, row):
            yield Fault(stream=name, sequence=sequence, code="ballot.register_differs")
        if closed is not None and not _fits(counted_before(session, ballot), closed):
            yield Fault(stream=name, sequence=sequence, code="ballot.recount_differs")
    yield from _results(name, entries)


_Told = tuple[int, events.BallotOpened, str, events.BallotClosed | None]


def _replayed(entries: Sequence[Entry]) -> dict[str, _Told]:
    found: dict[str, _Told] = {}
    for entry in entries:
        match entry.event:
            case events.BallotOpened() as opened:
                found[opened.ballot] = (entry.sequence, opened, "open", None)
            case events.BallotClosed() as closed if closed.ballot in found:
                found[closed.ballot] = (entry.sequence, found[closed.ballot][1], "counted", closed)
            case events.BallotVoided() as voided if voided.ballot in found:
                _, opened, _, counted = found[voided.ballot]
                found[voided.ballot] = (entry.sequence, opened, "void", counted)
            case events.Voted(ballot=str(ballot)) | events.Decided(ballot=str(ballot)) if ballot in found:
                _, opened, _, counted = found[ballot]
                found[ballot] = (entry.sequence, opened, "recorded", counted)
    return found


def _is_sound(session: ReadSession, ballot: str, row: Any) -> bool:  # noqa: ANN401 -- a row of a ballot's columns
    """Say whether all who took part are on the roll, each with one vote, and no seal outlives the count."""
    strangers = (
        select(func.count())
        .select_from(BallotParticipant)
        .where(
            BallotParticipant.ballot == ballot,
            BallotParticipant.person_id.not_in(
                select(RollEntry.person_id).where(
                    RollEntry.meeting == row.meeting, RollEntry.standing == "member"
                )
            ),
        )
    )
    voters = _number(session, BallotParticipant, ballot)
    seals = _number(session, SealedBallot, ballot)
    if session.scalar(strangers) or _cast_without_proxy(session, ballot, row):
        return False
    if row.way == "open":
        return voters == _number(session, NamedVote, ballot) == _same_hands(session, ballot) and not seals
    return seals == (voters if row.standing == "open" else 0)


def _cast_without_proxy(session: ReadSession, ballot: str, row: Any) -> bool:  # noqa: ANN401 -- as above
    """Say whether somebody voted for another in secret, or without a proxy ever given in the meeting."""
    proxy = and_(
        ProxyRow.meeting == row.meeting,
        ProxyRow.giver_id == BallotParticipant.person_id,
        ProxyRow.holder_id == BallotParticipant.cast_by,
    )
    by_another = select(BallotParticipant.person_id).where(
        BallotParticipant.ballot == ballot, BallotParticipant.cast_by.is_not(None)
    )
    if row.way == "open":
        by_another = by_another.where(~exists().where(proxy))
    return session.scalar(by_another.limit(1)) is not None


def _same_hands(session: ReadSession, ballot: str) -> int:
    """Return how many named votes were cast by whom the register says."""
    matched = (
        select(func.count())
        .select_from(NamedVote)
        .join(
            BallotParticipant,
            and_(
                BallotParticipant.ballot == NamedVote.ballot,
                BallotParticipant.person_id == NamedVote.person_id,
                BallotParticipant.cast_by.is_not_distinct_from(NamedVote.cast_by),
            ),
        )
        .where(NamedVote.ballot == ballot)
    )
    return session.scalar(matched) or 0


def _number(session: ReadSession, table: type[Any], ballot: str) -> int:
    counted = select(func.count()).select_from(table).where(table.ballot == ballot)
    return session.scalar(counted) or 0


def _fits(count: Count | None, closed: events.BallotClosed) -> bool:
    if count is None or count.cast != closed.cast:
        return False
    shown = (told(count.yes, count), told(count.no, count), told(count.blank, count))
    if shown != (closed.yes, closed.no, closed.blank):
        return False
    majority = next((one for one in closed.checked if one.rule == "vote.majority"), None)
    if not withheld(count) or majority is None:
        return True
    # What was withheld is held to what it must have been for the outcome that is told.
    return (count.yes >= int(majority.figures["needed"])) == majority.met


def _results(name: str, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield results that differ from the count of the ballot they name."""
    closed = {one.event.ballot: one.event for one in entries if isinstance(one.event, events.BallotClosed)}
    for entry in entries:
        event = entry.event
        if not isinstance(event, events.Voted | events.Decided) or event.ballot is None:
            continue
        counted = closed.get(event.ballot)
        same = (
            counted is not None
            and set(event.represented) <= set(counted.represented)
            and (
                (event.yes, event.no, event.blank, event.ballots_cast, event.present, event.way)
                == (counted.yes, counted.no, counted.blank, counted.cast, counted.present, counted.way)
            )
        )
        if not same:
            yield Fault(stream=name, sequence=entry.sequence, code="ballot.result_differs")
