"""A dossier is returned for supplement, item by item, and answered so."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from desk import forms, recording
from desk.asking import Asked
from desk.recording import Task, names_of
from desk.recording.choices import dated_today
from desk.recording.weighing import NOBODY
from desk.routes import get, post
from engine.database import ReadSession
from engine.queries.acting import Acting, acting_on, owed, redoable_steps
from models.commands import ReturnForSupplement, SupplementDone
from outputs.wording import caption
from outputs.wording.names import said


def show_return(asked: Asked) -> Response:
    """Show the form that sends a dossier back."""
    with asked.desk.database.reading() as session:
        task = _return(asked, _acting(asked, session))
    return recording.show(asked, task)


def post_return(asked: Asked) -> Response:
    """Take the list of what is missing."""
    with asked.desk.database.reading() as session:
        task = _return(asked, _acting(asked, session))
    return recording.answer(asked, task)


def show_supplement(asked: Asked) -> Response:
    """Show what a returned dossier owes, each item with room for its answer."""
    with asked.desk.database.reading() as session:
        task = _supplement(asked, session, _acting(asked, session))
    return recording.show(asked, task)


def post_supplement(asked: Asked) -> Response:
    """Take the answers."""
    with asked.desk.database.reading() as session:
        task = _supplement(asked, session, _acting(asked, session))
    return recording.answer(asked, task)


def _acting(asked: Asked, session: ReadSession) -> Acting:
    return acting_on(session, asked.acting(session), asked.path("number"), asked.desk.procedures)


def _title(asked: Asked, command: str) -> str:
    text = caption("command", command, asked.language)
    return text[:1].upper() + text[1:]


def _return(asked: Asked, acting: Acting) -> Task:
    command = "return_for_supplement"
    steps = redoable_steps(acting)
    return Task(
        acting=acting,
        command=command,
        model=ReturnForSupplement,
        known={"dossier": acting.state.number},
        form=dated_today(asked, forms.of_command(ReturnForSupplement, asked.language)),
        granted=acting.may(command),
        title=_title(asked, command),
        address=f"/dossiers/{acting.state.number}/return",
        draft=command,
        names=names_of(acting),
        stand_ins={"on": asked.today, "items": ({"item": NOBODY, "reason": NOBODY},)},
        steps=tuple((one, said(acting.procedure.step(one).title, asked.language)) for one in steps),
    )


def _supplement(asked: Asked, session: ReadSession, acting: Acting) -> Task:
    command = "supplement"
    items = owed(session, acting.state)
    form = dated_today(asked, forms.of_command(SupplementDone, asked.language))
    # As many answers as items, blank to begin with; what is left blank is refused by the rule.
    form = form.changed("answers", rows=tuple({"": ""} for _ in items))
    task = Task(
        acting=acting,
        command=command,
        model=SupplementDone,
        known={"dossier": acting.state.number},
        form=form,
        granted=acting.may(command),
        title=_title(asked, command),
        address=f"/dossiers/{acting.state.number}/supplement",
        draft=command,
        names=names_of(acting),
        stand_ins={"on": asked.today},
        owed=items,
    )
    return replace(task, stand_ins={**task.stand_ins, "answers": tuple(NOBODY for _ in items) or (NOBODY,)})


ROUTES = (
    get("/dossiers/{number}/return", show_return),
    post("/dossiers/{number}/return", post_return),
    get("/dossiers/{number}/supplement", show_supplement),
    post("/dossiers/{number}/supplement", post_supplement),
)
