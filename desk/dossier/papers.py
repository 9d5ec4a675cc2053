"""A dossier's papers as a checklist, and the documents made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from desk.dossier.road import is_on_the_road
from engine.numbers import printed
from engine.queries.dossier import DocumentLine
from engine.queries.scans import USABLE, ScanLine
from models.procedure import Procedure, Step, StepKind
from models.state import LIVE, DossierState
from outputs.wording import Language, Names
from outputs.wording.language import mark, translate
from outputs.wording.names import said

Standing = Literal["filed", "expiring", "expired", "missing", "later"]
_FILED_BY_SOMEBODY = frozenset({StepKind.FORM, StepKind.ASSESSMENT, StepKind.ENDORSEMENT})
"""Kinds of step whose paper is brought; a vote or a decision leaves its own behind."""
_ONE_OF = mark("%(step)s (một trong các mẫu %(forms)s)")


ScanStanding = Literal["", "scanned", "waiting", "blocked"]
"""Not scanned, scanned, scanned but not yet checked, scanned and found to do harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One line of the checklist."""

    title: str
    standing: Standing
    form: str = ""
    """Its code; empty where one of several is still to be chosen."""
    scan: ScanStanding = ""
    dated: date | None = None
    valid_until: date | None = None
    document: str = ""
    """Mark of the document made of it, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One document, due or made."""

    document: str
    title: str
    number: str
    """As printed; empty where papers of its kind bear none."""
    dated: date
    unit: str
    is_made: bool
    is_replaced: bool
    is_signed: bool
    """Whether it bears a digital signature."""


def checklist(
    procedure: Procedure,
    state: DossierState,
    documents: Sequence[DocumentLine],
    today: date,
    language: Language,
    scans: Sequence[ScanLine] = (),
) -> tuple[Paper, ...]:
    """Return every paper the road asks for, in its order; an ended dossier lacks none."""
    desk = _Checklist(
        procedure=procedure,
        state=state,
        made={one.form: one.document for one in documents if one.issued_at is not None},
        today=today,
        language=language,
    )
    lines = (
        line
        for stage in procedure.stages
        if not stage.apart
        for step in stage.steps
        for line in desk.of(step)
    )
    return tuple(
        replace(one, scan=_scan_standing(one.form, scans))
        for one in lines
        if state.status in LIVE or one.standing not in {"missing", "later"}
    )


def _scan_standing(form: str, scans: Sequence[ScanLine]) -> ScanStanding:
    """Say how a paper's scans stand: by the best of them."""
    found = {one.standing for one in scans if form and one.paper == form}
    if found & USABLE:
        return "scanned"
    return "waiting" if "waiting" in found else "blocked" if found else ""


def made(documents: Sequence[DocumentLine], names: Names, language: Language) -> tuple[Made, ...]:
    """Return the documents, the newest first."""
    replaced = {one.replaces for one in documents if one.replaces is not None}
    return tuple(
        Made(
            document=one.document,
            title=names.paper(one.form, language),
            number="" if one.number is None or one.symbol is None else printed(one.number, one.symbol),
            dated=one.dated,
            unit=one.unit,
            is_made=one.issued_at is not None,
            is_replaced=one.document in replaced,
            is_signed=one.signed_sha256 is not None,
        )
        for one in reversed(documents)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checklist:
    """How papers stand on a day."""

    procedure: Procedure
    state: DossierState
    made: dict[str, str]
    today: date
    language: Language

    def of(self, step: Step) -> Iterator[Paper]:
        """Yield the papers of a step."""
        if not is_on_the_road(step, self.state):
            return
        for form in step.papers:
            standing = self.standing_without(step)
            yield self.filed(form) or Paper(form=form, title=self.title(form), standing=standing)
        if step.endorsements:
            yield self.endorsed(step)
        for form in step.may_file:
            if paper := self.filed(form):
                yield paper

    def endorsed(self, step: Step) -> Paper:
        """Return the paper of the introduction that was chosen, or what there is to choose from."""
        forms = [one.form for one in step.endorsements]
        chosen = (form for form in forms if form in self.state.papers)
        own = next((form for form in chosen if self.state.papers[form].step == step.id), None)
        if own is not None and (paper := self.filed(own)):
            return paper
        words = translate(_ONE_OF, self.language)
        title = words % {"step": said(step.title, self.language), "forms": ", ".join(forms)}
        return Paper(title=title, standing=self.standing_without(step))

    def filed(self, form: str) -> Paper | None:
        """Return a paper that is on file, valid or no longer."""
        paper = self.state.papers.get(form)
        if paper is None:
            return None
        standing: Standing = "filed"
        if paper.valid_until is not None:
            left = (paper.valid_until - self.today).days
            warned = max(self.procedure.sweep.expiring_before_days, default=0)
            standing = "expired" if left < 0 else "expiring" if left <= warned else "filed"
        return Paper(
            form=form,
            title=self.title(form),
            standing=standing,
            dated=paper.dated,
            valid_until=paper.valid_until,
            document=self.made.get(form, ""),
        )

    def standing_without(self, step: Step) -> Standing:
        """Say of a paper that is not on file whether somebody owes it, or it is yet to come."""
        is_reached = step.id in self.state.done or self.state.open_step(step.id) is not None
        return "missing" if is_reached and step.kind in _FILED_BY_SOMEBODY else "later"

    def title(self, form: str) -> str:
        """Return what a paper is called, with its code."""
        return Names(procedure=self.procedure).paper(form, self.language)
