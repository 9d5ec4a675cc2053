"""Write the generated pages of `docs/` (`python -m ops.pages`), or check that they are current: `--check`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ops import permissions
from settings import Settings

_DOCS = Path(__file__).resolve().parent.parent / "docs"


def settings_page() -> str:
    """Every setting of an installation: its variable, what holds if it is not set, what it is for."""
    rows = [
        f"| `DIUDAT_{name.upper()}` | {_shown_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Environment variables, read once when the program starts. A name beginning with `DIUDAT_` that",
            "is not in this list is refused, and so are values that contradict one another.",
            "",
            "| Variable | If not set | What it is for |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


PAGES: Mapping[str, Callable[[], str]] = {"settings.md": settings_page, "permissions.md": permissions.page}


def outdated() -> list[str]:
    """The pages that no longer say what the code says."""
    return [name for name, page in PAGES.items() if not _is_current(_DOCS / name, page())]


def write() -> None:
    """Write every page anew."""
    for name, page in PAGES.items():
        (_DOCS / name).write_text(page(), encoding="utf-8")


def _is_current(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


def _shown_default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "see there"
    shown = str(field.default or "")
    return f"`{shown}`" if shown.strip("*") else ""


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write()
    elif stale := outdated():
        sys.exit(f"not what the code says, run `make docs`: {', '.join(stale)}")
