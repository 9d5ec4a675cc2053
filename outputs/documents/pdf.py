"""Sets a tree as PDF/A-2a and PDF/UA-1: the tree is data, and the typesetter's program never changes."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from outputs.documents.errors import TypesettingFailed
from outputs.documents.qr import Mark
from outputs.documents.tree import Node

if TYPE_CHECKING:
    import typst

PROGRAM = Path(__file__).resolve().parent / "typst"
FONTS = Path(__file__).resolve().parents[2] / "templates" / "fonts"

_NO_PACKAGES = str(PROGRAM / "packages")
"""A folder that does not exist: the program imports nothing from outside."""
_OF_THREAD = threading.local()


def pdf_of(tree: Node, mark: Mark, recorded_at: datetime, form: str) -> bytes:
    """Return the paper as PDF; the same tree, mark and time give the same bytes.

    Raises TypesettingFailed, with the typesetter's words, for what no earlier check has caught.
    """
    import typst  # slow to import, and few commands make papers

    try:
        made = _compiler().compile(  # type: ignore[type-var]  # the stubs know no files in memory
            _inputs(tree, mark),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(recorded_at.timestamp()),
        )
    except typst.TypstError as error:
        raise TypesettingFailed(form, str(error)) from error
    if not isinstance(made, bytes):
        raise TypesettingFailed(form, type(made).__name__)
    return made


@cache
def program() -> dict[str, bytes]:
    """Return the typesetter's program, file by file."""
    files = {file.name: file.read_bytes() for file in sorted(PROGRAM.glob("*.typ"))}
    return {"main": files.pop("render.typ"), **files}


def font_files() -> list[Path]:
    """Return the faces papers are set in."""
    return sorted(FONTS.glob("*.ttf"))


def _compiler() -> typst.Compiler:
    """Return this thread's compiler; fonts are read once a process."""
    import typst  # slow to import, and few commands make papers

    made: typst.Compiler | None = getattr(_OF_THREAD, "compiler", None)
    if made is None:
        made = typst.Compiler(
            root=str(PROGRAM), font_paths=_fonts(), package_path=_NO_PACKAGES, package_cache_path=_NO_PACKAGES
        )
        _OF_THREAD.compiler = made
    return made


@cache
def _fonts() -> typst.Fonts:
    import typst  # slow to import, and few commands make papers

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _inputs(tree: Node, mark: Mark) -> dict[str, bytes]:
    paper = {"tree": tree, "footer": {"lines": mark.lines, "alt": mark.described}}
    return {
        **program(),
        "paper.json": json.dumps(paper, ensure_ascii=False).encode(),
        "qr.svg": mark.code.encode(),
    }
