"""A meeting is opened: the roll of the body is called, checked once more, and frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.responses import Response

from desk import filters, forms
from desk.asking import KEY, Asked
from desk.door import own_address
from desk.forms import Choice, Form
from desk.pages.meetings import THEN, ListContext
from desk.routes import get, post
from desk.sitting import units_that_meet
from desk.templating import page, see_other
from desk.units import chosen_unit
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries.acting import UnitLine
from engine.queries.attendance import OnRoll
from engine.queries.meetings import MeetingWhole, meeting, quorums, roll_kind_of, roll_on, would_freeze
from engine.rules.meeting import Roll
from models.commands import OpenMeeting
from models.commands.shape import EARLIEST, LATEST
from models.errors import Conflict, Forbidden, Malformed, NotFound, Refused
from models.procedure import Procedure
from models.state import MeetingStanding
from outputs.wording import Names, sentence
from outputs.wording.language import mark, translate

_PRESENCE, _REASON = "presence.", "reason."
_ABSENT, _EXCUSED = "absent", "excused"
_REASON_OF = mark("Lý do vắng hoặc được miễn của %(name)s")
_DRAWN_APART = ("unit", "roll", "meeting", "absent", "excused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One line of the roll that is being called."""

    one: OnRoll
    presence: str
    """`present`, `absent` or `excused`."""
    reason: str
    place: str = ""
    """Where their reason stands in the command, for those away: `absent.0.reason`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContext:
    """The page on which a meeting is opened."""

    TEMPLATE: ClassVar[str] = "meeting_new.html"

    unit: UnitLine
    roll_kind: str
    form: Form
    action: str
    lines: tuple[Attendance, ...]
    quorum: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The page on which the roll is checked before it is frozen."""

    TEMPLATE: ClassVar[str] = "meeting_check.html"

    unit: UnitLine
    action: str
    key: str
    carried: tuple[tuple[str, str], ...]
    held_on: date
    chair: str
    secretary: str
    counted: int
    present: int
    probationary: int
    away: tuple[Attendance, ...]
    quorum: tuple[str, ...]


def show_new(asked: Asked) -> Response:
    """Show the roll of a body to be called, or let the body be chosen first."""
    with asked.desk.database.reading() as session:
        units = units_that_meet(asked, session, "open_meeting")
        if not asked.query("unit") and len(units) != 1:
            return page(asked, ListContext(units=units, meetings=()))
        unit = chosen_unit(asked, units)
        convened = _convened(asked, session, unit)
        on = asked.today if convened is None else convened.line.held_on
        return _new_page(asked, session, unit, _form(asked, session, unit, on), on)


def post_new(asked: Asked) -> Response:
    """Take the roll as it was called: have it checked, then freeze it."""
    with asked.desk.database.reading() as session:
        unit = chosen_unit(asked, units_that_meet(asked, session, "open_meeting"))
        on = _day(asked)
        form = forms.filled(_form(asked, session, unit, on), asked.typed(), key=asked.text(KEY))
        if asked.text("_back") or asked.text("_roll"):
            return _new_page(asked, session, unit, form, on)
        try:
            command = _command(asked, session, unit, form)
            if not asked.text("_sure"):
                return _check_page(asked, session, unit, form, command)
        except (ValidationError, Refused, Malformed) as error:
            return _wrong_page(asked, session, unit, form, error)
    return _opened(asked, unit, form, command)


def _opened(asked: Asked, unit: UnitLine, form: Form, command: OpenMeeting) -> Response:
    try:
        recorded = asked.record(command)
    except (Refused, Malformed, Conflict) as error:
        with asked.desk.database.reading() as session:
            return _wrong_page(asked, session, unit, form, error)
    then = own_address(asked.query(THEN, "/"))
    return see_other(f"/meetings/{recorded.stream}?{urlencode({THEN: then})}")


def _convened(asked: Asked, session: ReadSession, unit: UnitLine) -> MeetingWhole | None:
    """Return the convened meeting that is opened; None where the body meets without being convened."""
    if not asked.query("meeting"):
        return None
    found = meeting(session, actor_of(session, asked.account), asked.query("meeting"))
    if found.line.unit != unit.unit or found.line.standing != MeetingStanding.CONVENED:
        raise NotFound("meeting.unknown", meeting=found.line.number)
    return found


def _procedure(asked: Asked) -> Procedure:
    return asked.desk.procedures.in_force(asked.today)


def _day(asked: Asked) -> date:
    """Return the day whose roll is called: the one typed, today where it cannot be read."""
    typed = forms.plain(
        Form(groups=(forms.Group(fields=(_DAY,)),)).each(
            lambda one: replace(one, typed=asked.text("held_on"))
        )
    ).get("held_on")
    try:
        found = date.fromisoformat(str(typed))
    except ValueError:
        return asked.today
    return found if EARLIEST <= found <= LATEST else asked.today


_DAY = forms.Field(name="held_on", kind="date", text="")


def _roll_kind(asked: Asked, unit: UnitLine) -> str:
    kind = roll_kind_of(_procedure(asked), unit.kind)
    if kind is None:
        raise Forbidden("access.role")
    return kind


def _form(asked: Asked, session: ReadSession, unit: UnitLine, on: date) -> Form:
    people = roll_on(session, unit.unit, _roll_kind(asked, unit), on)
    everybody = tuple(Choice(value=one.person, text=one.full_name) for one in people)
    counted = tuple(
        Choice(value=one.person, text=one.full_name) for one in people if one.standing == "member"
    )
    form = forms.of_command(OpenMeeting, asked.language, but=_DRAWN_APART)
    form = form.changed("held_on", typed=filters.day(on))
    form = form.changed("chair", kind="choice", choices=counted)
    return form.changed("secretary", kind="choice", choices=everybody)


def _called(asked: Asked, people: tuple[OnRoll, ...]) -> tuple[Attendance, ...]:
    """Return the roll with what was said of everybody on it."""
    typed = asked.typed()
    before = Counter[str]()
    lines = []
    for one in people:
        presence = typed.get(f"{_PRESENCE}{one.person}", "present")
        place = f"{presence}.{before[presence]}.reason" if presence in {_ABSENT, _EXCUSED} else ""
        before[presence] += 1
        reason = typed.get(f"{_REASON}{one.person}", "")
        lines.append(Attendance(one=one, presence=presence, reason=reason, place=place))
    return tuple(lines)


def _with_reasons(asked: Asked, form: Form, people: tuple[OnRoll, ...]) -> Form:
    """Return the form with the reasons of those away as fields: what is wrong with one says whose it is."""
    words = translate(_REASON_OF, asked.language)
    reasons = tuple(
        forms.Field(name=at.place, kind="line", text=words % {"name": at.one.full_name}, typed=at.reason)
        for at in _called(asked, people)
        if at.place
    )
    return replace(form, groups=(*form.groups, forms.Group(fields=reasons)))


def _command(asked: Asked, session: ReadSession, unit: UnitLine, form: Form) -> OpenMeeting:
    lines = _called(asked, roll_on(session, unit.unit, _roll_kind(asked, unit), _day(asked)))
    return forms.command(
        form,
        OpenMeeting,
        unit=unit.unit,
        roll=_roll_kind(asked, unit),
        meeting=asked.query("meeting") or None,
        absent=_named(lines, _ABSENT),
        excused=_named(lines, _EXCUSED),
    )


def _named(lines: tuple[Attendance, ...], presence: str) -> list[Mapping[str, str]]:
    return [{"person": at.one.person, "reason": at.reason} for at in lines if at.presence == presence]


def _new_page(
    asked: Asked, session: ReadSession, unit: UnitLine, form: Form, on: date, *, status: int = 200
) -> Response:
    kind = _roll_kind(asked, unit)
    people = roll_on(session, unit.unit, kind, on)
    lines = _called(asked, people)
    counted = [at for at in lines if at.one.standing == "member" and at.presence != _EXCUSED]
    present = sum(at.presence == "present" for at in counted)
    context = NewContext(
        unit=unit,
        roll_kind=kind,
        form=form,
        action=asked.here,
        lines=lines,
        quorum=_quorum(asked, unit.kind, kind, len(counted), present),
    )
    return page(asked, context, status=status)


def _wrong_page(
    asked: Asked,
    session: ReadSession,
    unit: UnitLine,
    form: Form,
    error: ValidationError | Refused | Malformed | Conflict,
) -> Response:
    people = roll_on(session, unit.unit, _roll_kind(asked, unit), _day(asked))
    names = Names(known={one.person: one.full_name for one in people})
    wrong = forms.told(_with_reasons(asked, form, people), error, asked.language, names)
    return _new_page(asked, session, unit, wrong, _day(asked), status=422)


def _check_page(
    asked: Asked, session: ReadSession, unit: UnitLine, form: Form, command: OpenMeeting
) -> Response:
    roll = would_freeze(session, command, asked.today)
    people = roll_on(session, unit.unit, command.roll, command.held_on)
    named = {one.person: one.full_name for one in people}
    context = CheckContext(
        unit=unit,
        action=asked.here,
        key=form.key,
        carried=tuple(asked.typed().items()),
        held_on=command.held_on,
        chair=named.get(command.chair, command.chair),
        secretary=named.get(command.secretary, command.secretary),
        counted=roll.count("member"),
        present=roll.count("member", present=True),
        probationary=roll.count("probationary", present=True),
        away=tuple(at for at in _called(asked, people) if at.presence in {_ABSENT, _EXCUSED}),
        quorum=_quorum_of(asked, unit, command, roll),
    )
    return page(asked, context)


def _quorum_of(asked: Asked, unit: UnitLine, command: OpenMeeting, roll: Roll) -> tuple[str, ...]:
    present = roll.count("member", present=True)
    return _quorum(asked, unit.kind, command.roll, roll.count("member"), present)


def _quorum(asked: Asked, unit_kind: str, roll_kind: str, roll: int, present: int) -> tuple[str, ...]:
    names = Names(voters=roll_kind)
    asks = quorums(_procedure(asked), unit_kind, roll, present)
    return tuple(sentence(one, asked.language, names) for one in asks)


ROUTES = (
    get("/meetings/new", show_new),
    post("/meetings/new", post_new),
)
