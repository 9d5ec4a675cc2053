"""A share of a base weighed, with its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

from engine.rules.shares import at_least, more_than, needed
from models.procedure import Share
from models.requirements import Requirement


def weighed_share(
    rule: str, share: Share, part: int, bases: Mapping[str, int], *, decides: bool
) -> Requirement:
    """Weigh a part against its share of the base the procedure names; an empty base never carries."""
    whole = bases[share.of]
    strict = share.comparison == "more_than"
    holds = (more_than if strict else at_least)(part, *share.share, whole)
    figures: dict[str, str | int] = {
        "part": part,
        "whole": whole,
        "of": share.of,
        "needed": needed(*share.share, whole, strict=strict),
        "share": f"{share.share[0]}/{share.share[1]}",
        "comparison": share.comparison,
    }
    return Requirement(
        rule=rule, source=share.source, figures=figures, met=holds and whole > 0, decides=decides
    )
