"""The scans of a dossier as its pages show them: what each reader may open, and may do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk.dossier.road import is_on_the_road
from engine.access import Access, Actor, may
from engine.queries.scans import WAITING, ScanLine
from models.commands import AttachScan, DossierCommand, ReleaseScan
from models.procedure import Procedure
from models.state import DossierState
from outputs.wording import Language, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """One scan with what its reader may do."""

    line: ScanLine
    title: str
    """Of the paper it shows."""
    may_open: bool
    may_release: bool
    may_check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What an actor may do with the scans of a dossier."""

    attach: bool
    release: bool
    on_behalf_of: str | None
    """The absent person for whom a scan would be let through."""

    def may_settle(self, line: ScanLine, person: str | None) -> bool:
        """Say whether a person may let a scan through, and look at it before: never their own.

        Nor one of, or for, the absent person for whom they would.
        """
        whose = {person, self.on_behalf_of} - {None}
        mine = whose & {line.person, line.on_behalf_of}
        return line.standing == WAITING and self.release and person is not None and not mine


def rights_of(actor: Actor, state: DossierState, procedure: Procedure) -> Rights:
    """Return what an actor may do with the scans of a dossier."""
    release = _may(actor, ReleaseScan, state, procedure)
    return Rights(
        attach=_may(actor, AttachScan, state, procedure).allowed,
        release=release.allowed,
        on_behalf_of=release.on_behalf_of,
    )


def _may(actor: Actor, command: type[DossierCommand], state: DossierState, procedure: Procedure) -> Access:
    return may(actor, command.model_construct(None, dossier=state.number), state, procedure)


def scanned(
    lines: Sequence[ScanLine], actor: Actor, rights: Rights, names: Names, language: Language
) -> tuple[Scanned, ...]:
    """Return scans with what an actor may do with each."""
    return tuple(
        Scanned(
            line=one,
            title=names.paper(one.paper, language),
            may_open=one.is_usable or rights.may_settle(one, actor.person),
            may_release=rights.may_settle(one, actor.person),
            may_check=one.standing == WAITING and rights.attach,
        )
        for one in lines
    )


def papers_asked(procedure: Procedure, state: DossierState) -> tuple[str, ...]:
    """Return the codes of the papers a dossier's road asks for or may be given, in its order."""
    return tuple(dict.fromkeys(_codes(procedure, state)))


def _codes(procedure: Procedure, state: DossierState) -> Iterator[str]:
    for stage in procedure.stages:
        if stage.apart and stage.id != state.stage:
            continue
        for step in stage.steps:
            if is_on_the_road(step, state):
                yield from (*step.papers, *(one.form for one in step.endorsements), *step.may_file)
    yield from state.papers
