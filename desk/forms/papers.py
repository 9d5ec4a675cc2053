"""The fields of a step, read off the procedure: the command of its kind, then every paper it files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.forms.commands import DATE_HINT, of_command
from desk.forms.fields import Choice, Column, Field, Form, Group, Kind
from models import commands
from models.commands import StepCommand
from models.procedure import Caption, FieldKind, FormField, Procedure, Step, StepKind
from outputs.wording import Language
from outputs.wording.language import mark, translate
from outputs.wording.names import said

MODELS: Mapping[StepKind, type[StepCommand]] = {
    StepKind.FORM: commands.FormCommand,
    StepKind.ASSESSMENT: commands.Assessment,
    StepKind.ENDORSEMENT: commands.Endorsement,
    StepKind.VOTE: commands.Vote,
    StepKind.REVIEW: commands.Review,
    StepKind.DECISION: commands.Decision,
    StepKind.CEREMONY: commands.Ceremony,
}
"""Kind of step → the command that does it; a waiting ends by itself."""

_KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.LINE: "line",
    FieldKind.TEXT: "text",
    FieldKind.DATE: "date",
    FieldKind.COUNT: "count",
    FieldKind.CHOICE: "choice",
    FieldKind.FLAG: "flag",
    FieldKind.TABLE: "table",
}
_MAY_FILE = mark("Chỉ điền nếu hồ sơ có giấy này; để trống cả phần nếu không có.")
ANSWERS = "answers"
"""Where a command keeps what was typed into papers, and how their posted names begin."""


def of_step(procedure: Procedure, step: Step, language: Language, *, but: Sequence[str] = ()) -> Form:
    """Return the form of a step: what its kind of command asks, then each of its papers.

    `but` leaves out fields of the command. An endorsement files the paper of its way of endorsing, so its
    papers are asked for by `of_papers` once the way is chosen. Raises `KeyError` for a waiting.
    """
    own = of_command(MODELS[step.kind], language, but=(*but, *not_asked(step)))
    groups = of_papers(procedure, step.papers, language, may_file=step.may_file)
    return Form(groups=(*own.groups, *groups))


def not_asked(step: Step) -> tuple[str, ...]:
    """Return the fields of its command that the step has no use for."""
    person = step.kind is StepKind.FORM and step.assigns is None
    chair = step.vote is not None and not step.vote.asks_the_chair
    return (*(("person",) if person else ()), *(("chair_vote",) if chair else ()))


def of_papers(
    procedure: Procedure, codes: Sequence[str], language: Language, *, may_file: Sequence[str] = ()
) -> tuple[Group, ...]:
    """Return a group of fields for each paper; a field that stands on several is asked for on the first."""
    seen: set[str] = set()
    groups = []
    for code in (*codes, *may_file):
        optional = code in may_file
        title, fields = _paper(procedure, code)
        new = tuple(one for one in fields if one.id not in seen)
        seen |= {one.id for one in new}
        if new:
            groups.append(
                Group(
                    title=f"{said(title, language)} ({code})",
                    hint=translate(_MAY_FILE, language) if optional else "",
                    fields=tuple(of_paper(one, language, optional=optional) for one in new),
                )
            )
    return tuple(groups)


def of_paper(one: FormField, language: Language, *, optional: bool = False) -> Field:
    """Return the field of a paper as it is drawn."""
    return Field(
        name=f"{ANSWERS}.{one.id}",
        kind=_KINDS[one.kind],
        text=said(one.title, language),
        hint=translate(DATE_HINT, language) if one.kind is FieldKind.DATE else "",
        required=one.required and not optional,
        choices=tuple(Choice(value=each.id, text=said(each.title, language)) for each in one.choices),
        columns=tuple(Column(name=each.id, text=said(each.title, language)) for each in one.columns),
    )


def _paper(procedure: Procedure, code: str) -> tuple[Caption, tuple[FormField, ...]]:
    incoming = next((paper for paper in procedure.incoming if paper.code == code), None)
    paper = procedure.forms.form(code) if incoming is None else incoming
    return paper.title, paper.fields
