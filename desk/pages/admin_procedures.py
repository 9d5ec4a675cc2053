"""The procedures: every version, what one orders step by step with its sources, and how two differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from desk.administration import Section, address, sections
from desk.asking import Asked
from desk.regulation import Group, Rule, Stretch, differing, office_rules, stretches
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.queries.migration import followed
from engine.queries.rights import reach_of
from models.procedure import Procedure
from outputs.wording.language import mark, translate
from outputs.wording.names import said

_LIST = "/settings/procedures"
_COMPARE = "/settings/procedures/compare"
_ALL, _CONTENT = mark("Mọi khác biệt"), mark("Bỏ chỗ chỉ khác căn cứ")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version of the procedure."""

    id: str
    title: str
    since: date
    until: date | None
    is_in_force: bool
    dossiers: int
    """How many of the dossiers the reader sees follow it and have not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """Every version."""

    TEMPLATE: ClassVar[str] = "admin_procedures.html"

    sections: tuple[Section, ...]
    versions: tuple[VersionLine, ...]
    may_migrate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One version."""

    TEMPLATE: ClassVar[str] = "admin_procedure.html"

    version: VersionLine
    basis: tuple[str, ...]
    forms: str
    rules: tuple[Rule, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """One way of looking at the difference."""

    address: str
    text: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareContext:
    """Two versions side by side."""

    TEMPLATE: ClassVar[str] = "admin_compare.html"

    versions: tuple[VersionLine, ...]
    before: VersionLine
    after: VersionLine
    groups: tuple[Group, ...]
    pills: tuple[Pill, ...]


def show_list(asked: Asked) -> Response:
    """Show every version with the days it governs."""
    with asked.desk.database.reading() as session:
        context = ListContext(
            sections=sections(asked, session),
            versions=_versions(asked, followed(session, asked.actor(session))),
            may_migrate=bool(reach_of(session, actor_of(session, asked.account), "migrate")),
        )
    return page(asked, context)


def show(asked: Asked) -> Response:
    """Show what one version orders."""
    procedure = asked.desk.procedures.version(asked.path("id"))
    with asked.desk.database.reading() as session:
        counts = followed(session, asked.actor(session))
    context = Context(
        version=_line(asked, procedure, counts.get(procedure.id, 0)),
        basis=procedure.basis,
        forms=said(procedure.forms.title, asked.language),
        rules=office_rules(procedure, asked.language),
        stretches=stretches(procedure, asked.language),
    )
    return page(asked, context)


def show_compare(asked: Asked) -> Response:
    """Show how two versions differ; the two newest where the address names none."""
    versions = asked.desk.procedures.all()
    newest = sorted(versions, key=lambda one: one.in_force_from)
    before = _version(asked, "before", newest[-2 if len(newest) > 1 else -1])
    after = _version(asked, "after", newest[-1])
    every = differing(before, after, asked.language)
    content = tuple(_content(every))
    is_content = asked.query("show") == "content"
    context = CompareContext(
        versions=_versions(asked, {}),
        before=_line(asked, before, 0),
        after=_line(asked, after, 0),
        groups=content if is_content else every,
        pills=tuple(
            Pill(
                address=address(_COMPARE, before=before.id, after=after.id, show=show),
                text=translate(text, asked.language),
                count=sum(len(one.differing) for one in groups),
                is_here=is_content == bool(show),
            )
            for show, text, groups in (("", _ALL, every), ("content", _CONTENT, content))
        ),
    )
    return page(asked, context)


def _content(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups without what is the same but for its source."""
    kept = (
        replace(one, differing=tuple(each for each in one.differing if each.kind != "cited"))
        for one in groups
    )
    return tuple(one for one in kept if one.differing)


def _version(asked: Asked, name: str, usual: Procedure) -> Procedure:
    wanted = asked.query(name)
    return asked.desk.procedures.version(wanted) if wanted else usual


def _versions(asked: Asked, counts: dict[str, int]) -> tuple[VersionLine, ...]:
    found = sorted(asked.desk.procedures.all(), key=lambda one: one.in_force_from, reverse=True)
    return tuple(_line(asked, one, counts.get(one.id, 0)) for one in found)


def _line(asked: Asked, procedure: Procedure, dossiers: int) -> VersionLine:
    return VersionLine(
        id=procedure.id,
        title=said(procedure.title, asked.language),
        since=procedure.in_force_from,
        until=procedure.in_force_until,
        is_in_force=procedure.in_force(asked.today),
        dossiers=dossiers,
    )


ROUTES = (get(_LIST, show_list), get(_COMPARE, show_compare), get("/settings/procedures/{id}", show))
