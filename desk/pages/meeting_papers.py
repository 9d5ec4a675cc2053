"""A meeting's notice, agenda and minutes: made from the record when asked for, the same bytes each time."""

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
from engine.queries.meetings import minutes_signed
from engine.queries.minutes import MeetingFacts, meeting_facts
from models.errors import NotFound
from outputs.documents.contexts import meetings
from outputs.documents.render import Rendered, render_context
from outputs.wording.language import mark, translate

TITLES: Mapping[str, str] = {
    "notice": mark("Thông báo triệu tập"),
    "agenda": mark("Chương trình họp"),
    "minutes": mark("Biên bản họp"),
}
MARKS = {"notice": "TB", "agenda": "CT", "minutes": "BB"}
_FORMS = {"notice": meetings.NOTICE, "agenda": meetings.AGENDA, "minutes": meetings.MINUTES}


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
    made = made_of(asked, paper, facts)
    note(asked, facts, f"{facts.line.number} {paper}")
    return Response(
        framed(made.html, TITLES[paper]),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": FRAMED_POLICY, "X-Frame-Options": "SAMEORIGIN"},
    )


def fetch(asked: Asked) -> Response:
    """Answer with the paper's file; of signed minutes, with the very file that was signed."""
    kind = asked.path("kind")
    if kind not in KINDS:
        raise NotFound("document.unknown", document=f"{asked.path('number')}.{kind}"[:80])
    paper, facts = _found(asked)
    note(asked, facts, f"{facts.line.number} {paper} {kind}")
    return Response(
        pdf_of(asked, paper, facts) if kind == "pdf" else made_of(asked, paper, facts).docx,
        media_type=KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{_mark(paper, facts)}.{kind}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def pdf_of(asked: Asked, paper: str, facts: MeetingFacts) -> bytes:
    """Return a paper's PDF: of minutes that somebody has signed, the file out of the archive."""
    if paper == "minutes":
        with asked.desk.database.reading() as session:
            signed = minutes_signed(session, facts.line.number)
        if signed is not None:
            return asked.desk.archive.get(signed)
    return made_of(asked, paper, facts).pdf


def _found(asked: Asked) -> tuple[str, MeetingFacts]:
    """Return the paper asked for with the meeting's facts; there are none of what is yet to come."""
    paper, number = asked.path("paper"), asked.path("number")
    with asked.desk.database.reading() as session:
        facts = meeting_facts(session, asked.acting(session), number, asked.desk.procedures)
    if not has_paper(paper, facts):
        raise NotFound("document.unknown", document=f"{number}/{paper}"[:80])
    return paper, facts


def has_paper(paper: str, facts: MeetingFacts) -> bool:
    """Say whether a meeting has a paper: a notice once convened, minutes once it is over."""
    if paper == "notice":
        return facts.is_convened
    return facts.ended_at is not None if paper == "minutes" else paper in TITLES


def made_of(asked: Asked, paper: str, facts: MeetingFacts) -> Rendered:
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
    if paper == "minutes" and facts.ended_at is not None:
        return _FORMS[paper], facts.ended_at
    if paper == "agenda" and facts.opened_at is not None:
        return _FORMS[paper], facts.opened_at
    return _FORMS[paper], facts.begun_at


def _mark(paper: str, facts: MeetingFacts) -> str:
    return f"{MARKS[paper]}-{facts.line.number}"


def note(asked: Asked, facts: MeetingFacts, what: str) -> None:
    """Keep that every dossier named in the paper was read."""
    named = dict.fromkeys(
        [one.matter.dossier for one in facts.minuted]
        + [one.dossier for one in (*facts.points, *facts.awaiting)]
    )
    access_log.note_all(asked.desk.database, asked.account, list(named), at=asked.at, what=what)


ROUTES = (
    get("/meetings/{number}/papers/{paper}", show),
    get("/meetings/{number}/papers/{paper}/preview", preview),
    get("/meetings/{number}/papers/{paper}/file.{kind}", fetch),
)
