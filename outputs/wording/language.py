"""The two languages: texts are written in Vietnamese, English is looked up in a catalogue.

The catalogue is read from its `.po` file once a process, when the first English reader asks: that takes some
ten milliseconds, so no compiled copy is kept that could fall behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
CATALOGUE = Path(__file__).resolve().parents[2] / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def mark(text: str) -> str:
    """Mark a text in a table as one that readers see, so that it is collected for translation."""
    return text


def translate(text: str, language: Language) -> str:
    """Return a text that readers see in their language; what has no translation stays Vietnamese."""
    return text if language == "vi" else _english().get(text, text)


@cache
def _english() -> Mapping[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- 50 ms that only English readers need

    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="en")
    return {
        one.id: one.string
        for one in found
        if isinstance(one.id, str) and isinstance(one.string, str) and one.id and one.string and not one.fuzzy
    }
