"""What may be done with a dossier at any step, on one page: suspended, closed, moved, corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from desk import forms, recording
from desk.asking import Asked
from desk.forms import Form
from desk.forms.papers import ANSWERS, of_papers
from desk.recording import Task, Way, names_of
from desk.recording.choices import dated_today, with_branches, with_members, with_procedures, with_voters
from desk.recording.weighing import NOBODY
from desk.routes import get, post
from desk.templating import page, see_other
from engine.database import ReadSession
from engine.queries.acting import CROSS_COMMANDS, Acting, acting_on, filed_now
from models.errors import Forbidden, NotFound
from outputs.wording import caption
from outputs.wording.names import said

_OWN_PAGES = {"return_for_supplement": "return", "supplement": "supplement"}
_OF_STEP = frozenset({"reopen", "correction", "extend_limit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseContext:
    """The page on which one of several is chosen: what to do, or which step it is about."""

    TEMPLATE: ClassVar[str] = "do_choose.html"

    number: str
    candidate: str
    title: str
    """Empty where it is still to be chosen what to do."""
    ways: tuple[Way, ...]


def show_all(asked: Asked) -> Response:
    """Show all that the account may do with the dossier now, its steps aside."""
    with asked.desk.database.reading() as session:
        acting = _acting(asked, session)
    ways = tuple(Way(address=_page_of(acting, one), text=_title(asked, one)) for one in acting.offered())
    asked.note_reading(acting.state.number, "do")
    return page(asked, _choose(acting, "", ways))


def show(asked: Asked) -> Response:
    """Show the form of a command; where it is about a step, let that be chosen first."""
    with asked.desk.database.reading() as session:
        acting = _acting(asked, session)
        command = _command(asked)
        if command in _OWN_PAGES:
            return see_other(_page_of(acting, command))
        if command in _OF_STEP and not asked.query("step"):
            asked.note_reading(acting.state.number, command)
            return _choose_step(asked, acting, command)
        task = _task(asked, session, acting, command)
    return recording.show(asked, task)


def post_command(asked: Asked) -> Response:
    """Take the form of a command."""
    with asked.desk.database.reading() as session:
        acting = _acting(asked, session)
        command = _command(asked)
        if command in _OWN_PAGES or (command in _OF_STEP and not asked.query("step")):
            return see_other(_page_of(acting, command))
        task = _task(asked, session, acting, command)
    return recording.answer(asked, task)


def _acting(asked: Asked, session: ReadSession) -> Acting:
    return acting_on(session, asked.acting(session), asked.path("number"), asked.desk.procedures)


def _command(asked: Asked) -> str:
    """Return the command an address names; one that is none has no page."""
    command = asked.path("command")
    if command not in CROSS_COMMANDS:
        raise NotFound("dossier.unknown", dossier=f"{asked.path('number')}/{command}"[:80])
    return command


def _page_of(acting: Acting, command: str, step: str = "") -> str:
    own = _OWN_PAGES.get(command)
    place = f"/dossiers/{acting.state.number}/{own or f'do/{command}'}"
    return f"{place}?{urlencode({'step': step})}" if step else place


def _title(asked: Asked, command: str) -> str:
    text = caption("command", command, asked.language)
    return text[:1].upper() + text[1:]


def _choose(acting: Acting, title: str, ways: tuple[Way, ...]) -> ChooseContext:
    return ChooseContext(number=acting.state.number, candidate=acting.whole.candidate, title=title, ways=ways)


def _choose_step(asked: Asked, acting: Acting, command: str) -> Response:
    steps = acting.steps_for(command)
    if not steps:
        raise Forbidden("access.role")
    ways = tuple(
        Way(
            address=_page_of(acting, command, one),
            text=said(acting.procedure.step(one).title, asked.language),
        )
        for one in steps
    )
    return page(asked, _choose(acting, _title(asked, command), ways))


def _task(asked: Asked, session: ReadSession, acting: Acting, command: str) -> Task:
    step = asked.query("step") if command in _OF_STEP else ""
    if step and not acting.procedure.has_step(step):
        raise NotFound("step.unknown", step=step[:60], procedure=acting.procedure.id)
    model = CROSS_COMMANDS[command]
    named: dict[str, object] = {"step": step} if step else {}
    title = _title(asked, command)
    task = Task(
        acting=acting,
        command=command,
        model=model,
        known={"dossier": acting.state.number} | named,
        form=dated_today(asked, forms.of_command(model, asked.language)),
        granted=acting.may(command, **named),
        title=f"{title}: {said(acting.procedure.step(step).title, asked.language)}" if step else title,
        address=_page_of(acting, command, step),
        draft=f"{command}__{step}"[:60] if step else command,
        names=names_of(acting),
        stand_ins={"on": asked.today, "reason": NOBODY, **_STAND_INS.get(command, {})},
    )
    changed = _CHANGES.get(command)
    return task if changed is None else changed(asked, session, task)


_STAND_INS: Mapping[str, Mapping[str, object]] = {
    "close": {"cause": "other"},
    "replace_mentor": {"person": NOBODY},
    "correction": {"answers": {}},
    "declare_interest": {"person": NOBODY, "relation": "kinship"},
}


def _mentor(asked: Asked, session: ReadSession, task: Task) -> Task:
    now = {one.person for one in task.acting.state.guides_now("mentor")}
    but = frozenset({task.acting.state.candidate, *now})
    form, members = with_members(asked, session, task.acting, task.form, role="mentor", but=but)
    known = {one.person: one.full_name for one in members}
    return replace(task, form=form, names=names_of(task.acting, None, known))


def _interest(asked: Asked, session: ReadSession, task: Task) -> Task:
    form, known = with_voters(asked, session, task.acting, task.form)
    return replace(task, form=form, names=names_of(task.acting, None, known))


def _unit(asked: Asked, session: ReadSession, task: Task) -> Task:  # noqa: ARG001 -- as its siblings
    form, units = with_branches(session, task.acting, task.form)
    known = {one.unit: one.name for one in units}
    there = units[0].unit if units else task.acting.state.unit
    return replace(
        task,
        form=form,
        names=names_of(task.acting, None, known),
        stand_ins={**task.stand_ins, "to_unit": there},
    )


def _procedure(asked: Asked, session: ReadSession, task: Task) -> Task:  # noqa: ARG001 -- as its siblings
    form = with_procedures(asked, task.acting, task.form)
    return replace(task, form=form, stand_ins={**task.stand_ins, "procedure": task.acting.procedure.id})


def _papers(asked: Asked, session: ReadSession, task: Task) -> Task:
    """Return a correction with the papers of its step as they stand on record."""
    filed = filed_now(session, task.acting, str(task.known["step"]))
    if filed is None:
        return task
    groups = of_papers(task.acting.procedure, filed.forms, asked.language)
    form = Form(groups=(*task.form.groups, *groups), key=task.form.key)
    on_record = forms.as_typed({ANSWERS: filed.answers})
    first = {one.name: one.typed for one in task.form.fields}
    return replace(task, form=forms.filled(form, first | on_record), clears=True)


_CHANGES: Mapping[str, Callable[[Asked, ReadSession, Task], Task]] = {
    "replace_mentor": _mentor,
    "declare_interest": _interest,
    "transfer": _unit,
    "migrate": _procedure,
    "correction": _papers,
}

ROUTES = (
    get("/dossiers/{number}/do", show_all),
    get("/dossiers/{number}/do/{command}", show),
    post("/dossiers/{number}/do/{command}", post_command),
)
