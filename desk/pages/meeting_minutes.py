"""Minutes signed: by the chair and by the secretary of the meeting, each in their own name, over one file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from starlette.responses import Response

from desk.asking import KEY, Asked
from desk.forms import Form
from desk.pages.meeting_papers import note, pdf_of
from desk.routes import get, post
from desk.sitting import acting_in, quorum_words
from desk.templating import page, see_other
from engine.actors import actor_of
from engine.queries.meetings import MeetingWhole
from engine.queries.minutes import MeetingFacts, meeting_facts
from models.commands import SignMinutes
from models.errors import Forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The minutes once more, before somebody signs them."""

    TEMPLATE: ClassVar[str] = "meeting_sign.html"

    meeting: MeetingWhole
    signs_as: str
    """`chair` or `secretary`."""
    quorum: tuple[str, ...]
    sha256: str
    """Of the file that is signed."""
    key: str


def show(asked: Asked) -> Response:
    """Show the minutes to who may sign them now; raises `Forbidden` for everybody else."""
    found, signs_as, facts = _to_sign(asked)
    digest = sha256(pdf_of(asked, "minutes", facts)).hexdigest()
    note(asked, facts, f"{found.line.number} minutes to sign")
    context = Context(
        meeting=found,
        signs_as=signs_as,
        quorum=quorum_words(asked, found.line),
        sha256=digest,
        key=asked.text(KEY) or Form(groups=()).key,
    )
    return page(asked, context)


def sign(asked: Asked) -> Response:
    """Sign the minutes that were shown; what has changed since is shown again, who has signed is led back."""
    with asked.desk.database.reading() as session:
        acting = acting_in(asked, session)
    if acting.has_signed:
        return see_other(f"/meetings/{acting.meeting.line.number}")
    found, _, facts = _to_sign(asked)
    pdf = pdf_of(asked, "minutes", facts)
    if asked.text("sha256") != sha256(pdf).hexdigest():
        return show(asked)
    asked.record(SignMinutes(meeting=found.line.number, sha256=asked.desk.archive.put(pdf)))
    return see_other(f"/meetings/{found.line.number}")


def _to_sign(asked: Asked) -> tuple[MeetingWhole, str, MeetingFacts]:
    with asked.desk.database.reading() as session:
        acting = acting_in(asked, session)
        number = acting.meeting.line.number
        facts = meeting_facts(session, actor_of(session, asked.account), number, asked.desk.procedures)
    if not acting.signs_as:
        raise Forbidden("access.not_officer")
    return acting.meeting, acting.signs_as, facts


ROUTES = (
    get("/meetings/{number}/sign", show),
    post("/meetings/{number}/sign", sign),
)
