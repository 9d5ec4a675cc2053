"""Votes on members' own devices as people see them: whose vote is awaited, who has voted, never how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from engine.access import Actor, may, may_read
from engine.ballots import present_members, votes_in
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.projection import STATE
from engine.queries.dossier import dossier, person_named
from engine.queries.proxies import Absent, absent_for, allow_any, holders_in
from engine.rules.interests import VOTES, relations, treatment
from models.ballot import BallotBox, BallotParticipant
from models.commands import CloseBallot, RecordBallot
from models.dossier import Dossier
from models.errors import NotFound
from models.meeting import Meeting, ProxyRow, RollEntry
from models.person import Person
from models.procedure import Procedure
from models.state import DossierState
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotLine:
    """One ballot: on whom, at which step, in which meeting, and how it stands."""

    ballot: str
    dossier: str
    candidate: str
    """Full name."""
    branch: str
    """Name of the dossier's branch."""
    procedure: str
    step: str
    meeting: str
    unit_name: str
    held_on: date
    roll_kind: str
    roll: int
    way: str
    """`open` or `secret`."""
    standing: str
    """`open`, `counted`, `recorded` or `void`."""

    @property
    def is_open(self) -> bool:
        """Say whether members may vote."""
        return self.standing == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One of those who count in the roll of a ballot's meeting."""

    person: str
    full_name: str
    is_present: bool
    has_voted: bool
    relation: str
    """To the candidate; empty for strangers."""
    treatment: str
    """What that means for the vote: `votes`, `abstains` or `leaves`."""
    by_proxy: str = ""
    """Full name of who has voted for them, or may; empty where they vote themselves or not at all."""

    @property
    def is_awaited(self) -> bool:
        """Say whether the member may still vote, or somebody for them."""
        is_there = self.is_present or bool(self.by_proxy)
        return is_there and not self.has_voted and self.treatment == VOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many have voted, of how many."""

    voted: int
    expected: int
    """Those who have voted, and those present who may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """One ballot as somebody on its roll sees it."""

    line: BallotLine
    receipt: str | None
    """Proves that they voted; None for who has not."""
    is_present: bool
    relation: str
    treatment: str
    treatments: tuple[tuple[str, str], ...]
    """What each relation that can be declared would mean: relation and treatment."""
    cast_by: str
    """Full name of who has voted for them; empty where they have voted themselves, or not."""
    absent: tuple[Absent, ...]
    """Those whose proxy they hold."""

    @property
    def may_vote(self) -> bool:
        """Say whether the member may vote now."""
        is_free = self.is_present and self.treatment == VOTES
        return self.line.is_open and self.receipt is None and is_free

    @property
    def may_vote_for(self) -> tuple[Absent, ...]:
        """Return those for whom the member may vote now."""
        return tuple(one for one in self.absent if one.is_open) if self.line.is_open else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One ballot as whoever conducts it sees it: who has voted and who has not."""

    line: BallotLine
    seats: tuple[Seat, ...]
    may_end: bool
    """Whether the reader may close it, or annul it."""

    @property
    def turnout(self) -> Turnout:
        """Return how many have voted, of how many."""
        return turnout_of(self.seats)


def _joined() -> Select[*tuple[Any, ...]]:
    branch, body = aliased(Unit), aliased(Unit)
    columns: Sequence[Any] = (
        BallotBox.id, BallotBox.dossier, BallotBox.step, BallotBox.meeting, BallotBox.way, BallotBox.standing,
        Dossier.procedure, Dossier.state, Person.full_name, branch.name.label("branch"),
        body.name.label("unit_name"), Meeting.held_on, Meeting.roll_kind, Meeting.roll,
    )  # fmt: skip
    chosen: Select[*tuple[Any, ...]] = (
        select(*columns)
        .select_from(BallotBox)
        .join(Dossier, Dossier.number == BallotBox.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(branch, branch.id == Dossier.unit_id)
        .join(Meeting, Meeting.number == BallotBox.meeting)
        .join(body, body.id == Meeting.unit_id)
    )
    return chosen


# Every page counts what awaits its reader: made once.
_LINES = _joined()
_MINE = (
    _LINES.join(RollEntry, RollEntry.meeting == BallotBox.meeting)
    .outerjoin(
        BallotParticipant,
        and_(BallotParticipant.ballot == BallotBox.id, BallotParticipant.person_id == bindparam("person")),
    )
    .where(RollEntry.person_id == bindparam("person"), RollEntry.standing == "member")
)
_AWAITING = _MINE.where(BallotBox.standing == "open", BallotParticipant.receipt.is_(None)).order_by(
    Meeting.held_on, BallotBox.id
)


def awaiting(session: ReadSession, person: str | None, procedures: Procedures) -> tuple[BallotLine, ...]:
    """Return the open ballots that await somebody's vote, the earliest meeting first."""
    if person is None:
        return ()
    rows = session.rows(_AWAITING, {"person": person})
    found = ((_line(row), STATE.validate_json(row.state)) for row in rows)
    theirs = [line for line, state in found if _treated(state, procedures, line.step, person)[1] == VOTES]
    there = {one: person in present_members(session, one) for one in {line.meeting for line in theirs}}
    return tuple(line for line in theirs if there[line.meeting])


def booth(session: ReadSession, person: str | None, ballot: str, procedures: Procedures) -> Booth:
    """Return a ballot to somebody who counts in the roll of its meeting; raises `NotFound` for others."""
    mine = _MINE.add_columns(BallotParticipant.receipt, BallotParticipant.cast_by)
    row = session.one(mine.where(BallotBox.id == ballot), {"person": person or ""})
    if row is None or person is None:
        raise NotFound("ballot.unknown", ballot=ballot)
    line, state = _line(row), STATE.validate_json(row.state)
    relation, treated = _treated(state, procedures, line.step, person)
    procedure = procedures.version(line.procedure)
    rule = procedure.step(line.step).vote if procedure.has_step(line.step) else None
    return Booth(
        line=line,
        receipt=row.receipt,
        is_present=person in present_members(session, line.meeting),
        relation=relation,
        treatment=treated,
        treatments=() if rule is None else tuple((one, treatment(one, rule)) for one in ("kinship", "other")),
        cast_by=person_named(session, row.cast_by),
        absent=absent_for(session, person, ballot, line.meeting, line.way, rule, state),
    )


def awaiting_for(
    session: ReadSession, person: str | None, procedures: Procedures
) -> tuple[tuple[BallotLine, str], ...]:
    """Return the open ballots in which somebody may vote for an absent member, each with that one's name."""
    if person is None or not allow_any(procedures):
        return ()
    held = select(ProxyRow.meeting).where(ProxyRow.holder_id == person)
    rows = session.rows(
        _LINES.where(
            BallotBox.standing == "open", BallotBox.way == "open", BallotBox.meeting.in_(held)
        ).order_by(Meeting.held_on, BallotBox.id)
    )
    found = []
    for row in rows:
        line, state = _line(row), STATE.validate_json(row.state)
        rule = procedures.version(line.procedure).step(line.step).vote
        theirs = absent_for(session, person, line.ballot, line.meeting, line.way, rule, state)
        found += [(line, one.full_name) for one in theirs if one.is_open]
    return tuple(found)


def watched(session: ReadSession, actor: Actor, ballot: str, procedures: Procedures) -> Watched:
    """Return who has voted to those who conduct the ballot: its office, the meeting's chair and secretary.

    Raises `NotFound` for others: who has voted so far is nobody else's business.
    """
    line, state = one_ballot(session, ballot)
    procedure = procedures.version(state.procedure)
    end = CloseBallot(dossier=line.dossier, step=line.step, meeting=line.meeting, ballot=ballot)
    may_end = may(actor, end, state, procedure).allowed
    if not may_end and not _conducts(session, actor, line):
        raise NotFound("ballot.unknown", ballot=ballot)
    return Watched(line=line, seats=seats(session, line, state, procedure), may_end=may_end)


def may_record(actor: Actor, state: DossierState, procedure: Procedure) -> bool:
    """Say whether the actor may record the result of the dossier's ballot, once it is counted."""
    ballot = state.ballot
    if ballot is None or not ballot.is_counted:
        return False
    command = RecordBallot.model_construct(
        None, dossier=state.number, step=ballot.step, meeting=ballot.meeting, ballot=ballot.id
    )
    return may(actor, command, state, procedure).allowed


def readable(session: ReadSession, actor: Actor, line: BallotLine) -> bool:
    """Say whether somebody may read the dossier a ballot is on."""
    try:
        dossier(session, actor, line.dossier)
    except NotFound:
        return False
    return True


def on_roll(session: ReadSession, actor: Actor, meeting: str) -> bool:
    """Say whether somebody counts in the roll of a meeting."""
    return actor.person is not None and votes_in(session, meeting, actor.person)


def turnout(session: ReadSession, state: DossierState, procedure: Procedure) -> Turnout | None:
    """Return how many have voted in the ballot that is open on a dossier; None where none is."""
    if state.ballot is None or state.ballot.is_counted:
        return None
    line, _ = one_ballot(session, state.ballot.id)
    return turnout_of(seats(session, line, state, procedure))


def turnout_of(seats: Iterable[Seat]) -> Turnout:
    """Count those who have voted, and those who still may."""
    told = tuple(seats)
    voted = sum(one.has_voted for one in told)
    return Turnout(voted=voted, expected=voted + sum(one.is_awaited for one in told))


def seats(
    session: ReadSession, line: BallotLine, state: DossierState, procedure: Procedure
) -> tuple[Seat, ...]:
    """Return those who count in the roll of a ballot's meeting, by name."""
    rows = session.rows(
        select(RollEntry.person_id, Person.full_name, BallotParticipant.receipt, BallotParticipant.cast_by)
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(
            BallotParticipant,
            and_(BallotParticipant.ballot == line.ballot, BallotParticipant.person_id == RollEntry.person_id),
        )
        .where(RollEntry.meeting == line.meeting, RollEntry.standing == "member")
        .order_by(Person.name_key, Person.id)
    )
    known, there = relations(state), present_members(session, line.meeting)
    rule = procedure.step(line.step).vote if procedure.has_step(line.step) else None
    names = {row.person_id: row.full_name for row in rows}
    holders: Mapping[str, str] = {}
    if line.way == "open":
        holders = holders_in(session, line.ballot, line.meeting, rule, state)
    holders = {**holders, **{row.person_id: row.cast_by for row in rows if row.receipt is not None}}
    return tuple(
        Seat(
            person=row.person_id,
            full_name=row.full_name,
            is_present=row.person_id in there,
            has_voted=row.receipt is not None,
            relation=known.get(row.person_id, ""),
            treatment=VOTES
            if rule is None or row.person_id not in known
            else treatment(known[row.person_id], rule),
            by_proxy=names.get(holders.get(row.person_id) or "", ""),
        )
        for row in rows
    )


def ballots_of_meeting(session: ReadSession, actor: Actor, meeting: str) -> tuple[BallotLine, ...]:
    """Return the ballots held in a meeting on dossiers the actor may read by a role, in their order."""
    rows = session.rows(_LINES.where(BallotBox.meeting == meeting).order_by(BallotBox.id))
    found = ((_line(row), STATE.validate_json(row.state)) for row in rows)
    return tuple(line for line, state in found if may_read(actor, state.line, frozenset()).allowed)


def ballots_of_dossier(session: ReadSession, number: str) -> tuple[BallotLine, ...]:
    """Return the ballots held on a dossier, in their order; whether it may be read is asked before."""
    rows = session.rows(_LINES.where(BallotBox.dossier == number))
    # B10 comes after B9.
    return tuple(sorted(map(_line, rows), key=lambda one: (len(one.ballot), one.ballot)))


def one_ballot(session: ReadSession, ballot: str) -> tuple[BallotLine, DossierState]:
    """Return a ballot with where its dossier stands; raises `NotFound`, and asks nobody's right to see it."""
    row = session.one(_LINES.where(BallotBox.id == ballot))
    if row is None:
        raise NotFound("ballot.unknown", ballot=ballot)
    return _line(row), STATE.validate_json(row.state)


def _conducts(session: ReadSession, actor: Actor, line: BallotLine) -> bool:
    held = session.one(select(Meeting.chair_id, Meeting.secretary_id).where(Meeting.number == line.meeting))
    return held is not None and actor.person in {held.chair_id, held.secretary_id}


def _treated(state: DossierState, procedures: Procedures, step: str, person: str) -> tuple[str, str]:
    """Return a member's relation to the candidate, and what it means for the vote."""
    relation = relations(state).get(person, "")
    procedure = procedures.version(state.procedure)
    rule = procedure.step(step).vote if procedure.has_step(step) else None
    return relation, VOTES if rule is None or not relation else treatment(relation, rule)


def _line(row: Any) -> BallotLine:  # noqa: ANN401 -- a row of the columns above
    return BallotLine(
        ballot=row.id,
        dossier=row.dossier,
        candidate=row.full_name,
        branch=row.branch,
        procedure=row.procedure,
        step=row.step,
        meeting=row.meeting,
        unit_name=row.unit_name,
        held_on=row.held_on,
        roll_kind=row.roll_kind,
        roll=row.roll,
        way=row.way,
        standing=row.standing,
    )
