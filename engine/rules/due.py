"""What an event owes afterwards: the documents the procedure asks for, and whom it wants told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from models import events
from models.events import DossierEvents, StepEvent
from models.procedure import Addressee, Procedure, Step
from models.state import DossierState, OpenStep


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDocument:
    """A document an event asks for, and the body that issues it."""

    form: str
    symbol: str | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """A notice an event sends, and to whom: a role in a unit, or a person."""

    notice: str
    to: tuple[Mapping[str, str | None], ...]


_OFFICE = ("secretary", "clerk")


def documents(procedure: Procedure, state: DossierState, event: DossierEvents) -> tuple[DueDocument, ...]:
    """Return the documents an event asks for; a correction asks for those of its step again."""
    if not isinstance(event, StepEvent | events.Corrected):
        return ()
    unit = event.unit or state.unit
    if isinstance(event, events.Corrected):
        forms = event.forms
    elif isinstance(event, events.Endorsed):
        unit = event.body or unit
        forms = tuple(paper.form for paper in event.filed)
    else:
        forms = tuple(_forms(procedure.step(event.step), event.outcome))
    return tuple(_document(procedure, code, unit) for code in forms)


def notices(procedure: Procedure, state: DossierState, event: DossierEvents) -> tuple[DueNotice, ...]:
    """Return the notices an event sends: the procedure's own, and word to those who must act next."""
    found: list[DueNotice] = []
    if isinstance(event, StepEvent):
        found += [
            DueNotice(notice=one.notice, to=tuple(_whom(whom, state, event.on) for whom in one.to))
            for one in procedure.step(event.step).notices
            if not one.when or event.outcome in one.when
        ]
    found += _of_crossing(state, event)
    opened = event.moved.opens if hasattr(event, "moved") else ()
    to = tuple(whom for one in opened for whom in acting(procedure, state, one))
    if to:
        found.append(DueNotice(notice="step_opened", to=to))
    return tuple(one for one in map(_addressed, found) if one.to)


def _addressed(notice: DueNotice) -> DueNotice:
    """Return a notice addressed to everybody once, and to nobody in a body the line does not have."""
    seen = {(whom["unit"], whom["role"], whom["person"]): whom for whom in notice.to}
    return replace(notice, to=tuple(whom for whom in seen.values() if whom["unit"] or whom["person"]))


def acting(procedure: Procedure, state: DossierState, step: OpenStep) -> Iterator[Mapping[str, str | None]]:
    """Yield whoever may do an open step: roles in its body, the person it names, unions that may endorse."""
    acts = procedure.step(step.step).acts
    for role in acts.roles:
        if step.unit is not None:
            yield {"unit": step.unit, "role": role, "person": None}
    if acts.person is not None:
        for guide in state.guides_now(acts.person):
            yield {"unit": None, "role": None, "person": guide.person}
    for source in procedure.step(step.step).endorsements:
        if source.body in state.bodies:
            yield {"unit": state.bodies[source.body], "role": "union_officer", "person": None}


def flow_of(procedure: Procedure, state: DossierState, event: DossierEvents) -> str:
    """Return the stage flow that makes what an event owes."""
    own = getattr(event, "flow", None)
    return own if isinstance(own, str) else procedure.stage(state.stage).flow


def _forms(step: Step, outcome: str) -> Iterator[str]:
    for due in step.documents:
        if not due.when or outcome in due.when:
            yield due.form


def _document(procedure: Procedure, code: str, unit: str) -> DueDocument:
    return DueDocument(form=code, symbol=procedure.symbol(code), unit=unit)


def _whom(addressee: Addressee, state: DossierState, on: date) -> Mapping[str, str | None]:
    if addressee.person == "candidate":
        return {"unit": None, "role": None, "person": state.candidate}
    if addressee.person is not None:
        return {"unit": None, "role": None, "person": _serving(state, addressee.person, on)}
    return {"unit": state.bodies.get(str(addressee.body)), "role": addressee.role, "person": None}


def _serving(state: DossierState, role: str, on: date) -> str | None:
    """Return who serves in a role, or did until the very day: the event may be what released the guide."""
    released = [one for one in state.guides if one.role == role and one.until == on]
    serving = state.guides_now(role) or released
    return serving[-1].person if serving else None


def _of_crossing(state: DossierState, event: DossierEvents) -> list[DueNotice]:
    """Return the notices of what may happen at any step; the branch is always told, and who guides."""
    match event:
        case events.Returned():
            return [DueNotice(notice="returned", to=(*_office(state.unit), *_guides(state)))]
        case events.Supplemented():
            return [DueNotice(notice="supplemented", to=tuple(_holders(state)))]
        case events.Suspended() | events.Resumed() | events.Migrated() | events.LimitExtended():
            return [DueNotice(notice=event.kind, to=_office(state.unit))]
        case events.Transferred():
            return [DueNotice(notice="transferred", to=(*_office(event.unit), *_office(event.from_unit)))]
        case events.Withdrawn() | events.Closed():
            return [DueNotice(notice=event.kind, to=(*_office(state.unit), *_past_guides(state, event)))]
        case events.MentorReplaced():
            persons = tuple(_person(one) for one in (event.person, event.former) if one)
            return [DueNotice(notice="mentor_replaced", to=(*_office(event.unit), *persons))]
        case events.Reminded():
            return [_reminder(state, event)]
        case _:
            return []


def _reminder(state: DossierState, event: events.Reminded) -> DueNotice:
    when = "before" if event.days < 0 else "reached" if event.days == 0 else "passed"
    present = state.open_step(event.subject)
    acting_unit = state.unit if present is None or present.unit is None else present.unit
    above = _office(event.escalated_to) if event.escalated_to else ()
    return DueNotice(notice=f"{event.about}_{when}", to=(*_office(acting_unit), *_guides(state), *above))


def _office(unit: str) -> tuple[Mapping[str, str | None], ...]:
    return tuple({"unit": unit, "role": role, "person": None} for role in _OFFICE)


def _person(person: str) -> Mapping[str, str | None]:
    return {"unit": None, "role": None, "person": person}


def _guides(state: DossierState) -> tuple[Mapping[str, str | None], ...]:
    return tuple(_person(one.person) for one in state.guides_now("mentor"))


def _past_guides(
    state: DossierState, event: events.Withdrawn | events.Closed
) -> tuple[Mapping[str, str | None], ...]:
    return tuple(
        _person(one.person) for one in state.guides if one.role == "mentor" and one.until == event.on
    )


def _holders(state: DossierState) -> Iterator[Mapping[str, str | None]]:
    for unit in sorted({one.unit for one in state.open if one.unit}):
        yield from _office(unit)
