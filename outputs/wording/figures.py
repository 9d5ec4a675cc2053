"""How a figure is shown: days as the office writes them, stored values in words, ids by name where known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from models.requirements import Figure
from outputs.documents.writing import in_figures
from outputs.wording.captions import caption
from outputs.wording.language import Language
from outputs.wording.names import Names

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CAPTIONED = {
    "status": "status",
    "wanted": "status",
    "outcome": "outcome",
    "kind": "kind",
    "role": "role",
    "roll": "roll",
    "standing": "standing",
    "reached": "education",
    "needed": "education",
    "endorser": "endorser",
    "missing": "body",
    "channel": "channel",
    "became": "substitution",
    "change": "command",
    "command": "command",
    "machine": "machine",
    "chair_vote": "chair_vote",
}
"""Figure → the noun under which its values have words."""
_Name = Callable[[Names, str, Language], str]
_NAMED: Mapping[str, _Name] = {
    "step": Names.step,
    "steps": Names.step,
    "form": Names.paper,
    "field": Names.field_of,
    "fields": Names.field_of,
}
"""Figure → how the ids in it are named by the procedure; any other may be a person or a unit."""


def shown(figures: Mapping[str, Figure], language: Language, names: Names) -> dict[str, str]:
    """Return every figure as a reader sees it; a figure that says nothing is left out."""
    return {
        name: _shown(name, value, language, names)
        for name, value in figures.items()
        if value not in (None, "")
    }


def shown_day(text: str) -> str:
    """Return a day given as ISO text as the office writes it, and any other text as it is."""
    try:
        return in_figures(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _shown(name: str, value: Figure, language: Language, names: Names) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(_word(name, one, language, names) for one in value.split(", "))


def _word(name: str, value: str, language: Language, names: Names) -> str:
    if name in _CAPTIONED:
        return caption(_CAPTIONED[name], value, language)
    named = _NAMED.get(name)
    if named is not None:
        return named(names, value, language)
    return names.known.get(value) or shown_day(value)
