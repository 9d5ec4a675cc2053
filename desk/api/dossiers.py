"""Dossiers over the API: what awaits the account, the list, one dossier with its timeline and its papers."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from desk.api import shapes
from desk.api.caller import Caller, Reader
from desk.api.paging import Page, Paged, day_or_none, page, text, whole
from desk.api.problems import described
from desk.api.telling import documents_told, dossier_told, entry_told, line_told, step_title
from desk.dossier.papers import checklist
from desk.listing import stages_of
from engine import access_log
from engine.queries import dossier as query
from engine.queries.dossier import DocumentLine, DossierWhole
from engine.queries.history import document_file, history
from engine.queries.inbox import Duty
from engine.queries.lists import ANY, LIVE_STATUSES, Filter, Line, Order
from engine.queries.onward import DossierMark, DutyMark, dossiers_after, duties_after
from engine.queries.search import search
from models.commands.shape import Reference, StepId
from models.person import LONGEST_KEY
from models.state import Status
from models.text import person_key

ROUTER = APIRouter(tags=["dossiers"])
_FOUND_AT_MOST = 20
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {"pdf": "application/pdf", "docx": _WORD}
_A_FILE = {"schema": {"type": "string", "format": "binary"}}
Number = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.\-@]+$", max_length=80, examples=["HS-2026-0012"])]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class ListAsked(Paged):
    """Which dossiers, in which order; what is left out narrows nothing."""

    q: Words = ""
    """Parts of the name or of the number, in any order, with or without marks."""
    stage: StepId | None = None
    reached: StepId | None = None
    """A stage the dossier stands in, or has gone beyond."""
    status: Status | Literal["live"] | None = None
    """`live`: every dossier that has not ended."""
    unit: Reference | None = None
    """A unit with all that stands below it."""
    at: Reference | None = None
    """The body at which an open step lies."""
    overdue: bool = False
    year: Annotated[int, Field(ge=1900, le=2199)] | None = None
    """In which the dossier was opened."""
    joined: Annotated[str, Field(pattern="^(any|(19|20|21)[0-9]{2})$")] | None = None
    """In which year the candidate was admitted, or `any`."""
    mentor: Reference | None = None
    """Person who guides the candidate at present, or `none`."""
    sort: Order = "deadline"

    def wanted(self, stages: list[str]) -> Filter:
        """Return the filter, given all stages in their order."""
        live = LIVE_STATUSES if self.status == "live" else () if self.status is None else (self.status,)
        return Filter(
            words=self.q,
            stages=self._stages(stages),
            statuses=tuple(str(one) for one in live),
            unit=self.unit or "",
            waits_for=self.at or "",
            is_overdue=self.overdue,
            year=self.year,
            joined=ANY if self.joined == ANY else None if self.joined is None else int(self.joined),
            mentor=self.mentor or "",
        )

    def _stages(self, stages: list[str]) -> tuple[str, ...]:
        if self.stage is not None:
            return (self.stage,)
        if self.reached is None:
            return ()
        return tuple(stages[stages.index(self.reached) :]) if self.reached in stages else (self.reached,)

    def mark(self) -> DossierMark | None:
        """Return after which dossier to go on."""
        kinds = {"name": (text, text), "number": (text,), "deadline": (day_or_none, text)}
        found = self.read(*kinds[self.sort])
        if found is None:
            return None
        *_, number = found
        match self.sort:
            case "name":
                return DossierMark(number=number, name_key=found[0])
            case "number":
                return DossierMark(number=number)
            case "deadline":
                return DossierMark(number=number, due_on=found[0])

    def after(self, line: Line) -> str:
        """Return the cursor after a dossier."""
        match self.sort:
            case "name":
                return self.written(person_key(line.candidate)[:LONGEST_KEY], line.number)
            case "number":
                return self.written(line.number)
            case "deadline":
                return self.written(line.due_on, line.number)


@ROUTER.get("/inbox", responses=described())
def inbox(caller: Reader, asked: Annotated[Paged, Query()]) -> Page[shapes.Duty]:
    """What awaits the account: the oldest limit first, then what has none."""
    found = asked.read(day_or_none, text, text)
    mark = None if found is None else DutyMark(due_on=found[0], dossier=found[1], step=found[2])
    with caller.desk.database.reading() as session:
        duties = duties_after(
            session, caller.actor(session), caller.desk.procedures, after=mark, at_most=asked.enough
        )
    kept, rest = page(asked, duties, lambda one: asked.written(one.due_on, one.dossier, one.step))
    return Page(items=tuple(_duty(caller, one) for one in kept), next=rest)


@ROUTER.get("/dossiers", responses=described())
def dossiers(caller: Reader, asked: Annotated[ListAsked, Query()]) -> Page[shapes.DossierLine]:
    """The dossiers the account may see, filtered and ordered as at the desk; taking a list away is logged."""
    wanted = asked.wanted(list(stages_of(caller.desk.procedures)))
    with caller.desk.database.reading() as session:
        lines = dossiers_after(
            session,
            caller.actor(session),
            wanted,
            caller.today,
            order=asked.sort,
            after=asked.mark(),
            at_most=asked.enough,
        )
    kept, rest = page(asked, lines, asked.after)
    caller.note_all([one.number for one in kept], "list.json")
    return Page(items=tuple(line_told(one) for one in kept), next=rest)


@ROUTER.get("/search", responses=described())
def search_all(caller: Reader, q: Annotated[Words, Query(min_length=1)]) -> shapes.Found:
    """Dossiers by name and number, and units by name, with or without marks, in any order of the words."""
    with caller.desk.database.reading() as session:
        found = search(session, caller.actor(session), q, caller.today, at_most=_FOUND_AT_MOST)
    caller.note_all([one.number for one in found.dossiers.lines], "search.json")
    return shapes.Found(
        dossiers=tuple(line_told(one) for one in found.dossiers.lines),
        total=found.dossiers.total,
        units=tuple(shapes.Named(id=one.id, name=one.name) for one in found.units),
    )


@ROUTER.get("/dossiers/{number}", responses=described(404))
def dossier(caller: Reader, number: Number) -> shapes.Dossier:
    """One dossier whole: where it stands, what it awaits, what the account may do; reading it is logged."""
    with caller.desk.database.reading() as session:
        actor = caller.actor(session)
        found = query.dossier(session, actor, number)
    caller.note(number, access_log.DOSSIER)
    return dossier_told(caller, actor, found)


@ROUTER.get("/dossiers/{number}/timeline", responses=described(404))
def timeline(caller: Reader, number: Number, asked: Annotated[Paged, Query()]) -> Page[shapes.Entry]:
    """All that happened to a dossier, the earliest first, each entry with the hash that chains it."""
    found = asked.read(whole)
    since = 1 if found is None else found[0] + 1
    with caller.desk.database.reading() as session:
        query.dossier(session, caller.actor(session), number)
        read = history(session, number, since=since, at_most=asked.enough)
    kept, rest = page(asked, read.entries, lambda one: asked.written(str(one.sequence)))
    caller.note(number, "timeline")
    return Page(items=tuple(entry_told(one, read) for one in kept), next=rest)


@ROUTER.get("/dossiers/{number}/papers", responses=described(404))
def papers(caller: Reader, number: Number) -> tuple[shapes.Paper, ...]:
    """Every paper the road asks for, in its order, and how it stands."""
    found, documents = _with_documents(caller, number)
    procedure = caller.desk.procedures.version(found.state.procedure)
    caller.note(number, "papers")
    return tuple(
        shapes.Paper(
            title=one.title,
            standing=one.standing,
            dated=one.dated,
            valid_until=one.valid_until,
            document=one.document or None,
        )
        for one in checklist(procedure, found.state, documents, caller.today, caller.language)
    )


@ROUTER.get("/dossiers/{number}/documents", responses=described(404))
def documents(caller: Reader, number: Number) -> tuple[shapes.Document, ...]:
    """The documents of a dossier in the order in which they became due, made or still to be made."""
    found, lines = _with_documents(caller, number)
    caller.note(number, "documents")
    return documents_told(caller, found, lines)


@ROUTER.get(
    "/dossiers/{number}/documents/{document}/{kind}",
    response_class=Response,
    responses=described(404)
    | {200: {"description": "The file as it was made", "content": dict.fromkeys(_KINDS.values(), _A_FILE)}},
)
def document(caller: Reader, number: Number, document: Number, kind: Literal["pdf", "docx"]) -> Response:
    """A made document, exactly as it was made; fetching it is logged."""
    with caller.desk.database.reading() as session:
        query.dossier(session, caller.actor(session), number)
        found = document_file(session, number, document)
    content = caller.desk.archive.get(found.pdf_sha256 if kind == "pdf" else found.docx_sha256)
    caller.note(number, f"{found.document} {kind}")
    return Response(
        content,
        media_type=_KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{found.document}.{kind}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _duty(caller: Caller, one: Duty) -> shapes.Duty:
    return shapes.Duty(
        dossier=one.dossier,
        candidate=one.candidate,
        branch=one.branch,
        procedure=one.procedure,
        step=one.step,
        title=step_title(caller, one.procedure, one.step),
        due_on=one.due_on,
        attempt=one.attempt,
        on_behalf_of=one.on_behalf_of,
    )


def _with_documents(caller: Caller, number: str) -> tuple[DossierWhole, tuple[DocumentLine, ...]]:
    with caller.desk.database.reading() as session:
        actor = caller.actor(session)
        return query.dossier(session, actor, number), query.documents(session, actor, number)
