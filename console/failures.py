"""What went wrong, printed in words on standard error."""

from __future__ import annotations

from rich.text import Text

from console.exits import Exit, exit_of
from console.requests import BadRequest
from console.screen import Screen, print_json
from models.errors import DiudatError
from outputs.wording import error_text, validation_text
from outputs.wording.language import mark
from outputs.wording.settings import setting_text
from settings import BadSettings

_ERROR = mark("Lỗi: %(what)s")
_BAD_REQUEST = mark("Lệnh viết chưa đúng:")
_BAD_SETTINGS = mark("Cấu hình không dùng được:")


def told(screen: Screen, error: DiudatError, *, as_json: bool) -> Exit:
    """Print an error in the reader's language, or as JSON on standard output; return how the command ends."""
    if as_json:
        print_json(_row(screen, error))
    else:
        _print(screen, error)
    return exit_of(error)


def _row(screen: Screen, error: DiudatError) -> dict[str, object]:
    problems: list[str] = []
    if isinstance(error, BadRequest):
        problems = validation_text(error.found, screen.language).splitlines()
    if isinstance(error, BadSettings):
        problems = [setting_text(one, screen.language) for one in error.problems]
    return {
        "error": error.code,
        "exit": int(exit_of(error)),
        "message": error_text(error, screen.language),
        "figures": {} if problems else error.figures,
        "problems": problems,
    }


def _print(screen: Screen, error: DiudatError) -> None:
    match error:
        case BadRequest():
            screen.warn(_BAD_REQUEST)
            screen.err.print(Text(_listed(validation_text(error.found, screen.language).splitlines())))
        case BadSettings():
            screen.warn(_BAD_SETTINGS)
            told_of = [setting_text(one, screen.language) for one in error.problems]
            screen.err.print(Text(_listed(told_of)))
        case _:
            screen.warn(_ERROR, what=error_text(error, screen.language))


def _listed(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"– {one}" for one in lines)
