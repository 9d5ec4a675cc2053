"""What became of a batch: what was recorded, what was left out and why, at an address that stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.batch.rows import known_in
from desk.pages.committee import PATH, address, title_of
from desk.routes import get
from desk.templating import page
from engine import batches
from engine.batches import Kept, Named, Outcome
from models.errors import DiudatError
from outputs.wording import Names, error_text, sentence
from outputs.wording.events import event_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One dossier of the batch."""

    dossier: str
    candidate: str
    receipt: str
    """Address of what was recorded; empty where it was left out."""
    told: tuple[str, ...]
    """What was recorded, or why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The result of a batch."""

    TEMPLATE: ClassVar[str] = "committee_result.html"

    batch: str
    at: datetime
    title: str
    unit_name: str
    back: str
    done: tuple[Line, ...]
    left: tuple[Line, ...]
    hidden: int
    """How many dossiers of it the reader may not see any more."""


def show(asked: Asked) -> Response:
    """Show a batch of whoever asks."""
    with asked.desk.database.reading() as session:
        found = batches.batch(session, asked.account, asked.path("batch"))
        known = batches.named(session, asked.actor(session), found)
        names = known_in(session, (one for each in found.outcomes for one in each.unmet))
    lines = [
        (one, _line(asked, one, known[one.dossier], _said(asked, found, known[one.dossier], names)))
        for one in found.outcomes
        if one.dossier in known
    ]
    context = Context(
        batch=found.id,
        at=found.at,
        title=title_of(asked.desk.procedures, found.step, asked.language),
        unit_name=found.unit_name,
        back=address(found.unit, found.step),
        done=tuple(line for one, line in lines if one.entry is not None),
        left=tuple(line for one, line in lines if one.entry is None),
        hidden=len(found.outcomes) - len(lines),
    )
    return page(asked, context)


def _said(asked: Asked, found: Kept, known: Named, named: Mapping[str, str]) -> Names:
    procedure = asked.desk.procedures.version(known.procedure)
    vote = procedure.step(found.step).vote if procedure.has_step(found.step) else None
    return Names(procedure=procedure, known=named, voters=None if vote is None else vote.roll)


def _line(asked: Asked, one: Outcome, known: Named, names: Names) -> Line:
    is_done = one.entry is not None
    return Line(
        dossier=one.dossier,
        candidate=known.candidate,
        receipt=f"/dossiers/{one.dossier}/receipt/{one.entry}" if is_done else "",
        told=_recorded(asked, known, names) if is_done else _why(asked, one, names),
    )


def _recorded(asked: Asked, known: Named, names: Names) -> tuple[str, ...]:
    if known.event is None:
        return ()
    told = event_text(known.event, asked.language, names)
    return (told.title, *told.figures)


def _why(asked: Asked, one: Outcome, names: Names) -> tuple[str, ...]:
    if one.code:
        return (error_text(DiudatError(one.code, **(one.figures or {})), asked.language, names),)
    return tuple(sentence(each, asked.language, names) for each in one.unmet)


ROUTES = (get(f"{PATH}/batches/{{batch}}", show),)
