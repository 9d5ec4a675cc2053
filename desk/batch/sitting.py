"""What a body sits over: one step, the dossiers chosen for it, and the form they are all decided by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk import forms
from desk.asking import Asked
from desk.forms import Form
from desk.forms.papers import MODELS
from desk.recording.choices import dated_today, meeting_choices
from engine.database import ReadSession
from engine.queries.committee import DECIDED, Docketed, chosen
from engine.queries.dossier import units_named
from engine.queries.meetings import MeetingLine, open_meetings
from models.commands import StepCommand
from models.procedure import Procedure, Step
from outputs.wording import Names

MOST = 20
"""Dossiers decided in one batch, and shown on one page to choose from."""
PER_DOSSIER = ("yes", "no", "blank", "invalid", "chair_vote")
"""What is never typed for several dossiers at once: each has its own ballot, and its own tally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One step of one body, with the dossiers that were chosen and still await it."""

    unit: str
    unit_name: str
    procedure: Procedure
    step: Step
    form: Form
    """What is asked of one dossier, empty."""
    lines: tuple[Docketed, ...]
    strays: tuple[Docketed, ...]
    """Chosen dossiers whose version of the regulation asks other things at this step."""
    gone: int
    """How many that were chosen do not await the body, or not any more."""
    meetings: tuple[MeetingLine, ...]
    """In which the step can be decided; none for what needs no meeting."""

    @property
    def model(self) -> type[StepCommand]:
        """Return the command that decides the step."""
        return MODELS[self.step.kind]

    @property
    def needs_meeting(self) -> bool:
        """Say whether the step is decided in a meeting."""
        return self.step.vote is not None

    @property
    def is_tallied(self) -> bool:
        """Say whether each dossier has votes to count."""
        return self.form.field("yes") is not None

    def names(self, known: Mapping[str, str] | None = None) -> Names:
        """Return what ids stand for in what is said of a dossier."""
        voters = None if self.step.vote is None else self.step.vote.roll
        return Names(procedure=self.procedure, known=known or {}, voters=voters)


def sitting(
    asked: Asked, session: ReadSession, unit: str, step: str, numbers: Sequence[str]
) -> Sitting | None:
    """Return what a body sits over; None where nothing of what was chosen awaits it."""
    wanted = tuple(dict.fromkeys(numbers))[:MOST]
    actor, procedures = asked.actor(session), asked.desk.procedures
    lines = chosen(session, actor, procedures, unit=unit, step=step, numbers=wanted)
    if not lines:
        return None
    procedure = procedures.version(lines[0].procedure)
    spec = procedure.step(step)
    meetings = meetings_for(session, unit, spec)
    form = form_of(asked, procedure, spec, meetings)
    alike = {
        one: _is_asked_alike(asked, one, spec, form, meetings) for one in {each.procedure for each in lines}
    }
    return Sitting(
        unit=unit,
        unit_name=units_named(session, [unit]).get(unit, unit),
        procedure=procedure,
        step=spec,
        form=form,
        lines=tuple(one for one in lines if alike[one.procedure]),
        strays=tuple(one for one in lines if not alike[one.procedure]),
        gone=len(wanted) - len(lines),
        meetings=meetings,
    )


def meetings_for(session: ReadSession, unit: str, step: Step) -> tuple[MeetingLine, ...]:
    """Return the open meetings in which a body can decide a step."""
    return () if step.vote is None else open_meetings(session, unit, step.vote.roll)


def form_of(asked: Asked, procedure: Procedure, step: Step, meetings: Sequence[MeetingLine]) -> Form:
    """Return the form of a step for one dossier, with the body's open meetings to choose from."""
    form = dated_today(asked, forms.of_step(procedure, step, asked.language))
    newest = meetings[0].number if meetings else ""
    choices = meeting_choices(meetings, asked.language)
    return form.changed("meeting", kind="choice", choices=choices, typed=newest)


def _is_asked_alike(
    asked: Asked, version: str, step: Step, form: Form, meetings: Sequence[MeetingLine]
) -> bool:
    """Say whether a version of the regulation asks the same of a dossier at the step."""
    procedure = asked.desk.procedures.version(version)
    there = procedure.step(step.id)
    is_same = there.kind is step.kind and there.kind in DECIDED
    return is_same and tuple(form_of(asked, procedure, there, meetings).fields) == tuple(form.fields)
