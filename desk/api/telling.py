"""From what the queries return to what the API answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.api import shapes
from desk.api.caller import Caller
from engine.access import Actor
from engine.numbers import printed
from engine.queries.acting import Acting
from engine.queries.dossier import DocumentLine, DossierWhole
from engine.queries.duties import SUPPLEMENT
from engine.queries.history import History
from engine.queries.lists import Line
from engine.timeline import Entry
from models.events import DossierEvents
from models.procedure import StepKind
from models.state import DossierState, Guide, OpenStep, Status, Supplement
from outputs.wording import Names
from outputs.wording.language import mark, translate

_SUPPLEMENT = mark("Bổ sung hồ sơ bị trả lại")


def line_told(line: Line) -> shapes.DossierLine:
    """Return a line of a list."""
    return shapes.DossierLine.model_validate(line)


def step_title(caller: Caller, version: str, step: str) -> str:
    """Return what a step is called in a version."""
    if step == SUPPLEMENT:
        return translate(_SUPPLEMENT, caller.language)
    return Names(procedure=caller.desk.procedures.version(version)).step(step, caller.language)


def dossier_told(caller: Caller, actor: Actor, whole: DossierWhole) -> shapes.Dossier:
    """Return a dossier with what the account may do about it."""
    state = whole.state
    acting = Acting(whole=whole, procedure=caller.desk.procedures.version(state.procedure), actor=actor)
    units = whole.units
    return shapes.Dossier(
        number=state.number,
        candidate=_named(state.candidate, whole.people),
        born_on=whole.born_on,
        source=state.source,
        branch=_named(state.unit, units),
        line=tuple(_named(one, units) for one in state.line),
        procedure=state.procedure,
        status=state.status.value,
        stage=state.stage,
        opened_on=state.opened_on,
        joined_on=state.joined_on,
        ended_on=state.ended_on,
        suspended_on=state.suspended_on,
        awaits=tuple(_open(caller, acting, one) for one in state.open),
        done=tuple(_done(caller, state, step) for step in state.done),
        guides=tuple(_guide(one, whole.people, units) for one in state.guides),
        supplement=_supplement(state.supplement),
        pauses=tuple(shapes.Pause(since=one.since, until=one.until) for one in state.pauses),
        may=acting.offered(),
        sequence=whole.sequence,
        head=whole.head,
        changed_at=whole.changed_at,
    )


def entry_told(one: Entry, told: History) -> shapes.Entry:
    """Return an entry of a dossier's timeline with what was typed with it."""
    if not isinstance(one.event, DossierEvents):
        raise TypeError(one.stream)  # the timeline of a dossier holds no others
    enclosure = getattr(one.event, "enclosure", None)
    return shapes.Entry(
        sequence=one.sequence,
        at=one.at,
        actor=one.actor,
        by=told.holders.get(one.actor),
        on_behalf_of=one.on_behalf_of,
        event=one.event,
        typed=None if enclosure is None else told.typed.get(enclosure),
        previous=one.previous,
        hash=one.hash,
    )


def documents_told(
    caller: Caller, whole: DossierWhole, lines: Sequence[DocumentLine]
) -> tuple[shapes.Document, ...]:
    """Return the documents of a dossier."""
    names = Names(procedure=caller.desk.procedures.version(whole.state.procedure))
    replaced = {one.replaces for one in lines}
    return tuple(
        shapes.Document(
            document=one.document,
            form=one.form,
            title=names.paper(one.form, caller.language),
            number=None if one.number is None or one.symbol is None else printed(one.number, one.symbol),
            dated=one.dated,
            unit=one.unit,
            issued_at=one.issued_at,
            replaces=one.replaces,
            is_replaced=one.document in replaced,
            pdf_sha256=one.pdf_sha256,
            docx_sha256=one.docx_sha256,
        )
        for one in lines
    )


def _open(caller: Caller, acting: Acting, one: OpenStep) -> shapes.OpenStep:
    state, step = acting.state, acting.procedure.step(one.step)
    moves = state.status is Status.UNDER_WAY or (state.status is Status.RETURNED and one.again)
    return shapes.OpenStep(
        step=one.step,
        title=step_title(caller, state.procedure, one.step),
        kind=one.kind.value,
        stage=one.stage,
        unit=None if one.unit is None else _named(one.unit, acting.whole.units),
        opened_on=one.opened_on,
        due_on=one.due_on,
        attempt=one.attempt,
        extended=one.extended,
        again=one.again,
        may_do=moves and step.kind is not StepKind.WAITING and acting.may_do(step).allowed,
    )


def _done(caller: Caller, state: DossierState, step: str) -> shapes.DoneStep:
    one = state.done[step]
    return shapes.DoneStep(
        step=step,
        title=step_title(caller, state.procedure, step),
        outcome=one.outcome,
        on=one.on,
        attempt=one.attempt,
        sequence=one.sequence,
    )


def _guide(one: Guide, people: Mapping[str, str], units: Mapping[str, str]) -> shapes.Guide:
    return shapes.Guide(
        person=_named(one.person, people),
        role=one.role,
        unit=_named(one.unit, units),
        since=one.since,
        until=one.until,
    )


def _supplement(owed: Supplement | None) -> shapes.Supplement | None:
    return None if owed is None else shapes.Supplement.model_validate(owed, extra="ignore")


def _named(name: str, known: Mapping[str, str]) -> shapes.Named:
    return shapes.Named(id=name, name=known.get(name, name))
