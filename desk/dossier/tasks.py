"""What a dossier awaits: each open step with its body, its people, its limit, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.asking import Asked
from engine.access import Actor, may
from engine.queries.dossier import DossierWhole
from models.commands import COMMAND, Command
from models.procedure import Procedure, Step, StepKind
from models.requirements import Requirement
from models.state import DossierState, OpenStep, Status
from outputs.wording import Language, Names, caption, sentence
from outputs.wording.names import said

_NOT_YET = "-"
"""Stands for the meeting that is yet to be named."""
_OF_THE_DOSSIER = (
    "paper.on_file", "paper.valid", "paper.fresh", "candidate.", "mentor.months", "mentor.reports",
    "step.outcome", "vote.nothing_reopened", "road.", "review.",
)  # fmt: skip
"""Rules that weigh what is on record; the others weigh what is only typed at the step."""
_OF_THE_MENTOR = ("member.",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A requirement in words."""

    text: str
    source: str
    met: bool
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An open step as its readers see it."""

    step: str
    title: str
    body: str
    """Name of the unit that acts; empty where the line has none yet."""
    who: tuple[str, ...]
    """Those who may act, each with their role."""
    since: date
    due_on: date | None
    attempt: int
    again: bool
    may_act: bool
    on_behalf_of: str | None
    """The absent person for whom the reader would act; None for themselves."""
    is_waiting: bool
    """Whether only time must pass."""
    weighed: tuple[Requirement, ...] = ()
    """What the regulation asks of the dossier before the step; only where the reader may act."""

    @property
    def missing(self) -> int:
        """Return how many requirements are not met."""
        return sum(not one.met and not one.decides for one in self.weighed)


def tasks(
    asked: Asked,
    whole: DossierWhole,
    procedure: Procedure,
    actor: Actor,
    acting: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[Task, ...]:
    """Return the open steps, the nearest limit first."""
    ordered = sorted(whole.state.open, key=lambda one: (one.due_on is None, one.due_on or date.max))
    return tuple(
        _task(asked, whole, procedure.step(one.step), one, procedure, actor, acting) for one in ordered
    )


def places(procedure: Procedure, state: DossierState) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the units with the roles that act at the open steps."""
    return tuple(
        (one.unit, procedure.step(one.step).acts.roles) for one in state.open if one.unit is not None
    )


def in_words(weighed: Sequence[Requirement], names: Names, language: Language) -> tuple[Weighed, ...]:
    """Say requirements with their arithmetic, the source apart."""
    return tuple(
        Weighed(
            text=sentence(replace(one, source=""), language, names),
            source=one.source,
            met=one.met,
            decides=one.decides,
        )
        for one in weighed
    )


def _task(
    asked: Asked,
    whole: DossierWhole,
    step: Step,
    present: OpenStep,
    procedure: Procedure,
    actor: Actor,
    acting: Mapping[tuple[str, str], tuple[str, ...]],
) -> Task:
    command = attempt_at(step, whole.state, asked.today)
    granted = None if command is None else may(actor, command, whole.state, procedure)
    may_act = granted is not None and granted.allowed and _moves(whole.state, present)
    return Task(
        step=step.id,
        title=said(step.title, asked.language),
        body=whole.units.get(present.unit or "", ""),
        who=_who(step, present, whole, acting, asked.language),
        since=present.opened_on,
        due_on=present.due_on,
        attempt=present.attempt,
        again=present.again,
        may_act=may_act,
        on_behalf_of=granted.on_behalf_of if may_act and granted is not None else None,
        is_waiting=step.kind is StepKind.WAITING,
        weighed=_weighed(asked, command, step) if command is not None and may_act else (),
    )


def attempt_at(step: Step, state: DossierState, today: date) -> Command | None:
    """Return the barest command for a step, to ask what stands in its way; None where only time must pass."""
    if step.kind is StepKind.WAITING:
        return None
    given: dict[str, object] = {"command": step.kind.value, "dossier": state.number, "step": step.id}
    if step.kind in {StepKind.VOTE, StepKind.DECISION}:
        return COMMAND.validate_python(given | {"meeting": _NOT_YET, "yes": 0, "no": 0})
    given["on"] = today
    match step.kind:
        case StepKind.ASSESSMENT:
            given["verdict"] = "recommended"
        case StepKind.REVIEW:
            given["verdict"] = "clear"
        case StepKind.ENDORSEMENT:
            given["endorser"] = step.endorsements[0].id
        case StepKind.CEREMONY:
            given |= {"person": state.candidate, "place": _NOT_YET}
    return COMMAND.validate_python(given)


def _moves(state: DossierState, present: OpenStep) -> bool:
    return state.status is Status.UNDER_WAY or (state.status is Status.RETURNED and present.again)


def _weighed(asked: Asked, command: Command, step: Step) -> tuple[Requirement, ...]:
    is_of_mentor = step.kind is StepKind.ASSESSMENT
    kept = (*_OF_THE_DOSSIER, *(_OF_THE_MENTOR if is_of_mentor else ()))
    weighed = asked.desk.registry.weigh(command, by=asked.account, at=asked.at)
    return tuple(one for one in weighed if one.rule.startswith(kept))


def _who(
    step: Step,
    present: OpenStep,
    whole: DossierWhole,
    acting: Mapping[tuple[str, str], tuple[str, ...]],
    language: Language,
) -> tuple[str, ...]:
    named = () if step.acts.person is None else whole.state.guides_now(step.acts.person)
    people = [(whole.people.get(one.person, one.person), str(one.role)) for one in named]
    people += [
        (name, role) for role in step.acts.roles for name in acting.get((present.unit or "", role), ())
    ]
    return tuple(f"{name} ({caption('role', role, language)})" for name, role in people)
