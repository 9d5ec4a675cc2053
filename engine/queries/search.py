"""Search over everything a reader may see: dossiers by name and number, units by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import Filter, Listed, UnitChoice, page_of, unit_choices
from models.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    dossiers: Listed
    """The first few, by name."""
    units: tuple[UnitChoice, ...]


def search(session: ReadSession, actor: Actor, words: str, today: date, *, at_most: int) -> Found:
    """Return what answers to every one of the words, in any order, with or without marks."""
    if not fold(words):
        return Found(dossiers=Listed(lines=(), total=0), units=())
    dossiers = page_of(session, actor, Filter(words=words), today, order="name", at=0, size=at_most)
    wanted = fold(words).split()
    units = tuple(
        one for one in unit_choices(session, actor) if all(word in fold(one.name) for word in wanted)
    )
    return Found(dossiers=dossiers, units=units[:at_most])
