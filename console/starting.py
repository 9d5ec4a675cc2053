"""What every command begins and ends with: its screen, the settings, the office, the number it ends with.

Loaded for `diudat --help`, so each function imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from console.options import chosen_language

if TYPE_CHECKING:
    from console.exits import Exit
    from console.office import Office
    from console.screen import Screen
    from settings import Settings

SYSTEM = "system"  # engine.access.SYSTEM, without importing the engine for --help


def screen(arguments: Sequence[str] = ()) -> Screen:
    """Return where this command prints, in the language asked for by its arguments or the settings."""
    from console.screen import Screen

    return Screen(chosen_language(arguments))


def read_settings() -> Settings:
    """Return this installation's settings; raises `BadSettings`."""
    import settings

    return settings.load()


@contextmanager
def open_office() -> Iterator[Office]:
    """Open the installation for one command; raises `OutsideFailure` when its database is not ready."""
    from console import office

    with office.opened(read_settings(), screen()) as ready:
        yield ready


def end(code: Exit) -> None:
    """End the command with a number other than 0, if there is one."""
    if code:
        raise typer.Exit(code)
