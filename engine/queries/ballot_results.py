"""What a vote on members' own devices came to, told from the dossier's timeline: it can be recomputed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.ballots import (
    BallotLine,
    Turnout,
    may_record,
    on_roll,
    one_ballot,
    readable,
    seats,
    turnout_of,
)
from engine.queries.dossier import people_named
from engine.rules.interests import VOTES
from engine.rules.tallies import ARITHMETIC
from engine.timeline import Entry, entries
from models.ballot import NamedVote
from models.errors import NotFound
from models.events import BallotClosed, BallotOpened, BallotVoided, Decided, Interested, Voted
from models.person import Person
from models.procedure import Procedure
from models.requirements import Requirement
from models.state import DossierState, Represented
from models.timeline import Enclosure

_SHOWN = ARITHMETIC | {"vote.least_roll", "vote.abstaining"}
_Event = TypeVar("_Event", BallotClosed, BallotVoided)
_Told = BallotOpened | BallotClosed | BallotVoided | Voted | Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A vote held before on the same dossier."""

    on: date
    step: str
    attempt: int
    way: str
    """`tally`, `open` or `secret`."""
    ballot: str | None
    outcome: str
    """Empty for one that was annulled."""
    cause: str
    """Why it was; empty for one that has a result."""
    yes: int | None
    cast: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One ballot as everybody sees it who may: what it came to, and why."""

    line: BallotLine
    attempt: int
    turnout: Turnout | None
    """While it is open; afterwards the count says it."""
    closed: BallotClosed | None
    """The count; figures that would betray a secret are withheld in it already."""
    recorded: Voted | Decided | None
    cause: str
    """Why it was annulled; empty where it was not."""
    reason: str
    """As whoever annulled it typed it; empty where nobody did, or the text was erased."""
    interested: tuple[Interested, ...]
    represented: tuple[Represented, ...]
    """Those who counted as present because another voted for them, once it is closed."""
    named: tuple[tuple[str, str, str], ...]
    """Who chose what: full name and choice, of an open ballot that is closed, and who cast it by proxy."""
    earlier: tuple[Earlier, ...]
    names: Mapping[str, str]
    """Person → full name."""
    is_reader: bool
    """Whether the reader may open the dossier."""
    may_record: bool

    @property
    def majority(self) -> Requirement | None:
        """Return the arithmetic that decided."""
        checked = () if self.closed is None else self.closed.checked
        return next((one for one in checked if one.rule == "vote.majority"), None)

    @property
    def needed(self) -> int | None:
        """Return how many votes for were needed; None while there is no count."""
        return None if self.majority is None else int(self.majority.figures["needed"])

    @property
    def shares(self) -> tuple[Requirement, ...]:
        """Return quorum, majority and what else settled it, as they were weighed at the count."""
        checked = () if self.closed is None else self.closed.checked
        return tuple(one for one in checked if one.rule in _SHOWN)


def result(session: ReadSession, actor: Actor, ballot: str, procedures: Procedures) -> Result:
    """Return what a ballot came to, to who may read its dossier or counts in the roll of its meeting.

    Raises `NotFound` for others. Of how anybody voted nothing is told before it is closed.
    """
    line, state = one_ballot(session, ballot)
    is_reader = readable(session, actor, line)
    if not is_reader and not on_roll(session, actor, line.meeting):
        raise NotFound("ballot.unknown", ballot=ballot)
    procedure = procedures.version(state.procedure)
    told = _told(entries(session, line.dossier))
    opened = next(one for one in told if isinstance(one, BallotOpened) and one.ballot == ballot)
    closed = _of(told, ballot, BallotClosed)
    voided = _of(told, ballot, BallotVoided)
    recorded = next((one for one in told if isinstance(one, Voted | Decided) and one.ballot == ballot), None)
    concerned = _interested(session, line, state, procedure) if recorded is None else recorded.interested
    represented = () if closed is None else (recorded or closed).represented
    before = told[: told.index(opened)]
    return Result(
        line=line,
        attempt=opened.attempt,
        turnout=turnout_of(seats(session, line, state, procedure)) if line.is_open else None,
        closed=closed,
        recorded=recorded,
        cause="" if voided is None else voided.cause,
        reason="" if voided is None or voided.enclosure is None else _reason(session, voided.enclosure),
        interested=concerned,
        represented=represented,
        named=_named(session, ballot) if closed is not None and line.way == "open" else (),
        earlier=tuple(one for one in _earlier(before) if is_reader or one.step == line.step),
        names=people_named(
            session,
            [
                *(one.person for one in concerned),
                *(name for one in represented for name in (one.person, one.holder)),
            ],
        ),
        is_reader=is_reader,
        may_record=state.ballot is not None
        and state.ballot.id == ballot
        and may_record(actor, state, procedure),
    )


def _told(timeline: Sequence[Entry]) -> list[_Told]:
    """Return what a timeline tells of votes."""
    return [one.event for one in timeline if isinstance(one.event, _Told)]


def _of(told: Sequence[_Told], ballot: str, kind: type[_Event]) -> _Event | None:
    return next((one for one in told if isinstance(one, kind) and one.ballot == ballot), None)


def _earlier(told: Sequence[_Told]) -> Iterator[Earlier]:
    """Yield the votes that have a result on record, and the ballots that were annulled."""
    opened = {one.ballot: one for one in told if isinstance(one, BallotOpened)}
    for one in told:
        if isinstance(one, BallotVoided) and one.ballot in opened:
            first = opened[one.ballot]
            yield Earlier(
                on=one.on, step=one.step, attempt=first.attempt, way=first.way, ballot=one.ballot, outcome="",
                cause=one.cause, yes=None, cast=0,
            )  # fmt: skip
        elif isinstance(one, Voted | Decided):
            yield Earlier(
                on=one.on, step=one.step, attempt=one.attempt, way=one.way, ballot=one.ballot,
                outcome=one.outcome, cause="", yes=one.yes, cast=one.ballots_cast,
            )  # fmt: skip


def _interested(
    session: ReadSession, line: BallotLine, state: DossierState, procedure: Procedure
) -> tuple[Interested, ...]:
    """Return those on the roll who are no strangers, and matter: what is not recorded yet."""
    declared = {one.person for one in state.interests}
    return tuple(
        Interested(
            person=one.person, relation=one.relation, treatment=one.treatment, is_present=one.is_present
        )
        for one in seats(session, line, state, procedure)
        if one.relation and (one.treatment != VOTES or one.person in declared)
    )


def _named(session: ReadSession, ballot: str) -> tuple[tuple[str, str, str], ...]:
    holder = aliased(Person)
    rows = session.rows(
        select(Person.full_name, NamedVote.choice, holder.full_name.label("cast_by"))
        .join(Person, Person.id == NamedVote.person_id)
        .outerjoin(holder, holder.id == NamedVote.cast_by)
        .where(NamedVote.ballot == ballot)
        .order_by(Person.name_key, Person.id)
    )
    return tuple((row.full_name, row.choice, row.cast_by or "") for row in rows)


def _reason(session: ReadSession, enclosure: str) -> str:
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == enclosure))
    return "" if body is None else str(json.loads(body).get("reason", ""))
