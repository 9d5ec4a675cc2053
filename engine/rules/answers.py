"""Whether what was typed at a step fills its papers' fields, each in its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import TypeAdapter, ValidationError

from models.commands.shape import Day
from models.procedure import FieldKind, FormField, Procedure, Step
from models.requirements import Requirement

_DAY: TypeAdapter[date] = TypeAdapter(Day)


def fields_of(
    step: Step, answers: Mapping[str, object], procedure: Procedure, only: tuple[str, ...] | None = None
) -> dict[str, tuple[str, FormField]]:
    """Return every field asked at the step, with the paper it belongs to; `only` narrows the forms.

    Papers issued elsewhere, which a dossier need not have, are asked for once something of them is typed.
    """
    asked = {
        field.id: (code, field)
        for code in (step.papers if only is None else only)
        for field in _fields(procedure, code)
    }
    for code in brought(step, answers, procedure):
        asked |= {field.id: (code, field) for field in _fields(procedure, code)}
    return asked


def brought(step: Step, answers: Mapping[str, object], procedure: Procedure) -> tuple[str, ...]:
    """Return the papers from elsewhere of which something was typed."""
    return tuple(
        code for code in step.may_file if any(answers.get(field.id) for field in _fields(procedure, code))
    )


def answered(
    step: Step, answers: Mapping[str, object], procedure: Procedure, only: tuple[str, ...] | None = None
) -> tuple[Requirement, ...]:
    """Weigh the answers against the fields; only what is missing, unknown or of another kind is returned."""
    return tuple(_faults(step, answers, fields_of(step, answers, procedure, only)))


def dated(answers: Mapping[str, object], on: date) -> date:
    """Return the day a paper bears: its own `issued_on` where it has one, else the day of the act."""
    return _date(answers.get("issued_on")) or on


def _fields(procedure: Procedure, code: str) -> tuple[FormField, ...]:
    incoming = next((paper.fields for paper in procedure.incoming if paper.code == code), None)
    return procedure.forms.form(code).fields if incoming is None else incoming


def _faults(
    step: Step, answers: Mapping[str, object], fields: Mapping[str, tuple[str, FormField]]
) -> Iterator[Requirement]:
    for name, (form, field) in fields.items():
        value = answers.get(name)
        if value in (None, "", []) and not isinstance(value, bool):
            if field.required:
                yield _fault("answer.missing", step, name, form)
        elif not _is_of_kind(field, value):
            yield _fault(f"answer.{field.kind.value}", step, name, form)
    for name in answers:
        if name not in fields:
            yield _fault("answer.unknown", step, name, "")


def _fault(rule: str, step: Step, field: str, form: str) -> Requirement:
    return Requirement(
        rule=rule, source=step.source, figures={"field": field, "form": form, "step": step.id}, met=False
    )


def _is_of_kind(field: FormField, value: object) -> bool:
    match field.kind:
        case FieldKind.COUNT:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case FieldKind.FLAG:
            return isinstance(value, bool)
        case FieldKind.DATE:
            return _date(value) is not None
        case FieldKind.CHOICE:
            return isinstance(value, str) and value in {choice.id for choice in field.choices}
        case FieldKind.TABLE:
            return _is_table(field, value)
        case FieldKind.LINE:
            return isinstance(value, str) and "\n" not in value
        case FieldKind.TEXT:
            return isinstance(value, str)


def _is_table(field: FormField, value: object) -> bool:
    columns = {column.id for column in field.columns}
    return isinstance(value, list | tuple) and all(
        isinstance(row, Mapping)
        and set(row) <= columns
        and all(isinstance(cell, str) for cell in row.values())
        for row in value
    )


def _date(value: object) -> date | None:
    """Return the day that is written in the one form in which days are kept."""
    try:
        return _DAY.validate_python(value)
    except ValidationError:
        return None
