"""What went wrong, printed in words on standard error."""

from __future__ import annotations

from rich.text import Text

from console.exits import Exit, exit_of
from console.requests import BadRequest
from console.screen import Screen
from models.errors import DiudatError
from outputs.wording import error_text, validation_text
from outputs.wording.language import mark
from settings import BadSettings

_ERROR = mark("Lỗi: %(what)s")
_BAD_REQUEST = mark("Lệnh viết chưa đúng:")
_BAD_SETTINGS = mark("Cấu hình không dùng được:")


def told(screen: Screen, error: DiudatError) -> Exit:
    """Print an error in the reader's language; return how the command ends."""
    match error:
        case BadRequest():
            screen.warn(_BAD_REQUEST)
            screen.err.print(Text(_listed(validation_text(error.found, screen.language).splitlines())))
        case BadSettings():
            screen.warn(_BAD_SETTINGS)
            screen.err.print(Text(_listed(error.problems)))
        case _:
            screen.warn(_ERROR, what=error_text(error, screen.language))
    return exit_of(error)


def _listed(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"– {one}" for one in lines)
