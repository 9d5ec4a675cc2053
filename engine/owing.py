"""What an event of a dossier takes along and leaves behind: its batch, numbers for papers, what it owes."""

from __future__ import annotations

from dataclasses import replace

from engine import numbers, outbox, projection
from engine.database import WriteSession
from engine.rules import due
from engine.timeline import Stamp
from models import events
from models.procedure import Procedure
from models.state import DossierState


def numbered(
    session: WriteSession,
    state: DossierState,
    event: events.DossierEvents,
    sequence: int,
    procedure: Procedure,
) -> events.DossierEvents:
    """Give every document the event asks for its mark, and its number where its series has one."""
    if not isinstance(event, events.StepEvent | events.Corrected):
        return event
    papers = tuple(
        events.PaperDue(
            form=paper.form,
            document=numbers.document_mark(state.number, sequence, position),
            number=None
            if paper.symbol is None
            else numbers.take(session, paper.unit, event.on.year, paper.symbol),
            symbol=paper.symbol,
            unit=paper.unit,
            replaces=projection.document_about(session, state.number, event.corrects, paper.form)
            if isinstance(event, events.Corrected)
            else None,
        )
        for position, paper in enumerate(due.documents(procedure, state, event))
    )
    return replace(event, papers=papers) if papers else event


def owed(procedure: Procedure, state: DossierState, event: events.DossierEvents) -> outbox.Due:
    """Return what an event owes afterwards: the papers it named, and whom the procedure wants told."""
    papers = event.papers if isinstance(event, events.StepEvent | events.Corrected) else ()
    notices = due.notices(procedure, state, event)
    return outbox.Due(
        documents=tuple(paper.document for paper in papers),
        notices=tuple(outbox.Addressed(notice=one.notice, to=one.to) for one in notices),
    )


def in_batch(event: events.DossierEvents, stamp: Stamp) -> events.DossierEvents:
    """Return the event with the batch of decisions it was recorded in, where it was recorded in one."""
    if stamp.batch is None or not isinstance(event, events.StepEvent):
        return event
    return replace(event, batch=stamp.batch)
