"""Where the house's own rules look: the Python files of the checkout, room by room."""

from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("console", "desk", "flows", "outputs", "engine", "models")
ROOT_MODULES = ("diudat", "settings")


def rooms() -> list[str]:
    """The rooms that have been built."""
    return [room for room in ROOMS if (CHECKOUT / room).is_dir()]


def files_in(*places: str) -> Iterator[tuple[str, str]]:
    """Every Python file of these folders or files, as its path in the checkout and its text."""
    for place in places:
        path = CHECKOUT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(CHECKOUT).as_posix(), file.read_text(encoding="utf-8")


def product_files() -> Iterator[tuple[str, str]]:
    """Every Python file of the rooms and the root modules."""
    return files_in(*rooms(), *(f"{module}.py" for module in ROOT_MODULES))
