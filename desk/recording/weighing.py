"""What a command still lacks before it is sent: each requirement in words, with its source, met or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from desk import forms
from desk.asking import Asked
from desk.forms import Form
from desk.recording.task import Task
from engine.rules.tallies import ARITHMETIC
from engine.rules.vote import outcome
from models import commands
from models.commands import DossierCommand
from models.requirements import Requirement
from outputs.wording import caption, sentence

NOBODY = "-"
"""Stands for a person, a meeting or a place nobody has named yet."""
_TALLIES = frozenset({"vote.tally", "endorsement.tally"})
_ANSWERS = "answer."
_ENDING = commands.Vote | commands.Decision | commands.RecordBallot
"""Commands whose figures settle an outcome."""
_FIELDS_OF_IDS = ("person", "meeting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One requirement in words."""

    text: str
    source: str
    met: bool
    decides: bool
    """Whether it settles the outcome instead of admitting the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Everything a command requires, weighed as far as it has been typed."""

    shares: tuple[Weighed, ...] = ()
    """Quorum, majority and what else settles a vote: what stands beside the numbers."""
    others: tuple[Weighed, ...] = ()
    blank: int = 0
    """How many fields of papers still have to be filled in."""
    outcome: str = ""
    """How a vote would end by its tally; empty where there is none yet."""

    is_tallied: bool = True
    """Whether there is a tally yet: without one, nothing is said of its majority."""

    @property
    def unmet(self) -> tuple[Weighed, ...]:
        """Return what is not met; what only settles the outcome, once there is one."""
        every = (*self.shares, *self.others)
        return tuple(one for one in every if not one.met and (self.is_tallied or not one.decides))

    @property
    def met(self) -> tuple[Weighed, ...]:
        """Return what is met."""
        return tuple(one for one in (*self.shares, *self.others) if one.met)

    @property
    def missing(self) -> int:
        """Return how many requirements stand in the way."""
        return sum(not one.met and not one.decides for one in (*self.shares, *self.others))


def weigh(asked: Asked, task: Task, form: Form) -> tuple[Requirement, ...]:
    """Weigh what has been typed so far; a field that cannot be read counts as not yet filled in.

    Until a verdict is chosen, only what every verdict asks is said.
    """
    first, *others = [
        asked.desk.registry.weigh(_weighable(task, values), by=asked.account, at=asked.at)
        for values in _by_verdict(form, values_of(task, form))
    ]
    return tuple(one for one in first if all(one in other for other in others))


def worded(asked: Asked, task: Task, form: Form, weighed: tuple[Requirement, ...]) -> Weighing:
    """Return requirements in the reader's words, without what only says that nothing is typed yet."""
    is_tallied = form.field("yes") is None or bool((form.field("yes") or _NO_FIELD).typed.strip())
    told = tuple(_shown(weighed))
    return Weighing(
        shares=tuple(_word(asked, task, one) for one in told if one.rule in ARITHMETIC),
        others=tuple(
            _word(asked, task, one)
            for one in told
            if one.rule not in ARITHMETIC and (is_tallied or one.rule not in _TALLIES)
        ),
        blank=sum(one.rule.startswith(_ANSWERS) for one in weighed),
        outcome=_outcome(asked, task, weighed) if is_tallied else "",
        is_tallied=is_tallied,
    )


def values_of(task: Task, form: Form) -> dict[str, object]:
    """Return the plain values of the command a form makes."""
    typed = forms.plain(form)
    if task.clears:
        names = [one.name.partition(".")[2] for one in form.fields if one.name.startswith("answers.")]
        typed["answers"] = dict.fromkeys(names) | typed.get("answers", {})
    return typed | dict(task.known)


_NO_FIELD = forms.Field(name="", kind="line", text="")


def _by_verdict(form: Form, values: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return what was typed, once with each verdict where one is still to be chosen."""
    verdict = form.field("verdict")
    if verdict is None or "verdict" in values:
        return [values]
    return [{**values, "verdict": one.value} for one in verdict.choices]


def _weighable(task: Task, values: Mapping[str, object]) -> DossierCommand:
    try:
        return task.model.model_validate(dict(task.stand_ins) | dict(values))
    except ValidationError as error:
        broken = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
        readable = {name: value for name, value in values.items() if name not in broken}
        return task.model.model_validate(dict(task.stand_ins) | readable)


def _shown(weighed: tuple[Requirement, ...]) -> Iterator[Requirement]:
    for one in weighed:
        if one.rule.startswith(_ANSWERS) or (
            one.rule == "meeting.known" and one.figures.get("meeting") == NOBODY
        ):
            continue
        unnamed = {name: "" for name in _FIELDS_OF_IDS if one.figures.get(name) == NOBODY}
        yield replace(one, figures={**one.figures, **unnamed}) if unnamed else one


def _word(asked: Asked, task: Task, one: Requirement) -> Weighed:
    text = sentence(replace(one, source=""), asked.language, task.names)
    return Weighed(text=text, source=one.source, met=one.met, decides=one.decides)


def _outcome(asked: Asked, task: Task, weighed: tuple[Requirement, ...]) -> str:
    if not issubclass(task.model, _ENDING) or not task.has_meeting:
        return ""
    step = task.acting.procedure.step(str(task.known["step"]))
    ended = outcome(weighed, task.acting.state.open_step(step.id), step)
    return caption("outcome", ended, asked.language)
