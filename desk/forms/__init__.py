"""Forms: fields drawn from commands and procedures, read back as typed, with what is wrong beside them."""

from __future__ import annotations

from desk.forms.commands import of_command
from desk.forms.fields import Choice, Column, Field, Form, Group, Kind, Problem
from desk.forms.offering import not_offered, offered_only
from desk.forms.papers import of_paper, of_papers, of_step
from desk.forms.problems import told
from desk.forms.reading import (
    as_typed,
    command,
    filled,
    more_rows,
    plain,
    shown_as_read,
    wants_draft,
    wants_row,
)

__all__ = [
    "Choice",
    "Column",
    "Field",
    "Form",
    "Group",
    "Kind",
    "Problem",
    "as_typed",
    "command",
    "filled",
    "more_rows",
    "not_offered",
    "of_command",
    "of_paper",
    "of_papers",
    "of_step",
    "offered_only",
    "plain",
    "shown_as_read",
    "told",
    "wants_draft",
    "wants_row",
]
