"""Who may guide, introduce or have charge of a candidate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.given import Member
from models import commands
from models.state import Status
from tests.walks import CANDIDATE, MENTOR, SECOND, Walk, at, member, with_state

ONE_DAY = timedelta(days=1)
SINCE = st.none() | st.dates(date(2020, 1, 1), date(2023, 12, 31))


def _with(walk: Walk, *members: Member) -> Walk:
    walk.people |= {one.person: one for one in members}
    return walk


def _a_year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else date(day.year + 1, day.month, day.day)


@pytest.mark.parametrize("has", range(4))
def test_one_member_guides_one_or_two_people(has: int) -> None:
    walk, day = at("mentor_assignment")

    unmet = _with(walk, member(candidates=has)).unmet("mentor_assignment", day)

    assert set(unmet) == (set() if has < 2 else {"mentor.capacity"})
    if has >= 2:
        assert unmet["mentor.capacity"].figures == {"person": MENTOR, "has": has, "at_most": 2}


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"standing": "probationary", "official_on": None}, "member.official"),
        ({"standing": "none", "official_on": None}, "member.official"),
        ({"official_on": None}, "member.official"),
        ({"official_on": date(2030, 1, 1)}, "member.official"),
        ({"unit": "cb-khac"}, "member.same_unit"),
        ({"unit": None}, "member.same_unit"),
    ],
)
def test_mentor_is_an_official_member_of_the_branch(known: dict[str, object], rule: str) -> None:
    walk, day = at("mentor_assignment")

    assert set(_with(walk, member(MENTOR, **known)).unmet("mentor_assignment", day)) == {rule}


def test_nobody_guides_himself() -> None:
    walk, day = at("mentor_assignment")
    walk = _with(walk, member(CANDIDATE))

    assert set(walk.unmet("mentor_assignment", day, person=CANDIDATE)) == {"member.not_candidate"}


@pytest.mark.parametrize("person", [None, "nobody"])
@pytest.mark.parametrize("step", ["mentor_assignment", "admission_ceremony"])
def test_member_in_charge_must_be_known(step: str, person: str | None) -> None:
    walk, day = at(step)
    command, _ = walk.command(step, day)
    asked = command.model_copy(update={"person": person})

    assert set(walk.refused(asked, day)) == {"member.known"}


def test_nobody_is_named_at_a_step_that_puts_nobody_in_charge() -> None:
    walk, day = at("opinions")

    assert set(walk.unmet("opinions", day, person=MENTOR)) == {"member.not_asked"}


@given(SINCE, SINCE, st.sampled_from(["cb", "cb-khac", None]), st.dates(date(2022, 9, 20), date(2025, 1, 1)))
def test_introducer_has_been_in_the_same_organisation_for_12_months(
    member_since: date | None, candidate_since: date | None, unit: str | None, on: date
) -> None:
    walk, _ = at("introduction")
    walk = _with(walk, member(in_unit_since=member_since, unit=unit))
    walk.applicant = replace(walk.applicant, in_unit_since=candidate_since)

    unmet = walk.unmet("introduction", on)

    known = [one for one in (member_since, candidate_since) if one is not None]
    together = len(known) == 2 and _a_year_after(max(known)) <= on
    assert ("member.acquainted" in unmet) == (not (together and unit == "cb"))


def test_second_introducer_of_another_branch_is_refused_however_long_a_member() -> None:
    walk, day = at("endorsement")
    stranger = member("nguoi-la", unit="cb-khac")

    unmet = _with(walk, stranger).unmet("endorsement", day, endorser="member", person="nguoi-la")

    assert set(unmet) == {"member.acquainted"}


def test_second_introduction_is_by_another_member_than_the_first() -> None:
    walk, day = at("endorsement")

    assert set(walk.unmet("endorsement", day, endorser="member", person=MENTOR)) == {"member.second"}


def test_second_introducer_becomes_the_introducer() -> None:
    walk, day = at("endorsement")

    walk.step("endorsement", day, endorser="member")

    assert [(one.person, one.role) for one in walk.state.guides] == [
        (MENTOR, "mentor"),
        (SECOND, "introducer"),
    ]


def test_member_is_replaced_by_another_and_his_time_is_kept() -> None:
    walk, day = at("branch_vote")
    since = walk.state.guides[0].since

    walk.tell(day, command="replace_mentor", on=day, person=SECOND, reason="Người trước chuyển đi.")

    assert [(one.person, one.since, one.until) for one in walk.state.guides] == [
        (MENTOR, since, day),
        (SECOND, day, None),
    ]


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"candidates": 2}, "mentor.capacity"),
        ({"standing": "probationary"}, "member.official"),
        ({"unit": "cb-khac"}, "member.same_unit"),
    ],
)
def test_replacing_mentor_is_held_to_what_a_first_one_is(known: dict[str, object], rule: str) -> None:
    walk, day = at("branch_vote")
    asked = commands.ReplaceMentor(dossier="HS-2021-0001", on=day, person=SECOND, reason="Thay người.")

    assert set(_with(walk, member(SECOND, **known)).refused(asked, day)) == {rule}


def test_mentor_is_not_replaced_by_himself() -> None:
    walk, day = at("branch_vote")
    asked = commands.ReplaceMentor(dossier="HS-2021-0001", on=day, person=MENTOR, reason="Thay người.")

    assert set(walk.refused(asked, day)) == {"mentor.another"}


def test_first_mentor_is_assigned_by_resolution_and_not_by_replacing_nobody() -> None:
    walk, day = at("mentor_assignment")
    asked = commands.ReplaceMentor(dossier="HS-2021-0001", on=day, person=MENTOR, reason="Thay người.")

    assert set(walk.refused(asked, day)) == {"mentor.was_assigned"}


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.REFUSED, Status.RECOGNISED, Status.WITHDRAWN])
def test_mentor_is_replaced_only_while_the_dossier_moves(status: Status) -> None:
    walk, day = at("branch_vote")
    asked = commands.ReplaceMentor(dossier="HS-2021-0001", on=day, person=SECOND, reason="Thay người.")

    assert set(with_state(walk, status=status).refused(asked, day)) == {"dossier.live"}
