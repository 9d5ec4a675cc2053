"""One dossier of a batch: what was typed for it, whether it can be recorded, and what stands in its way."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from desk import forms
from desk.asking import Asked
from desk.batch.sitting import PER_DOSSIER, Sitting
from desk.forms import Field, Form, Problem
from engine.database import ReadSession
from engine.queries.committee import Docketed
from engine.queries.dossier import people_named, units_named
from engine.rules.tallies import ARITHMETIC
from engine.rules.vote import outcome
from models import commands
from models.commands import StepCommand
from models.errors import DiudatError
from models.requirements import Requirement, unmet
from outputs.wording import caption, error_text, sentence
from outputs.wording.language import mark, translate

COMMON = "all."
"""Beginning of the posted names of what is typed once for every dossier."""
_ANSWERS = "answers."
_NO_TALLY = mark("Chưa nhập số phiếu của hồ sơ này.")
_ASKED = ("yes", "no")
"""What is typed of a ballot that was held; the other counts begin as 0."""
_NAMED = ("person", "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier with what was typed for it."""

    line: Docketed
    own: Form
    """What is typed for this dossier alone, under its own posted names."""
    typed: tuple[tuple[str, str], ...] = ()
    """What would be recorded of this dossier alone, in words: what was asked, and what was typed."""
    shares: tuple[str, ...] = ()
    """Quorum, majority and what else settles a vote, with their arithmetic."""
    command: StepCommand | None = None
    """None while something typed cannot be read, or no tally was typed."""
    problems: tuple[Problem, ...] = ()
    """What cannot be read, with where to mend it."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """The same by posted name."""
    blockers: tuple[str, ...] = ()
    """Why it is left out, in words."""
    error: DiudatError | None = None
    unmet: tuple[Requirement, ...] = ()
    outcome: str = ""
    """How it would end, in words."""

    @property
    def is_good(self) -> bool:
        """Say whether it can be recorded as it stands."""
        return self.command is not None and not self.blockers

    @property
    def has_own_words(self) -> bool:
        """Say whether something beside the tally was typed for this dossier alone."""
        own = (one for one in self.own.fields if one.name.partition(".")[2] not in PER_DOSSIER)
        return any(one.typed.strip() or one.rows or one.wrong for one in own)


def common_form(sitting: Sitting, typed: Mapping[str, str] | None = None) -> Form:
    """Return what is typed once for every dossier, under its posted names."""
    form = sitting.form.only(*(one.name for one in sitting.form.fields if one.name not in PER_DOSSIER))
    return _prefixed(form if typed is None else forms.filled(form, _common(typed)), COMMON)


def own_form(sitting: Sitting, line: Docketed, typed: Mapping[str, str] | None = None) -> Form:
    """Return what is typed for one dossier: its tally, and the papers where they differ from the others'."""
    names = (one.name for one in sitting.form.fields)
    form = sitting.form.only(*(one for one in names if one in PER_DOSSIER or one.startswith(_ANSWERS)))
    optional = form.each(lambda one: replace(one, required=one.required and one.name in PER_DOSSIER, hint=""))
    filled = optional if typed is None else forms.filled(optional, _own(typed, line.number))
    return _prefixed(filled, f"{line.number}.")


def judged(asked: Asked, sitting: Sitting, line: Docketed, typed: Mapping[str, str]) -> Row:
    """Weigh one dossier with what was typed for it; nothing is recorded."""
    own = _own(typed, line.number)
    form = forms.offered_only(forms.filled(sitting.form, _given(_common(typed), own)))
    apart = {*PER_DOSSIER, *_fields_typed(own)}
    row = Row(line=line, own=own_form(sitting, line, typed), typed=shown(form, apart))
    if sitting.is_tallied and not any(own.get(one, "").strip() for one in _ASKED):
        return replace(row, blockers=(translate(_NO_TALLY, asked.language),))
    try:
        command = forms.command(form, sitting.model, dossier=line.number, step=sitting.step.id)
    except ValidationError as error:
        return _unreadable(row, forms.told(form, error, asked.language), own)
    return _weighed(asked, sitting, replace(row, command=command))


def shown(form: Form, names: Container[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return what stands in a form, in words: what was asked, what was typed; of some fields or of all."""
    fields = (one for one in form.fields if names is None or one.name in names)
    return tuple((one.text, text) for one in fields if (text := _in_words(one)))


def known_in(session: ReadSession, missing: Iterable[Requirement]) -> Mapping[str, str]:
    """Return the names of the persons and units that requirements speak of."""
    ids = {str(one.figures[name]) for one in missing for name in _NAMED if one.figures.get(name)}
    return {**people_named(session, ids), **units_named(session, ids)} if ids else {}


def _weighed(asked: Asked, sitting: Sitting, row: Row) -> Row:
    command = row.command
    if command is None:
        raise AssertionError(row.line.number)  # only what could be read is weighed
    try:
        rehearsal = asked.desk.registry.rehearse(command, by=asked.account, at=asked.at)
    except DiudatError as error:
        return replace(row, error=error, blockers=(error_text(error, asked.language, sitting.names()),))
    missing = unmet(rehearsal.requirements)
    with asked.desk.database.reading() as session:
        names = sitting.names(known_in(session, missing))
    said = tuple(sentence(one, asked.language, names) for one in missing)
    shares = tuple(
        sentence(one, asked.language, names) for one in rehearsal.requirements if one.rule in ARITHMETIC
    )
    if isinstance(command, commands.Vote | commands.Decision):
        present = None if rehearsal.before is None else rehearsal.before.open_step(sitting.step.id)
        ended = outcome(rehearsal.requirements, present, sitting.step)
    else:
        ended = str(getattr(command, "verdict", ""))
    ended = caption("outcome", ended, asked.language)
    return replace(row, unmet=missing, blockers=said, shares=shares, outcome=ended)


def _unreadable(row: Row, told: Form, own: Mapping[str, str]) -> Row:
    """Return a row with what cannot be read, each thing at the place where it was typed."""
    number = row.line.number
    wrong: dict[str, str] = {}
    problems = []
    for one in (each for each in told.fields if each.wrong):
        is_own = one.name in PER_DOSSIER or one.name in _fields_typed(own)
        place = replace(one, name=f"{number}.{one.name}" if is_own else f"{COMMON}{one.name}")
        text = f"{one.text}: {one.wrong}"
        problems.append(Problem(text=f"{number}: {text}" if is_own else text, anchor=place.anchor))
        wrong[place.name] = one.wrong
    marked = row.own.each(lambda one: replace(one, wrong=wrong.get(one.name, "")))
    # What is wrong with no field of the form cannot be mended here: the dossier is left out.
    blockers = () if problems else tuple(one.text for one in told.problems)
    return replace(row, own=marked, problems=tuple(problems), wrong=wrong, blockers=blockers)


def _common(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed for all, by the form's own names; never a tally, whoever posted one."""
    found = {name.removeprefix(COMMON): text for name, text in typed.items() if name.startswith(COMMON)}
    return {name: text for name, text in found.items() if name not in PER_DOSSIER}


def _own(typed: Mapping[str, str], number: str) -> dict[str, str]:
    """Return what was typed for one dossier, by the form's own names."""
    prefix = f"{number}."
    found = {name.removeprefix(prefix): text for name, text in typed.items() if name.startswith(prefix)}
    return {name: text for name, text in found.items() if name in PER_DOSSIER or name.startswith(_ANSWERS)}


def _given(common: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return what is typed of one dossier: its own words where there are any, else those for all."""
    apart = _fields_typed(own)
    kept = {name: text for name, text in common.items() if _field_of(name) not in apart}
    return kept | {name: text for name, text in own.items() if _field_of(name) in apart}


def _fields_typed(own: Mapping[str, str]) -> set[str]:
    return {_field_of(name) for name, text in own.items() if text.strip()}


def _field_of(name: str) -> str:
    """Return the field a posted name belongs to: a table's cell to its table, `answers.checks.0.place`."""
    return ".".join(name.split(".")[:2])


def _prefixed(form: Form, prefix: str) -> Form:
    return form.each(lambda one: replace(one, name=f"{prefix}{one.name}"))


def _in_words(one: Field) -> str:
    if one.kind == "table":
        return "; ".join(" · ".join(filter(None, row.values())) for row in one.rows if any(row.values()))
    return next((each.text for each in one.choices if each.value == one.typed), one.typed.strip())
