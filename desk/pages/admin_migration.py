"""A dry run: what would change for the dossiers of one version, were they moved to another today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.administration import address, refuse_strangers
from desk.asking import Asked
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.queries import migration as query
from engine.queries.migration import Movable
from engine.queries.rights import reach_of
from models.commands import Migrate
from models.errors import DiudatError
from models.procedure import Procedure
from models.requirements import unmet
from models.state import DossierState
from outputs.wording import Names, error_text, sentence
from outputs.wording.names import said

_HERE = "/settings/migration"
_AT_ONCE = 20
"""Dossiers tried on one page: each is weighed by the rules as its migration would be."""
_REASON = "Thử trước"  # of a command that is only rehearsed and never recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A step that is open, before or after."""

    step: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would become of one dossier."""

    dossier: Movable
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    blockers: tuple[str, ...]
    migrate: str
    """Where it is moved in earnest; empty where something stands in the way."""

    @property
    def is_changed(self) -> bool:
        """Say whether anything about its open steps would change."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One version to choose."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The dry run of one page of dossiers."""

    TEMPLATE: ClassVar[str] = "admin_migration.html"

    before: tuple[Choice, ...]
    after: tuple[Choice, ...]
    tried: tuple[Tried, ...]
    total: int
    is_asked: bool
    compare: str
    following: str


def show(asked: Asked) -> Response:
    """Try what a migration would do, dossier by dossier; nothing is recorded."""
    versions = sorted(asked.desk.procedures.all(), key=lambda one: one.in_force_from)
    with asked.desk.database.reading() as session:
        reach = reach_of(session, actor_of(session, asked.account), "migrate")
        refuse_strangers(reach)
        before, after = _chosen(asked, versions)
        found: tuple[Movable, ...] = ()
        total = 0
        if before is not None and after is not None:
            total = query.how_many(session, reach, before.id)
            found = query.movable(session, reach, before.id, after=asked.query("number"), size=_AT_ONCE + 1)
    tried = tuple(_tried(asked, found[:_AT_ONCE], before, after)) if before and after else ()
    context = Context(
        before=_choices(asked, versions, before),
        after=_choices(asked, versions, after),
        tried=tried,
        total=total,
        is_asked=before is not None and after is not None,
        compare=_compare(before, after),
        following=_following(found, before, after),
    )
    return page(asked, context)


def _chosen(asked: Asked, versions: list[Procedure]) -> tuple[Procedure | None, Procedure | None]:
    known = {one.id: one for one in versions}
    before, after = known.get(asked.query("before")), known.get(asked.query("after"))
    return before, None if after is before else after


def _choices(asked: Asked, versions: list[Procedure], chosen: Procedure | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=one.id, text=f"{said(one.title, asked.language)} ({one.id})", is_chosen=one is chosen)
        for one in versions
    )


def _compare(before: Procedure | None, after: Procedure | None) -> str:
    if before is None or after is None:
        return ""
    return address("/settings/procedures/compare", before=before.id, after=after.id)


def _following(found: tuple[Movable, ...], before: Procedure | None, after: Procedure | None) -> str:
    if len(found) <= _AT_ONCE or before is None or after is None:
        return ""
    return address(_HERE, before=before.id, after=after.id, number=found[_AT_ONCE - 1].number)


def _tried(asked: Asked, found: tuple[Movable, ...], before: Procedure, after: Procedure) -> Iterator[Tried]:
    for one in found:
        command = Migrate(dossier=one.number, on=asked.today, procedure=after.id, reason=_REASON)
        names = Names(procedure=before, known={one.unit: one.unit_name})
        try:
            rehearsal = asked.desk.registry.rehearse(command, by=asked.account, at=asked.at)
        except DiudatError as error:  # it has moved on since it was listed
            yield Tried(
                dossier=one, before=(), after=(), migrate="",
                blockers=(error_text(error, asked.language, names),),
            )  # fmt: skip
            continue
        blockers = tuple(sentence(each, asked.language, names) for each in unmet(rehearsal.requirements))
        yield Tried(
            dossier=one,
            before=_open(rehearsal.before, before, asked),
            after=_open(rehearsal.after, after, asked),
            blockers=blockers,
            migrate="" if blockers else f"/dossiers/{one.number}/do/migrate",
        )


def _open(state: DossierState | None, procedure: Procedure, asked: Asked) -> tuple[Standing, ...]:
    names = Names(procedure=procedure)
    if state is None:
        return ()
    return tuple(Standing(step=names.step(one.step, asked.language), due_on=one.due_on) for one in state.open)


ROUTES = (get(_HERE, show),)
