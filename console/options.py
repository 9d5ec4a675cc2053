"""What commands have in common before they run: their help's language, and options that recur.

Loaded for `diudat --help`, so it imports nothing but Typer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Annotated, Literal

import typer

Language = Literal["vi", "en"]


def chosen_language(arguments: Sequence[str]) -> Language:
    """Return the language asked for on the command line, else in the settings, else Vietnamese."""
    asked = [after for one, after in pairwise(arguments) if one == "--lang"]
    asked += [one.partition("=")[2] for one in arguments if one.startswith("--lang=")]
    chosen = asked[-1] if asked else os.environ.get("DIUDAT_LANGUAGE", "vi")
    return "en" if chosen == "en" else "vi"


LANGUAGE = chosen_language(sys.argv)


def say(vietnamese: str, english: str) -> str:
    """Return a text of the help; both stand side by side, for the catalogue takes too long to load here."""
    return english if LANGUAGE == "en" else vietnamese


def group_of(vietnamese: str, english: str) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(no_args_is_help=True, help=say(vietnamese, english))


def in_front(arguments: list[str], *options: str) -> list[str]:
    """Put the options every command has before the command, wherever they were typed."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for one in waiting:
        if one == "--":
            rest += [one, *waiting]
        elif one in options:
            front += [one, *([value] if (value := next(waiting, None)) is not None else [])]
        elif one.startswith(tuple(f"{name}=" for name in options)):
            front.append(one)
        else:
            rest.append(one)
    return [*front, *rest]


def asked_as_json(arguments: Sequence[str]) -> bool:
    """Say whether an answer as JSON was asked for, whatever came of the rest."""
    return "--json" in list(takewhile(lambda one: one != "--", arguments))


def speak_in_help() -> None:
    """Name the parts of a help page in the reader's language, as far as Typer lets them be named."""
    if LANGUAGE == "en":
        return
    from typer import rich_utils  # noqa: PLC0415 -- only help pages load it

    rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"


AsJson = Annotated[
    bool, typer.Option("--json", help=say("In JSON cho chương trình khác đọc.", "Print JSON."))
]
By = Annotated[
    str, typer.Option("--by", metavar="ACCOUNT", help=say("Tài khoản xem hoặc làm.", "Account that acts."))
]


def _in_capitals(number: str | None) -> str | None:
    """Read `hs-2026-0012` as it is written on paper; names of other streams stay as they are."""
    return number.upper() if number is not None and number[:3].lower() in {"hs-", "hn-"} else number


Number = Annotated[
    str,
    typer.Argument(
        metavar="DOSSIER",
        callback=_in_capitals,
        help=say("Số hồ sơ, như HS-2026-0012.", "Number, as HS-2026-0012."),
    ),
]
MaybeNumber = Annotated[
    str | None,
    typer.Argument(
        metavar="[DOSSIER]", callback=_in_capitals, help=say("Bỏ trống: tất cả.", "Left out: all.")
    ),
]
