"""A meeting that is open: who arrives and who leaves, and how it is broken off and convened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError
from starlette.responses import Response

from desk import forms
from desk.asking import KEY, Asked
from desk.forms import Choice, Form
from desk.routes import get, post
from desk.sitting import acting_in, quorum_words
from desk.templating import page, see_other
from engine.queries.attendance import OnRoll
from engine.queries.meetings import MeetingLine, MeetingWhole
from models.commands import AdjournMeeting, NoteAttendance
from models.errors import Conflict, Malformed, Refused
from models.events import MeetingAdjourned
from outputs.wording import Language, Names
from outputs.wording.language import mark, translate

_ATTENDANCE, _ADJOURN = mark("Ghi người đến, người về"), mark("Hoãn cuộc họp")
_FROM_THEN_ON = mark(
    "Số có mặt đổi từ lúc ghi; kết quả đã biểu quyết giữ số có mặt lúc đó. Danh sách không đổi."
)
_ADJOURNING = mark(
    "Hoãn rồi thì không ghi thêm kết quả nào vào cuộc họp này. Có ngày họp lại thì cuộc họp sau được triệu "
    "tập ngay, với các hồ sơ chưa biểu quyết."
)
_HERE, _AWAY = mark("%(name)s (đang có mặt)"), mark("%(name)s (đang vắng)")
_SUCCESSOR = mark("Chỉ khi chủ tọa hoặc thư ký ra về: ai thay từ lúc này.")
_HOUR = mark("Ví dụ: 08:00; để trống thì như lần này.")
_PLACE = mark("Để trống thì như lần này.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Which meeting a page is about."""

    number: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """A page on which one thing is done with a meeting."""

    TEMPLATE: ClassVar[str] = "meeting_do.html"

    heading: Heading
    title: str
    warning: str
    quorum: tuple[str, ...]
    form: Form
    action: str


def heading_of(line: MeetingLine) -> Heading:
    """Return what a page about a meeting is headed with."""
    return Heading(number=line.number, unit_name=line.unit_name)


def show_attendance(asked: Asked) -> Response:
    """Ask who arrived or left, and why."""
    with asked.desk.database.reading() as session:
        found = acting_in(asked, session, to_run=True).meeting
    form = _attendance_form(asked, found)
    return _attendance_page(asked, found, form.changed("person", typed=asked.query("person")))


def post_attendance(asked: Asked) -> Response:
    """Note who arrived or left."""
    with asked.desk.database.reading() as session:
        found = acting_in(asked, session, to_run=True).meeting
    form = forms.filled(_attendance_form(asked, found), asked.typed(), key=asked.text(KEY))
    try:
        asked.record(forms.command(form, NoteAttendance, meeting=found.line.number))
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _attendance_page(asked, found, _wrong(asked, found, form, error), status=422)
    return see_other(f"/meetings/{found.line.number}")


def show_adjourn(asked: Asked) -> Response:
    """Ask why a meeting is broken off, and when it meets again."""
    with asked.desk.database.reading() as session:
        found = acting_in(asked, session, to_run=True).meeting
    return _adjourn_page(asked, found, _adjourn_form(asked, found))


def post_adjourn(asked: Asked) -> Response:
    """Break the meeting off; lead to the one convened in its place, if there is one."""
    with asked.desk.database.reading() as session:
        found = acting_in(asked, session, to_run=True).meeting
    form = forms.filled(_adjourn_form(asked, found), asked.typed(), key=asked.text(KEY))
    try:
        recorded = asked.record(forms.command(form, AdjournMeeting, meeting=found.line.number))
    except (ValidationError, Refused, Malformed, Conflict) as error:
        return _adjourn_page(asked, found, _wrong(asked, found, form, error), status=422)
    again = next((one.again for one in recorded.events if isinstance(one, MeetingAdjourned)), None)
    return see_other(f"/meetings/{again or found.line.number}")


def _wrong(
    asked: Asked,
    found: MeetingWhole,
    form: Form,
    error: ValidationError | Refused | Malformed | Conflict,
) -> Form:
    names = Names(known={one.person: one.full_name for one in found.entries})
    return forms.told(form, error, asked.language, names)


def _attendance_form(asked: Asked, found: MeetingWhole) -> Form:
    language = asked.language
    counted = [one for one in found.entries if one.standing != "excused"]
    here = tuple(Choice(value=one.person, text=one.full_name) for one in counted if one.present)
    form = forms.of_command(NoteAttendance, language, but=("meeting",))
    form = form.changed(
        "person", kind="choice", text=translate(_PERSON, language),
        choices=tuple(Choice(value=one.person, text=_with_presence(one, language)) for one in counted),
    )  # fmt: skip
    return form.changed("successor", kind="choice", choices=here, hint=translate(_SUCCESSOR, language))


_PERSON = mark("Người đến hoặc về")


def _with_presence(one: OnRoll, language: Language) -> str:
    return translate(_HERE if one.present else _AWAY, language) % {"name": one.full_name}


def _attendance_page(asked: Asked, found: MeetingWhole, form: Form, *, status: int = 200) -> Response:
    context = RunContext(
        heading=heading_of(found.line),
        title=translate(_ATTENDANCE, asked.language),
        warning=translate(_FROM_THEN_ON, asked.language),
        quorum=quorum_words(asked, found.line),
        form=form,
        action=f"/meetings/{found.line.number}/attendance",
    )
    return page(asked, context, status=status)


def _adjourn_form(asked: Asked, found: MeetingWhole) -> Form:
    form = forms.of_command(AdjournMeeting, asked.language, but=("meeting",))
    form = form.changed("hour", hint=translate(_HOUR, asked.language))
    return form.changed("place", hint=translate(_PLACE, asked.language)) if found.place else form


def _adjourn_page(asked: Asked, found: MeetingWhole, form: Form, *, status: int = 200) -> Response:
    context = RunContext(
        heading=heading_of(found.line),
        title=translate(_ADJOURN, asked.language),
        warning=translate(_ADJOURNING, asked.language),
        quorum=quorum_words(asked, found.line),
        form=form,
        action=f"/meetings/{found.line.number}/adjourn",
    )
    return page(asked, context, status=status)


ROUTES = (
    get("/meetings/{number}/attendance", show_attendance),
    post("/meetings/{number}/attendance", post_attendance),
    get("/meetings/{number}/adjourn", show_adjourn),
    post("/meetings/{number}/adjourn", post_adjourn),
)
