"""Where the code on a paper leads: whether this office made it, with this content, and what its files are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.pages.meeting_papers import MARKS, TITLES, form_of, has_paper
from desk.routes import get
from desk.templating import page
from engine.access import SYSTEM
from engine.actors import actor_of
from engine.numbers import printed
from engine.queries.minutes import meeting_facts
from engine.queries.origin import Origin, origin_of
from models.errors import NotFound
from outputs.documents.contexts import meetings
from outputs.documents.render import content_of
from outputs.wording import Names
from outputs.wording.language import translate

_SIGNED = "PDF + PAdES"
_OF_MEETINGS = {mark: paper for paper, mark in MARKS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is said of a paper to whoever holds it."""

    TEMPLATE: ClassVar[str] = "origin.html"

    document: str
    title: str
    unit: str
    printed: str
    """Its number as papers print it; empty where it bears none."""
    dated: date
    issued_at: datetime
    content: str
    files: tuple[tuple[str, str], ...]
    """Kind and SHA-256 of each file that was made of it."""
    replaced_by: str


def show(asked: Asked) -> Response:
    """Say where a paper comes from; its code is all the caller needs, as on the paper itself."""
    document, content = asked.path("document").upper(), asked.path("content").lower()
    kind, _, meeting = document.partition("-")
    if kind in _OF_MEETINGS:
        return page(asked, _of_meeting(asked, _OF_MEETINGS[kind], meeting, content))
    with asked.desk.database.reading() as session:
        found = origin_of(session, document, content)
    names = Names(procedure=asked.desk.procedures.version(found.procedure))
    context = Context(
        document=found.document,
        title=names.paper(found.form, asked.language),
        unit=found.unit,
        printed="" if found.number is None or found.symbol is None else printed(found.number, found.symbol),
        dated=found.dated,
        issued_at=found.issued_at,
        content=found.content_sha256,
        files=_files(found),
        replaced_by=found.replaced_by or "",
    )
    return page(asked, context)


def _of_meeting(asked: Asked, paper: str, meeting: str, content: str) -> Context:
    """Say the same of a meeting's paper, which is made anew from the record to be compared."""
    no_origin = NotFound("document.no_origin", document=f"{MARKS[paper]}-{meeting}"[:60])
    try:
        with asked.desk.database.reading() as session:
            facts = meeting_facts(session, actor_of(session, SYSTEM), meeting, asked.desk.procedures)
    except NotFound:
        raise no_origin from None  # as for another content: nobody learns which meetings there were
    if not has_paper(paper, facts):
        raise no_origin
    form, recorded_at = form_of(paper, facts)
    if content_of(form, meetings.context_of(form, facts)) != content:
        raise no_origin
    return Context(
        document=f"{MARKS[paper]}-{meeting}",
        title=translate(TITLES[paper], asked.language),
        unit=facts.line.unit_name,
        printed="",
        dated=facts.line.held_on,
        issued_at=recorded_at,
        content=content,
        files=(),
        replaced_by="",
    )


def _files(found: Origin) -> tuple[tuple[str, str], ...]:
    plain = (("PDF", found.pdf_sha256), ("DOCX", found.docx_sha256))
    return plain if found.signed_sha256 is None else (*plain, (_SIGNED, found.signed_sha256))


ROUTES = (get("/X/{document}/{content}", show, public=True),)
