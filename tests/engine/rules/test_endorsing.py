"""Second introductions at the very edge: tallies of a union, and a member on the first day he may."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import rules
from models.events import Endorsed
from models.procedure import Procedure
from models.requirements import Requirement
from tests.walks import SECOND, VN_2022, Walk, at, member, version

COUNTS = st.integers(min_value=0, max_value=12)
Base = Literal["roll", "present", "cast", "valid"]


def _counted_over(base: Base) -> Procedure:
    """Return the regulation with the union's majority over another base than its roll."""
    stages = []
    for stage in VN_2022.stages:
        steps = []
        for step in stage.steps:
            sources = tuple(
                one.model_copy(update={"majority": one.majority.model_copy(update={"of": base})})
                if one.majority is not None
                else one
                for one in step.endorsements
            )
            steps.append(step.model_copy(update={"endorsements": sources}))
        stages.append(stage.model_copy(update={"steps": tuple(steps)}))
    return version(VN_2022, stages=tuple(stages))


OVER: dict[Base, Procedure] = {"present": _counted_over("present"), "cast": _counted_over("cast"),
                               "valid": _counted_over("valid"), "roll": VN_2022}  # fmt: skip


def _endorsed(walk: Walk, **tally: int) -> str:
    _, day = at("endorsement")
    event = walk.step("endorsement", day, **tally)[0]
    assert isinstance(event, Endorsed)
    return event.outcome


@given(st.sampled_from(sorted(OVER)), st.integers(1, 12), st.integers(0, 12), COUNTS, COUNTS)
def test_majority_of_a_union_is_counted_over_the_base_the_procedure_names(
    base: Base, present: int, absent: int, yes: int, no: int
) -> None:
    roll, yes = present + absent, min(yes, present)
    no = min(no, present - yes)
    walk, _ = at("endorsement")
    walk.procedure = OVER[base]
    whole = {"roll": roll, "present": present, "cast": yes + no, "valid": yes + no}[base]

    outcome = _endorsed(walk, roll=roll, present=present, yes=yes, no=no)

    carried = whole > 0 and Fraction(yes, whole) > Fraction(1, 2)
    assert outcome == ("endorsed" if carried else "declined")


@pytest.mark.parametrize(
    ("base", "yes", "no", "outcome"),
    [
        ("roll", 4, 3, "declined"), ("present", 4, 3, "declined"), ("cast", 4, 3, "endorsed"),
        ("cast", 3, 5, "declined"), ("valid", 3, 5, "declined"), ("roll", 5, 0, "endorsed"),
    ],
)  # fmt: skip
def test_same_tally_carries_over_one_base_and_not_over_another(
    base: Base, yes: int, no: int, outcome: str
) -> None:
    walk, _ = at("endorsement")
    walk.procedure = OVER[base]

    assert _endorsed(walk, roll=9, present=8, yes=yes, no=no) == outcome


@pytest.mark.parametrize(
    ("roll", "present", "yes", "no", "may_be"),
    [
        (1, 1, 1, 0, True), (9, 9, 9, 0, True), (9, 9, 5, 4, True), (9, 8, 5, 4, False), (9, 10, 9, 0, False),
        (9, 0, 0, 0, False), (0, 0, 0, 0, False),
    ],
)  # fmt: skip
def test_tally_of_a_union_fits_its_attendance_and_that_its_roll(
    roll: int, present: int, yes: int, no: int, *, may_be: bool
) -> None:
    walk, day = at("endorsement")

    unmet = walk.unmet("endorsement", day, roll=roll, present=present, yes=yes, no=no)

    assert set(unmet) == (set() if may_be else {"endorsement.tally"})


@pytest.mark.parametrize("counted", [{"roll": 1}, {"present": 1}, {"yes": 1}, {"no": 1}, {"yes": 1, "no": 1}])
def test_any_figure_of_a_tally_beside_a_members_introduction_is_refused(counted: dict[str, int]) -> None:
    walk, day = at("endorsement")

    assert set(walk.unmet("endorsement", day, endorser="member", **counted)) == {"endorsement.no_tally"}


def test_union_that_endorses_names_nobody_and_says_so() -> None:
    walk, day = at("endorsement")
    command, _ = walk.command("endorsement", day)

    weighed = rules.requirements(walk.state, command, walk.facts(day))

    assert [one for one in weighed if one.rule == "member.not_asked"] == [
        Requirement(
            rule="member.not_asked",
            source="Hướng dẫn 12-HD/BTCTW, phần II, 1.1 (5); Hướng dẫn 01-HD/TW, phần người giới thiệu",
            figures={"person": ""},
            met=True,
        )
    ]


def test_member_is_official_from_the_day_itself_and_together_from_the_day_the_12_months_are_full() -> None:
    walk, day = at("endorsement")
    a_year_before = day.replace(year=day.year - 1)
    walk.people[SECOND] = member(SECOND, official_on=day, in_unit_since=a_year_before)
    late = walk.copy()
    late.people[SECOND] = member(SECOND, official_on=day.replace(day=day.day + 1), in_unit_since=day)

    assert walk.unmet("endorsement", day, endorser="member") == {}
    assert set(late.unmet("endorsement", day, endorser="member")) == {"member.official", "member.acquainted"}
