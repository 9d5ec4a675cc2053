"""What was just recorded: the number of its entry, the time, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.duties import Titles, address_of, place_of, remembered
from desk.numbers import number_of
from desk.recording import names_of
from desk.routes import get
from desk.templating import page
from engine.queries.acting import Receipt, receipt
from engine.queries.inbox import Duty, Looked, next_of
from models import events
from models.errors import NotFound
from outputs.wording.events import event_text


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step that awaits somebody now."""

    title: str
    body: str
    """Name of the body that acts."""
    due_on: date | None
    address: str
    """Empty where the reader is not the one to do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMade:
    """A paper that is being made of what was recorded."""

    title: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDuty:
    """Another dossier that awaits the reader."""

    duty: Duty
    verb: str
    """What is to be done."""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The receipt."""

    TEMPLATE: ClassVar[str] = "receipt.html"

    number: str
    candidate: str
    status: str
    sequence: int
    at: datetime
    by: str
    on_behalf_of: str
    """Full name of the absent person for whom it was done; empty where it was for themselves."""
    title: str
    figures: tuple[str, ...]
    papers: tuple[PaperMade, ...]
    next_steps: tuple[NextStep, ...]
    next_duty: NextDuty | None
    """The first under the reader's last view of the inbox; None where nothing more awaits there."""
    inbox: str
    """Address of that view."""


def show(asked: Asked) -> Response:
    """Show the receipt of an entry."""
    sequence = number_of(asked.path("sequence"))
    if sequence is None:
        raise NotFound("dossier.unknown", dossier=asked.path("number"))
    with asked.desk.database.reading() as session:
        found = receipt(session, asked.acting(session), asked.path("number"), sequence, asked.desk.procedures)
        looked = remembered(asked)
        actor, besides = asked.actor(session), asked.path("number")
        following = next_of(session, actor, asked.desk.procedures, looked, besides=besides)
    response = page(asked, _context(asked, found, following, looked))
    asked.note_reading(found.acting.state.number, "receipt")
    return response


def _context(asked: Asked, found: Receipt, following: Duty | None, looked: Looked) -> Context:
    state, names = found.acting.state, names_of(found.acting)
    told = event_text(found.entry.event, asked.language, names)
    event = found.entry.event
    papers = event.papers if isinstance(event, events.StepEvent | events.Corrected) else ()
    return Context(
        number=state.number,
        candidate=found.acting.whole.candidate,
        status=state.status.value,
        sequence=found.entry.sequence,
        at=found.entry.at,
        by=found.by,
        on_behalf_of=found.on_behalf_of,
        title=told.title,
        figures=told.figures,
        papers=tuple(
            PaperMade(title=names.paper(one.form, asked.language), document=one.document) for one in papers
        ),
        next_steps=tuple(_next(asked, found)),
        next_duty=None if following is None else _duty(asked, following),
        inbox=address_of(replace(looked, page=1)),
    )


def _duty(asked: Asked, duty: Duty) -> NextDuty:
    titles = Titles(asked.desk.procedures, asked.language)
    return NextDuty(duty=duty, verb=titles.of(duty.step, duty.procedure), address=place_of(duty))


def _next(asked: Asked, found: Receipt) -> list[NextStep]:
    acting, names = found.acting, names_of(found.acting)
    next_steps = []
    for one in acting.state.open:
        mine = one.kind.value != "waiting" and acting.may_do(acting.procedure.step(one.step)).allowed
        next_steps.append(
            NextStep(
                title=names.step(one.step, asked.language),
                body=acting.whole.units.get(one.unit or "", ""),
                due_on=one.due_on,
                address=f"/dossiers/{acting.state.number}/{one.step}" if mine else "",
            )
        )
    return next_steps


ROUTES = (get("/dossiers/{number}/receipt/{sequence}", show),)
