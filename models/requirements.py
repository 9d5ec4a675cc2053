"""One requirement of the regulation, weighed: the rule, its source, the arithmetic and whether it is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Figure = str | int
"""A value inside an arithmetic; dates are ISO text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A requirement with its arithmetic, kept on the timeline so that it can be recomputed by hand."""

    rule: str
    """Code such as `vote.quorum`; its sentence is made where it is read."""
    source: str
    figures: Mapping[str, Figure]
    met: bool
    decides: bool = False
    """True where it settles the outcome (a majority) instead of admitting the step."""


def unmet(requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Return the requirements that stand in the way of the step."""
    return tuple(one for one in requirements if not one.met and not one.decides)
