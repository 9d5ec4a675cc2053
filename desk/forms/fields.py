"""A form as a template draws it: groups of fields with what was typed and what is wrong with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

Kind = Literal["line", "text", "date", "count", "choice", "flag", "table", "hidden", "password", "file"]
_RADIOS_AT_MOST = 5
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to choose: what is posted, and what the reader sees."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table that is typed."""

    name: str
    """Empty where a table has one column and its cells are plain texts."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field, drawn by the macro `field` of `parts/forms.html`."""

    name: str
    """As it is posted, and as the command calls it: `yes`, `answers.strengths`."""
    kind: Kind
    text: str
    """What the reader sees beside it."""
    hint: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    typed: str = ""
    """What was typed, untouched; for a choice or a flag its value."""
    rows: tuple[Mapping[str, str], ...] = ()
    """What was typed into a table."""
    wrong: str = ""
    """What is wrong with it; empty where nothing is."""

    @property
    def id(self) -> str:
        """Return the id of its input on the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def anchor(self) -> str:
        """Return the id of what takes the focus: its first input."""
        if self.kind == "table":
            return "f-" + self.cell(0, self.columns[0].name).replace(".", "-")
        return f"{self.id}-0" if self.is_radios else self.id

    @property
    def is_radios(self) -> bool:
        """Say whether all choices are shown side by side instead of in a list that opens."""
        return self.kind == "flag" or (self.kind == "choice" and len(self.choices) <= _RADIOS_AT_MOST)

    def radios(self, yes_and_no: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """Return what is posted and shown by each choice; a flag is chosen between yes and no."""
        if self.kind == "flag":
            return (("true", yes_and_no[0]), ("false", yes_and_no[1]))
        return tuple((one.value, one.text) for one in self.choices)

    def cell(self, row: int, column: str) -> str:
        """Return the posted name of a cell: `answers.relatives.0.name`."""
        return f"{self.name}.{row}.{column}" if column else f"{self.name}.{row}"

    @property
    def shown_rows(self) -> tuple[Mapping[str, str], ...]:
        """Return the rows to draw: those typed, or one to begin with."""
        return self.rows or ({},)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together, such as those of one paper, under its title."""

    fields: tuple[Field, ...]
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, with where to mend it."""

    text: str
    anchor: str


def _new_key() -> str:
    return secrets.token_hex(_KEY_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form, empty or filled in, drawn by the macros `problems` and `form_fields` of `parts/forms.html`."""

    groups: tuple[Group, ...]
    problems: tuple[Problem, ...] = ()
    key: str = field(default_factory=_new_key)
    """Under which it counts once, however often it is sent; kept while it is mended."""

    @property
    def fields(self) -> Iterator[Field]:
        """Yield every field in the order in which it is drawn."""
        return (one for group in self.groups for one in group.fields)

    def field(self, name: str) -> Field | None:
        """Return the field of a posted name, if there is one."""
        return next((one for one in self.fields if one.name == name), None)

    def each(self, change: Callable[[Field], Field]) -> Self:
        """Return the form with every field changed."""
        groups = tuple(replace(group, fields=tuple(map(change, group.fields))) for group in self.groups)
        return replace(self, groups=groups)

    def only(self, *names: str) -> Self:
        """Return the form with some of its fields alone."""
        groups = (
            replace(group, fields=tuple(one for one in group.fields if one.name in names))
            for group in self.groups
        )
        return replace(self, groups=tuple(group for group in groups if group.fields))

    def changed(self, name: str, **changes: object) -> Self:
        """Return the form with one field drawn otherwise, such as a person chosen from a list."""
        given: Any = changes
        return self.each(lambda one: replace(one, **given) if one.name == name else one)
