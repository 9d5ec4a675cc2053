"""Reads one PDF, run by itself with the file's name, and says in one line whether it only shows pages."""

from __future__ import annotations

import logging
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

_MOST_MEMORY = 1 << 30
_MOST_SECONDS = 15
_MOST_OBJECTS, _DEEPEST = 200_000, 60
_MOST_PAGES = 500
_ACTS = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/XFA",
        "/AA", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound", "/Rendition", "/3D",
        "/Filespec",
    }
)  # fmt: skip
"""Names that stand, as a key or as a kind, only where a document does something or carries something."""
_FILES = frozenset({"/F", "/UF", "/DOS", "/Mac", "/Unix"})
"""Keys that name a file where a text stands under them: opened, the paper would fetch it from elsewhere."""
_OPENING, _TURNING = "/OpenAction", "/GoTo"
_SPELT_OUT = re.compile(rb"/(JavaScript|EmbeddedFiles?|Launch|RichMedia)\b")
"""The long ones among them, looked for in the bytes too: a table of objects may leave one out."""
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, EOFError,
           RecursionError, OverflowError, MemoryError, NotImplementedError, AssertionError)  # fmt: skip
"""What the reader raises at files that are not what they say."""


def look_through(path: Path) -> str:
    """Return `pages`, or `broken`, `encrypted`, or `active` with the name of what acts."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return "encrypted"
        if not 1 <= len(reader.pages) <= _MOST_PAGES:
            return "broken"
        found = next(_acting(reader), None)
    except _BROKEN:
        return "broken"
    if found is None:
        found = _spelt_out(path.read_bytes())
    return "pages" if found is None else f"active {found}"


def _acting(reader: PdfReader) -> Iterator[str]:
    """Yield the names no object of the document should have, whether or not a page uses it."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > _MOST_OBJECTS:
        raise ValueError(len(numbers))
    yield from _names(reader.trailer, 0)
    for number in sorted(numbers - {0}):
        generation = next((one for one, table in reader.xref.items() if number in table), 0)
        yield from _names(reader.get_object(IndirectObject(number, generation, reader)), 0)


def _names(one: PdfObject | None, depth: int) -> Iterator[str]:
    """Yield what acts in an object itself; what it refers to is looked at in its own turn."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    if isinstance(one, DictionaryObject):
        for name in one:
            if name in _ACTS:
                yield str(name)
            if name in {"/S", "/Subtype", "/Type"} and str(one[name]) in _ACTS:
                yield str(one[name])
            if name in _FILES and isinstance(one[name], TextStringObject | ByteStringObject):
                yield str(name)
            if name == _OPENING and not _only_turns(one[name]):
                yield str(name)
            yield from _names(one.raw_get(name), depth + 1)
    elif isinstance(one, ArrayObject):
        for value in list.__iter__(one):
            yield from _names(value, depth + 1)


def _only_turns(opening: PdfObject) -> bool:
    """Say whether opening the document only turns to a page of its own; nothing may follow upon that."""
    if isinstance(opening, DictionaryObject):
        return opening.get("/S") == _TURNING and "/Next" not in opening
    return isinstance(opening, ArrayObject | NullObject | NameObject | TextStringObject | ByteStringObject)


def _spelt_out(content: bytes) -> str | None:
    plain = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), content)
    found = _SPELT_OUT.search(plain)
    return None if found is None else found[0].decode()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    logging.disable()
    print(look_through(Path(sys.argv[1])))  # noqa: T201 -- its one answer
