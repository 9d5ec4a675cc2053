"""What was changed in the register about a person, an account or a unit: by whom, when, what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from engine.database import ReadSession
from engine.queries.dossier import account_holders, people_named
from engine.queries.rights import Reach
from engine.timeline import REGISTER
from models.person import Person
from models.timeline import Enclosure, TimelineEntry
from models.unit import Unit

_UNITS = ("unit", "parent")
Kind = Literal["person", "account", "unit"]
_MARKS: Mapping[Kind, tuple[str, ...]] = {
    "person": ("person",),
    "account": ("account", "substitute"),
    "unit": _UNITS,
}
_BEGINNINGS: Mapping[Kind, str] = {"person": "add_person", "account": "open_account", "unit": "add_unit"}
"""The change that enters one, and names it by its own id alone."""
_BATCH = 200
"""Entries looked through at once: some of them may lie out of reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """One change, as its entry of the register's timeline tells it."""

    sequence: int
    at: datetime
    account: str
    full_name: str
    """Of whoever made it; empty for the program and for accounts of nobody."""
    on_behalf_of: str
    """Full name of the absent person for whom they did; empty where it was for themselves."""
    change: str
    """The command."""
    typed: Mapping[str, str | bool | list[str]]
    """What was typed, by field."""
    is_erased: bool


def changes_about(
    session: ReadSession, reach: Reach, kind: Kind, subject: str, *, before: int | None, size: int
) -> tuple[RegisterChange, ...]:
    """Return the changes that name a subject, the newest first, those before a sequence.

    What names a unit out of reach is left out: a role granted elsewhere is nobody's business here.
    """
    kept: list[Any] = []
    while len(kept) < size:
        rows = _rows(session, subject, before)
        told = [(row, json.loads(row.payload)) for row in rows]
        paths = _paths(session, [each for _, payload in told for each in _units(payload)])
        kept += [
            (row, payload)
            for row, payload in told
            if _is_about(payload, kind, subject)
            and all(reach.covers(paths.get(one)) for one in _units(payload))
        ]
        if len(rows) < _BATCH:
            break
        before = rows[-1].sequence
    return tuple(_changes(session, kept[:size]))


def names_in(session: ReadSession, changes: Sequence[RegisterChange]) -> Mapping[str, str]:
    """Return the names of the units and persons that some changes mention, by id."""
    said = [(name, value) for one in changes for name, value in one.typed.items()]
    units = sorted({str(value) for name, value in said if name in _UNITS})
    persons = sorted({str(value) for name, value in said if name == "person"})
    people = session.rows(select(Person.id, Person.full_name).where(Person.id.in_(persons)))
    places = session.rows(select(Unit.id, Unit.name).where(Unit.id.in_(units)))
    return {row.id: row.full_name for row in people} | {row.id: row.name for row in places}


def _rows(session: ReadSession, subject: str, before: int | None) -> Sequence[Any]:
    statement = select(
        TimelineEntry.sequence,
        TimelineEntry.at,
        TimelineEntry.actor,
        TimelineEntry.on_behalf_of,
        TimelineEntry.payload,
    ).where(
        TimelineEntry.stream == REGISTER,
        # Ids hold nothing that JSON would write otherwise.
        TimelineEntry.payload.contains(f'"{subject}"', autoescape=True),
    )
    if before is not None:
        statement = statement.where(TimelineEntry.sequence < before)
    return session.rows(statement.order_by(TimelineEntry.sequence.desc()).limit(_BATCH))


def _is_about(payload: Mapping[str, Any], kind: Kind, subject: str) -> bool:
    """Say whether a change is about somebody; a person and an account may bear the same id."""
    figures = payload.get("figures", {})
    if payload.get("change") == _BEGINNINGS[kind] and payload.get("subject") == subject:
        return True
    return subject in {figures.get(name) for name in _MARKS[kind]}


def _units(payload: Mapping[str, Any]) -> list[str]:
    figures = payload.get("figures", {})
    return [figures[name] for name in _UNITS if name in figures]


def _paths(session: ReadSession, units: Sequence[str]) -> Mapping[str, str]:
    rows = session.rows(select(Unit.id, Unit.path).where(Unit.id.in_(sorted(set(units)))))
    return {row.id: row.path for row in rows}


def _changes(session: ReadSession, kept: Sequence[Any]) -> Iterator[RegisterChange]:
    digests = [payload["enclosure"] for _, payload in kept if payload.get("enclosure")]
    bodies = {
        row.digest: row.body
        for row in session.rows(select(Enclosure.digest, Enclosure.body).where(Enclosure.digest.in_(digests)))
    }
    names = account_holders(session, [row.actor for row, _ in kept])
    behalf = {row.on_behalf_of for row, _ in kept if row.on_behalf_of is not None}
    absent = people_named(session, behalf) if behalf else {}
    for row, payload in kept:
        body = bodies.get(payload.get("enclosure"))
        typed = {} if body is None else json.loads(body)
        yield RegisterChange(
            sequence=row.sequence,
            at=row.at,
            account=row.actor,
            full_name=names.get(row.actor, ""),
            on_behalf_of=absent.get(row.on_behalf_of or "", row.on_behalf_of or ""),
            change=payload["change"],
            typed={name: one for name, one in typed.items() if name != "command" and one is not None},
            is_erased=body is None,
        )
