"""What a ballot came to, and why: the roll, who was there, what was needed, the paragraph that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.dossier.tasks import Weighed, in_words
from desk.duties import Titles
from desk.routes import get
from desk.templating import page
from engine import access_log
from engine.actors import actor_of
from engine.queries.ballot_results import Earlier, Result, result
from engine.queries.ballots import Turnout
from outputs.wording import NO_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Somebody on the roll who is no stranger to the candidate, and what that meant."""

    name: str
    relation: str
    treatment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A vote held before on the same dossier."""

    one: Earlier
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One ballot with its result."""

    TEMPLATE: ClassVar[str] = "ballot_result.html"

    ballot: str
    dossier: str
    """Empty for who may not open it."""
    step: str
    candidate: str
    title: str
    attempt: int
    unit: str
    meeting: str
    held_on: date
    way: str
    standing: str
    roll: int
    roll_kind: str
    turnout: Turnout | None
    present: int | None
    """None while it is open, as are the next."""
    cast: int | None
    yes: int | None
    """None also where it may not be told."""
    no: int | None
    blank: int | None
    is_withheld: bool
    needed: int | None
    outcome: str
    """Empty while there is none."""
    has_carried: bool
    shares: tuple[Weighed, ...]
    """Quorum and majority with their arithmetic and source."""
    cause: str
    reason: str
    concerned: tuple[Concerned, ...]
    represented: tuple[tuple[str, str], ...]
    """Full names of who was absent, and of who voted for them."""
    named: tuple[tuple[str, str, str], ...]
    """Who chose what, and who cast it by proxy."""
    earlier: tuple[Before, ...]
    may_record: bool


def show(asked: Asked) -> Response:
    """Show what a ballot came to, to who may know of it; while it is open, how many have voted."""
    with asked.desk.database.reading() as session:
        actor = actor_of(session, asked.account)
        found = result(session, actor, asked.path("ballot"), asked.desk.procedures)
    asked.note_reading(found.line.dossier, access_log.BALLOT)
    return page(asked, _context(asked, found))


def _context(asked: Asked, found: Result) -> Context:
    line, closed = found.line, found.closed
    titles = Titles(asked.desk.procedures, asked.language)
    names = replace(NO_NAMES, known=found.names, voters=line.roll_kind)
    return Context(
        ballot=line.ballot,
        dossier=line.dossier if found.is_reader else "",
        step=line.step,
        candidate=line.candidate,
        title=titles.of(line.step, line.procedure),
        attempt=found.attempt,
        unit=line.unit_name,
        meeting=line.meeting,
        held_on=line.held_on,
        way=line.way,
        standing=line.standing,
        roll=line.roll,
        roll_kind=line.roll_kind,
        turnout=found.turnout,
        present=None if closed is None else closed.present,
        cast=None if closed is None else closed.cast,
        yes=None if closed is None else closed.yes,
        no=None if closed is None else closed.no,
        blank=None if closed is None else closed.blank,
        is_withheld=closed is not None and closed.yes is None,
        needed=found.needed,
        outcome="" if closed is None else closed.outcome,
        has_carried=closed is not None and all(one.met for one in closed.checked if one.decides),
        shares=in_words(found.shares, names, asked.language),
        cause=found.cause,
        reason=found.reason,
        concerned=tuple(
            Concerned(
                name=found.names.get(one.person, one.person), relation=one.relation, treatment=one.treatment
            )
            for one in found.interested
        ),
        represented=tuple(
            (found.names.get(one.person, one.person), found.names.get(one.holder, one.holder))
            for one in found.represented
        ),
        named=found.named,
        earlier=tuple(Before(one=one, title=titles.of(one.step, line.procedure)) for one in found.earlier),
        may_record=found.may_record,
    )


ROUTES = (get("/ballots/{ballot}/result", show),)
