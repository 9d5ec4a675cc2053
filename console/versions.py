"""Which versions of what are at work."""

from __future__ import annotations

import platform
import tomllib
from importlib import metadata

from rich.text import Text

from console.office import CHECKOUT
from console.screen import Screen, print_json

_BESIDE = ("prefect", "sqlalchemy", "typst")


def show(screen: Screen, *, as_json: bool) -> None:
    """Print the program's version, and those of what its results depend on."""
    found = versions()
    if as_json:
        print_json(found)
        return
    beside = ", ".join(f"{name} {number}" for name, number in found.items() if name != "diudat")
    screen.out.print(Text.assemble(f"diudat {found['diudat']}", (f"  ({beside})", "dim")))


def versions() -> dict[str, str]:
    """Return versions by name; the program's own is read from the checkout it runs from."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "diudat": str(project["version"]),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _BESIDE},
    }
