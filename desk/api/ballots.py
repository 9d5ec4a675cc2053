"""Votes on members' own devices over the API: how many have voted, and once closed what it came to."""

from __future__ import annotations

from fastapi import APIRouter

from desk.api.caller import Caller, Reader
from desk.api.dossiers import Number
from desk.api.problems import described
from desk.api.shapes import Shape
from desk.api.telling import step_title
from engine import access_log
from engine.queries.ballot_results import Result, result
from engine.queries.ballots import ballots_of_dossier
from engine.queries.dossier import dossier

ROUTER = APIRouter(tags=["dossiers"])


class Represented(Shape):
    """Somebody absent who counted as present because another voted for them."""

    person: str
    full_name: str
    holder: str
    holder_name: str


class Ballot(Shape):
    """A vote on members' own devices: how many have voted, and once it is closed what it came to."""

    id: str
    step: str
    title: str
    attempt: int
    meeting: str
    way: str
    """`open` or `secret`."""
    standing: str
    """`open`, `counted`, `recorded` or `void`."""
    voted: int | None
    """While it is open, how many have voted…"""
    expected: int | None
    """…of how many who may."""
    roll: int
    present: int | None
    """Null until it is closed, as are the next."""
    represented: tuple[Represented, ...]
    """Those who counted as present beside the `present` in person; empty until it is closed."""
    cast: int | None
    yes: int | None
    """Null also where fewer than five voted in secret, as are the next two."""
    no: int | None
    blank: int | None
    needed: int | None
    outcome: str | None
    void: str | None
    """Why it was annulled: `annulled` by its body, or what left nothing to vote on, such as `withdrawn`."""


@ROUTER.get("/dossiers/{number}/ballots", responses=described(404))
def ballots(caller: Reader, number: Number) -> tuple[Ballot, ...]:
    """The votes held on a dossier on members' own devices, in their order; never how anybody voted."""
    with caller.desk.database.reading() as session:
        actor = caller.actor(session)
        dossier(session, actor, number)
        found = [
            result(session, actor, one.ballot, caller.desk.procedures)
            for one in ballots_of_dossier(session, number)
        ]
    caller.note(number, access_log.BALLOT)
    return tuple(_told(caller, one) for one in found)


def _told(caller: Caller, found: Result) -> Ballot:
    line, closed, turnout = found.line, found.closed, found.turnout
    return Ballot(
        id=line.ballot,
        step=line.step,
        title=step_title(caller, line.procedure, line.step),
        attempt=found.attempt,
        meeting=line.meeting,
        way=line.way,
        standing=line.standing,
        voted=None if turnout is None else turnout.voted,
        expected=None if turnout is None else turnout.expected,
        roll=line.roll,
        present=None if closed is None else closed.present,
        represented=tuple(
            Represented(
                person=one.person,
                full_name=found.names.get(one.person, one.person),
                holder=one.holder,
                holder_name=found.names.get(one.holder, one.holder),
            )
            for one in found.represented
        ),
        cast=None if closed is None else closed.cast,
        yes=None if closed is None else closed.yes,
        no=None if closed is None else closed.no,
        blank=None if closed is None else closed.blank,
        needed=found.needed,
        outcome=None if closed is None else closed.outcome,
        void=found.cause or None,
    )
