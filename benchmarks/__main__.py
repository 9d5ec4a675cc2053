"""Measure everything and print ratios: `make bench`, or `python -m benchmarks decisions`."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import decisions, documents, lists
from benchmarks.places import databases

_DECISIONS, _GROWTH = 200, 60
_VOTERS = (9, 201)
_HISTORY = 300
_PAPERS = 60
_APPROVALS = 200
_DOSSIERS, _ENTRIES, _QUESTIONS = 10_000, 300_000, 100
_TABLE = Table("what", "figures", "ratio", "asked", title="Dìu Dắt, measured in one run")


def _decisions() -> None:
    with databases() as places:
        for place in places:
            cost = decisions.beside_floor(place, _DECISIONS)
            figures = f"{1000 / cost.decision:.0f}/s beside {1000 / cost.floor:.0f}/s"
            _row(f"decisions, {place.dialect}", figures, cost.ratio, "at least 0.5")
    with databases() as places:
        for place in places:
            few, many = decisions.by_voters(place, *_VOTERS, _GROWTH)
            figures = f"{few:.2f} ms, {many:.2f} ms"
            _row(f"201 voters to 9, {place.dialect}", figures, many / few, "at most 1.3")
    with databases() as places:
        for place in places:
            short, long = decisions.by_history(place, _HISTORY, _GROWTH)
            figures = f"{short:.2f} ms, {long:.2f} ms"
            _row(f"{_HISTORY} entries more, {place.dialect}", figures, long / short, "at most 1.3")


def _documents() -> None:
    for form in ("6-KNĐ", "2-KNĐ"):
        rate = documents.beside_typesetter(form, _PAPERS)
        figures = f"{rate.papers:.0f}/s beside {rate.typesetter:.0f}/s"
        _row(f"papers, {form}", figures, rate.ratio, "at least 0.7")


def _wave() -> None:
    from benchmarks import waves  # noqa: PLC0415 -- Prefect takes seconds to import

    wave = waves.of_approvals(_APPROVALS)
    figures = f"{wave.seconds:.1f} s: {wave.papers} papers, {wave.notices} notices"
    _row(f"a wave of {_APPROVALS} approvals", figures, wave.ratio, "typesetting / wave")


def _lists() -> None:
    with databases() as places:
        for place in (one for one in places if one.dialect == "postgresql"):
            for taken in lists.measured(place, _DOSSIERS, _ENTRIES, _QUESTIONS):
                figures = f"median {taken.median:.0f} ms, 95th percentile {taken.p95:.0f} ms"
                _row(f"{taken.what}, 10,000 dossiers", figures, taken.p95 / 100, "at most 1")


def _row(what: str, figures: str, ratio: float, asked: str) -> None:
    _TABLE.add_row(what, figures, f"{ratio:.2f}", asked)


_PARTS = {"decisions": _decisions, "documents": _documents, "wave": _wave, "lists": _lists}


def main(wanted: list[str]) -> None:
    """Run the parts named, or all of them."""
    for name in wanted or _PARTS:
        _PARTS[name]()
    Console().print(_TABLE)


main(sys.argv[1:])
