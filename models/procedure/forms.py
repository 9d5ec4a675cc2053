"""The printed forms a guidance prescribes, and papers that come from elsewhere."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from models.procedure.values import Caption, Identifier, Sourced, Strict


class FieldKind(StrEnum):
    """What a clerk types into a field."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    CHOICE = "choice"
    FLAG = "flag"
    TABLE = "table"


class Choice(Strict):
    """One answer of a choice."""

    id: Identifier
    title: Caption


class Column(Strict):
    """One column of a table field; every cell is a line of text."""

    id: Identifier
    title: Caption


class FormField(Strict):
    """One field of a paper as the form prints it."""

    id: Identifier
    kind: FieldKind
    title: Caption
    required: bool = True
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _has_its_parts(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            raise ValueError(f"field {self.id}: choices belong to kind choice, and only to it")
        if (self.kind is FieldKind.TABLE) != bool(self.columns):
            raise ValueError(f"field {self.id}: columns belong to kind table, and only to it")
        return self


class Form(Strict):
    """One printed form: its code and title as the guidance has them, its template and its fields."""

    code: str = Field(min_length=1, max_length=20)
    template: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Caption
    symbol: str | None = None
    """Symbol of the numbered series, such as `NQ/CB`; None for papers that carry no number."""
    fields: tuple[FormField, ...] = ()


class FormSet(Strict):
    """The forms one guidance prescribes, each under its code."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Caption
    basis: tuple[str, ...]
    forms: tuple[Form, ...]

    def form(self, code: str) -> Form:
        """Return the form with this code; KeyError names the code when the set has none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Form]:
        return {form.code: form for form in self.forms}


class IncomingPaper(Sourced):
    """A paper another body issues and the dossier only files: an agreement, an exception."""

    code: str = Field(min_length=1, max_length=20)
    title: Caption
    fields: tuple[FormField, ...] = Field(min_length=1)
