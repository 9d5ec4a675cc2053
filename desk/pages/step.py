"""The page on which a step of a dossier is done: its form, what it still lacks, the answers checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk import forms, recording
from desk.asking import Asked
from desk.forms import Form
from desk.forms.papers import of_papers
from desk.recording import Task, Way, names_of
from desk.recording.ballots import opening, recording_counted, ways_to_vote
from desk.recording.choices import dated_today, with_meetings, with_members
from desk.recording.weighing import NOBODY
from desk.routes import get, post
from desk.templating import page, see_other
from engine.database import ReadSession
from engine.queries.acting import STEP_COMMANDS, Acting, acting_on
from models.commands import Endorsement
from models.errors import Forbidden, NotFound
from models.procedure import EndorsementSource, Step, StepKind
from outputs.wording.names import said

_TALLY = ("roll", "present", "yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedContext:
    """The page of a step that awaits nobody now."""

    TEMPLATE: ClassVar[str] = "step_closed.html"

    number: str
    candidate: str
    title: str
    done_on: date | None
    """None for a step the dossier has not reached."""
    outcome: str
    waits_until: date | None
    """Set for a term that ends by itself."""


def show(asked: Asked) -> Response:
    """Show the form of a step that is open, and say of any other how it stands."""
    with asked.desk.database.reading() as session:
        acting, step = _found(asked, session)
        if acting.state.open_step(step.id) is None or step.kind is StepKind.WAITING:
            return _closed(asked, acting, step)
        ballot = acting.state.ballot
        if ballot is not None and ballot.step == step.id and not ballot.is_counted:
            return see_other(f"/ballots/{ballot.id}/watch")
        task = _task(asked, session, acting, step)
    if task is None:
        return _choose_way(acting, step)
    return recording.show(asked, task)


def post_step(asked: Asked) -> Response:
    """Take the form of a step."""
    with asked.desk.database.reading() as session:
        acting, step = _found(asked, session)
        task = None if step.kind is StepKind.WAITING else _task(asked, session, acting, step)
    if task is None:
        return _closed(asked, acting, step) if step.kind is StepKind.WAITING else _choose_way(acting, step)
    return recording.answer(asked, task)


def _found(asked: Asked, session: ReadSession) -> tuple[Acting, Step]:
    acting = acting_on(session, asked.acting(session), asked.path("number"), asked.desk.procedures)
    name = asked.path("step")
    if not acting.procedure.has_step(name):
        raise NotFound("step.unknown", step=name, procedure=acting.procedure.id)
    return acting, acting.procedure.step(name)


def _closed(asked: Asked, acting: Acting, step: Step) -> Response:
    state = acting.state
    done, present = state.done.get(step.id), state.open_step(step.id)
    context = ClosedContext(
        number=state.number,
        candidate=acting.whole.candidate,
        title=said(step.title, asked.language),
        done_on=None if done is None else done.on,
        outcome="" if done is None else done.outcome,
        waits_until=None if present is None else present.due_on,
    )
    return page(asked, context)


def _task(asked: Asked, session: ReadSession, acting: Acting, step: Step) -> Task | None:
    """Return the step as a task; None for an endorsement whose way is still to be chosen."""
    if step.kind is StepKind.ENDORSEMENT:
        return _endorsement(asked, session, acting, step)
    form = dated_today(asked, forms.of_step(acting.procedure, step, asked.language))
    task = _plain(asked, acting, step, form)
    if step.vote is not None:
        return _vote(asked, session, task, step)
    if form.field("person") is None:
        return task
    role = "mentor" if step.assigns is None else step.assigns.role
    return _assigned(asked, session, task, role, frozenset({acting.state.candidate}))


def _plain(asked: Asked, acting: Acting, step: Step, form: Form) -> Task:
    command = step.kind.value
    return Task(
        acting=acting,
        command=command,
        model=STEP_COMMANDS[command],
        known={"dossier": acting.state.number, "step": step.id},
        form=form,
        granted=acting.may_do(step),
        title=said(step.title, asked.language),
        address=_address(acting, step),
        draft=step.id,
        names=names_of(acting, None if step.vote is None else step.vote.roll),
        stand_ins=_stand_ins(asked, step),
    )


def _stand_ins(asked: Asked, step: Step) -> Mapping[str, object]:
    """Return what stands for fields not filled in yet: the requirements are weighed as for going on."""
    by_kind: dict[StepKind, dict[str, object]] = {
        StepKind.CEREMONY: {"person": NOBODY, "place": NOBODY},
        StepKind.VOTE: {"meeting": NOBODY, "yes": 0, "no": 0},
        StepKind.DECISION: {"meeting": NOBODY, "yes": 0, "no": 0},
    }
    on: dict[str, object] = {} if step.vote is not None else {"on": asked.today}
    return on | by_kind.get(step.kind, {})


def _vote(asked: Asked, session: ReadSession, task: Task, step: Step) -> Task:
    """Return the step as the meeting decided to vote: counted in the room, or on members' own devices."""
    ballot, way = task.acting.state.ballot, asked.query("way")
    counted = "" if ballot is None or ballot.step != step.id or not ballot.is_counted else ballot.id
    # A tally that was typed before keeps its form, which says what stands in its way.
    recorded = asked.query("ballot") or ("" if asked.request.method == "POST" else counted)
    if recorded:
        return recording_counted(asked, session, task, step, recorded)
    if way in {"open", "secret"}:
        return opening(asked, session, task, step, way)
    return replace(_voted(asked, session, task, step), ways=ways_to_vote(asked, task, "tally"))


def _voted(asked: Asked, session: ReadSession, task: Task, step: Step) -> Task:
    form, meetings = with_meetings(asked, session, task.acting, task.form, step)
    unit = task.acting.state.bodies.get(step.acts.body or "", "")
    return replace(
        task,
        form=form,
        has_meeting=bool(meetings),
        open_meeting=f"/meetings/new?{urlencode({'unit': unit, 'then': task.address})}",
    )


def _assigned(asked: Asked, session: ReadSession, task: Task, role: str, but: frozenset[str]) -> Task:
    form, members = with_members(asked, session, task.acting, task.form, role=role, but=but)
    known = {one.person: one.full_name for one in members}
    return replace(task, form=form, names=names_of(task.acting, task.names.voters, known))


def _endorsement(asked: Asked, session: ReadSession, acting: Acting, step: Step) -> Task | None:
    ways = _ways(acting, step)
    wanted = asked.text("endorser") or asked.query("endorser")
    chosen = next((one for one in ways if one.id == wanted), None)
    if chosen is None and wanted:
        raise NotFound("step.unknown", step=step.id, procedure=acting.procedure.id)
    if chosen is None:
        return None
    but = ("person",) if chosen.body else _TALLY
    own = forms.of_command(Endorsement, asked.language, but=but, hidden={"endorser": chosen.id})
    for name in _TALLY:
        own = own.changed(name, typed="", required=True)
    groups = of_papers(acting.procedure, (chosen.form,), asked.language)
    form = dated_today(asked, Form(groups=(*own.groups, *groups), key=own.key))
    task = replace(
        _plain(asked, acting, step, form),
        granted=acting.may("endorsement", step=step.id, endorser=chosen.id),
        address=_address(acting, step, chosen.id),
        known={"dossier": acting.state.number, "step": step.id, "endorser": chosen.id},
        ways=tuple(
            Way(
                address=_address(acting, step, one.id),
                text=said(one.title, asked.language),
                is_here=one.id == chosen.id,
            )
            for one in ways
        ),
    )
    if chosen.body:
        return task
    mentors = {one.person for one in acting.state.guides_now("mentor")}
    return _assigned(asked, session, task, "introducer", frozenset({acting.state.candidate, *mentors}))


def _choose_way(acting: Acting, step: Step) -> Response:
    """Lead on to the first way of endorsing that the account may record."""
    ways = _ways(acting, step)
    may = (one for one in ways if acting.may("endorsement", step=step.id, endorser=one.id).allowed)
    chosen = next(may, None)
    if chosen is None:
        raise Forbidden(acting.may_do(step).reason)
    return see_other(_address(acting, step, chosen.id))


def _ways(acting: Acting, step: Step) -> tuple[EndorsementSource, ...]:
    """Return the ways of endorsing that the dossier's line offers."""
    return tuple(one for one in step.endorsements if one.body is None or one.body in acting.state.bodies)


def _address(acting: Acting, step: Step, endorser: str = "") -> str:
    plain = f"/dossiers/{acting.state.number}/{step.id}"
    return f"{plain}?{urlencode({'endorser': endorser})}" if endorser else plain


ROUTES = (get("/dossiers/{number}/{step}", show), post("/dossiers/{number}/{step}", post_step))
