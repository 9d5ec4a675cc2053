"""How far somebody's rights over the register go: in which units, by which of their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from engine.access import RIGHTS, Actor
from engine.database import ReadSession
from models.unit import Unit

_Columns = TypeVarTuple("_Columns")

READERS = ("administrator", "inspector")
"""Roles that read the register of their unit and of everything below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Units in which somebody may do or read something."""

    below: tuple[str, ...] = ()
    """Paths of units that count with everything below them."""
    exactly: tuple[str, ...] = ()
    """Paths of units that count alone."""

    def __bool__(self) -> bool:
        """Say whether it reaches anything."""
        return bool(self.below or self.exactly)

    @property
    def is_whole(self) -> bool:
        """Say whether it reaches the top of the tree, and with it what belongs to no unit."""
        return any(path.count(".") == 1 for path in self.below)

    def covers(self, path: str | None) -> bool:
        """Say whether it reaches a unit by its path; what has no unit belongs to the top of the tree."""
        if path is None:
            return self.is_whole
        return path in self.exactly or path.startswith(self.below)

    def units(self) -> ColumnElement[bool]:
        """Say of a unit's row that it is reached."""
        # Not LIKE, for which SQLite takes capitals for small letters, and `_` stands for any sign.
        inside = [func.substr(Unit.path, 1, len(path)) == path for path in self.below]
        if self.exactly:
            inside.append(Unit.path.in_(self.exactly))
        return or_(*inside) if inside else false()

    def units_or_none(self) -> ColumnElement[bool]:
        """Say of what may belong to a unit, joined with its row or none, that it is reached."""
        return true() if self.is_whole else self.units()

    def narrow(self, statement: Select[*_Columns]) -> Select[*_Columns]:
        """Narrow a selection of units to those reached."""
        return statement.where(self.units())


def reach_of(session: ReadSession, actor: Actor, command: str) -> Reach:
    """Return where an actor may give a command that changes the register, their own account aside."""
    below = {role for right in RIGHTS[command] if right.where == "line" for role in right.roles}
    exactly = {role for right in RIGHTS[command] if right.where == "unit" for role in right.roles}
    return _reach(session, actor, below, exactly)


def reading(session: ReadSession, actor: Actor) -> Reach:
    """Return whose register an actor reads as a whole: people, seats, accounts."""
    return _reach(session, actor, set(READERS), set())


def reading_people(session: ReadSession, actor: Actor) -> Reach:
    """Return whose people an actor reads: besides what is read as a whole, those of the offices they keep."""
    kept = {role for right in RIGHTS["add_person"] if right.where == "unit" for role in right.roles}
    return _reach(session, actor, set(READERS), kept)


def administering(session: ReadSession, actor: Actor) -> Reach:
    """Return what an actor looks after as an administrator."""
    return _reach(session, actor, {"administrator"}, set())


def seeing(session: ReadSession, actor: Actor) -> Reach:
    """Return which part of the tree an actor sees: below every unit in which they hold any role."""
    roles = {grant.role for grant in actor.reads}
    return _reach(session, Actor(actor.account, actor.person, actor.reads), roles, set())


def _reach(session: ReadSession, actor: Actor, below: set[str], exactly: set[str]) -> Reach:
    wide = {grant.unit for grant in actor.grants if grant.role in below}
    alone = {grant.unit for grant in actor.grants if grant.role in exactly}
    if not wide | alone:
        return Reach()
    rows = session.rows(select(Unit.id, Unit.path).where(Unit.id.in_(wide | alone)).order_by(Unit.path))
    tops = [row.path for row in rows if row.id in wide]
    return Reach(
        below=tuple(one for one in tops if not one.startswith(_but(tops, one))),
        exactly=tuple(row.path for row in rows if row.id in alone),
    )


def _but(paths: Sequence[str], one: str) -> tuple[str, ...]:
    return tuple(other for other in paths if other != one)
