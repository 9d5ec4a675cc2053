"""Which members belonged to a unit on a day: for who has moved since, as the record has it of that day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from engine.database import ReadSession
from engine.timeline import REGISTER
from models.dossier import Dossier
from models.events import EVENT, RegisterChanged, Transferred
from models.person import Person
from models.state import Status
from models.timeline import Enclosure, TimelineEntry

_STANDINGS = ("official", "probationary")
_ENDED = (Status.REMOVED.value, Status.CLOSED.value)
"""How a dossier ends that takes a probationary member's standing away."""
_PLACING = ("add_person", "enter_standing")
"""Changes of the register that say where a person is."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """From when on somebody is in a unit, as one entry of the record says."""

    since: date
    unit: str


def members_on(session: ReadSession, unit: str, on: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return the official and the probationary members of a unit on a day.

    Whoever moved after the day counts where the record had them on it, and whoever lost their standing after
    it still had it. Days of admission and recognition are those known today. A member whose entries no longer
    say where they were (their text was erased) is not found in a unit they have left.
    """
    lost_later = exists().where(
        Dossier.candidate_id == Person.id,
        Dossier.joined_on <= on,
        Dossier.status.in_(_ENDED),
        Dossier.ended_on > on,
    )
    people = session.rows(
        select(Person.id, Person.official_on, Person.unit_id, Person.in_unit_since).where(
            Person.joined_on <= on,
            or_(Person.standing.in_(_STANDINGS), lost_later),
            or_(Person.unit_id == unit, Person.in_unit_since > on),
        )
    )
    moved = [row.id for row in people if row.in_unit_since is not None and row.in_unit_since > on]
    then = {row.id: row.unit_id for row in people} | _units_on(session, moved, on)
    there = [row for row in people if then[row.id] == unit]
    official = frozenset(row.id for row in there if row.official_on is not None and row.official_on <= on)
    return official, frozenset(row.id for row in there) - official


def unit_on(stays: Sequence[Stay], on: date) -> str | None:
    """Return where somebody was on a day, from what was recorded of them in the order it was recorded.

    A later entry holds from its day on, whatever was recorded of that time before.
    """
    return next((one.unit for one in reversed(stays) if one.since <= on), None)


def _units_on(session: ReadSession, persons: Iterable[str], on: date) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    every = sorted(set(persons))
    for some in (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE)):
        stays: dict[str, list[Stay]] = {one: [] for one in some}
        for person, stay in _stays(session, some):
            stays[person].append(stay)
        found |= {person: unit_on(known, on) for person, known in stays.items()}
    return found


def _stays(session: ReadSession, persons: Sequence[str]) -> Iterator[tuple[str, Stay]]:
    """Yield what the record says of where some persons are, in the order it was recorded."""
    dossiers = session.rows(
        select(Dossier.number, Dossier.candidate_id).where(Dossier.candidate_id.in_(persons))
    )
    candidates = {row.number: row.candidate_id for row in dossiers}
    entries = session.rows(
        select(TimelineEntry.stream, TimelineEntry.payload)
        .where(or_(_registered(persons), _transferred(list(candidates))))
        .order_by(TimelineEntry.id)
    )
    told = [(row.stream, EVENT.validate_json(row.payload)) for row in entries]
    typed = _typed(session, [event.enclosure for _, event in told if isinstance(event, RegisterChanged)])
    for stream, event in told:
        if isinstance(event, Transferred):
            yield candidates[stream], Stay(since=event.on, unit=event.unit)
        elif isinstance(event, RegisterChanged) and event.change in _PLACING and event.subject in persons:
            given = typed.get(event.enclosure or "", {})
            if given.get("unit"):
                since = date.fromisoformat(given.get("in_unit_since") or date.min.isoformat())
                yield event.subject, Stay(since=since, unit=given["unit"])


def _registered(persons: Sequence[str]) -> ColumnElement[bool]:
    named = (TimelineEntry.payload.contains(f'"subject":"{one}"', autoescape=True) for one in persons)
    return (TimelineEntry.stream == REGISTER) & or_(*named)


def _transferred(dossiers: Sequence[str]) -> ColumnElement[bool]:
    return TimelineEntry.stream.in_(dossiers) & (TimelineEntry.kind == "transferred")


def _typed(session: ReadSession, enclosures: Iterable[str | None]) -> Mapping[str, Mapping[str, Any]]:
    wanted = [one for one in enclosures if one is not None]
    rows = session.rows(select(Enclosure.digest, Enclosure.body).where(Enclosure.digest.in_(wanted)))
    return {row.digest: json.loads(row.body) for row in rows if row.body is not None}
