"""From what was typed to a command, and back: days as 25/11/2026, whole numbers, blanks as nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from desk.asking import KEY, Asked
from desk.filters import DAY
from desk.forms.fields import Field, Form
from models.commands import Command
from models.text import clean

_Model = TypeVar("_Model", bound=Command)

ADD_ROW, SAVE_DRAFT = "_add_row", "_save_draft"
"""Posted names of the buttons that do not send the form."""
_MOST_ROWS = 200
_ROW = re.compile(r"[0-9]{1,3}")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_COUNT = re.compile(r"\d{1,3}([ .]\d{3})+|\d{1,9}", re.ASCII)


def filled(form: Form, typed: Mapping[str, str], *, key: str = "") -> Form:
    """Return the form with what was typed in its fields, untouched, under the key it was shown with."""
    return replace(form.each(lambda one: _filled(one, typed)), key=key or form.key)


def command(form: Form, model: type[_Model], **known: object) -> _Model:
    """Return the command a filled form makes, with what the page knows beside it.

    Raises Pydantic's `ValidationError`; `told` says beside each field what is wrong with it.
    """
    return model.model_validate(plain(form) | known)


def plain(form: Form) -> dict[str, Any]:
    """Return what was typed as plain values: blanks left out, days as ISO text, papers under `answers`."""
    found: dict[str, Any] = {}
    for one in form.fields:
        value = _value(one)
        if value is None:
            continue
        place, _, name = one.name.rpartition(".")
        (found.setdefault(place, {}) if place else found)[name] = value
    return found


def as_typed(values: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return values on record as somebody would have typed them, by posted name: to begin a form with."""
    typed: dict[str, str] = {}
    for name, value in values.items():
        place = f"{prefix}{name}"
        if isinstance(value, Mapping):
            typed |= as_typed(value, f"{place}.")
        elif isinstance(value, list | tuple):
            typed |= as_typed({str(row): cells for row, cells in enumerate(value)}, f"{place}.")
        elif value is not None:
            typed[place] = _written(value)
    return typed


def shown_as_read(one: Field) -> str:
    """Return what was typed as it was understood: a day in full, whatever it was shortened to."""
    value = _value(one) if one.kind == "date" else None
    return one.typed if value is None else _written(value)


def wants_row(asked: Asked) -> str:
    """Return the name of the table to which a row is to be added; empty where none is."""
    return asked.text(ADD_ROW)


def wants_draft(asked: Asked) -> bool:
    """Say whether the form is only to be kept, not sent."""
    return bool(asked.text(SAVE_DRAFT))


def more_rows(form: Form, asked: Asked) -> Form:
    """Return the form as it was typed, with one more row in the table that was asked for."""
    table = wants_row(asked)
    typed = filled(form, asked.typed(), key=asked.text(KEY))
    return typed.each(
        lambda one: replace(one, rows=(*one.shown_rows, {})[:_MOST_ROWS]) if one.name == table else one
    )


def _filled(one: Field, typed: Mapping[str, str]) -> Field:
    if one.kind == "table":
        return replace(one, rows=_rows(one, typed))
    return replace(one, typed=typed.get(one.name, one.typed))


def _rows(one: Field, typed: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """Return the rows typed into a table, as far down as anything was posted."""
    begun = f"{one.name}."
    places = [name.removeprefix(begun).split(".")[0] for name in typed if name.startswith(begun)]
    last = max((int(place) for place in places if _ROW.fullmatch(place)), default=-1)
    return tuple(
        {column.name: typed.get(one.cell(row, column.name), "") for column in one.columns}
        for row in range(min(last + 1, _MOST_ROWS))
    )


def _value(one: Field) -> object:
    """Return what a field holds; what cannot be read stays as it was typed, for the command to refuse."""
    if one.kind == "table":
        return _table(one) or None
    text = clean(one.typed)
    if not text:
        return None
    match one.kind:
        case "date":
            return _day(text)
        case "count":
            return int(re.sub(r"[ .]", "", text)) if _COUNT.fullmatch(text) else text
        case "flag":
            return {"true": True, "false": False}.get(text, text)
    return text


def _table(one: Field) -> list[Any]:
    """Return the rows in which something was typed."""
    rows = [{name: clean(cell) for name, cell in row.items()} for row in one.rows]
    kept = [row for row in rows if any(row.values())]
    if [column.name for column in one.columns] == [""]:
        return [row[""] for row in kept]
    if one.name.startswith("answers."):
        return kept
    return [{name: cell for name, cell in row.items() if cell} for row in kept]


def _day(text: str) -> str:
    written = _DAY.fullmatch(text)
    if written is None:
        return text
    day, month, year = map(int, written.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return datetime.strptime(value, "%Y-%m-%d").strftime(DAY)  # noqa: DTZ007 -- a day, no instant
    return value.strftime(DAY) if isinstance(value, date) else str(value)
