"""What a paper costs in all its outputs, beside the typesetter alone on the same paper."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from outputs.documents import pdf
from outputs.documents.contexts.catalogue import context_of
from outputs.documents.qr import mark_of
from outputs.documents.render import render, tree_of
from tests.outputs import samples

_WARM_UP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Papers a second: PDF, DOCX and preview with digest and code, and the typesetter alone."""

    papers: float
    typesetter: float

    @property
    def ratio(self) -> float:
        """The whole as a part of the typesetter's rate."""
        return self.papers / self.typesetter


def beside_typesetter(form: str, count: int) -> Rate:
    """Make papers that all differ, one whole and one typeset alone in turn."""
    whole: list[float] = []
    bare: list[float] = []
    for number in range(count):
        facts = samples.paper_facts(form)
        facts = replace(facts, candidate=replace(facts.candidate, full_name=f"Nguyễn Văn Mẫu {number}"))
        tree = tree_of(form, context_of(facts))
        mark = mark_of(facts.document, facts.dossier, f"{number:064x}", samples.BASE_URL)
        bare.append(_timed(lambda t=tree, m=mark, f=facts: pdf.pdf_of(t, m, f.recorded_at, form)))  # type: ignore[misc]  # bound at once
        whole.append(_timed(lambda f=facts: render(f, base_url=samples.BASE_URL)))  # type: ignore[misc]  # the same
    return Rate(papers=1 / _median(whole), typesetter=1 / _median(bare))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds[_WARM_UP:])
