"""Meetings: opened over a frozen roll, shown with their quorum in words, closed when all is decided."""

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
from desk.meeting_ballots import Held, ToVote, ballots_held, ballots_to_open
from desk.routes import get, post
from desk.templating import page, see_other
from desk.units import chosen_unit
from engine.access import Place, may_there
from engine.database import ReadSession
from engine.organisation import line_of
from engine.queries.acting import UnitLine, units_to
from engine.queries.meetings import (
    MeetingLine,
    MeetingWhole,
    OnRoll,
    meeting,
    quorums,
    roll_kind_of,
    roll_on,
    would_freeze,
)
from engine.queries.onward import MeetingMark, meetings_after
from engine.rules.meeting import Roll
from models.commands import CloseMeeting, OpenMeeting
from models.commands.shape import EARLIEST, LATEST
from models.errors import Conflict, Forbidden, Malformed, Refused
from models.procedure import Procedure
from outputs.wording import Names, sentence
from outputs.wording.language import mark, translate

THEN = "then"
_PRESENCE, _REASON = "presence.", "reason."
_ABSENT, _EXCUSED = "absent", "excused"
_REASON_OF = mark("Lý do vắng hoặc được miễn của %(name)s")
_A_PAGE, _BETWEEN = 50, "~"
_DRAWN_APART = ("unit", "roll", "absent", "excused")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """The meetings of every body under the reader, and where the reader may open one."""

    TEMPLATE: ClassVar[str] = "meetings.html"

    units: tuple[UnitLine, ...]
    meetings: tuple[MeetingLine, ...]
    after: str = ""
    """Address of the next page; empty on the last."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One meeting with its frozen roll."""

    TEMPLATE: ClassVar[str] = "meeting.html"

    meeting: MeetingWhole
    quorum: tuple[str, ...]
    may_close: bool
    asks_to_close: bool
    then: str
    key: str
    ballots: tuple[Held, ...]
    to_vote: tuple[ToVote, ...]
    """What awaits the body's vote, for who may open a ballot on it."""


def show_list(asked: Asked) -> Response:
    """Show the meetings of the units under whoever asks, the newest first."""
    with asked.desk.database.reading() as session:
        units = _units(asked, session)
        found = meetings_after(session, asked.actor(session), "", after=_mark(asked), at_most=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    more = urlencode({"after": f"{shown[-1].held_on}{_BETWEEN}{shown[-1].number}"}) if found[_A_PAGE:] else ""
    return page(asked, ListContext(units=units, meetings=shown, after=more and f"/meetings?{more}"))


def _mark(asked: Asked) -> MeetingMark | None:
    """Return the meeting after which the page begins; the first page for what names none."""
    day, _, number = asked.query("after").partition(_BETWEEN)
    try:
        return MeetingMark(held_on=date.fromisoformat(day), number=number)
    except ValueError:
        return None


def show_new(asked: Asked) -> Response:
    """Show the roll of a body to be called, or let the body be chosen first."""
    with asked.desk.database.reading() as session:
        units = _units(asked, session)
        if not asked.query("unit") and len(units) != 1:
            return page(asked, ListContext(units=units, meetings=()))
        unit = chosen_unit(asked, units)
        return _new_page(asked, session, unit, _form(asked, session, unit, asked.today), asked.today)


def post_new(asked: Asked) -> Response:
    """Take the roll as it was called: have it checked, then freeze it."""
    with asked.desk.database.reading() as session:
        unit = chosen_unit(asked, _units(asked, session))
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


def show(asked: Asked) -> Response:
    """Show one meeting with its roll."""
    return _meeting_page(asked, asks_to_close=False)


def post_close(asked: Asked) -> Response:
    """Close a meeting, once whoever asks has said that they mean it."""
    if not asked.text("_sure"):
        return _meeting_page(asked, asks_to_close=True)
    with asked.desk.database.reading() as session:
        number = meeting(session, asked.acting(session), asked.path("number")).line.number
    asked.record(CloseMeeting(meeting=number))
    return see_other(f"/meetings/{number}")


def _units(asked: Asked, session: ReadSession) -> tuple[UnitLine, ...]:
    """Return the bodies that vote and for which the account may open a meeting."""
    procedure = _procedure(asked)
    found = units_to(session, asked.acting(session), "open_meeting")
    return tuple(one for one in found if roll_kind_of(procedure, one.kind) is not None)


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


def _meeting_page(asked: Asked, *, asks_to_close: bool) -> Response:
    with asked.desk.database.reading() as session:
        actor = asked.acting(session)
        found = meeting(session, actor, asked.path("number"))
        line = found.line
        place = Place(unit=line.unit, line=line_of(session, line.unit, on=line.held_on).line)
        may_close = may_there(actor, CloseMeeting(meeting=line.number), place).allowed
        ballots = ballots_held(asked, session, actor, line)
        to_vote = ballots_to_open(asked, session, line) if may_close else ()
    if asks_to_close and not may_close:
        raise Forbidden("access.role")
    context = Context(
        meeting=found,
        quorum=_quorum(asked, line.unit_kind, line.roll_kind, line.roll, line.present),
        may_close=may_close and line.is_open,
        asks_to_close=asks_to_close,
        then=own_address(asked.query(THEN, "/")),
        key=Form(groups=()).key,
        ballots=ballots,
        to_vote=to_vote,
    )
    return page(asked, context)


ROUTES = (
    get("/meetings", show_list),
    get("/meetings/new", show_new),
    post("/meetings/new", post_new),
    get("/meetings/{number}", show),
    post("/meetings/{number}/close", post_close),
)
