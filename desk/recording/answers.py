"""What somebody typed into a form, as they check it before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk.forms import Field, Form, shown_as_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it was understood."""

    text: str
    """What was asked."""
    shown: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    yes_no: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """The answers of one paper, under its title."""

    title: str
    answers: tuple[Answer, ...]


def answer_groups(form: Form, steps: Mapping[str, str]) -> tuple[AnswerGroup, ...]:
    """Return what was typed into a form, group by group; `steps` gives the titles of steps a row may name."""
    groups = (
        AnswerGroup(
            title=group.title,
            answers=tuple(
                _answer(one, steps) for one in group.fields if one.kind != "hidden" and _is_given(one)
            ),
        )
        for group in form.groups
    )
    return tuple(one for one in groups if one.answers)


def _is_given(one: Field) -> bool:
    return bool(one.rows) if one.kind == "table" else bool(one.typed.strip())


def _answer(one: Field, steps: Mapping[str, str]) -> Answer:
    if one.kind == "table":
        rows = tuple(
            tuple(steps.get(cell, cell) if name == "step" else cell for name, cell in row.items())
            for row in one.rows
            if any(row.values())
        )
        return Answer(text=one.text, shown="", columns=tuple(each.text for each in one.columns), rows=rows)
    if one.kind == "flag":
        return Answer(text=one.text, shown="", yes_no=one.typed == "true")
    typed = shown_as_read(one)
    shown = next((each.text for each in one.choices if each.value == one.typed), typed)
    return Answer(text=one.text, shown=shown)
