"""What was typed wrongly on the command line, in Vietnamese; Typer itself knows English alone."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.rich_utils import rich_format_error

from console.exits import Exit
from console.screen import Screen
from outputs.wording.language import mark

_ERROR = mark("Lỗi: %(what)s")
_USAGE, _HELP = mark("Cách dùng: %(usage)s"), mark("Xem: %(command)s --help")
_MISSING = mark("thiếu %(what)s.")
_NO_OPTION, _NEAR = mark("không có tùy chọn %(what)s."), mark("không có tùy chọn %(what)s; có: %(near)s.")
_NO_COMMAND = mark("không có lệnh “%(what)s”.")
_NEAR_COMMAND = mark("không có lệnh “%(what)s”; có: %(near)s.")
_BAD_VALUE, _NEEDS_VALUE = mark("giá trị của %(what)s không dùng được."), mark("%(what)s cần một giá trị.")
_ONE_OF = mark("giá trị của %(what)s cần là một trong: %(known)s.")
_TOO_MANY = mark("thừa trên dòng lệnh: %(what)s")
_COMMAND = re.compile(r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?")
_CHOICE = re.compile(r"is not one of (.+)\.")
_EXTRA = re.compile(r"Got unexpected extra argument\(?s?\)? \((.+)\)")


def told(screen: Screen, misused: typer.TyperException) -> Exit:
    """Print what was wrong and how the command is used; of a group that was merely named, its help."""
    if screen.language == "en" or type(misused).__name__ == "NoArgsIsHelpError":
        rich_format_error(misused)  # type: ignore[arg-type]  # typed by a class that is not public
        return Exit.USAGE
    screen.warn(_ERROR, what=_what(screen, misused))
    context = getattr(misused, "ctx", None)
    if context is not None:
        screen.warn(_USAGE, usage=context.get_usage().removeprefix("Usage: "))
        screen.warn(_HELP, command=context.command_path)
    return Exit.USAGE


def _what(screen: Screen, misused: Any) -> str:  # noqa: ANN401 -- its kinds are not public, their names are
    said = misused.format_message()
    match type(misused).__name__:
        case "MissingParameter":
            return screen.words(_MISSING, what=_parameter(misused))
        case "NoSuchOption" if misused.possibilities:
            near = ", ".join(sorted(misused.possibilities))
            return screen.words(_NEAR, what=misused.option_name, near=near)
        case "NoSuchOption":
            return screen.words(_NO_OPTION, what=misused.option_name)
        case "BadOptionUsage":
            return screen.words(_NEEDS_VALUE, what=misused.option_name)
        case "BadParameter" if found := _CHOICE.search(said):
            return screen.words(_ONE_OF, what=_parameter(misused), known=found[1].replace("'", ""))
        case "BadParameter":
            return screen.words(_BAD_VALUE, what=_parameter(misused))
    if found := _COMMAND.fullmatch(said):
        words, near = (_NO_COMMAND, "") if found[2] is None else (_NEAR_COMMAND, found[2].replace("'", ""))
        return screen.words(words, what=found[1], near=near)
    if found := _EXTRA.fullmatch(said):
        return screen.words(_TOO_MANY, what=found[1])
    return str(said)


def _parameter(misused: Any) -> str:  # noqa: ANN401 -- as above
    return str(misused.param.get_error_hint()).replace("'", "")
