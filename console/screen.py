"""Where a command prints: its answer on standard output, what went wrong on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, NoReturn

from rich.console import Console
from rich.table import Table
from rich.text import Text

from outputs.wording import Language, translate

GONE = 141
"""How a command ends whose reader stops reading, as the shell has it: 128 and the number of SIGPIPE."""
NARROW = 80
"""Columns of the narrowest terminal everything is shaped for."""


class Paper(Console):
    """A stream that ends the command quietly when nobody reads it any more."""

    def on_broken_pipe(self) -> None:
        """End as one whose reader went away."""
        gone()


def gone() -> NoReturn:
    """End the command without a word, for nobody reads any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # what is still to be flushed goes there
    sys.exit(GONE)


@dataclass(frozen=True, slots=True)
class Screen:
    """One command's two streams, in its reader's language."""

    language: Language
    out: Console = field(default_factory=lambda: Paper(highlight=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))

    def words(self, text: str, **figures: object) -> str:
        """Return a text of the program in the reader's language, its figures filled in."""
        said = translate(text, self.language)
        return said % figures if figures else said

    def say(self, text: str, style: str = "", **figures: object) -> None:
        """Print a line of the answer."""
        self.out.print(Text(self.words(text, **figures), style=style))

    def warn(self, text: str, **figures: object) -> None:
        """Print a line about what went wrong."""
        self.err.print(Text(self.words(text, **figures)))

    def table(self, *columns: str, title: str | None = None) -> Table:
        """Return an empty table with these headings, airy enough for a narrow terminal."""
        made = Table(
            title=None if title is None else self.words(title), title_justify="left", box=None,
            pad_edge=False, padding=(0, 2, 0, 0), header_style="bold",
        )  # fmt: skip
        for column in columns:
            made.add_column(self.words(column) if column else "")
        return made


def print_json(value: object) -> None:
    """Print a value as JSON with the names its dataclasses have, for other programs to read."""
    try:
        sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        gone()


def plain(value: object) -> Any:  # noqa: ANN401 -- JSON knows no narrower type
    """Return a value as JSON has it: dataclasses as objects, days and instants as ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(one) for one in value]
    return value
