"""What may be chosen on the forms of a dossier: members, meetings, branches, procedures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk import filters
from desk.asking import Asked
from desk.forms import Choice, Form
from engine.database import ReadSession
from engine.queries.acting import Acting, UnitLine, branches_below
from engine.queries.meetings import MeetingLine, open_meetings, roll_on
from engine.queries.members import MemberLine, official_members
from models.procedure import Step
from models.text import person_key
from outputs.wording import Language, caption
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_IN_CHARGE: Mapping[str, str] = {
    "mentor": mark("Đảng viên giúp đỡ"),
    "introducer": mark("Đảng viên giới thiệu thứ hai"),
}
_GUIDES = mark("%(name)s – đang giúp đỡ %(guides)s/%(at_most)s người")
_MEETING = mark("%(number)s, họp ngày %(day)s, có mặt %(present)s/%(roll)s %(counted)s")
_MEMBERS_HINT = mark(
    "Đảng viên chính thức của chi bộ, theo tên. Một người giúp đỡ nhiều nhất %(at_most)s người."
)


def with_members(
    asked: Asked, session: ReadSession, acting: Acting, form: Form, *, role: str, but: frozenset[str]
) -> tuple[Form, tuple[MemberLine, ...]]:
    """Return the form with the branch's official members to choose from, each with how many they guide."""
    state = acting.state
    members = official_members(session, state.unit, on=asked.today, besides=state.number, but=but)
    at_most = acting.procedure.mentor_candidates.amount
    words = translate(_GUIDES, asked.language)
    choices = tuple(
        Choice(
            value=one.person,
            text=words % {"name": one.full_name, "guides": one.guides, "at_most": at_most},
        )
        for one in members
    )
    hint = translate(_MEMBERS_HINT, asked.language) % {"at_most": at_most}
    text = translate(_IN_CHARGE[role], asked.language)
    drawn = form.changed("person", kind="choice", choices=choices, text=text, hint=hint, required=True)
    return drawn, members


def with_meetings(
    asked: Asked, session: ReadSession, acting: Acting, form: Form, step: Step
) -> tuple[Form, tuple[MeetingLine, ...]]:
    """Return the form with the open meetings of the body that decides; the newest is chosen to begin with."""
    unit = acting.state.bodies.get(step.acts.body or "", "")
    roll = "" if step.vote is None else step.vote.roll
    meetings = open_meetings(session, unit, roll)
    choices = meeting_choices(meetings, asked.language)
    newest = meetings[0].number if meetings else ""
    return form.changed("meeting", kind="choice", choices=choices, typed=newest), meetings


def meeting_choices(meetings: Sequence[MeetingLine], language: Language) -> tuple[Choice, ...]:
    """Return meetings to choose from, each with its day and how many were there."""
    return tuple(Choice(value=one.number, text=_meeting(one, language)) for one in meetings)


def with_voters(
    asked: Asked, session: ReadSession, acting: Acting, form: Form
) -> tuple[Form, Mapping[str, str]]:
    """Return the form with everybody who votes on the dossier in any of its bodies, and their names."""
    state = acting.state
    steps = (one for stage in acting.procedure.stages for one in stage.steps)
    rolls = {(state.bodies.get(one.acts.body or "", ""), one.vote.roll) for one in steps if one.vote}
    found = {
        one.person: one.full_name
        for unit, roll in sorted(rolls)
        for one in roll_on(session, unit, roll, asked.today)
        if unit and one.standing == "member" and one.person != state.candidate
    }
    named = sorted(found.items(), key=lambda one: person_key(one[1]))
    choices = tuple(Choice(value=person, text=name) for person, name in named)
    return form.changed("person", kind="choice", choices=choices), found


def with_branches(session: ReadSession, acting: Acting, form: Form) -> tuple[Form, tuple[UnitLine, ...]]:
    """Return the form with the branches to which the dossier may be moved."""
    state = acting.state
    kind = acting.procedure.opened_by.body or ""
    found = tuple(one for one in branches_below(session, state.line[-1], kind) if one.unit != state.unit)
    choices = tuple(Choice(value=one.unit, text=one.name) for one in found)
    return form.changed("to_unit", kind="choice", choices=choices), found


def with_procedures(asked: Asked, acting: Acting, form: Form) -> Form:
    """Return the form with the versions in force today to which the dossier may be moved."""
    found = (one for one in asked.desk.procedures.all() if one.in_force(asked.today))
    choices = tuple(
        Choice(value=one.id, text=f"{said(one.title, asked.language)} ({one.id})")
        for one in found
        if one.id != acting.procedure.id
    )
    return form.changed("procedure", kind="choice", choices=choices)


def dated_today(asked: Asked, form: Form) -> Form:
    """Return the form with today as its day, to begin with."""
    return form.changed("on", typed=filters.day(asked.today))


def _meeting(one: MeetingLine, language: Language) -> str:
    return translate(_MEETING, language) % {
        "number": one.number,
        "day": filters.day(one.held_on),
        "present": one.present,
        "roll": one.roll,
        "counted": caption("roll", one.roll_kind, language),
    }
