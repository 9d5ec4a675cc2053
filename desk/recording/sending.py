"""The way of every form about a dossier: typed, weighed, checked by whoever typed it, recorded once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.dossier.road import Stretch, stretches
from desk.elevation import elevated
from desk.forms import Form
from desk.recording.answers import AnswerGroup, answer_groups
from desk.recording.task import DECIDING, Task, Way
from desk.recording.weighing import Weighing, values_of, weigh, worded
from desk.templating import page, see_other
from engine import drafts
from engine.claims import Claimed, claims_on
from engine.queries.acting import Owed
from engine.timeline import recorded_under
from models.commands import DossierCommand
from models.errors import Conflict, Malformed, Refused
from models.requirements import Requirement, unmet

SURE, BACK, WEIGH = "_sure", "_back", "_weigh"
"""Posted names of the buttons: record it, change it once more, only work it out."""
_REPEATED = {"member.known": "person", "meeting.known": "meeting"}
"""Rules that only miss what a field should name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page with the form."""

    TEMPLATE: ClassVar[str] = "recording.html"

    number: str
    candidate: str
    born_on: date
    status: str
    due_on: date | None
    title: str
    action: str
    form: Form
    draft: str
    """Address under which a script saves the draft."""
    saved_at: datetime | None
    claim: Claimed | None
    """That somebody else has taken it upon themselves."""
    on_behalf_of: str
    """Full name of the absent person in whose name it is recorded; empty where it is in one's own."""
    weighing: Weighing
    ways: tuple[Way, ...]
    owed: tuple[Owed, ...]
    steps: tuple[tuple[str, str], ...]
    open_meeting: str
    has_meeting: bool
    figures: tuple[tuple[str, str], ...]
    stretches: tuple[Stretch, ...]
    may_return: bool
    """Whether the reader may send the dossier back instead."""
    may_more: bool
    """Whether there is anything else the reader may do with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The page on which whoever typed the answers checks them."""

    TEMPLATE: ClassVar[str] = "recording_check.html"

    number: str
    candidate: str
    title: str
    action: str
    key: str
    carried: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    """What is recorded though nobody types it."""
    groups: tuple[AnswerGroup, ...]
    weighing: Weighing
    proves: bool
    """Whether the password is asked for before it is recorded."""
    on_behalf_of: str
    """As on the page with the form."""


def show(asked: Asked, task: Task) -> Response:
    """Show the form, with the draft of it if there is one, and keep that it was read."""
    task.refuse_unless_granted()
    with asked.desk.database.reading() as session:
        draft = drafts.kept(session, asked.account, task.number, task.draft)
    form = task.form if draft is None else forms.filled(task.form, draft.typed)
    response = _form_page(asked, task, form, saved_at=None if draft is None else draft.saved_at)
    asked.note_reading(task.number, task.draft)
    return response


def answer(asked: Asked, task: Task) -> Response:
    """Answer a form that was sent: draw it again, show the answers to be checked, or record it."""
    form = forms.filled(task.form, asked.typed(), key=asked.text(KEY))
    if asked.text(SURE) and _was_recorded(asked, task):
        return _record(asked, task, form)
    task.refuse_unless_granted()
    if forms.wants_row(asked):
        return _form_page(asked, task, forms.more_rows(task.form, asked))
    if forms.wants_draft(asked):
        return _draft_page(asked, task, form)
    if asked.text(BACK) or asked.text(WEIGH):
        return _form_page(asked, task, form)
    wrong = _wrong(asked, task, form)
    if wrong is not None:
        return _form_page(asked, task, wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not asked.text(SURE):
        return _check_page(asked, task, form)
    if task.command in DECIDING:
        return elevated(lambda proved: _record(proved, task, form))(asked)
    return _record(asked, task, form)


def _draft_page(asked: Asked, task: Task, form: Form) -> Response:
    try:
        drafts.keep(asked.desk.database, asked.account, task.number, task.draft, asked.typed(), asked.at)
    except Malformed as unsaved:
        told = forms.told(form, unsaved, asked.language)
        return _form_page(asked, task, told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _form_page(asked, task, form, saved_at=asked.at)


def _was_recorded(asked: Asked, task: Task) -> bool:
    """Say whether the form was recorded before: then it is answered alike, whatever has changed since."""
    if asked.key is None:
        return False
    with asked.desk.database.reading() as session:
        found = recorded_under(session, asked.key)
    return found is not None and found[0] == task.number


def _record(asked: Asked, task: Task, form: Form) -> Response:
    try:
        recorded = asked.record(_command(task, form))
    except (ValidationError, Refused, Malformed) as error:
        wrong = forms.told(form, error, asked.language, task.names)
        return _form_page(asked, task, wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as error:
        wrong = replace(forms.told(form, error, asked.language, task.names), key=task.form.key)
        return _form_page(asked, task, wrong, status=HTTPStatus.CONFLICT)
    drafts.drop(asked.desk.database, asked.account, task.number, task.draft)
    receipt = f"/dossiers/{task.number}/receipt/{recorded.first}"
    return see_other(receipt if task.leads is None else task.leads(recorded))


def _command(task: Task, form: Form) -> DossierCommand:
    return task.model.model_validate(values_of(task, form))


def _wrong(asked: Asked, task: Task, form: Form) -> Form | None:
    """Return the form with all that is wrong at once: what cannot be read, and what the rules miss."""
    told = None
    try:
        _command(task, form)
        strangers = forms.not_offered(form)
        if strangers is not None:
            told = forms.told(form, strangers, asked.language, task.names)
    except ValidationError as error:
        told = forms.told(form, error, asked.language, task.names)
    missing = unmet(weigh(asked, task, forms.offered_only(form)))
    if told is not None:
        missing = tuple(one for one in missing if not _is_told(one, told))
    if not missing:
        return told
    by_rule = forms.told(form, Refused(missing), asked.language, task.names)
    return by_rule if told is None else _both(told, by_rule)


def _is_told(one: Requirement, told: Form) -> bool:
    """Say whether a requirement only repeats what is said beside its field already."""
    name = _REPEATED.get(one.rule) or f"answers.{one.figures.get('field', '')}"
    field = told.field(name)
    return field is not None and bool(field.wrong)


def _both(first: Form, second: Form) -> Form:
    """Return a form with the problems of two readings, each field with the first of them."""
    beside = {one.name: one.wrong for one in second.fields}
    merged = first.each(lambda one: one if one.wrong else replace(one, wrong=beside.get(one.name, "")))
    return replace(merged, problems=(*first.problems, *second.problems))


def _form_page(
    asked: Asked, task: Task, form: Form, *, status: int = 200, saved_at: datetime | None = None
) -> Response:
    whole = task.acting.whole
    present = task.acting.state.open_step(str(task.known.get("step", "")))
    with asked.desk.database.reading() as session:
        claims = claims_on(session, task.acting.actor, whole.state)
    claim = claims.get(str(task.known.get("step", task.command)))
    others = frozenset(task.acting.offered()) - {task.command}
    context = Context(
        number=task.number,
        candidate=whole.candidate,
        born_on=whole.born_on,
        status=whole.state.status.value,
        due_on=None if present is None else present.due_on,
        title=task.title,
        action=task.address,
        form=form,
        draft=f"/drafts/{task.number}/{task.draft}",
        saved_at=saved_at,
        on_behalf_of=task.acting.behalf(task.granted),
        claim=None if claim is None or claim.account == asked.account else claim,
        weighing=worded(asked, task, form, weigh(asked, task, forms.offered_only(form))),
        ways=task.ways,
        owed=task.owed,
        steps=task.steps,
        open_meeting=task.open_meeting,
        has_meeting=task.has_meeting,
        figures=task.figures,
        stretches=stretches(task.acting.procedure, whole.state, asked.language),
        may_return="return_for_supplement" in others,
        may_more=bool(others - {"return_for_supplement"}),
    )
    return page(asked, context, status=status)


def _check_page(asked: Asked, task: Task, form: Form) -> Response:
    context = CheckContext(
        number=task.number,
        on_behalf_of=task.acting.behalf(task.granted),
        candidate=task.acting.whole.candidate,
        title=task.title,
        action=task.address,
        key=form.key,
        carried=tuple(asked.typed().items()),
        figures=task.figures,
        groups=answer_groups(form, dict(task.steps)),
        weighing=worded(asked, task, form, weigh(asked, task, form)),
        proves=task.command in DECIDING and not asked.who.is_elevated(asked.at),
    )
    return page(asked, context)
