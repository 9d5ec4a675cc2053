"""A threshold weighed, with its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

from engine.rules.shares import at_least, more_than, needed
from models.procedure import Threshold
from models.requirements import Requirement


def weighed_threshold(
    rule: str, threshold: Threshold, part: int, bases: Mapping[str, int], *, decides: bool
) -> Requirement:
    """Weigh a part against what the procedure asks of it; a share of an empty base is never reached."""
    figures: dict[str, str | int] = {
        "part": part,
        "needed": least_of(threshold, bases),
        "comparison": threshold.comparison,
    }
    if threshold.share is not None and threshold.of is not None:
        figures |= {
            "whole": bases[threshold.of],
            "of": threshold.of,
            "share": f"{threshold.share[0]}/{threshold.share[1]}",
        }
    met = reaches(threshold, part, bases)
    return Requirement(rule=rule, source=threshold.source, figures=figures, met=met, decides=decides)


def reaches(threshold: Threshold, part: int, bases: Mapping[str, int]) -> bool:
    """Say whether a part is enough, compared exactly: nothing is rounded."""
    strict = threshold.comparison == "more_than"
    if threshold.share is not None and threshold.of is not None:
        return (more_than if strict else at_least)(part, *threshold.share, bases[threshold.of])
    return part >= _least_number(threshold)


def least_of(threshold: Threshold, bases: Mapping[str, int]) -> int:
    """Return the smallest part that is enough; it lies above the whole where none can be."""
    if threshold.share is not None and threshold.of is not None:
        return needed(*threshold.share, bases[threshold.of], strict=threshold.comparison == "more_than")
    return _least_number(threshold)


def _least_number(threshold: Threshold) -> int:
    return (threshold.number or 0) + (threshold.comparison == "more_than")
