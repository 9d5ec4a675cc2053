"""A meeting's agenda and minutes: made from the record when they are asked for, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.guards import FRAMED_POLICY
from desk.pages.dossier_document import KINDS, framed
from desk.routes import get
from desk.templating import page
from engine import access_log
from engine.queries.minutes import MeetingFacts, meeting_facts
from models.errors import NotFound
from outputs.documents.contexts import meetings
from outputs.documents.render import Rendered, render_context
from outputs.wording.language import mark, translate

TITLES: Mapping[str, str] = {"agenda": mark("Chương trình họp"), "minutes": mark("Biên bản họp")}
MARKS = {"agenda": "CT", "minutes": "BB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A paper of a meeting with its preview."""

    TEMPLATE: ClassVar[str] = "meeting_paper.html"

    number: str
    unit_name: str
    held_on: date
    title: str
    path: str


def show(asked: Asked) -> Response:
    """Show a paper of a meeting in a frame of its own, with where to fetch it."""
    paper, facts = _found(asked)
    context = Context(
        number=facts.line.number,
        unit_name=facts.line.unit_name,
        held_on=facts.line.held_on,
        title=translate(TITLES[paper], asked.language),
        path=f"/meetings/{facts.line.number}/papers/{paper}",
    )
    return page(asked, context)


def preview(asked: Asked) -> Response:
    """Answer with the paper as it is shown inside the frame."""
    paper, facts = _found(asked)
    made = _made(asked, paper, facts)
    _note(asked, facts, f"{facts.line.number} {paper}")
    return Response(
        framed(made.html, TITLES[paper]),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": FRAMED_POLICY, "X-Frame-Options": "SAMEORIGIN"},
    )


def fetch(asked: Asked) -> Response:
    """Answer with the paper's file."""
    kind = asked.path("kind")
    if kind not in KINDS:
        raise NotFound("document.unknown", document=f"{asked.path('number')}.{kind}"[:80])
    paper, facts = _found(asked)
    made = _made(asked, paper, facts)
    _note(asked, facts, f"{facts.line.number} {paper} {kind}")
    return Response(
        made.pdf if kind == "pdf" else made.docx,
        media_type=KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{_mark(paper, facts)}.{kind}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _found(asked: Asked) -> tuple[str, MeetingFacts]:
    """Return the paper asked for with the meeting's facts; there are no minutes before it is closed."""
    paper, number = asked.path("paper"), asked.path("number")
    with asked.desk.database.reading() as session:
        facts = meeting_facts(session, asked.acting(session), number, asked.desk.procedures)
    if paper not in TITLES or (paper == "minutes" and facts.closed_at is None):
        raise NotFound("document.unknown", document=f"{number}/{paper}"[:80])
    return paper, facts


def _made(asked: Asked, paper: str, facts: MeetingFacts) -> Rendered:
    """Make the paper, stamped with an instant of the record and not of the asking."""
    form, recorded_at = form_of(paper, facts)
    return render_context(
        form,
        meetings.context_of(form, facts),
        document=_mark(paper, facts),
        dossier=None,
        recorded_at=recorded_at,
        base_url=asked.desk.public_url,
    )


def form_of(paper: str, facts: MeetingFacts) -> tuple[str, datetime]:
    """Return the form of a paper, and the instant on record it is of."""
    if paper == "minutes" and facts.closed_at is not None:
        return meetings.MINUTES, facts.closed_at
    return meetings.AGENDA, facts.opened_at


def _mark(paper: str, facts: MeetingFacts) -> str:
    return f"{MARKS[paper]}-{facts.line.number}"


def _note(asked: Asked, facts: MeetingFacts, what: str) -> None:
    """Keep that every dossier named in the paper was read."""
    named = dict.fromkeys(
        [one.matter.dossier for one in facts.minuted] + [one.dossier for one in facts.awaiting]
    )
    access_log.note_all(asked.desk.database, asked.account, list(named), at=asked.at, what=what)


ROUTES = (
    get("/meetings/{number}/papers/{paper}", show),
    get("/meetings/{number}/papers/{paper}/preview", preview),
    get("/meetings/{number}/papers/{paper}/file.{kind}", fetch),
)
