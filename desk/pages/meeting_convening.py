"""Meetings to come: convened with an agenda, which may be changed until they open, or called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import filters, forms
from desk.asking import KEY, Asked
from desk.forms import Form
from desk.pages.meeting_running import RunContext, heading_of
from desk.routes import get, post
from desk.sitting import (
    Item,
    acting_in,
    agenda_form,
    agenda_typed,
    items_of,
    quorum_words,
    units_that_meet,
)
from desk.templating import page, see_other
from desk.units import chosen_unit
from engine.database import ReadSession
from engine.queries.acting import UnitLine
from engine.queries.agendas import Point, awaiting_points
from engine.queries.meetings import MeetingLine, roll_kind_of, roll_on
from models.commands import CallOffMeeting, ChangeAgenda, ConveneMeeting
from models.errors import Conflict, Forbidden, Malformed, Refused
from models.procedure import Procedure
from models.state import MeetingStanding
from outputs.wording import Names
from outputs.wording.language import mark, translate

_HOUR = mark("Ví dụ: 08:00")
_CALL_OFF, _CALLING_OFF = mark("Hủy cuộc họp"), mark("Cuộc họp đã hủy thì không mở được nữa.")
_Wrong = ValidationError | Refused | Malformed | Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page on which a meeting is convened, or its agenda changed."""

    TEMPLATE: ClassVar[str] = "meeting_convene.html"

    number: str
    """Of the meeting whose agenda changes; empty for one that is convened."""
    unit: str
    unit_name: str
    follows: str
    form: Form
    """Of the meeting; without fields where only its agenda changes."""
    places: Form
    """Of the agenda."""
    items: tuple[Item, ...]
    quorum: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseContext:
    """The page on which it is chosen which body is convened."""

    TEMPLATE: ClassVar[str] = "meeting_units.html"

    units: tuple[UnitLine, ...]


def show_new(asked: Asked) -> Response:
    """Ask when, where and for what a body meets; let the body be chosen first, if there are several."""
    with asked.desk.database.reading() as session:
        units = units_that_meet(asked, session, "convene_meeting")
        if not asked.query("unit") and len(units) != 1:
            return page(asked, ChooseContext(units=units))
        unit = chosen_unit(asked, units)
        points = _awaiting(asked, session, unit)
        places = agenda_form(asked, points, [(one.dossier, one.step) for one in points])
        return _new_page(asked, session, unit, _form(asked), places)


def post_new(asked: Asked) -> Response:
    """Convene the body."""
    with asked.desk.database.reading() as session:
        unit = chosen_unit(asked, units_that_meet(asked, session, "convene_meeting"))
        points = _awaiting(asked, session, unit)
    form = forms.filled(_form(asked), asked.typed(), key=asked.text(KEY))
    places = forms.filled(agenda_form(asked, points, ()), asked.typed())
    try:
        command = forms.command(
            form,
            ConveneMeeting,
            unit=unit.unit,
            roll=_roll_kind(asked, unit),
            agenda=agenda_typed(points, asked.typed()),
            follows=asked.query("follows") or None,
        )
        return see_other(f"/meetings/{asked.record(command).stream}")
    except (ValidationError, Refused, Malformed, Conflict) as error:
        form, places = _told(asked, form, places, error)
        with asked.desk.database.reading() as session:
            return _new_page(asked, session, unit, form, places, status=422)


def show_agenda(asked: Asked) -> Response:
    """Show the agenda of a convened meeting to be changed."""
    return _agenda_page(asked, None)


def post_agenda(asked: Asked) -> Response:
    """Put the agenda that was typed in the place of the one it was convened with."""
    with asked.desk.database.reading() as session:
        line = acting_in(asked, session, to_run=True).meeting.line
        points = awaiting_points(session, line.unit, line.roll_kind, asked.desk.procedures)
    try:
        agenda = agenda_typed(points, asked.typed())
        asked.record(ChangeAgenda.model_validate({"meeting": line.number, "agenda": agenda}))
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _agenda_page(asked, error)
    return see_other(f"/meetings/{line.number}")


def show_call_off(asked: Asked) -> Response:
    """Ask why a convened meeting is called off."""
    return _call_off_page(asked, forms.of_command(CallOffMeeting, asked.language, but=("meeting",)))


def post_call_off(asked: Asked) -> Response:
    """Call a convened meeting off."""
    form = forms.of_command(CallOffMeeting, asked.language, but=("meeting",))
    form = forms.filled(form, asked.typed(), key=asked.text(KEY))
    try:
        asked.record(forms.command(form, CallOffMeeting, meeting=asked.path("number")))
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _call_off_page(asked, forms.told(form, error, asked.language), status=422)
    return see_other(f"/meetings/{asked.path('number')}")


def _call_off_page(asked: Asked, form: Form, *, status: int = 200) -> Response:
    with asked.desk.database.reading() as session:
        line = acting_in(asked, session, to_run=True).meeting.line
    context = RunContext(
        heading=heading_of(line),
        title=translate(_CALL_OFF, asked.language),
        warning=translate(_CALLING_OFF, asked.language),
        quorum=quorum_words(asked, line),
        form=form,
        action=f"/meetings/{line.number}/call-off",
    )
    return page(asked, context, status=status)


def _form(asked: Asked) -> Form:
    drawn_apart = ("unit", "roll", "agenda", "follows")
    form = forms.of_command(ConveneMeeting, asked.language, but=drawn_apart)
    form = form.changed("hour", hint=translate(_HOUR, asked.language))
    return form.changed("held_on", typed=filters.day(asked.today))


def _told(asked: Asked, form: Form, places: Form, error: _Wrong) -> tuple[Form, Form]:
    """Return both forms with what is wrong said beside their fields, and gathered in the first."""
    whole = replace(form, groups=(*form.groups, *places.groups))
    marked = forms.told(whole, error, asked.language, Names(procedure=_procedure(asked)))
    first, rest = marked.groups[: len(form.groups)], marked.groups[len(form.groups) :]
    return replace(marked, groups=first), replace(places, groups=rest)


def _procedure(asked: Asked) -> Procedure:
    return asked.desk.procedures.in_force(asked.today)


def _roll_kind(asked: Asked, unit: UnitLine) -> str:
    kind = roll_kind_of(_procedure(asked), unit.kind)
    if kind is None:
        raise Forbidden("access.role")
    return kind


def _awaiting(asked: Asked, session: ReadSession, unit: UnitLine) -> tuple[Point, ...]:
    return awaiting_points(session, unit.unit, _roll_kind(asked, unit), asked.desk.procedures)


def _new_page(
    asked: Asked, session: ReadSession, unit: UnitLine, form: Form, places: Form, *, status: int = 200
) -> Response:
    kind = _roll_kind(asked, unit)
    people = roll_on(session, unit.unit, kind, asked.today)
    line = MeetingLine(
        number="", unit=unit.unit, unit_name=unit.name, unit_kind=unit.kind, held_on=asked.today,
        roll_kind=kind, roll=sum(one.standing == "member" for one in people), present=0,
        standing=MeetingStanding.CONVENED.value,
    )  # fmt: skip
    context = Context(
        number="",
        unit=unit.unit,
        unit_name=unit.name,
        follows=asked.query("follows"),
        form=form,
        places=places,
        items=items_of(asked, _awaiting(asked, session, unit)),
        quorum=quorum_words(asked, line),
        action=asked.here,
    )
    return page(asked, context, status=status)


def _agenda_page(asked: Asked, error: _Wrong | None) -> Response:
    with asked.desk.database.reading() as session:
        found = acting_in(asked, session, to_run=True).meeting
        line = found.line
        points = awaiting_points(session, line.unit, line.roll_kind, asked.desk.procedures)
    form, places = Form(groups=()), agenda_form(asked, points, _chosen(found.points))
    if error is not None:
        form = replace(form, key=asked.text(KEY) or form.key)
        form, places = _told(asked, form, forms.filled(places, asked.typed()), error)
    context = Context(
        number=line.number,
        unit=line.unit,
        unit_name=line.unit_name,
        follows="",
        form=form,
        places=places,
        items=items_of(asked, _in_order(points, found.points)),
        quorum=quorum_words(asked, line),
        action=f"/meetings/{line.number}/agenda",
    )
    return page(asked, context, status=200 if error is None else 422)


def _chosen(points: Sequence[Point]) -> list[tuple[str, str]]:
    return [(one.dossier, one.step) for one in points if one.awaits]


def _in_order(points: Sequence[Point], agenda: Sequence[Point]) -> tuple[Point, ...]:
    """Return what awaits, what stands on the agenda first and in its order."""
    places = {which: place for place, which in enumerate(_chosen(agenda))}
    return tuple(sorted(points, key=lambda one: places.get((one.dossier, one.step), len(places))))


ROUTES = (
    get("/meetings/convene", show_new),
    post("/meetings/convene", post_new),
    get("/meetings/{number}/agenda", show_agenda),
    post("/meetings/{number}/agenda", post_agenda),
    get("/meetings/{number}/call-off", show_call_off),
    post("/meetings/{number}/call-off", post_call_off),
)
