"""One dossier: where it stands, what it awaits, its papers and documents, and all that happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk.asking import Asked
from desk.dossier.papers import Made, Paper, checklist, made
from desk.dossier.road import Stretch, next_step, stretches
from desk.dossier.scanned import rights_of
from desk.dossier.story import KINDS, Shown, Told, story
from desk.dossier.talk import Talking, talking
from desk.dossier.tasks import Task, Weighed, in_words, places, tasks
from desk.numbers import page_number
from desk.routes import get
from desk.templating import page
from engine import access_log
from engine.access import Actor, may
from engine.claims import Claimed, claims_on
from engine.queries import dossier as query
from engine.queries.acting import acting_on
from engine.queries.ballots import Turnout, turnout
from engine.queries.dossier import DocumentLine, DossierWhole
from engine.queries.history import History, figures_of, history, names_of, who_acts
from engine.queries.scans import ScanLine, scans_of
from models.commands import SupplementDone
from models.procedure import Procedure
from models.state import Status
from outputs.wording import Names
from outputs.wording.language import translate
from outputs.wording.names import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a returned dossier still owes."""

    round: int
    items: tuple[str, ...]
    answer_by: date
    asked_by: str
    """Name of the body that returned it."""
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One kind of entry the timeline can be narrowed to."""

    address: str
    text: str
    count: int | None
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An open step with its requirements in words."""

    task: Task
    claim: Claimed | None
    """Who is at it, where somebody has taken it."""
    is_own: bool
    """Whether that is the reader."""
    on_behalf_of: str
    """Full name of the absent person for whom the reader would act; empty for themselves."""
    unmet: tuple[Weighed, ...]
    met: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """A vote on members' own devices, from its opening until its result is recorded."""

    ballot: str
    step: str
    turnout: Turnout | None
    """None once it is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One dossier."""

    TEMPLATE: ClassVar[str] = "dossier.html"

    number: str
    candidate: str
    born_on: date
    branch: str
    procedure: str
    status: str
    opened_on: date
    joined_on: date | None
    ended_on: date | None
    suspended_on: date | None
    has_list: bool
    """Whether the desk has a page of all dossiers to lead back to."""
    may_do_more: bool
    """Whether the reader may do anything with the dossier beside its steps."""
    stretches: tuple[Stretch, ...]
    awaited: tuple[Awaited, ...]
    following: str
    """Title of the step that comes next; empty at the end of the road."""
    owed: Owed | None
    guides: tuple[tuple[str, str, date, date | None], ...]
    """Name, role, since and until, of who guides and introduces."""
    interests: tuple[tuple[str, str, date], ...]
    """Name, relation and since when it is on record, of who declared an interest."""
    ballot: Voting | None
    """The vote on members' own devices that is under way."""
    papers: tuple[Paper, ...]
    later: tuple[Paper, ...]
    """Papers of steps that are yet to come."""
    missing: int
    may_attach: bool
    """Whether the reader may attach scans of papers."""
    documents: tuple[Made, ...]
    filters: tuple[Filter, ...]
    people: tuple[tuple[int, str], ...]
    """Whose entries the timeline can be narrowed to."""
    by: int | None
    """Whose it is narrowed to."""
    shown: str
    """The kind of entry it is narrowed to."""
    told: tuple[Told, ...]
    before: str
    after: str
    """Newer and older entries; empty where there are none."""
    talk: Talking


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """All that was read of a dossier for its page."""

    whole: DossierWhole
    procedure: Procedure
    actor: Actor
    documents: tuple[DocumentLine, ...]
    scans: tuple[ScanLine, ...]
    history: History
    names: Names
    tasks: tuple[Task, ...]
    claims: Mapping[str, Claimed]
    talk: Talking
    offered: tuple[str, ...]
    """Commands beside its steps that the reader may give."""
    turnout: Turnout | None
    """Of the ballot that is open; None where none is."""


def show(asked: Asked) -> Response:
    """Show a dossier to whoever may read it, and keep that they did."""
    read = _read(asked)
    number = read.whole.state.number
    response = page(asked, _context(asked, read))
    asked.note_reading(number, access_log.DOSSIER)
    return response


def _read(asked: Asked) -> _Read:
    number = asked.path("number")
    with asked.desk.database.reading() as session:
        actor = asked.actor(session)
        whole = query.dossier(session, actor, number)
        procedure = asked.desk.procedures.version(whole.state.procedure)
        documents = query.documents(session, actor, number)
        offered = acting_on(session, asked.acting(session), number, asked.desk.procedures).offered()
        scans = scans_of(session, number)
        told = history(session, number)
        acting = who_acts(session, places(procedure, whole.state))
        claims = claims_on(session, actor, whole.state)
        talk = talking(asked, session, actor, whole.state, asked.request.url.path)
        open_tasks = tasks(asked, whole, procedure, actor, acting)
        spoken = set(figures_of(one for task in open_tasks for one in task.weighed))
        asked_by = () if whole.state.supplement is None else (whole.state.supplement.asked_by,)
        absent = (one.on_behalf_of for one in open_tasks if one.on_behalf_of is not None)
        found = names_of(session, {*spoken, *asked_by, *absent})
        voted = turnout(session, whole.state, procedure)
    names = Names(procedure=procedure, known={**whole.people, **whole.units, **told.names, **found})
    return _Read(
        whole=whole,
        procedure=procedure,
        actor=actor,
        documents=documents,
        scans=scans,
        history=told,
        names=names,
        tasks=open_tasks,
        claims=claims,
        talk=talk,
        offered=offered,
        turnout=voted,
    )


def _context(asked: Asked, read: _Read) -> Context:
    state, language = read.whole.state, asked.language
    following = next_step(read.procedure, state)
    papers = checklist(read.procedure, state, read.documents, asked.today, language, read.scans)
    shown = _shown(asked, read.history)
    timeline = story(read.history, read.procedure, read.names, language, shown)
    return Context(
        number=state.number,
        candidate=read.whole.candidate,
        born_on=read.whole.born_on,
        branch=read.whole.units[state.unit],
        procedure=said(read.procedure.title, language),
        status=state.status.value,
        opened_on=state.opened_on,
        joined_on=state.joined_on,
        ended_on=state.ended_on,
        suspended_on=state.suspended_on,
        has_list="/dossiers" in asked.request.app.state.addresses,
        may_do_more=bool(read.offered),
        stretches=stretches(read.procedure, state, language),
        awaited=tuple(_awaited(asked, read, one) for one in read.tasks),
        following="" if following is None else said(following.title, language),
        owed=_owed(read),
        guides=tuple((read.whole.people[one.person], one.role, one.since, one.until) for one in state.guides),
        interests=tuple(
            (read.whole.people.get(one.person, one.person), one.relation, one.since)
            for one in state.interests
        ),
        ballot=None
        if state.ballot is None
        else Voting(ballot=state.ballot.id, step=state.ballot.step, turnout=read.turnout),
        papers=tuple(one for one in papers if one.standing != "later"),
        later=tuple(one for one in papers if one.standing == "later"),
        missing=sum(one.standing in {"missing", "expired"} for one in papers),
        may_attach=rights_of(read.actor, state, read.procedure).attach,
        documents=made(read.documents, read.names, language),
        filters=tuple(_filters(asked, timeline.counts, shown)),
        told=timeline.told,
        people=timeline.people,
        by=shown.by,
        shown=shown.kind,
        before=_address(asked, replace(shown, page=shown.page - 1)) if shown.page > 1 else "",
        after=_address(asked, replace(shown, page=shown.page + 1)) if timeline.has_more else "",
        talk=read.talk,
    )


def _awaited(asked: Asked, read: _Read, task: Task) -> Awaited:
    vote = read.procedure.step(task.step).vote
    names = read.names if vote is None else replace(read.names, voters=vote.roll)
    weighed = in_words(task.weighed, names, asked.language)
    claim = read.claims.get(task.step)
    return Awaited(
        task=task,
        claim=claim,
        is_own=claim is not None and claim.account == asked.account,
        on_behalf_of=read.names.known.get(task.on_behalf_of or "", task.on_behalf_of or ""),
        unmet=tuple(one for one in weighed if not one.met),
        met=tuple(one for one in weighed if one.met),
    )


def _owed(read: _Read) -> Owed | None:
    state = read.whole.state
    owed = state.supplement
    if owed is None:
        return None
    command = SupplementDone(dossier=state.number, on=state.opened_on, answers=("-",))
    items: Any = read.history.typed.get(owed.enclosure, {}).get("items", ())
    return Owed(
        round=owed.round,
        items=tuple(f"{one['item']}: {one['reason']}" for one in items),
        answer_by=owed.answer_by,
        asked_by=read.names.known.get(owed.asked_by, owed.asked_by),
        may_answer=state.status is Status.RETURNED
        and may(read.actor, command, state, read.procedure).allowed,
    )


def _shown(asked: Asked, told: History) -> Shown:
    """Read out of the address which entries are shown; what makes no sense there shows everybody's."""
    kind, by = asked.query("show"), asked.query("by")
    known = {str(one.sequence): one.sequence for one in told.entries}
    return Shown(kind=kind if kind in KINDS else "", by=known.get(by), page=page_number(asked.query("page")))


def _filters(asked: Asked, counts: Mapping[str, int], shown: Shown) -> Iterator[Filter]:
    for kind, text in KINDS.items():
        yield Filter(
            address=_address(asked, replace(shown, kind=kind, page=1)),
            text=translate(text, asked.language),
            count=counts[kind],
            is_here=kind == shown.kind,
        )


def _address(asked: Asked, shown: Shown) -> str:
    query_of = {
        "show": shown.kind,
        "by": "" if shown.by is None else str(shown.by),
        "page": str(shown.page) if shown.page > 1 else "",
    }
    given = urlencode({name: value for name, value in query_of.items() if value})
    return f"{asked.request.url.path}{'?' if given else ''}{given}#timeline"


ROUTES = (get("/dossiers/{number}", show),)
